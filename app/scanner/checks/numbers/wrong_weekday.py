"""TXT-04: a weekday that is not that of its date (星期不符)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page

_WEEKDAY = re.compile(r"日 ?\(?((星期|周|礼拜)([一二三四五六日天]))")
_DATE = re.compile(r"(?<!\d)(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?$", re.ASCII)
_NAMES = "一二三四五六日"


@check(
    "TXT-04",
    "wrong-weekday",
    "GB/T 15835-2011《出版物上数字用法》；公历历法",
    words=("星期", "礼拜", *(f"周{day}" for day in "一二三四五六日天")),
    about=About(
        "星期不符",
        "写明年月日的日期，后面的星期与日历不符。没有年份的不判断。",
        "会议定于2021年3月25日（星期五）召开。",
        "会议定于2021年3月25日（星期四）召开。",
    ),
)
def wrong_weekday(page: Page) -> Iterator[Hit]:
    """A weekday (星期、周、礼拜) that the full date before it does not fall on.

    Why: readers follow one of the two and come on the wrong day. Dates without a year are left alone.

    Example: 2021年3月25日（星期五） → 星期四.
    Basis: the Gregorian calendar.
    """
    for field in page.fields:
        for match in _WEEKDAY.finditer(field.folded):
            yield from _judge(field, match)


def _judge(field: Field, match: re.Match[str]) -> Iterator[Hit]:
    written = _DATE.search(field.folded[max(0, match.start() - 20) : match.start()])
    if written is None:
        return
    try:
        day = date(int(written[1]), int(written[2]), int(written[3]))
    except ValueError:
        return
    right = _NAMES[day.weekday()]
    if match[3].replace("天", "日") != right:
        message = f"{day.year}年{day.month}月{day.day}日是星期{right}。"
        yield Hit(field, *match.span(1), message, (match[2] + right,))
