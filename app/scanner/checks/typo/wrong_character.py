"""TXT-01: a wrong character that only its context betrays (语境别字)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.facts import Facts
from app.scanner.finding import Severity
from app.scanner.nearmiss.index import index
from app.scanner.outline import has
from app.scanner.typo.corrector import Correction
from app.scanner.typo.protection import Mask, covered, protected

WARN = 0.84
"""How sure a correction must be to warn; less sure ones are hints. docs/models.md says how this was fixed."""
HINT = 0.76
"""How sure a correction must be to be told at all."""

READ = 50_000
"""Characters of a field that the model reads at most: half a second of work."""

_AROUND = 2


@check(
    "TXT-01",
    "wrong-character",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    slow=True,
    reads=READ,
    shape=has(b"c"),
    about=About(
        "语境别字",
        "由语言模型按上下文判断的别字：音近或形近、单看也成词、放在句中却不通的字。模型学自法律、公报、工作报告和新闻的统计，"
        "把握大的为提醒，其余为提示，括号中是把握的程度。人名、地名、机构名、书名号中的题目和单位词库中的词语不提示。",
        "各级行政机关应当依法旅行职责，切实加强组织岭导。",
        "各级行政机关应当依法履行职责，切实加强组织领导。",
    ),
)
def wrong_character(page: Page) -> Iterator[Hit]:
    """A character that a language model of official prose would hardly expect, where one like it fits well.

    Why: people type by sound and scanners read by shape, and no list has all the slips that come of it: in
    依法旅行职责 every word is right by itself. Names of people, known terms and titles in 《》 are left
    alone, and what a text repeats.

    Example: 切实加强组织岭导 → 领.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    if (corrector := page.facts.corrector) is not None:
        for field in page.fields:
            found = corrector.corrections(field.codes[:READ], HINT)
            for each in _free(found, field, page.facts):
                yield _hit(field, each)


def _free(found: Iterable[Correction], field: Field, facts: Facts) -> Iterator[Correction]:
    """The corrections of what is not protected; the known terms are looked up at the first."""
    known: Mask | None = None
    for each in found:
        if known is None:
            known = covered(index(facts).known_spans(field), len(field.text))
        end = each.at + len(each.right)
        if not (known[each.at : end].any() or protected(field.text, each.at, end, each.right)):
            yield each


def _hit(field: Field, found: Correction) -> Hit:
    (start, right, sure), end = found, found.at + len(found.right)
    before, after = field.text[max(0, start - _AROUND) : start], field.text[end : end + _AROUND]
    message = (
        f"“{before}{field.text[start:end]}{after}”中的“{field.text[start:end]}”疑为“{right}”之误"
        f"（把握 {sure:.0%}），请核对。"
    )
    severity = Severity.WARN if sure >= WARN else Severity.HINT
    return Hit(field, start, end, message, (right,), severity, score=round(sure, 3))
