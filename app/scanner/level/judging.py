"""What the rules of level say of a draft, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from app.scanner.document import Field, Page
from app.scanner.finding import Finding, Severity
from app.scanner.level.rules import CLAUSE_END, ByWording, Level, LevelRules, Rule, Sentence, clause_start
from app.scanner.level.wording import HEAD, shipped

TITLES: dict[Level, str] = {"general": "一般", "important": "重要", "critical": "重大敏感"}

EVIDENCE = 40
_BEFORE = 16  # of the evidence, what may stand before the word
_HEAD = 600
_HEAD_LINES = 6
_TRIES = 20  # words of one rule that are looked at in one sentence; more is no language
_BACK, _AHEAD = 100, 300  # how much of a sentence without an end is looked at around a word
_SENTENCE_ENDS = "；;。！!？?\n"
_SENTENCE = re.compile(f"[^{_SENTENCE_ENDS}]{{1,{_AHEAD}}}")
_BRACKET = re.compile(r"[（(][^（()）]{1,12}[）)]$")
_RAISING: tuple[tuple[Level, str, str], ...] = (
    ("critical", "SEC-01", "通政办发〔2019〕90号第二十八条"),
    ("critical", "SEC-04", "通政办发〔2019〕90号第十七条"),
    ("critical", "POL-", "东府办函〔2021〕152号三（一）"),
    ("important", "", "东府办函〔2021〕152号三（一）"),
)


class Reason(NamedTuple):
    """Why a draft has its level: the rule, the exact words of the draft (at most 40), the clause."""

    rule: str
    evidence: str
    clause: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """The level of a draft and the reasons for it, at least one, one for each rule that fired."""

    level: Level
    reasons: tuple[Reason, ...]


_Fired = tuple[Level, Reason]

Told = Sequence[tuple[int, int, Sequence[Rule]]]
"""Where words of rules stand in the visible text of a field."""


def assess(page: Page, findings: Sequence[Finding], rules: LevelRules, told: Sequence[Told]) -> Assessment:
    """The level of a draft, from what the checks found, from its title, and from its words.

    `told` has, for each field of the page, the words of `rules.by_word` that stand there. What the rules
    leave below critical is heard by the model of wording. A reply (答复) is judged like any other draft.
    Linear in the length of the text.
    """
    lines = tuple(_head(page))
    fired = [*_raised(findings), *_named(lines, rules), *_told(page, told)]
    if rules.by_wording and all(level != "critical" for level, _ in fired):
        fired.extend(_sounding(page, rules.by_wording))
    level: Level
    for level in ("critical", "important"):
        reasons: dict[str, Reason] = {}
        for _, reason in (each for each in fired if each[0] == level):
            reasons.setdefault(reason.rule, reason)
        if reasons:
            return Assessment(level, tuple(reasons.values()))
    routine = Reason("routine", lines[0][:EVIDENCE] if lines else "", "通政办发〔2019〕90号第十七条")
    return Assessment("general", (routine,))


def _raised(findings: Sequence[Finding]) -> Iterator[_Fired]:
    """Findings that raise the level: secrecy marks, sensitive events, and whatever blocks."""
    for finding in findings:
        if finding.severity is Severity.BLOCK or finding.code == "SEC-04":
            raised = (each for each in _RAISING if finding.code.startswith(each[1]))
            level, _, clause = next(raised)
            yield level, Reason(f"finding-{finding.code}", finding.text[:EVIDENCE], clause)


def _named(lines: Sequence[str], rules: LevelRules) -> Iterator[_Fired]:
    """Names of policy documents in the title and the first lines."""
    for line in lines:
        plain = _BRACKET.sub("", line) if line[-1] in "）)" else line
        if plain.endswith(rules.ends):
            named = (form for form in rules.forms if form.fits(plain))
            yield from ((form.level, Reason(form.name, line[:EVIDENCE], form.clause)) for form in named)


def _head(page: Page) -> Iterator[str]:
    """The title and the first lines of the body."""
    for field in page.fields:
        lines = filter(None, map(str.strip, field.text[:_HEAD].split("\n")))
        yield from islice(lines, _HEAD_LINES)


def _told(page: Page, told: Sequence[Told]) -> Iterator[_Fired]:
    """What the text tells of: rules of words in their contexts."""
    opening, spoken = Sentence(_opening(page)), set[str]()
    for field, words in zip(page.fields, told, strict=True):
        if words:
            yield from _told_in(field, words, opening, spoken)


def _opening(page: Page) -> str:
    """The title, or without one the first sentence: it says what the draft as a whole is about."""
    for field in sorted(page.fields, key=lambda field: field.name != "title"):
        if first := _SENTENCE.search(field.text):
            return field.text if field.name == "title" else first.group()
    return ""


def _told_in(field: Field, words: Told, opening: Sentence, spoken: set[str]) -> Iterator[_Fired]:
    """The rules that fire in a field, but for those that have `spoken`; each fires once."""
    text, sentence_end = field.text, 0
    tries: dict[str, int] = {}
    for start, end, rules in sorted(words, key=itemgetter(0, 1)):
        meant = [rule for rule in rules if rule.name not in spoken and rule.means(text, start, end)]
        if meant and start >= sentence_end:
            first, sentence_end = _sentence(field, start)
            sentence, tries = Sentence(text[first:sentence_end]), {}
        for rule in meant:
            tries[rule.name] = tries.get(rule.name, 0) + 1
            if tries[rule.name] <= _TRIES and rule.fires(text, start, end, sentence, opening):
                spoken.add(rule.name)
                yield rule.level, Reason(rule.name, _evidence(text, start, end), rule.clause)


def _sounding(page: Page, rule: ByWording) -> Iterator[_Fired]:
    """The first sentence whose wording is that of grave events, if its context does not excuse it."""
    heard = [(field, *found) for field in page.fields for found in shipped().grave(field)]
    head = Sentence("\n".join(field.text[:HEAD] for field in page.fields)) if heard else None
    for field, start, end, heaviest in heard:
        if head and not rule.excuses(Sentence(field.text[start:end]), head):
            evidence = _evidence(field.text, heaviest, heaviest + 1)
            yield "critical", Reason("critical-by-wording", evidence, rule.clause)
            return


def _sentence(field: Field, at: int) -> tuple[int, int]:
    start, end = field.outline.sentence(at)
    return max(start, at - _BACK), min(end, at + _AHEAD)


def _evidence(text: str, first: int, last: int) -> str:
    """The clause of `text[first:last]`, or as much of it as may be shown."""
    start = clause_start(text, first)
    mark = CLAUSE_END.search(text, last)
    end = mark.start() if mark else len(text)
    if end - start > EVIDENCE:
        start = max(start, first - _BEFORE)
    return text[start : min(end, start + EVIDENCE)].strip()
