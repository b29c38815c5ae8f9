"""The level of review (分级分类审核): general 一般, important 重要, critical 重大敏感或全局性.

Who signs last depends on it (通政办发〔2019〕90号第十七条: 重要信息由分管领导审定签发，重大敏感事件或全局性的
重大信息由主要领导审定签发；重大事件、群体性事件、灾情疫情严禁未经审核或授权擅自发布). A word alone decides
nothing: 地震 in a drill, a lecture, a statute or a statistic is no earthquake. The rules are data, in
`lexicons/level.toml`; here stands how they are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from app.scanner.context import clause_before
from app.scanner.document import Field, Page
from app.scanner.facts import Facts
from app.scanner.finding import Finding, Severity
from app.scanner.segment import straddles

Level = Literal["general", "important", "critical"]
TITLES: dict[Level, str] = {"general": "一般", "important": "重要", "critical": "重大敏感"}

EVIDENCE = 40
_BEFORE = 16  # of the evidence, what may stand before the word
_HEAD = 600
_HEAD_LINES = 6
_TRIES = 20  # words of one rule that are looked at in one sentence; more is no language
_AROUND = ("near", "unless", "unless_before", "unless_title")
_SENTENCE_ENDS = "；;。！!？?\n"
_CLAUSE_END = re.compile(f"[，,：:{_SENTENCE_ENDS}]")
_CITED = re.compile("《[^《》]{1,80}》")
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


class _Around:
    """A sentence, asked for each context once: many rules share them."""

    def __init__(self, sentence: str) -> None:
        self._sentence = _CITED.sub("", "".join(sentence.split()))
        self._known: dict[re.Pattern[str], bool] = {}

    def has(self, context: re.Pattern[str]) -> bool:
        """Whether a context stands in the sentence, without spaces and the documents that it cites."""
        known = self._known.get(context)
        if known is None:
            known = self._known[context] = context.search(self._sentence) is not None
        return known


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule of words, with the contexts that must or must not stand around them."""

    name: str
    level: Level
    clause: str
    near: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    unless_before: re.Pattern[str] | None
    unless_title: re.Pattern[str] | None
    whole_words: bool

    def allowed(self, around: _Around, title: str) -> bool:
        """Whether the sentence `around` and the title let the rule fire."""
        if self.near and not around.has(self.near):
            return False
        if self.unless and around.has(self.unless):
            return False
        return not (self.unless_title and self.unless_title.search(title))

    def fires(self, text: str, start: int, end: int) -> bool:
        """Whether the word at `text[start:end]` counts, in a sentence that allows the rule."""
        if self.unless_before and self.unless_before.search(clause_before(text, start)):
            return False
        return not (self.whole_words and straddles(text, start, end))


@dataclass(frozen=True, slots=True)
class _Form:
    """A rule of names of documents, for a line that is nothing else."""

    name: str
    level: Level
    clause: str
    ends: tuple[str, ...]
    has: tuple[str, ...]
    unless: tuple[str, ...]
    pattern: re.Pattern[str] | None

    def fits(self, plain: str) -> bool:
        """Whether a line, without a bracket at its end, is a name of this form."""
        return (
            plain.endswith(self.ends)
            and (not self.has or any(word in plain for word in self.has))
            and not any(word in plain for word in self.unless)
            and (self.pattern is None or self.pattern.fullmatch(plain) is not None)
        )


@dataclass(frozen=True, slots=True, eq=False)
class LevelRules:
    """All rules of level of a ruleset: those of words by word, and those of the names of documents."""

    by_word: Mapping[str, tuple[Rule, ...]]
    forms: tuple[_Form, ...]
    ends: tuple[str, ...]


_Fired = tuple[Level, "Reason"]

Told = Sequence[tuple[int, int, Sequence[Rule]]]
"""Where words of rules stand in the visible text of a field."""


def assess(page: Page, findings: Sequence[Finding], rules: LevelRules, told: Sequence[Told]) -> Assessment:
    """The level of a draft, from what the checks found, from its title, and from its words.

    `told` has, for each field of the page, the words of `rules.by_word` that stand there. A reply (答复) is
    judged like any other draft. Linear in the length of the text.
    """
    lines = tuple(_head(page))
    fired = (*_raised(findings), *_named(lines, rules), *_told(page, told))
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
        plain = _BRACKET.sub("", line)
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
    title = next((field.text for field in page.fields if field.name == "title"), "")
    for field, words in zip(page.fields, told, strict=True):
        if words:
            yield from _told_in(field, words, title)


def _told_in(field: Field, words: Told, title: str) -> Iterator[_Fired]:
    text, sentence_end = field.text, 0
    tries: dict[str, int] = {}
    for start, end, rules in sorted(words, key=itemgetter(0, 1)):
        if start >= sentence_end:
            sentence_start, sentence_end = field.outline.sentence(start)
            around, tries = _Around(text[sentence_start:sentence_end]), {}
        for rule in rules:
            left = tries.get(rule.name)
            if left is None:
                left = _TRIES if rule.allowed(around, title) else 0
            if left and rule.fires(text, start, end):
                yield rule.level, Reason(rule.name, _evidence(text, start, end), rule.clause)
                left = 1
            tries[rule.name] = max(0, left - 1)


def _evidence(text: str, first: int, last: int) -> str:
    """The clause of `text[first:last]`, or as much of it as may be shown."""
    start = first - len(clause_before(text, first))
    mark = _CLAUSE_END.search(text, last)
    end = mark.start() if mark else len(text)
    if end - start > EVIDENCE:
        start = max(start, first - _BEFORE)
    return text[start : min(end, start + EVIDENCE)].strip()


def compile_rules(facts: Facts) -> LevelRules:
    """The rules of the vocabulary, ready to run; `KeyError` or `re.error` where it is not right."""
    vocabulary = facts.vocab.get("level", {})
    contexts = vocabulary.get("contexts", {})
    by_word: dict[str, list[Rule]] = {}
    for entry in vocabulary.get("rules", ()):
        rule = _rule(entry, contexts)
        for word in entry["words"]:
            by_word.setdefault(word, []).append(rule)
    forms = tuple(_form(entry) for entry in vocabulary.get("forms", ()))
    ends = tuple({end for form in forms for end in form.ends})
    return LevelRules({word: tuple(rules) for word, rules in by_word.items()}, forms, ends)


def _rule(entry: Mapping[str, Any], contexts: Mapping[str, Any]) -> Rule:
    near, unless, before, title = (_context(entry.get(key, ()), contexts) for key in _AROUND)
    whole = entry.get("whole_words", False)
    return Rule(entry["name"], entry["level"], entry["clause"], near, unless, before, title, whole)


def _context(names: Sequence[str], contexts: Mapping[str, Any]) -> re.Pattern[str] | None:
    """One alternation of the words and patterns of the named contexts."""
    parts = [re.escape(word) for name in names for word in contexts[name].get("words", ())]
    parts += [pattern for name in names for pattern in contexts[name].get("patterns", ())]
    return re.compile("|".join(parts)) if parts else None


def _form(entry: Mapping[str, Any]) -> _Form:
    ends, has, unless = (tuple(entry.get(key, ())) for key in ("ends", "has", "unless"))
    pattern = re.compile(entry["pattern"]) if "pattern" in entry else None
    return _Form(entry["name"], entry["level"], entry["clause"], ends, has, unless, pattern)
