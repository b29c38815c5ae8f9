"""POL-03: a slogan with the wrong number (固定表述的数目有误): 增强“三个意识”."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.facts import Facts
from app.scanner.finding import Severity
from app.scanner.wording import Slogan

_NUMBERS = "一二两三四五六七八九十"
_REACH = 8


def _words(facts: Facts) -> Iterable[str]:
    return (f"{number}{slogan.tail}" for slogan in facts.slogans for number in _NUMBERS)


@check(
    "POL-03",
    "slogan-number",
    "党章和党的文件中的固定表述（出处见词库）",
    words=_words,
    about=About(
        "固定表述的数目",
        "“四个意识”“两个维护”“五位一体”等的数目写错。只在写作这一表述的句子里提示（增强、做到、推进……），"
        "别的“三个意识”不提示。",
        "教育引导党员干部增强“三个意识”、做到“两个维护”。",
        "增强“四个意识”，培养学生的三个意识：安全意识、规则意识、卫生意识。",
    ),
)
def slogan_number(page: Page) -> Iterator[Hit]:
    """A slogan that is quoted with another number than its own, after a word that introduces it.

    Why: 增强“三个意识” is a slip that everybody sees. Slogans, numbers and introducing words come from the
    ruleset; other lists of three (安全、规则、卫生三个意识) are no hits.

    Example: 增强“三个意识” → “四个意识”.
    Basis: the document that the lexicon names for the slogan.
    """
    for field in page.fields:
        for slogan in page.facts.slogans:
            yield from _find(field, slogan)


def _find(field: Field, slogan: Slogan) -> Iterator[Hit]:
    for match in _pattern(slogan).finditer(field.text):
        before = field.text[max(0, match.start() - _REACH) : match.start()].rstrip("“‘ ")
        if match[1] not in slogan.numbers and before.endswith(slogan.verbs):
            right = slogan.numbers[0] + match[0][1:]
            message = f"“{match[0].strip('”’')}”应为“{right.strip('”’')}”，请核对数目。"
            yield Hit(field, *match.span(1), message, (slogan.numbers[0],), Severity.WARN, slogan.basis)


@functools.lru_cache(maxsize=256)
def _pattern(slogan: Slogan) -> re.Pattern[str]:
    return re.compile(f"([{_NUMBERS}]){'[”’]?'.join(map(re.escape, slogan.tail))}")
