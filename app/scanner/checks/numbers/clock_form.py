"""TXT-04: hours of the 24-hour clock with a part of the day (时间写法)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.finding import Severity

_LATE = ("下午", "午后", "傍晚", "晚上", "夜间", "夜里", "深夜", "晚间", "当晚", "晚")
_EARLY = ("上午", "早上", "早晨", "清晨", "凌晨")
_TIME = re.compile(
    rf"({'|'.join((*_LATE, *_EARLY))}) ?(1[3-9]|2[0-4]) ?(?=[时点:])(?!点(?:建议|意见|要求|措施))"
)


@check(
    "TXT-04",
    "clock-form",
    "GB/T 15835-2011《出版物上数字用法》5.1.5",
    words=[f"{part}{digit}" for part in (*_LATE, *_EARLY) for digit in "12"],
    about=About(
        "时间写法",
        "24小时制与“下午”“晚上”不重复使用；“上午14时”自相矛盾，需要核实。",
        "会议定于下午14时召开。",
        "会议定于下午2时召开，15时30分结束。",
    ),
)
def clock_form(page: Page) -> Iterator[Hit]:
    """An hour above twelve beside 下午 or 晚上, or against 上午 (十二小时制与二十四小时制混用).

    Why: 下午14时 says it twice; 上午14时 contradicts itself and is a warning, for readers come at the wrong
    time. 下午2时, 14时 and 中午12时 are right.

    Example: 下午14时 → 14时 or 下午2时.
    Basis: GB/T 15835-2011, 5.1.5 (时分秒).
    """
    for field in page.fields:
        for match in _TIME.finditer(field.folded):
            part, hour = match[1], int(match[2])
            if part in _EARLY and hour < 24:
                message = f"“{part}”与“{hour}时”矛盾，请核实时间。"
                yield Hit(field, *match.span(), message.replace("时”", "点”"), severity=Severity.WARN)
            elif part in _LATE and hour < 24:
                message = f"24小时制的时间不加“{part}”。"
                yield Hit(field, *match.span(), message, (str(hour), f"{part}{hour - 12}"))
