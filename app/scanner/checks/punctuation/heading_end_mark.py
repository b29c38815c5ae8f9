"""TXT-03: a mark at the end of a heading (标题末尾的标点)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.outline import Outline, has

_MARKS = "。，、；：,;:"
_HEADING = re.compile(
    r"\n[ \u3000]{0,4}[一二三四五六七八九十]{1,3}、[^，。；：,;:\n]{2,30}([。；，、])[ \u3000]*(?=\n)"
)
_ENDS = has(*(bytes(pair) for pair in product(b",;./", b"\n -")))


def _ends_in_mark(outline: Outline) -> bool:
    """Whether of several lines (a title is one of its own) one ends with a mark, or goes on after a space."""
    return b"\n" in outline.kinds and _ENDS(outline)


@check(
    "TXT-03",
    "heading-end-mark",
    "GB/T 15834-2011《标点符号用法》附录B.4",
    shape=_ends_in_mark,
    about=About(
        "标题末尾的标点",
        "文章标题和单独成行的一级标题末尾不用句号、逗号、分号等标点；问号、叹号、省略号可以用。",
        "一、加强组织领导。\n各单位要提高认识，落实责任。",
        "一、加强组织领导\n各单位要提高认识，落实责任。",
    ),
)
def heading_end_mark(page: Page) -> Iterator[Hit]:
    """A 。，、；： at the end of the title, or of a heading 一、… on a line of its own (标题末尾用标点).

    Why: a title takes no mark but ？ ！ or an ellipsis. Headings that open a paragraph are no hits
    (（一）加强领导。各区…).

    Example: 一、加强组织领导。 → 一、加强组织领导.
    Basis: GB/T 15834-2011, B.4 (文章标题的标点用法).
    """
    for field in page.fields:
        if field.name == "title":
            end = len(field.text.rstrip())
            if end > 1 and field.text[end - 1] in _MARKS and field.text[end - 2] not in _MARKS:
                yield Hit(field, end - 1, end, f"标题末尾不用“{field.text[end - 1]}”。")
            continue
        for match in _HEADING.finditer("\n" + field.text):
            yield Hit(field, match.start(1) - 1, match.end(1) - 1, f"单独成行的标题末尾不用“{match[1]}”。")
