"""TXT-04: a span of time that ends before it begins (起止日期颠倒)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.outline import has

_JOIN = "(?:[-~—–]{1,2}|至|到|起至)"
_DAY = r"(?:([0-9]{4}) ?年 ?)?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日"
_AROUND = r"(?:\([^()\n]{1,8}\))?(?:[上下]午)?(?:[0-9]{1,2}[时点:][0-9]{0,2}分?)?"
# These start at the rarer character and look to the left from there.
_DAYS = re.compile(rf"日{_AROUND} ?{_JOIN} ?(?:{_DAY}|([0-9]{{1,2}}) ?日)")
_LEFT = re.compile(_DAY.removesuffix("日") + "$")
_YEARS = re.compile(r"[-~—–至到](?:(?<=[0-9].)|(?<=[0-9]年.))[-—–]?((?:19|20)[0-9]{2})年")
_LEFT_YEAR = re.compile("(?<![0-9])((?:19|20)[0-9]{2})年?$")
_NEXT_YEAR = ("次年", "翌年", "第二年", "下一年", "跨年", "每年", "学年", "年度")
_BACK = ("相比", "比较", "对比", "较", "倒推", "追溯", "回溯")
_NEAR = 3


@check(
    "TXT-04",
    "date-range-reversed",
    "GB/T 15835-2011《出版物上数字用法》5.1.4；公历历法",
    words=[f"{to}{digit}" for to in "至到" for digit in range(10)],
    shape=has(b"-0", b".0"),
    about=About(
        "起止日期颠倒",
        "结束的日期早于开始的日期，请核实。跨年的期间（11月15日至次年3月15日）不提示。",
        "公示期为2021年3月10日至3月5日。",
        "供暖期为11月15日至3月15日。",
    ),
)
def date_range_reversed(page: Page) -> Iterator[Hit]:
    """A span whose last day or year comes before its first (起止日期颠倒).

    Why: one of the two is wrong, and people miss a deadline. Spans over the turn of a year without years
    (11月15日至3月15日), and years that are compared, are no hits.

    Example: 3月10日至3月5日.
    Basis: the Gregorian calendar; GB/T 15835-2011, 5.1.4.
    """
    for field in page.fields:
        for match in _DAYS.finditer(field.folded):
            yield from _judge_days(field, match)
        for match in _YEARS.finditer(field.folded):
            yield from _judge_years(field, match)


def _judge_years(field: Field, match: re.Match[str]) -> Iterator[Hit]:
    floor = max(0, match.start() - 6)
    left = _LEFT_YEAR.search(field.folded[floor : match.start()])
    if left and left[1] > match[1] and not mentions(sentence(field.text, match.start()), _BACK):
        yield _hit(field, floor + left.start(), match.end())


def _judge_days(field: Field, match: re.Match[str]) -> Iterator[Hit]:
    text, floor = field.folded, max(0, match.start() - 14)
    left = _LEFT.search(text[floor : match.start()])
    if left is None:
        return
    start, begins = floor + left.start(), (int(left[2]), int(left[3]))
    ends = (int(match[2] or left[2]), int(match[3] or match[4]))
    if match[1] or (left[1] and ends[0] == begins[0]):
        reversed_ = (int(match[1] or left[1]), *ends) < (int(left[1] or match[1]), *begins)
    else:
        near = 0 <= begins[0] - ends[0] <= (0 if left[1] is None and not match[3] else _NEAR)
        reversed_ = near and ends < begins and not _is_whole_year(begins, ends)
    if reversed_ and not mentions(sentence(text, start), _NEXT_YEAR):
        yield _hit(field, start, match.end())


def _is_whole_year(begins: tuple[int, int], ends: tuple[int, int]) -> bool:
    """Whether the end is the day before the beginning, a year on (4月1日至3月31日)."""
    return (begins[1] == 1 and ends[0] in (begins[0] - 1, begins[0] + 11) and ends[1] >= 28) or (
        begins[0] == ends[0] and begins[1] - ends[1] == 1
    )


def _hit(field: Field, start: int, end: int) -> Hit:
    return Hit(field, start, end, "结束时间早于开始时间，请核实。", severity=Severity.WARN)
