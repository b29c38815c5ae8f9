"""PRI-01: numbers of passports, travel permits and service cards (护照、通行证、军官证号码) left unmasked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page

_FORMS = {
    "护照": re.compile(r"e[a-z]?\d{7,8}|[dgps][a-z]?\d{7,8}", re.ASCII),
    "通行证": re.compile(r"[cwhmlt][a-z]?\d{7,10}|\d{8}", re.ASCII),
    "台胞证": re.compile(r"\d{8}(?:\d\d)?", re.ASCII),
    "回乡证": re.compile(r"[hm]\d{8,10}", re.ASCII),
    "永久居留": re.compile(r"[a-z]{3}\d{12}", re.ASCII),
    "军官证": re.compile(r"字第\d{6,8}号", re.ASCII),
    "士兵证": re.compile(r"字第\d{6,8}号", re.ASCII),
    "警官证": re.compile(r"\d{6,8}", re.ASCII),
    "驾驶证档案编号": re.compile(r"\d{12}", re.ASCII),
}
_NUMBER = re.compile(r"(?<![0-9a-z])(?:字第)?[a-z]{0,3}\d{6,12}号?(?![0-9a-z*×])", re.ASCII)
_DIRECT = re.compile(r"(?:号码|证号|编号|号|为|是|[:( ])*")
_OTHER = re.compile(r"电话|热线|传真|[年月日元]|http|编码")
_REACH = 30


@check(
    "PRI-01",
    "travel-document",
    "《个人信息保护法》第二十八条；《政府信息公开条例》第十五条",
    words=tuple(_FORMS),
    about=About(
        "护照、通行证号码",
        "护照、港澳台通行证、军官证等证件的完整号码会指向具体的人，公开前应隐去中间几位。"
        "前面没有证件名称的编号、已经隐去的号码不提示。",
        "旅客李某持护照E12345678入境。",
        "旅客李某持护照E1*****78入境。",
    ),
)
def travel_document(page: Page) -> Iterator[Hit]:
    """Numbers after the name of a passport, travel permit, service card or driving licence (证件号码).

    Why: such a number leads to a person, as an identity number does. The number must have the form of the
    document named last before it; masked numbers, fees and telephone numbers beside it are no hits.

    Example: 护照E12345678 → E1*****78.
    Basis: 个人信息保护法 art. 28; 政府信息公开条例 art. 15.
    """
    for field in page.fields:
        if any(label in field.text for label in _FORMS):
            yield from _find(field)


def _find(field: Field) -> Iterator[Hit]:
    for number in _NUMBER.finditer(field.folded):
        before = field.folded[max(0, number.start() - _REACH) : number.start()]
        at, label = max((before.rfind(label), label) for label in _FORMS)
        if at < 0 or _OTHER.search(before, at) or not _FORMS[label].fullmatch(number[0]):
            continue
        if number[0].isdecimal() and not _DIRECT.fullmatch(before, at + len(label)):
            continue
        start = number.start() + number[0].startswith("字第") * 2
        end = number.end() - number[0].endswith("号")
        shown = field.text[start:end].upper()
        masked = shown[:2] + "*" * (len(shown) - 4) + shown[-2:]
        yield Hit(field, start, end, f"疑似完整的{label}号码，公开前应去标识化处理。", (masked,))
