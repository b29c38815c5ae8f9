"""POL-02: listed persons in the wrong order (领导人排序)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Page
from app.scanner.roster import Mention, all_mentions, names

_BETWEEN = re.compile("(?:(?:、|和|与|及|以及)[^，。；：！？]{0,24})?")
_VERBS = (
    "讲话",
    "强调",
    "指出",
    "主持",
    "出席",
    "陪同",
    "参加",
    "调研",
    "会见",
    "听取",
    "率队",
    "表示",
    "介绍",
)
_UNRANKED = ("姓氏笔画", "姓氏笔划", "排名不分先后", "姓名笔画", "音序", "以姓氏")


@check(
    "POL-02",
    "person-order",
    "本单位维护的人员名单（order）",
    words=names,
    about=About(
        "领导人排序有误",
        "同一串姓名中，名单里排序在后的人写在了排序在前的人之前。名单和排序由本单位维护；没有排序的人员、"
        "注明按姓氏笔画排列的不提示（例中名单：张建国第1位，王小明第2位）。",
        "参加活动的有王小明、张建国。",
        "参加活动的有张建国、王小明。",
    ),
)
def person_order(page: Page) -> Iterator[Hit]:
    """Two neighbours in a list of names (A、B和C), of whom the second stands first in the office's order.

    Why: the order in which leaders are named is fixed. Offices may stand between the names (市委书记张建国、
    市长王小明). Names in different clauses, without an order, or by strokes of the surname are no hits.

    Example: 王小明、张建国 → 张建国、王小明 (list: 张建国 is 1, 王小明 is 2).
    Basis: the order of the list of persons that the office maintains.
    """
    if any(mentions(field.packed.text, _UNRANKED) for field in page.fields):
        return
    for one, other in pairwise(mention for mention in all_mentions(page) if mention.person.order):
        if _rank(one) > _rank(other) and _is_listed(one, other):
            message = f"按名单排序，“{other.name}”应排在“{one.name}”之前，请核对。"
            start, end = other.field.unpacked(other.start, other.end)
            yield Hit(other.field, start, end, message, basis=f"《{other.person.basis}》")


def _rank(mention: Mention) -> int:
    return mention.person.order or 0


def _is_listed(one: Mention, other: Mention) -> bool:
    """Whether two names stand in one list: nothing but a joint, and at most offices, between them."""
    if one.field is not other.field:
        return False
    between = one.field.packed.text[one.end : other.start]
    return _BETWEEN.fullmatch(between) is not None and not mentions(between, _VERBS)
