"""The rules of level, compiled: which words call them, and what must or must not stand around these.

A rule tells an event from talk about it: words of one kind of event, contexts that say it has happened
(现实性: a time, a toll, damage, the police on the spot), and none that says it has not (非现实性: a drill, a
lesson, a statute, a statistic, a film, another century, another country).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from app.scanner.context import clause_before
from app.scanner.facts import Facts
from app.scanner.segment import straddles

Level = Literal["general", "important", "critical"]

_CITED = re.compile("《[^《》]{1,80}》")
_KIND = re.compile(r"\{([a-z_]+)\}")
_GAP = re.compile(r"(……|…)(\d+)")
_WITHIN = {"…": "[^，。；]", "……": "[^。；]"}


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What a sentence may say, by one of several words or patterns, unless it says something else too."""

    words: re.Pattern[str] | None
    patterns: re.Pattern[str] | None
    unless: tuple[Context, ...] = ()

    def stands_in(self, text: str) -> bool:
        """Whether one of the words or patterns stands in `text`."""
        found = self.words is not None and self.words.search(text) is not None
        return found or (self.patterns is not None and self.patterns.search(text) is not None)


class Sentence:
    """A sentence, asked for each context once: many rules share them."""

    def __init__(self, text: str) -> None:
        self._text = _CITED.sub("", "".join(text.split()))
        self._known: dict[Context, bool] = {}

    def says(self, context: Context) -> bool:
        """Whether the sentence has a context, spaces and the documents that it cites aside."""
        known = self._known.get(context)
        if known is None:
            known = context.stands_in(self._text) and not any(map(self.says, context.unless))
            self._known[context] = known
        return known


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule of words, with the contexts that must or must not stand around them."""

    name: str
    level: Level
    clause: str
    near: tuple[Context, ...]
    also: tuple[Context, ...]
    unless: tuple[Context, ...]
    unless_head: tuple[Context, ...]
    unless_before: tuple[Context, ...]
    after: re.Pattern[str] | None
    whole_words: bool

    def allowed(self, sentence: Sentence, head: Sentence) -> bool:
        """Whether the sentence, and the head of the draft, let the rule fire."""
        return (
            all(any(map(sentence.says, each)) for each in (self.near, self.also) if each)
            and not any(map(sentence.says, self.unless))
            and not any(map(head.says, self.unless_head))
        )

    def fires(self, text: str, start: int, end: int) -> bool:
        """Whether the word at `text[start:end]` counts, in a sentence that allows the rule."""
        if self.after and self.after.match(text, end):
            return False
        before = clause_before(text, start) if self.unless_before else ""
        if any(context.stands_in(before) for context in self.unless_before):
            return False
        return not (self.whole_words and straddles(text, start, end))


@dataclass(frozen=True, slots=True)
class Form:
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
    forms: tuple[Form, ...]
    ends: tuple[str, ...]


def compile_rules(facts: Facts) -> LevelRules:
    """The rules of the vocabulary, ready to run; `KeyError` or `re.error` where it is not right."""
    vocabulary = facts.vocab.get("level", {})
    kinds = vocabulary.get("kinds", {})
    contexts = _contexts(vocabulary.get("contexts", {}), kinds)
    by_word: dict[str, list[Rule]] = {}
    for entry in vocabulary.get("rules", ()):
        rule = _rule(entry, contexts)
        listed = (word for kind in entry.get("kinds", ()) for word in kinds[kind])
        for word in dict.fromkeys((*entry.get("words", ()), *listed)):
            by_word.setdefault(word, []).append(rule)
    forms = tuple(_form(entry) for entry in vocabulary.get("forms", ()))
    ends = tuple({end for form in forms for end in form.ends})
    return LevelRules({word: tuple(rules) for word, rules in by_word.items()}, forms, ends)


def _contexts(entries: Mapping[str, Any], kinds: Mapping[str, Sequence[str]]) -> dict[str, Context]:
    """The contexts by name; what one names in `unless` is none that has an `unless` itself."""
    compiled = {name: _context(entry, kinds) for name, entry in entries.items()}
    return {
        name: Context(each.words, each.patterns, tuple(compiled[other] for other in entry.get("unless", ())))
        for (name, entry), each in zip(entries.items(), compiled.values(), strict=True)
    }


def _context(entry: Mapping[str, Any], kinds: Mapping[str, Sequence[str]]) -> Context:
    """Words apart from patterns: an alternation of plain words is searched by the first characters alone."""
    return Context(
        _any_of([re.escape(word) for word in entry.get("words", ())]),
        _any_of([_spelled_out(pattern, kinds) for pattern in entry.get("patterns", ())]),
    )


def _spelled_out(pattern: str, kinds: Mapping[str, Sequence[str]]) -> str:
    """A pattern with its `{kinds}` and its gaps (…8) in the language of `re`."""
    gapped = _GAP.sub(lambda gap: f"{_WITHIN[gap[1]]}{{0,{gap[2]}}}", pattern)
    return _KIND.sub(lambda kind: f"(?:{'|'.join(kinds[kind[1]])})", gapped)


def _any_of(parts: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(parts)) if parts else None


def _rule(entry: Mapping[str, Any], contexts: Mapping[str, Context]) -> Rule:
    named = partial(_named, entry, contexts)
    after = [each.patterns.pattern for each in named("unless_after") if each.patterns]
    return Rule(
        entry["name"], entry["level"], entry["clause"],
        named("near"), named("also"), named("unless"), named("unless_head"), named("unless_before"),
        _any_of(after), entry.get("whole_words", False),
    )  # fmt: skip


def _named(entry: Mapping[str, Any], contexts: Mapping[str, Context], key: str) -> tuple[Context, ...]:
    return tuple(contexts[name] for name in entry.get(key, ()))


def _form(entry: Mapping[str, Any]) -> Form:
    ends, has, unless = (tuple(entry.get(key, ())) for key in ("ends", "has", "unless"))
    pattern = re.compile(entry["pattern"]) if "pattern" in entry else None
    return Form(entry["name"], entry["level"], entry["clause"], ends, has, unless, pattern)
