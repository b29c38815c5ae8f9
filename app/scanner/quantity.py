"""Quantities (数量): a number in digits with its scale (万、亿) and its unit, so that two can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_WIDE = "０１２３４５６７８９．％"
_HAS_WIDE = re.compile(f"[{_WIDE}]")
_HALF_WIDTH = str.maketrans(_WIDE, "0123456789.%")
_QUANTITY = re.compile(
    r"([0-9](?<![0-9A-Za-z.,:/-].)(?:[0-9]{0,2}(?:,[0-9]{3}){1,4}|[0-9]{0,11})(?:\.[0-9]{1,6})?)(?![0-9.,]?[0-9])"
    "(万亿|[百千]?[万亿]|)(余|多|)(个百分点|元|人次|人|名|位|户|家|个|所|件|起|台|辆|套|条|项|宗|例|吨|公里|千米|亩|公顷"
    "|平方公里|平方米|千瓦时|千瓦|分钟|小时|个工作日|个月|票|篇|期|场|处|座|间|只|头|份|天|%|)"
)
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_SAME = {"名": "人", "位": "人", "千米": "公里"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the text: its value, by how much rounding may have changed it, unit, and where it stands.

    The error is half of the last digit's worth, and nothing for a whole number without 万 or 亿.
    The unit is "" where none of the known ones follows; 名 and 位 count people, as 人 does. A `rough` one has
    余 or 多 after it.
    """

    value: Decimal
    error: Decimal
    unit: str
    rough: bool
    start: int
    end: int


def half_width(text: str) -> str:
    """`text` with digits, point and per cent sign in half width, position by position; marks stay."""
    return text.translate(_HALF_WIDTH) if _HAS_WIDE.search(text) else text


def quantities(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """The quantities in `text[start:end]`, a text in half width, in order.

    Dates, times, rates (元/月), and numbers inside codes and telephone numbers are none.
    """
    for match in _QUANTITY.finditer(text, start, len(text) if end is None else end):
        digits, scale, rough, unit = match.groups()
        after = text[match.end() : match.end() + 1]
        if after == "/" or (not unit and after in tuple("年月日号时点-—:")):
            continue
        number = Decimal(digits.replace(",", ""))
        factor = Decimal(1)
        for char in scale:
            factor *= _SCALES[char]
        exponent = number.as_tuple().exponent
        whole = not scale and exponent == 0
        error = Decimal() if whole else factor * Decimal(10) ** int(exponent) / 2
        yield Quantity(number * factor, error, _SAME.get(unit, unit), bool(rough), *match.span())
