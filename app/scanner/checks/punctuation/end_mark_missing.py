"""TXT-03: a paragraph without a mark at its end (段末缺标点)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.outline import has

_STOPS = re.compile("[。！？!?；：]")
_REACH = 400
_LEAST = 40
_CLAUSE = 12
_SIGNED = re.compile("[日年月]$|(?:如下|摄|文|报道|供图|记者)$")
_NO_PROSE = re.compile(r"[\t|＿_]|^[ \u3000]*(?:附件?|联系|地址|电话|来源|编辑|图|注|抄送|主送|http)")
_WRAPS = 3


@check(
    "TXT-03",
    "end-mark-missing",
    "GB/T 15834-2011《标点符号用法》4.1",
    shape=has(b"c\n", b"c \n", b"  \n"),
    about=About(
        "段末缺标点",
        "成段的文字末尾没有句号等标点，或者一句话被断成了两段。标题、落款、列表、表格、图片说明不提示。",
        "近年来，我市持续优化营商环境。今年以来，全市新增经营主体一万余户，同比增长百分之十，企业满意度不断提高",
        "坚持以人民为中心，持续优化营商环境",
    ),
)
def end_mark_missing(page: Page) -> Iterator[Hit]:
    """A paragraph of prose whose last sentence has no mark at its end (段末缺少句末标点).

    Why: the sentence looks cut off, and often is. The paragraph must have forty characters or more, and its
    last sentence two clauses; headings, signatures, dates, captions, cells and texts wrapped at a fixed width
    are no hits.

    Example: 今年以来，全市新增经营主体一万余户，同比增长百分之十 → 百分之十。
    Basis: GB/T 15834-2011, 4.1 (句号).
    """
    for field in page.fields:
        ends = list(_open_ends(field.text))
        if len(ends) <= _WRAPS:
            yield from (_hit(field, end) for end in ends)


def _hit(field: Field, end: int) -> Hit:
    right = f"{field.text[end - 1]}。"
    return Hit(field, end - 1, end, "段末缺少句末标点，或者一句话被断成了两段。", (right,))


def _open_ends(text: str) -> Iterator[int]:
    """Where the lines end that are prose whose last sentence is not closed."""
    start = 0
    for line in text.split("\n"):
        written = line.rstrip(" \u3000")
        if len(written) >= _LEAST and "一" <= written[-1] <= "鿿" and _is_open(written[-_REACH:]):
            yield start + len(written)
        start += len(line) + 1


def _is_open(line: str) -> bool:
    if _NO_PROSE.search(line) or _SIGNED.search(line):
        return False
    last = _STOPS.split(line)[-1]
    if last == line and line.count("，") < 2:
        return False
    return "，" in last and len(last) >= _CLAUSE and len(last.rpartition("，")[2]) >= 4
