"""TXT-03: ellipses not of six dots (省略号形式)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Field, Page
from app.scanner.outline import has

_DOTS = re.compile(r"…+|\.{2,}|[·•]{3,}")
_TWO = ("…", "..", "··", "••")
_RIGHT = ("……", "…………")
_LONGEST = 12
_LEADS = re.compile(r"[ \u3000]*[0-9]+[ \u3000]*(?:\n|\Z)")
_CHINESE = re.compile("[一-鿿，。、；：！？“”‘’《》（）]")


@check(
    "TXT-03",
    "ellipsis-form",
    "GB/T 15834-2011《标点符号用法》4.11、5.1",
    shape=has(b".", b"//"),
    about=About(
        "省略号形式",
        "中文的省略号是六个点“……”，占两个字的位置。目录里连接页码的点、英文和路径里的点不提示。",
        "这样的例子还有很多...",
        "这样的例子还有很多……",
    ),
)
def ellipsis_form(page: Page) -> Iterator[Hit]:
    """Dots beside Chinese that are no ellipsis of six (省略号不是六个点): ... … ··· ………

    Why: the ellipsis takes the place of two characters; two of them may mark a left-out paragraph. Dots that
    lead to a page number, long rows of dots, and dots between Latin letters are no hits.

    Example: 还有很多... → 还有很多…….
    Basis: GB/T 15834-2011, 4.11 (省略号), 5.1 (书写形式).
    """
    for field in page.fields:
        if not mentions(field.text, _TWO):
            continue
        for match in _DOTS.finditer(field.text):
            if match[0] not in _RIGHT and len(match[0]) <= _LONGEST and _stands_in_prose(field, match):
                yield Hit(field, *match.span(), "省略号应写作六个点“……”。", ("……",))


def _stands_in_prose(field: Field, match: re.Match[str]) -> bool:
    text, (start, end) = field.text, match.span()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if after and after in "/\\":
        return False
    if len(match[0]) == 2 and "." in match[0]:
        return bool(_CHINESE.match(before) and (not after or _CHINESE.match(after) or after == "\n"))
    beside = _CHINESE.match(before) or _CHINESE.match(after)
    return bool(beside) and not _LEADS.match(text, end)
