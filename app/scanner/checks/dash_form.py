"""TXT-03: hyphens in place of a dash (破折号形式)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.outline import has

_CHINESE = "[一-鿿”》）]"
_HYPHENS = re.compile(
    rf"(?<![-－—])[-－]{{2,4}}(?:(?<={_CHINESE}..)|(?<={_CHINESE}...)|(?<={_CHINESE}....))(?=[一-鿿“《])"
)
_LEADING = re.compile(r"(?<![^\n])[ \u3000]{0,4}((?:[-－]{2,4}|[—―])(?=[一-鿿“《]))")
_BROKEN = re.compile(r"(?<!—)— +—(?!—)|(?<!—)—{3,4}(?!—)")


@check(
    "TXT-03",
    "dash-form",
    "GB/T 15834-2011《标点符号用法》4.10、5.1",
    shape=has(b"c--", b"\n--", b"--c", b".c", b"..", b". "),
    about=About(
        "破折号形式",
        "破折号“——”占两个字的位置，不用两个连字符代替，中间不断开。数值范围、起止地点之间的连接号不提示。",
        "初审--编辑负责内容是否准确。",
        "合肥—宿州城际列车今日开行。",
    ),
)
def dash_form(page: Page) -> Iterator[Hit]:
    """Hyphens or a broken dash where a dash should stand (破折号不规范): 初审--编辑, — —, a line led by one —.

    Why: a dash takes the place of two characters. A single — between Chinese joins places and ranges
    (合肥—宿州, 中国—东盟) and is no hit, nor are rules of hyphens and hyphens between Latin letters.

    Example: 初审--编辑负责 → 初审——编辑负责.
    Basis: GB/T 15834-2011, 4.10 (破折号), 5.1 (书写形式).
    """
    for field in page.fields:
        for match in _HYPHENS.finditer(field.text):
            yield Hit(field, *match.span(), "破折号应写作“——”。", ("——",))
        for match in _LEADING.finditer(field.text):
            yield Hit(field, *match.span(1), "破折号应写作“——”。", ("——",))
        for match in _BROKEN.finditer(field.text):
            yield Hit(field, *match.span(), "破折号应写作“——”，占两个字的位置。", ("——",))
