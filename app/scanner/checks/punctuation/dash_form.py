"""TXT-03: hyphens in place of a dash (破折号形式)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.outline import has

_RUN = re.compile("[-－—―]++(?: {1,2}—++)?")
_BEFORE = re.compile("[一-鿿”》）]|\n")
_AFTER = re.compile("[一-鿿“《]")
_RIGHT = "——"
_LONGEST = 4


@check(
    "TXT-03",
    "dash-form",
    "GB/T 15834-2011《标点符号用法》4.10、5.1",
    shape=has(b"--", b"...", b". .", b"\n.c", b" .c"),
    about=About(
        "破折号形式",
        "破折号“——”占两个字的位置，不用两个连字符代替，中间不断开。数值范围、起止地点之间的连接号不提示。",
        "初审--编辑负责内容是否准确。",
        "合肥—宿州城际列车今日开行。",
    ),
)
def dash_form(page: Page) -> Iterator[Hit]:
    """Hyphens or a broken dash where a dash should stand (破折号不规范): 初审--编辑, — —, — before a line.

    Why: a dash takes the place of two characters. A single — between Chinese joins places and ranges
    (合肥—宿州, 中国—东盟) and is no hit, nor are rules of hyphens and hyphens between Latin letters.

    Example: 初审--编辑负责 → 初审——编辑负责.
    Basis: GB/T 15834-2011, 4.10 (破折号), 5.1 (书写形式).
    """
    for field in page.fields:
        for match in _RUN.finditer(field.text):
            if match[0] != _RIGHT and len(match[0]) <= _LONGEST and _is_dash(field.text, *match.span()):
                yield Hit(field, *match.span(), "破折号应写作“——”，占两个字的位置。", (_RIGHT,))


def _is_dash(text: str, start: int, end: int) -> bool:
    """Whether the marks stand between Chinese, or begin a line; one alone counts at the start of a line."""
    before = text[max(0, start - 4) : start].rstrip(" \u3000") or "\n"
    leads = before[-1] == "\n"
    return bool(
        (end - start > 1 or (leads and text[start] in "—―"))
        and _BEFORE.match(before[-1])
        and _AFTER.match(text, end)
    )
