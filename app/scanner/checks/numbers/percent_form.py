"""TXT-04: percentages in two forms at once (百分数写法)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.outline import has

_NUMBER = r"[0-9]{1,4}(?:\.[0-9]{1,3})?"
_SPELT = re.compile(rf"百分之({_NUMBER})(?![0-9.])%?")
# These start at the rarer character and look to the left from there.
_SIGN = re.compile("%(?<=[一二三四五六七八九十百零点〇].)")
_NUMERAL = re.compile("(?:百分之)?[一二三四五六七八九十百零点〇]{1,8}$")
_POINTS = re.compile(r"百分点(?<=[0-9]...)")
_VALUE = re.compile(rf"{_NUMBER}$")


@check(
    "TXT-04",
    "percent-form",
    "GB/T 15835-2011《出版物上数字用法》4.1.1、5.3",
    words=("百分之", *(f"{digit}百分点" for digit in range(10))),
    shape=has(b"c."),
    about=About(
        "百分数写法",
        "百分数写作5%或者百分之五，不写百分之5、五%；百分点前面用“个”。",
        "合格率达到百分之98，提高3百分点。",
        "合格率达到百分之九十八，提高3个百分点。",
    ),
)
def percent_form(page: Page) -> Iterator[Hit]:
    """A percentage half in Arabic, half in Chinese (百分之5, 五%), and 百分点 without 个 (百分数写法).

    Why: one number takes one kind of numeral. 5%, 百分之五 and 5个百分点 are right.

    Example: 百分之5 → 5%; 提高3百分点 → 提高3个百分点.
    Basis: GB/T 15835-2011, 4.1.1 (用于计量的数字), 5.3.
    """
    for field in page.fields:
        text = field.folded
        for match in _SPELT.finditer(text):
            yield Hit(field, *match.span(), f"应写作“{match[1]}%”。", (f"{match[1]}%",))
        for match in _SIGN.finditer(text):
            number = _NUMERAL.search(text[max(0, match.start() - 11) : match.start()])
            if number:
                start, right = match.start() - len(number[0]), number[0].removeprefix("百分之")
                yield Hit(field, start, match.end(), "汉字数字与百分号不连用。", (f"百分之{right}",))
        for match in _POINTS.finditer(text):
            value = _VALUE.search(text[max(0, match.start() - 8) : match.start()])
            if value:
                yield Hit(field, *match.span(), "“百分点”前面缺少“个”。", ("个百分点",))
