"""TXT-07: a number said to be approximate twice (约数重复)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page

_NUMBER = r"(?:[0-9][0-9,.]{0,11}[十百千万亿]{0,2}|[一二两三四五六七八九十百千万亿]{1,8})"
_MEASURE = "平方米|公里|千米|万元|亿元|个月|小时|分钟|人次|[人名个家元件天年次户岁米吨亩斤条辆只棵套项位册份]"
_ABOUT = "大约(?:有|为)?|约(?:有|为)?|将近|接近|(?<!最)近(?!期)"
# What says so after the number is rarer than what says so before.
_AFTER = re.compile("左右|上下|[余多](?=[人名个家元件天次户万亿米吨亩斤公项位条辆只棵套册份])")
_BEFORE = re.compile(f"({_ABOUT})({_NUMBER}(?:{_MEASURE})?)$")
_WITHIN = re.compile(f"({_NUMBER})([余多])((?:{_MEASURE})?)$")
_REACH = 28


@check(
    "TXT-07",
    "doubled-estimate",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=("左右", "上下", *(f"{digit}{more}" for digit in "0123456789十百千万亿" for more in "余多")),
    about=About(
        "约数重复",
        "“近”“约”和“余”“多”“左右”都表示约数，一个数只用一个。",
        "活动吸引近500余人参加。",
        "活动吸引近500人参加，历时10天左右。",
    ),
)
def doubled_estimate(page: Page) -> Iterator[Hit]:
    """Two words for about on one number (约数重复): 近500余人, 约20年左右, 500多人左右.

    Why: one is enough, and 近 (less) contradicts 余 (more). 近十多年 (the last ten years and more), and 上下
    as a place are no hits, since a number must stand directly before.

    Example: 近500余人 → 近500人 or 500余人.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        done = 0
        for match in _AFTER.finditer(field.folded):
            floor = max(done, match.start() - _REACH)
            for hit in _judge(field, floor, match):
                done = hit.end
                yield hit


def _judge(field: Field, floor: int, after: re.Match[str]) -> Iterator[Hit]:
    before, end = field.folded[floor : after.start()], after.end()
    message = "一个数前后都表示约数，意思重复，只留一个。"
    found = _BEFORE.search(before)
    if found and not (found[1] == "近" and field.folded[end : end + 1] in ("年", "天", "月")):
        start = floor + found.start()
        kept = field.text[start : after.start()]
        yield Hit(field, start, end, message, (kept, field.text[start + len(found[1]) : end]))
    elif len(after[0]) == 2 and (found := _WITHIN.search(before)):
        start = floor + found.start()
        yield Hit(field, start, end, message, (found[0], f"{found[1]}{found[3]}{after[0]}"))
