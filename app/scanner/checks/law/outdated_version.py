"""LAW-02: a law cited in a version that has been amended since (引用旧版本)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence
from app.scanner.document import Page
from app.scanner.finding import Severity
from app.scanner.laws import STATE

_YEAR = r"(\d{4})(?:年版|年?(?:第[一二三四五]次)?修[正订改](?:版|本)?)"
_VERSION = re.compile(f"《(?:{STATE})?([一-鿿]{{2,30}}?)》?[（(]{_YEAR}[）)]》?", re.ASCII)
_PAST = (
    *("修改前", "修订前", "修正前", "原", "当时", "旧", "施行前", "历次", "修正案", "沿革", "同时废止"),
    *("行为时", "违法行为发生", "从旧", "案发时"),
)


@check(
    "LAW-02",
    "outdated-version",
    "全国人大常委会法工委现行有效法律目录（各法最近一次修改的年份）",
    words=("修正", "修订", "修改", "年版"),
    about=About(
        "引用法律旧版本",
        "注明的修正、修订年份早于这部法律最近一次修改。叙述沿革、行为发生在修改之前的句子不提示。",
        "根据《中华人民共和国安全生产法》（2014年修正）第四条",
        "根据《中华人民共和国安全生产法》（2021年修正）第四条",
    ),
)
def outdated_version(page: Page) -> Iterator[Hit]:
    """The year of amendment given with a law's title, where the law has been amended since.

    Why: the article meant may read otherwise now. A text dated in or before the year of the last amendment,
    and a sentence that speaks of the former law (修订前, 当时), are no hits.

    Example: 《安全生产法》（2014年修正） → 2021年修正.
    Basis: the list of laws in force of the NPC's 法制工作委员会, with the years of amendment.
    """
    day = page.dated()
    for field in page.fields:
        for match in _VERSION.finditer(field.text):
            law = page.facts.laws.get(match[1])
            if not law or not law.year or int(match[2]) >= law.year or (day and day.year <= law.year):
                continue
            if not mentions(sentence(field.text, match.start()), _PAST):
                message = f"“{law.title}”最近一次修改是{law.year}年，请核对引用的版本和条文。"
                yield Hit(field, *match.span(2), message, (str(law.year),), Severity.HINT)
