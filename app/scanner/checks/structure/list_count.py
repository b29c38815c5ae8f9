"""TXT-04: a list with another number of items than was announced (列举数目不符)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.series import Marker, markers, value

_MEASURES = "个方面|方面|大方面|项|点|条|个|种|类|大类|步|个步骤|个环节|个问题|个阶段"
_ANNOUNCED = re.compile(
    "(?:以下|下列|如下|下面|这|为|有|分|从|抓好|做到|做好|突出|强化|坚持|实现|存在|包括)(?:主要|的)?"
    f"(([二两三四五六七八九十]|[2-9]|10)({_MEASURES}))(?!以上|以下|左右)[^。;!?:\n0-9一二三四五六七八九十]{{0,12}}"
    r"[:\n](?=[\s一1第其(①])"
)
_MOST = 200
_AND_MORE = re.compile("等$|之一|任一|任何")


@check(
    "TXT-04",
    "list-count",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=[f"{n}{m[0]}" for n in "二两三四五六七八九十234567890" for m in _MEASURES.split("|")],
    about=About(
        "列举数目不符",
        "前面说“以下三项”“三个方面”，紧接着编了号的列举却不是这个数目。后面不是编号列举的、说“之一”的不提示。",
        "重点抓好以下三项工作：一是学习培训；二是督促检查；三是总结推广；四是考核问责。",
        "重点抓好以下三项工作：一是学习培训；二是督促检查；三是总结推广。",
    ),
)
def list_count(page: Page) -> Iterator[Hit]:
    """A number of items announced (以下三项、三个方面：) that the numbered list right after it does not have.

    Why: either an item is missing or the number was not adjusted. Only a list that begins at once with its
    first number is counted, to its last number in order; where any one will do (之一) there is no hit.

    Example: 以下三项工作：一是……二是……三是……四是…… → 四项.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        announced = [
            match for match in _ANNOUNCED.finditer(field.folded) if not _AND_MORE.search(match[0][:-1])
        ]
        found = list(markers(field.folded)) if announced else []
        for match in announced:
            said, count = value(match[2].replace("两", "二")), _count(found, match.end(), field.folded)
            if count not in (said, 0, 1):
                yield _hit(field, match, count)


def _hit(field: Field, match: re.Match[str], count: int) -> Hit:
    message = f"前面说“{match[1]}”，后面列出的是{count}项，请核对。"
    return Hit(field, *match.span(1), message)


def _count(found: Sequence[Marker], at: int, text: str) -> int:
    """How many items the list that begins at `text[at]` has; 0 if there is none, or its end is not clear."""
    first = bisect_left(found, at, key=lambda marker: marker.start)
    following = found[first : first + _MOST]
    if not following or text[at : following[0].start].strip() or following[0].number != 1:
        return 0
    kind, count = following[0].kind, 0
    for marker in following:
        if marker.kind == kind and marker.number == count + 1:
            count += 1
        elif marker.kind == kind:
            return 0 if marker.number != 1 else count
    return count
