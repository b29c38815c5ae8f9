"""TXT-04: Arabic digits with 千 or 百 (阿拉伯数字与“千”“百”混用)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page

_COUNTED = "元人里名个位年天户家亩斤吨米件只头台套次册棵株条篇辆座艘份岁"
_MEASURE = f"[万亿]|[多余]?(?:[{_COUNTED}]|公里|公斤|平方|立方|英里)"
_THOUSAND = f"千(?![克瓦米卡焦帕伏安赫牛升兆]|公顷)(?:[1-9]百?|(?={_MEASURE}))"
_HUNDRED = f"百(?={_MEASURE})(?!年[老名大]|个百)"
# It starts at the unit, which is rarer than the digits before it.
_NUMBER = re.compile(f"(?:{_THOUSAND}|{_HUNDRED})(?!人(?:计划|工程|大会|评))")
_LEFT = re.compile(r"([万亿])?((?<![0-9.:/a-z-])[0-9]{1,3}(?:\.[0-9]{1,3})?)$")
_SIZES = {"千": 1000, "百": 100}


@check(
    "TXT-04",
    "arabic-with-chinese-unit",
    "GB/T 15835-2011《出版物上数字用法》5.3",
    words=[f"{digit}{unit}" for digit in range(10) for unit in "千百"],
    about=About(
        "“3千”一类写法",
        "除“万”“亿”外，数值不能一部分用阿拉伯数字、一部分用汉字。千克、千瓦等法定单位不提示。",
        "参赛选手超过3千人。",
        "全县人口53.2万人，电站装机3千瓦。",
    ),
)
def arabic_with_chinese_unit(page: Page) -> Iterator[Hit]:
    """Arabic digits with 千 or 百 (阿拉伯数字与“千”“百”混用): 3千里, 5百人, 2千5百, 4千亿.

    Why: only 万 and 亿 may follow Arabic digits. Units of measure (千克, 千瓦, 千公顷), names (360百科) and
    years are no hits.

    Example: 3千里 → 3000里.
    Basis: GB/T 15835-2011, 5.3 (阿拉伯数字与汉字数字同时使用).
    """
    for field in page.fields:
        for match in _NUMBER.finditer(field.folded):
            left = _LEFT.search(field.folded[max(0, match.start() - 8) : match.start()])
            if left:
                yield _hit(field, match, left)


def _hit(field: Field, match: re.Match[str], left: re.Match[str]) -> Hit:
    value = Decimal(left[2]) * _SIZES[match[0][0]]
    if len(match[0]) > 1:
        value += 100 * int(match[0][1])
    start = match.start() - len(left[2])
    sure = value == int(value) and not left[1]
    message = "数值里除“万”“亿”外，不混用阿拉伯数字和汉字。"
    return Hit(field, start, match.end(), message, (str(int(value)),) if sure else ())
