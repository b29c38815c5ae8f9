"""TON-02: too many emoji (表情符号过多)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.finding import Severity
from app.scanner.outline import Outline
from app.scanner.voice import BASIS

_EMOJI = re.compile("[\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001f9ff\U0001fa70-\U0001faff]")
_FIRST = 0x1F300
_MANY = 5
_PER = 100


def _others(outline: Outline) -> bool:
    """Whether there are as many characters that are no ideographs, digits or marks as emoji would be."""
    return outline.kinds.count(b".") >= _MANY


@check(
    "TON-02",
    "emoji-excess",
    BASIS,
    shape=_others,
    about=About(
        "表情符号过多",
        "全文表情符号超过5个且平均每100字多于1个，只作提示。手指、图钉等排版符号不计。",
        "好消息😀😀😀办事大厅搬家啦🎉🎉🎉",
        "📍地点：市民中心一楼大厅\n📞电话：12345",
    ),
)
def emoji_excess(page: Page) -> Iterator[Hit]:
    """More than five emoji in a text, and more than one for every hundred characters.

    Why: a page of faces is no official information. Signs that lay out a text (📍, 📞, 👉) are not counted;
    the hint stands on the first emoji past the measure.

    Example: 好消息😀😀😀办事大厅搬家啦🎉🎉🎉.
    Basis: 国办发〔2018〕123号 and the local notices (过度娱乐化).
    """
    for field in page.fields:
        if not len(field.codes) or field.codes.max() < _FIRST:
            continue
        found = [match for match in _EMOJI.finditer(field.text) if match[0] not in _LAYOUT]
        if len(found) > max(_MANY, len(field.text) // _PER):
            message = f"共有{len(found)}个表情符号，请减少。"
            yield Hit(field, *found[_MANY].span(), message, severity=Severity.HINT)


_LAYOUT = frozenset("📍📌📞📱📧📅📆⏰🕘👉👇🔍🔗📝📢🔔🏠🏢🚌🚇🔴🔵🔶🔷🔸🔹💡📣📖📚🗓")
