"""TXT-04: sessions and plenums with Arabic numbers (届次用汉字)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page

_BODY = "人大|政协|人民代表大会|协商会议|党代会|中央委员会|中央纪委|全国代表大会"
_WORDS = (
    *(f"{digit}届" for digit in range(10)),
    *(f"{digit}中全会" for digit in range(10)),
    *(
        f"{digit}次{what}"
        for digit in range(10)
        for what in ("会议", "全会", "全体会议", "代表大会", "党代会")
    ),
)
# Every pattern starts at a rare character and looks to the left from there, which is quick on clean text.
_TERM = re.compile(
    rf"届(?<=[0-9]届)(?=(?:[一-鿿]{{0,4}}(?:{_BODY})|[0-9一二三四五六七八九十]{{1,2}}(?:中全会|次会议|次全会)))"
)
_PLENUM = re.compile("中全会(?<=[0-9]中全会)")
_MEETING = re.compile("次(?<=[0-9]次)(?:(?:全体)?会议|全会|(?:全国)?代表大会|党代会)")
_LEADS = re.compile(f"(?:(?:{_BODY})(?:常务委员会|常委会)?(?:第[一二三四五六七八九十]{{1,3}}届)?|届)第?$")
_NUMBER = re.compile(r"(?<![0-9.])[0-9]{1,2}$")
_DIGITS = "零一二三四五六七八九"
_REACH = 20


@check(
    "TXT-04",
    "session-numeral",
    "GB/T 15835-2011《出版物上数字用法》4.2.3",
    words=_WORDS,
    about=About(
        "届次用汉字",
        "党代会、全会、人大、政协的届次和会次是定型的词语，用汉字数字。运动会、博览会的届数不提示。",
        "传达学习党的20届3中全会精神。",
        "第19届亚运会在杭州举行。",
    ),
)
def session_numeral(page: Page) -> Iterator[Hit]:
    """The number of a congress, plenum or session in Arabic digits (届次、会次用阿拉伯数字).

    Why: these names are fixed, with Chinese numerals. Games, fairs and meetings of offices (第31届上海电视节,
    第3次会议) are no hits.

    Example: 11届全国人大1次会议 → 十一届全国人大一次会议.
    Basis: GB/T 15835-2011, 4.2.3 (已定型的含汉字数字的词语).
    """
    for field in page.fields:
        for match in _TERM.finditer(field.folded):
            yield from _hit(field, match.start())
        for match in _PLENUM.finditer(field.folded):
            yield from _hit(field, match.start())
        for match in _MEETING.finditer(field.folded):
            number = _NUMBER.search(field.folded[max(0, match.start() - 4) : match.start()])
            size = len(number[0]) if number else 0
            before = field.folded[max(0, match.start() - size - _REACH) : match.start() - size]
            if _LEADS.search(before):
                yield from _hit(field, match.start())


def _hit(field: Field, end: int) -> Iterator[Hit]:
    """The number that ends before `text[end]`, if it has one digit or two."""
    number = _NUMBER.search(field.folded[max(0, end - 4) : end])
    if number:
        right = _chinese(int(number[0]))
        yield Hit(field, end - len(number[0]), end, f"会议的届次、会次用汉字数字“{right}”。", (right,))


def _chinese(number: int) -> str:
    """A number from 0 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
