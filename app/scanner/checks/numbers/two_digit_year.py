"""TXT-04: years of two digits (年份简写)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page

# It starts at the rare character and looks to the left from there, which is quick on clean text.
_YEAR = re.compile(r"年(?<=[0-9][0-9]年)(?:(?=(?:1[0-2]|0?[1-9])月(?!龄))|(?=[底初末](?![0-9一-鿿]{0,2}级)))")
_LEFT = re.compile(r"(?<![0-9.第])[0-9]{2}$")
_NO_YEAR = re.compile(
    "(?:民国|光绪|宣统|康熙|乾隆|嘉庆|道光|咸丰|同治|雍正|昭和|平成|大正|公元前?"
    "|[近约满共达逾超前后每余建]|期限?为?|工龄|徒刑|判处|合计|长达|历时|已有|不足)[ ]?$"
)
_PIVOT = 40


@check(
    "TXT-04",
    "two-digit-year",
    "GB/T 15835-2011《出版物上数字用法》5.1.4",
    words=[f"{left}年{right}" for left in range(10) for right in (*range(10), *"底初末")],
    about=About(
        "年份简写",
        "四位数字表示的年份不简写为两位。年号纪年（光绪21年）、期限（有期徒刑10年）不提示。",
        "该项目于21年3月开工。",
        "该项目用时20年，于2021年3月完工。",
    ),
)
def two_digit_year(page: Page) -> Iterator[Hit]:
    """A year cut to its last two digits before a month or 底, 初, 末 (年份简写为两位).

    Why: readers of a later day cannot tell the century. Eras (民国21年3月), spans (近20年, 10年3个月) and
    terms of punishment are no hits.

    Example: 21年3月 → 2021年3月.
    Basis: GB/T 15835-2011, 5.1.4 (年月日).
    """
    for field in page.fields:
        text = field.folded
        for match in _YEAR.finditer(text):
            at = match.start()
            left = _LEFT.search(text[max(0, at - 3) : at])
            if left and not _NO_YEAR.search(text[max(0, at - 6) : at - 2]):
                right = f"{20 if int(left[0]) <= _PIVOT else 19}{left[0]}年"
                yield Hit(field, at - 2, at + 1, f"年份不简写为两位数字，应写作“{right}”。", (right,))
