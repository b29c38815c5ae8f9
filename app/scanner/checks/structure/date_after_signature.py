"""TXT-04: something told as past that is later than the date of the text (事件日期晚于落款)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from app.scanner.check import About, Hit, check
from app.scanner.context import signed
from app.scanner.document import Page

_DATE = re.compile(
    r"((?:1(?<![0-9].)9|2(?<![0-9].)0)[0-9]{2}) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日(?![前以起至到-])"
)
_PAST = re.compile(
    "(?:上午|下午|晚|凌晨)?[^。；！？\n]{0,30}?(?:召开了|举行了|开展了|印发了|发布了|赴|参加了|已于|已经|进行了|完成了|成立了|通过了|收到)"
)
_FUTURE = re.compile("将|拟|前|起|施行|生效|截止|截至|有效|至|到期|计划|定于|预计|如果")


@check(
    "TXT-04",
    "date-after-signature",
    "GB/T 9704-2012《党政机关公文格式》7.3.5.4",
    words=[f"{digit}年" for digit in range(10)],
    about=About(
        "日期晚于落款",
        "正文里已经做过的事，日期却晚于文末的落款日期，两个日期必有一误。将要做的事、施行日期、截止日期不提示。",
        "2024年3月8日，我局召开了专题会议。\n某某局\n2024年3月5日",
        "2024年3月2日，我局召开了专题会议，定于2024年4月1日起施行新规定。\n某某局\n2024年3月5日",
    ),
)
def date_after_signature(page: Page) -> Iterator[Hit]:
    """A full date with a verb of the past after it, later than the date that the text puts under itself.

    Why: one of the two dates is wrong. What is planned, takes effect or ends later is no hit; a text without
    a date of its own is left alone.

    Example: 2024年3月8日，我局召开了…… signed 2024年3月5日.
    Basis: GB/T 9704-2012, 7.3.5.4 (成文日期).
    """
    body = page.fields[-1]
    day = signed(body.folded)
    if day is None:
        return
    for match in _DATE.finditer(body.folded):
        past = _PAST.match(body.folded, match.end())
        if (
            past
            and _later(match, day)
            and not _FUTURE.search(body.folded, max(0, match.start() - 4), past.end())
        ):
            message = f"这件事的日期晚于落款日期{day.year}年{day.month}月{day.day}日，请核对。"
            yield Hit(body, *match.span(), message)


def _later(match: re.Match[str], day: date) -> bool:
    with suppress(ValueError):  # 2月30日
        return date(int(match[1]), int(match[2]), int(match[3])) > day
    return False
