"""TXT-04: a rise that falls, or a fall that rises (增减方向与数字矛盾)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.quantity import Quantity, half_width, quantities

_UP = "增加|增长|增|提高|提升|提|上升|升高|升|上涨|涨|上调|扩大|扩展|扩|攀升|跃升|壮大|发展"
_DOWN = "减少|减|下降|降低|降|回落|缩短|缩小|缩减|缩|压缩|压减|下调|下跌|跌|精简|下滑"
_VERB = re.compile(
    f"[^，。；、：,;:0-9]{{0,8}}?，?(?:再|又|逐步|进一步|大幅|稳步|快速|持续|平均|分别|将|已)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"
    "(?:到|至|为|成)了?(?:[^，。；、：,;:0-9每]{0,6}?)"
)
_FROM = re.compile("[从由](?!而|于|此)[^，。；：,;:0-9负第增减降升涨跌]{0,16}$")
_ORIGIN = re.compile("[从由]")
_RANK = re.compile("第$|排名|位次|名次|排位|位列|倒数|负|亏")
_BACK = 20
_RANKED = ("位", "名")


@check(
    "TXT-04",
    "contradictory-change",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=[f"{verb}{to}" for verb in f"{_UP}|{_DOWN}".split("|") for to in "到至为成"],
    about=About(
        "增减与数字矛盾",
        "“从100增至80”“由50下降到60”：说增加，数字却变小，或者说减少，数字却变大。名次、单位不同的数不比较。",
        "企业数量从100家增至80家。",
        "办理时限由15天压缩至5天，排名从第20位上升到第8位。",
    ),
)
def contradictory_change(page: Page) -> Iterator[Hit]:
    """从甲增至乙 where 乙 is less, 由甲降至乙 where it is more (增减方向与数字矛盾).

    Why: the verb or a number is wrong. Both numbers must have one unit, or the first none; ranks, negative
    numbers and numbers of different units (10天缩短为24小时) are no hits.

    Example: 从100家增至80家.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        done = 0
        for origin in _ORIGIN.finditer(field.text):
            start, end = field.outline.sentence(origin.start())
            if start >= done and field.outline.kinds.count(b"0", start, end) > 1:
                done = end
                text = half_width(field.text[start:end])
                for first, second in pairwise(quantities(text)):
                    yield from _judge(field, start, text, first, second)


def _judge(field: Field, at: int, text: str, first: Quantity, second: Quantity) -> Iterator[Hit]:
    verb = _VERB.fullmatch(text, first.end, second.start)
    origin = _FROM.search(text, max(0, first.start - _BACK), first.start)
    if not verb or not origin or first.value == second.value or not _alike(text, first, second):
        return
    if _RANK.search(text, max(0, origin.start() - 8), first.start) or (verb["up"] is None) == (
        second.value < first.value
    ):
        return
    said, is_now = ("增加", "变小") if verb["up"] else ("减少", "变大")
    message = f"文字说{said}，数字却{is_now}了，请核对。"
    yield Hit(field, at + origin.start(), at + second.end, message, severity=Severity.WARN)


def _alike(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether the two numbers can be compared: they have one unit, the first may have none of its own."""
    if _unit(text, second) in _RANKED:
        return False
    return first.unit == second.unit and (bool(first.unit) or _unit(text, first) == _unit(text, second))


def _unit(text: str, quantity: Quantity) -> str:
    """What follows the number directly, for units that are not known."""
    return (
        text[quantity.end : quantity.end + 1] if not quantity.unit else text[quantity.end - 1 : quantity.end]
    )
