"""TXT-04: 、 within an approximate number (概数中的顿号)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.outline import has

_CHINESE = "一二三四五六七八九"
_MEASURE = (
    "(?:个(?:多?月|小时|星期|学期)?|天|年(?![级度期月底初末代])|位|名|人(?!民|工|大)|家|岁|元|里|倍|公里|千米|米|斤|公斤"
    "|小时|分钟|周(?!岁)|万|亿|千(?!克|瓦)|百|十)"
)
# It starts at the mark, which is rarer than what stands before it.
_PAIR = re.compile(f"、(?=[{_CHINESE}1-9](?:{_MEASURE}))")
_LEFT = re.compile(
    r"(?:^|\n|[。；：;:（(第、])[ \u3000]*[一二三四五六七八九1-9]$|[第初高负周0-9.][一二三四五六七八九1-9]$"
)
_ENUMERATED = re.compile("[一-鿿][班组号楼队区期档类级款项条章]")


@check(
    "TXT-04",
    "approximate-numeral",
    "GB/T 15835-2011《出版物上数字用法》5.2.1；GB/T 15834-2011《标点符号用法》4.5.3.4",
    words=[left + right for left, right in pairwise(_CHINESE)],
    shape=has(b"0,0c"),
    about=About(
        "概数中的顿号",
        "相邻两个数字连用表示概数时，用汉字数字，中间不用顿号。表示序数的缩略（一、二年级）要用顿号，不提示。",
        "工期约为三、四个月。",
        "小学一、二年级不布置书面作业。",
    ),
)
def approximate_numeral(page: Page) -> Iterator[Hit]:
    """Two neighbouring numbers that mean about so many, with 、 between (概数中用顿号).

    Why: 三、四个月 reads as two numbers. Abbreviated ordinals (一、二年级; 第一、二个) and list numbers at
    the start of a clause are no hits.

    Example: 三、四个月 → 三四个月; 3、4天 → 三四天.
    Basis: GB/T 15835-2011, 5.2.1 (概数); GB/T 15834-2011, 4.5.3.4 (顿号).
    """
    for field in page.fields:
        text = field.folded
        for match in _PAIR.finditer(text):
            at = match.start()
            first, second = _value(text[at - 1 : at]), _value(text[at + 1])
            if first and second == first + 1 and not _LEFT.search(text[max(0, at - 6) : at]):
                right = _CHINESE[first - 1] + _CHINESE[second - 1]
                yield Hit(field, at - 1, at + 2, f"表示概数写作“{right}”，中间不用顿号。", (right,))


def _value(digit: str) -> int:
    """The value of an Arabic or Chinese digit from 1 to 9, else 0."""
    return int(digit) if digit.isdecimal() else _CHINESE.find(digit or " ") + 1
