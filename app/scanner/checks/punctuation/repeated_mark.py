"""TXT-03: punctuation typed twice (标点重复)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.outline import has

_POINTS = "，。、；："
_REPEATED = re.compile(f"[{_POINTS}！？!?][{_POINTS}！？!?]+")
_STRONGEST_FIRST = "。；：，、"


@check(
    "TXT-03",
    "repeated-mark",
    "GB/T 15834-2011《标点符号用法》4.2、4.3、4.11",
    shape=has(b",,", b",;", b";,", b";;"),
    about=About(
        "标点重复",
        "点号连用（，， 。。 、，）以及叠用超过三个的叹号、问号。省略号、破折号和不超过三个的叹号不提示。",
        "一是加强领导，，二是落实责任。",
        "一是加强领导，二是落实责任……",
    ),
)
def repeated_mark(page: Page) -> Iterator[Hit]:
    """Points that follow one another (，， 。。 、， 。。。) and more than three ！ or ？ (标点重复叠用).

    Why: two points cannot stand at one place; an ellipsis is ……, and at most three ？ or ！ stand together.
    Ellipses and dashes (……, ——) and up to three ！ are no hits.

    Example: 一是加强领导，，二是落实责任 → ，.
    Basis: GB/T 15834-2011, 4.2 and 4.3 (叠用不超过三个), 4.11 (省略号).
    """
    for field in page.fields:
        for match in _REPEATED.finditer(field.text):
            right = _right_form(match[0])
            if right != match[0]:
                yield Hit(field, *match.span(), f"标点“{match[0][:8]}”重复。", (right,))


def _right_form(marks: str) -> str:
    """What should stand in place of `marks`: one point, an ellipsis, at most three ！ and ？."""
    points = [mark for mark in marks if mark in _POINTS]
    if len(points) < 2:
        return marks if len(marks) - len(points) < 4 else marks[:3]
    return "……" if marks.startswith("。。。") else min(points, key=_STRONGEST_FIRST.index)
