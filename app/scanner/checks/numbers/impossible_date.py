"""TXT-04: dates and times that cannot be (不存在的日期、时间)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Field, Page
from app.scanner.outline import has

_DAY = r"\d{1,3}|[一二三四五六七八九十廿卅]{1,4}"
# Every pattern starts at a rare character and looks to the left from there, which is quick on clean text.
_UNIT = "日|号(?![楼文线令院门馆台机公通])"
_MONTH = re.compile(
    rf"月(?<=[\d一二三四五六七八九十 ].)(?: ?({_DAY}) ?({_UNIT})?(?:[-—–~～至到]{{1,2}}({_DAY})日)?)?(?!\d)",
    re.ASCII,
)
_LEFT = re.compile(r"(?:(?<!\d)(\d{4}) ?年 ?)?(?<!\d)(\d{1,2}|[一二三四五六七八九十]{1,2}) ?$", re.ASCII)
_DASHED = re.compile(r"20\d\d([-/.])(0?[1-9]|1[0-2])\1(29|3[01])(?![\d.-])", re.ASCII)
_CLOCK = re.compile(r"[时点:](?<=\d.)(\d{1,2})?(分)?(?!\d)", re.ASCII)
_HOUR = re.compile(r"([日午晚晨])? ?(?<!\d)(\d{1,2})$", re.ASCII)
_WAKERS = (
    *(f"{number}月" for number in "0123456789一二三四五六七八九十"),
    *(f"{digit}{unit}" for digit in range(10) for unit in "时点"),
)
_MONTHS = frozenset(map(str, range(1, 13)))
_DAYS = frozenset(map(str, range(1, 29)))
_LUNAR = ("农历", "阴历", "旧历", "古历", "夏历", "正月", "腊月", "冬月", "闰")
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九十")} | {"廿": 20, "卅": 30}


@check(
    "TXT-04",
    "impossible-date",
    "GB/T 15835-2011《出版物上数字用法》；公历历法",
    words=_WAKERS,
    shape=has(b"0-0", b"0/0", b"0,0"),
    about=About(
        "不存在的日期时间",
        "不存在的日期或时间：2月30日、13月1日、25时、8时61分；2月29日按年份判断。农历日期、时长（12个月）和月龄（13月龄）不提示。",
        "报名截至2021年2月29日。",
        "报名截至2020年2月29日。",
    ),
)
def impossible_date(page: Page) -> Iterator[Hit]:
    """Dates and times that do not exist (不存在的日期或时间): 2月30日, 13月1日, 25时, 8时61分.

    Why: a wrong date in a notice misleads who keeps it. The 29th of February is judged by its year; the
    days of a range by its month. Lunar dates (农历二月三十), spans (12个月) and ages (13月龄) are no hits.

    Example: 报名截至2021年2月29日.
    Basis: the Gregorian calendar; GB/T 15835-2011 (dates).
    """
    for field in page.fields:
        text = field.folded
        for match in _MONTH.finditer(text):
            if not _is_plain(text, match):
                yield from _judge_month(field, match)
        for match in _DASHED.finditer(text):
            yield from _judge_dashed(field, match)
        for match in _CLOCK.finditer(text):
            yield from _judge_clock(field, match)


def _is_plain(text: str, match: re.Match[str]) -> bool:
    """Whether a date is right at a glance, as nearly all are: 3月5日."""
    month = text[max(0, match.start() - 3) : match.start()].lstrip("年 ")
    day = match[1] or "1"
    return month in _MONTHS and match[3] is None and day in _DAYS


def _judge_month(field: Field, match: re.Match[str]) -> Iterator[Hit]:
    text = field.folded
    floor = max(0, match.start() - 10)
    left = _LEFT.search(text[floor : match.start()])
    if left is None:
        return
    start, month = floor + left.start(), _number(left[2])
    wrong = _wrong_day(left[1], month, match)
    if wrong and not _is_lunar(text, start, left, match):
        end = match.end() if match[2] or match[3] else match.start() + 1
        yield Hit(field, start, end, f"“{field.text[start:end]}”不存在：{wrong}。")


def _wrong_day(year: str | None, month: int, match: re.Match[str]) -> str:
    """What is wrong with the month and its days, in Chinese; "" if nothing is."""
    dated = bool(match[2] or match[3])
    if not 1 <= month <= 12:
        return f"没有{month}月" if dated or (year and not match[1]) else ""
    longest = monthrange(int(year) if year and int(year) else 2000, month)[1]
    for day in (match[1], match[3]):
        if dated and day and not 1 <= _number(day) <= longest:
            return f"{year + '年' if year else ''}{month}月没有{_number(day)}日"
    return ""


def _is_lunar(text: str, start: int, left: re.Match[str], match: re.Match[str]) -> bool:
    """Whether the date is of the lunar calendar (农历), or of a reign (光绪三十年二月三十日)."""
    if left[2].isdecimal() and (match[1] or "0").isdecimal():
        return False
    return text[start - 1 : start] == "年" or mentions(text[max(0, start - 16) : start], _LUNAR)


def _judge_dashed(field: Field, match: re.Match[str]) -> Iterator[Hit]:
    year, month, day = int(match[0][:4]), int(match[2]), int(match[3])
    inside = field.folded[match.start() - 1 : match.start()] in tuple("0123456789.-/")
    if not inside and day > monthrange(year, month)[1]:
        yield Hit(field, *match.span(), f"{year}年{month}月没有{day}日。")


def _judge_clock(field: Field, match: re.Match[str]) -> Iterator[Hit]:
    floor = max(0, match.start() - 4)
    left = _HOUR.search(field.folded[floor : match.start()])
    colon = field.folded[match.start()] == ":"
    if left is None or not (match[2] or left[1]) or (colon and not match[1]):
        return
    hour, minute = int(left[2]), int(match[1]) if match[1] and (match[2] or colon) else 0
    if hour > 24 or minute > 59:
        start, end = floor + left.start(2), match.end() if minute else match.start() + 1
        yield Hit(field, start, end, f"时间“{field.text[start:end]}”不存在。")


def _number(text: str) -> int:
    """The value of one to three Arabic digits or of a Chinese numeral below 100 (三十一, 廿九)."""
    if text.isdecimal():
        return int(text)
    total = 0
    for char in text:
        value = _DIGITS[char]
        total = max(total, 1) * 10 if value == 10 else total + value
    return total
