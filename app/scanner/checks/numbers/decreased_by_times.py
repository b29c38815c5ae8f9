"""TXT-04: a decrease told in times (减少用“倍”)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.finding import Severity

_VERB = "减少|下降|降低|缩短|缩小|缩减|压减|减低|回落|下跌|减轻|(?<![至不多最缺起很])少"
_NUMBER = "[0-9]{1,4}(?:\\.[0-9]{1,2})?|[一二两三四五六七八九十百几数]{1,4}"
_DECREASE = re.compile(f"(?:{_VERB})了?(?:近|约|超过|超|将近|至少)?(?:{_NUMBER})[多余]?倍(?![率数速])")
# It starts at the rarer character and looks to the left from there.
_TIMES = re.compile("倍(?![率数速])")
_REACH = 16


@check(
    "TXT-04",
    "decreased-by-times",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=("倍",),
    about=About(
        "减少用“倍”",
        "倍数只用于增加；减少、下降用百分数或者分数，如“下降50%”“减少三分之二”。",
        "事故起数比去年下降了2倍。",
        "事故起数比去年下降三分之二，产值增长2倍。",
    ),
)
def decreased_by_times(page: Page) -> Iterator[Hit]:
    """A decrease told in times (减少、下降用倍数): 减少2倍, 下降三倍.

    Why: what falls by once its size is nothing; half or two thirds are meant, and the figure is wrong.
    Increases (增长2倍), 至少3倍 and 倍率 are no hits.

    Example: 下降了2倍 → 下降三分之二.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        for times in _TIMES.finditer(field.folded):
            match = _DECREASE.search(field.folded, max(0, times.start() - _REACH), times.end())
            if match:
                message = "减少、下降不用倍数，请核实后改为百分数或者分数。"
                yield Hit(field, *match.span(), message, severity=Severity.WARN)
