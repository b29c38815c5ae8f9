"""TXT-04: dates in two kinds of numerals (日期数字混用)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page

_CHINESE_DIGITS = "〇零○一二三四五六七八九十"
_WORDS = (
    *(f"{left}年{right}" for left in _CHINESE_DIGITS for right in range(10)),
    *(f"{left}年{right}" for left in range(10) for right in "一二三四五六七八九十"),
    *(f"{left}月{right}" for left in range(10) for right in "一二三四五六七八九十廿"),
    *(f"{left}月{right}" for left in "一二三四五六七八九十" for right in range(10)),
)
_MONTH = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})"
_DAY = r"(?:[0-9]{1,2}|[一二三四五六七八九十廿]{1,3})"
# It starts at a rare character and looks to the left from there, which is quick on clean text.
_YEAR = re.compile(f"年(?<=[0-9〇零○一二三四五六七八九]年) ?{_MONTH} ?月(?: ?{_DAY} ?[日号])?")
_MONTH_DAY = re.compile(rf"月(?<=[0-9一二三四五六七八九十]月) ?{_DAY} ?日")
_LEFT_YEAR = re.compile(r"(?:(?<![0-9])[0-9]{4}|[一二][〇零○一二三四五六七八九]{3})$")
_LEFT_MONTH = re.compile(r"(?<![0-9一二三四五六七八九十年])(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})$")
_MEANINGS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_NUMERAL = re.compile("[一二三四五六七八九十廿]+")
_LUNAR = re.compile("农历|阴历|旧历|正月|[腊冬闰]月")


@check(
    "TXT-04",
    "mixed-numeral-date",
    "GB/T 15835-2011《出版物上数字用法》5.3",
    words=_WORDS,
    about=About(
        "日期数字混用",
        "同一个日期要么全用阿拉伯数字，要么全用汉字数字。公历年份接农历月日的不提示。",
        "二〇〇八年8月8日，奥运会开幕。",
        "二〇〇八年八月八日，奥运会开幕。",
    ),
)
def mixed_numeral_date(page: Page) -> Iterator[Hit]:
    """A date in both Arabic and Chinese numerals (同一日期混用两种数字).

    Why: one date takes one kind. Lunar dates beside a year of the Gregorian calendar (2021年正月初一,
    农历2021年八月十五日) are no hits.

    Example: 二〇〇八年8月8日 → 2008年8月8日.
    Basis: GB/T 15835-2011, 5.3 (阿拉伯数字与汉字数字同时使用).
    """
    for field in page.fields:
        for pattern, left in ((_YEAR, _LEFT_YEAR), (_MONTH_DAY, _LEFT_MONTH)):
            for match in pattern.finditer(field.folded):
                before = left.search(field.folded[max(0, match.start() - 5) : match.start()])
                if before:
                    yield from _judge(field, match.start() - len(before[0]), match.end())


def _judge(field: Field, start: int, end: int) -> Iterator[Hit]:
    written = field.folded[start:end]
    digits = [char.isascii() and char.isdecimal() for char in written if char not in "年月日号 "]
    lunar = _LUNAR.search(field.text[max(0, start - 6) : end])
    if any(digits) and not all(digits) and not lunar:
        yield Hit(field, start, end, "同一个日期不混用阿拉伯数字和汉字数字。", (_arabic(written),))


def _arabic(date: str) -> str:
    """The same date in Arabic numerals only."""
    year, mark, rest = date.rpartition("年")
    year = "".join(_MEANINGS.get(char, char) for char in year)
    return year + mark + _NUMERAL.sub(lambda numeral: str(_value(numeral[0])), rest).replace(" ", "")


def _value(numeral: str) -> int:
    """The value of a Chinese numeral up to 39 (十, 廿九, 三十一)."""
    tens, mark, ones = numeral.replace("廿", "二十").rpartition("十")
    high = 10 * int(_MEANINGS.get(tens, "1")) if mark else 0
    return high + int(_MEANINGS.get(ones, "0"))
