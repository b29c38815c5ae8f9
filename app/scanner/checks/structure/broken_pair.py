"""TXT-07: conjunctions that do not go together (关联词搭配不当)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Field, Page

_CLAUSE = "[^，。；：！？\n]{2,40}"


class _Pair(NamedTuple):
    """First and second conjunction as patterns, and what should stand for the second."""

    first: str
    second: str
    right: str


_PAIRS = (
    _Pair("不但|不仅|不光", "但是|可是|然而", "而且"),
    _Pair("只要", "才(?=[能可会有是])", "就"),
    _Pair("只有(?!一)", "就(?=[能会可应必]|一定)", "才"),
    _Pair("与其", "宁可|宁愿|宁肯", "不如"),
    _Pair("宁可|宁愿|宁肯", "不如", "也不"),
    _Pair("尽管", "所以|因此|那么", "但是"),
    _Pair("虽然", "所以|因此|而且|那么", "但是"),
    _Pair("(?<![一-鿿])因为|(?<![一-鿿])由于", "但是|可是|然而", "所以"),
    _Pair("即使|即便|哪怕", "但是|可是|因此|所以", "也"),
    _Pair("无论|不论|不管", "但是|可是|所以|因此", "都"),
    _Pair("如果|假如|倘若", "但是|可是|然而|因此|所以", "那么"),
    _Pair("除非", "就|都", "否则"),
)
_LOOK = re.compile(r"\(\?[^)]*\)")
_PATTERNS = tuple(
    (
        tuple(_LOOK.sub("", pair.first).split("|")),
        re.compile(f"(?P<first>{pair.first}){_CLAUSE}，(?P<second>{pair.second})"),
        pair.right,
    )
    for pair in _PAIRS
)
_DEGREE = re.compile(
    "(?P<first>无论|不论|不管)(?![^，。；\n]{0,20}(?:多|怎|如何|什么|哪|谁|何|还是|与否|是否|或|几))"
    "[^，。；：！？\n]{0,8}(?P<degree>很|非常|十分|特别|极其|相当)[^，。；：！？\n]{1,10}，[^，。；：！？\n]{0,8}(?:都|也|均|总|始终)"
)


@check(
    "TXT-07",
    "broken-pair",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=[word for words, _, _ in _PATTERNS for word in words],
    about=About(
        "关联词搭配",
        "“不但……但是”“只要……才”“只有……就”等关联词搭配不当，或者“无论”后面没有两种以上的情况。隔了分句的不判断。",
        "只要各方共同努力，才能如期完成任务。",
        "只有各方共同努力，才能如期完成任务；不但要快，而且要好。",
    ),
)
def broken_pair(page: Page) -> Iterator[Hit]:
    """Conjunctions in neighbouring clauses that do not go together (不但……但是, 只要……才); 无论很…….

    Why: condition, contrast and cause are told the wrong way round. Only a clause right after the comma is
    judged, and 无论 only where nothing behind it leaves a choice.

    Example: 只要共同努力，才能完成 → 只要共同努力，就能完成.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        for words, pattern, right in _PATTERNS:
            if mentions(field.text, words):
                yield from (_hit(field, match, right) for match in pattern.finditer(field.text))
        for match in _DEGREE.finditer(field.text):
            message = f"“{match['first']}”后面应有两种以上的情况，“{match['degree']}”可改为“多么”。"
            yield Hit(field, *match.span("degree"), message, ("多么",))


def _hit(field: Field, match: re.Match[str], right: str) -> Hit:
    first, second = match["first"], match["second"]
    message = f"“{first}”与“{second}”搭配不当，“{second}”可改为“{right}”。"
    return Hit(field, *match.span("second"), message, (right,))
