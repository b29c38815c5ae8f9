"""Numbers the other way: Chinese numerals as digits and digits as numerals (数字、汉字数字).

一国两制 may be written 1国2制 or 1国两制, 20 as 二十 or 二〇. Formal numerals (壹) are folded elsewhere.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

_DIGITS = dict(zip("〇零一二两三四五六七八九", "001223456789", strict=True))
_NUMERALS = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
_UNITS = {"十": 10, "百": 100, "千": 1000}
_OF_PLACES = re.compile(
    "[一二两三四五六七八九][一二两三四五六七八九零〇十百千]*[十百千][一二三四五六七八九]?|十[一二三四五六七八九]?"
)
_IN_DIGITS = re.compile("[1-9][0-9]{1,3}")
_NUMERAL = re.compile("[0-9〇零一二两三四五六七八九十]")
_PLACES = ("千", "百", "十", "")
_MOST = 4  # numerals of a word that are written each way by themselves


def rewritten(word: str) -> set[str]:
    """`word` with some or all of its numbers the other way; nothing where it has none or is one itself."""
    if not _NUMERAL.search(word) or is_number(word):
        return set()
    return set(_ways(word)) - {word}


def _ways(word: str) -> Iterator[str]:
    whole = _OF_PLACES.sub(lambda match: str(_value(match[0])), word)
    whole = whole if whole != word else _IN_DIGITS.sub(lambda match: _read_out(match[0]), word)
    for start in dict.fromkeys((word, whole)):
        ways = [(char, _other(char)) if _other(char) != char else (char,) for char in start]
        if sum(map(len, ways)) - len(ways) <= _MOST:
            yield from map("".join, itertools.product(*ways))
        else:
            yield from (start, "".join(way[-1] for way in ways))


def is_number(word: str) -> bool:
    """Whether a word has no numeral, or is a number with what it counts (一三, 五月, 六个月).

    一国两制 and 评论扣一 are none: something stands before the number, or more than two characters after it.
    """
    spelled = "".join(
        "0" if char in _NUMERALS or char in _DIGITS or char in _UNITS else char for char in word
    )
    letters = spelled.replace("0", "")
    if len(letters) == len(word) or len(letters) < 2:
        return True
    return len(letters) == 2 and spelled.lstrip("0") == letters


def _other(char: str) -> str:
    return _DIGITS.get(char) or _NUMERALS.get(char, char)


def _value(numeral: str) -> int:
    value, digit = 0, 0
    for char in numeral:
        if char in _UNITS:
            value += max(digit, 1) * _UNITS[char]
            digit = 0
        else:
            digit = int(_DIGITS[char])
    return value + digit


def _read_out(digits: str) -> str:
    """Digits as a numeral that is read out: 110 as 一百一十, 11 as 十一."""
    places = zip(digits, _PLACES[-len(digits) :], strict=True)
    read = "".join(_NUMERALS[digit] + (place if digit != "0" else "") for digit, place in places)
    read = re.sub("〇+", "零", read).rstrip("零")
    return read.removeprefix("一") if read.startswith("一十") else read
