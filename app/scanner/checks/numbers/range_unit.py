"""TXT-04: ranges whose first number lacks its unit (数值范围缺单位)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.outline import has

_NUMBER = r"[0-9]{1,6}(?:\.[0-9]{1,3})?"
_UNIT = "[万亿](?:[美欧日]?元|人次|人|吨|户|亩|千瓦|平方米|公里|名|个|家|件|册)?|%|‰"
# It starts at the mark between the numbers and looks to the left from there, which is quick on clean text.
_JOIN = re.compile(rf"([-~—–至到](?<=[0-9].)[-—]?)({_NUMBER})({_UNIT})")
_LEFT = re.compile(rf"(?<![0-9.a-z/年月-]){_NUMBER}$")
_LONGEST = 10


@check(
    "TXT-04",
    "range-unit",
    "GB/T 15835-2011《出版物上数字用法》5.1.3",
    shape=has(b"-0", b".0", b"0c0"),
    about=About(
        "数值范围缺单位",
        "数值范围前一个数省略“万”“亿”或者百分号会产生歧义，不应省略。单位不产生歧义的（100～150千克）不提示。",
        "力争产值达到9～16亿元。",
        "每份重100～150千克。",
    ),
)
def range_unit(page: Page) -> Iterator[Hit]:
    """A range whose first number leaves out 万, 亿 or the percent sign of the second (数值范围省略单位).

    Why: 9～16亿 may be read as nine to 1.6 billion. Ranges with a plain unit (100～150千克), and those that
    fall (5000至1万元) are no hits.

    Example: 9～16亿元 → 9亿元～16亿元; 15～30% → 15%～30%.
    Basis: GB/T 15835-2011, 5.1.3 (数值范围).
    """
    for field in page.fields:
        for match in _JOIN.finditer(field.folded):
            first = _LEFT.search(field.folded[max(0, match.start() - _LONGEST) : match.start()])
            if first and float(first[0]) < float(match[2]):
                yield _hit(field, first[0], match)


def _hit(field: Field, first: str, match: re.Match[str]) -> Hit:
    start, end = match.start() - len(first), match.end()
    unit, joint = field.text[match.start(3) : end], field.text[match.start(1) : match.end(1)]
    right = f"{first}{unit}{joint}{match[2]}{unit}"
    return Hit(field, start, end, f"前一个数不省略“{unit}”，应写作“{right}”。", (right,))
