"""TXT-01: a wrong character that only its context betrays (语境别字)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.nearmiss.index import index
from app.scanner.typo.corrector import Correction
from app.scanner.typo.protection import protected

WARN = 0.96
"""How sure a correction must be to warn; less sure ones are hints. See docs/models.md for how this was fixed."""
HINT = 0.8
"""How sure a correction must be to be told at all."""

_AROUND = 2


@check(
    "TXT-01",
    "wrong-character",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    slow=True,
    about=About(
        "语境别字",
        "由语言模型按上下文判断的别字：音近或形近、单看也成词、放在句中却不通的字。模型学自法律、公报、工作报告和新闻的统计，"
        "把握大的为提醒，其余为提示，括号中是把握的程度。人名、地名、机构名、书名号中的题目和单位词库中的词语不提示。",
        "要为群众提供更加便携的服务，切实加强组织岭导。",
        "要为群众提供更加便捷的服务，切实加强组织领导。",
    ),
)
def wrong_character(page: Page) -> Iterator[Hit]:
    """A character that a language model of official prose would hardly expect, where one like it fits well.

    Why: people type by sound and scanners read by shape; 便携服务 for 便捷服务 is made of right words, so that no
    list has it. Names of people, known terms and titles in 《》 are left alone, and what a text repeats.

    Example: 切实加强组织岭导 → 领.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    corrector = page.facts.corrector
    if corrector is None:
        return
    for field in page.fields:
        found = corrector.corrections(field.codes, HINT)
        spans = index(page.facts).known_spans(field) if found else ()
        free = [each for each in found if not protected(field.text, each.at, spans)]
        for run in _runs(free):
            yield _hit(field, run)


def _runs(found: Sequence[Correction]) -> Iterator[list[Correction]]:
    """Corrections of neighbouring characters together."""
    run = list(found[:1])
    for before, each in pairwise(found):
        if each.at > before.at + 1:
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _hit(field: Field, run: Sequence[Correction]) -> Hit:
    start, end = run[0].at, run[-1].at + 1
    right, sure = "".join(each.right for each in run), min(each.sure for each in run)
    before, after = field.text[max(0, start - _AROUND) : start], field.text[end : end + _AROUND]
    message = (
        f"“{before}{field.text[start:end]}{after}”中的“{field.text[start:end]}”疑为“{right}”之误"
        f"（把握 {sure:.0%}），请核对。"
    )
    severity = Severity.WARN if sure >= WARN else Severity.HINT
    return Hit(field, start, end, message, (right,), severity, score=round(sure, 3))
