"""The rules of level, compiled: which words call them, and what must or must not stand around these.

A rule tells an event from talk about it: words of one kind of event, contexts that say it has happened
(现实性: a time, a toll, damage, the police on the spot), and none that says it has not (非现实性: a drill, a
lesson, a statute, a statistic, a film, another century, another country).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from app.scanner.context import REACH
from app.scanner.facts import Facts
from app.scanner.segment import straddles

Level = Literal["general", "important", "critical"]
Kinds = Mapping[str, str | Sequence[str]]
"""Words of one sense, or the pattern of them, by name."""

CLAUSE_END = re.compile("[，,：:；;。！!？?\n]")

_CITED = re.compile("《[^《》]{1,80}》")
_KIND = re.compile(r"\{([a-z_]+)\}")
_GAP = re.compile(r"(……|…)(\d+)")
_AROUND = ("near", "also", "unless", "unless_head", "unless_after")
_WITHIN = {"…": "[^，。；]", "……": "[^。；]"}


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What a sentence may say, by one of several words or patterns, unless it says something else too.

    `needs` are words without one of which no pattern matches: searching plain words costs a tenth.
    """

    words: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    patterns: re.Pattern[str] | None
    unless: tuple[Context, ...] = ()

    def stands_in(self, text: str) -> bool:
        """Whether one of the words or patterns stands in `text`."""
        if self.words and self.words.search(text):
            return True
        if not self.patterns or (self.needs and not self.needs.search(text)):
            return False
        return self.patterns.search(text) is not None


def clause_start(text: str, at: int) -> int:
    """Where the clause around `text[at]` begins, `REACH` characters back at most (see `clause_before`)."""
    back = text[max(0, at - REACH) : at][::-1]
    mark = CLAUSE_END.search(back)
    return at - (mark.start() if mark else len(back))


class Sentence:
    """A sentence, asked for each context once: many rules share them."""

    def __init__(self, text: str) -> None:
        self._text = _CITED.sub("", "".join(text.split()))
        self._known: dict[Context, bool] = {}

    def says_any(self, contexts: tuple[Context, ...]) -> bool:
        """Whether the sentence has one of these contexts, spaces and the documents that it cites aside."""
        for context in contexts:
            known = self._known.get(context)
            if known is None:
                known = context.stands_in(self._text) and not self.says_any(context.unless)
                self._known[context] = known
            if known:
                return True
        return False


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
    before: Context | None
    after: re.Pattern[str] | None
    whole_words: bool

    def means(self, text: str, start: int, end: int) -> bool:
        """Whether the word at `text[start:end]` has the sense of the rule, by what stands right beside it."""
        if self.after and self.after.match(text, end):
            return False
        return not (self.before and self.before.stands_in(text[clause_start(text, start) : start]))

    def fires(self, text: str, start: int, end: int, sentence: Sentence, opening: Sentence) -> bool:
        """Whether the word at `text[start:end]`, meant so, counts in its sentence and in this draft."""
        return (
            (not self.near or sentence.says_any(self.near))
            and (not self.also or sentence.says_any(self.also))
            and not sentence.says_any(self.unless)
            and not opening.says_any(self.unless_head)
            and not (self.whole_words and straddles(text, start, end))
        )


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
class ByWording:
    """The rule that follows the model of wording: where that hears a grave event, but for these contexts."""

    clause: str
    unless: tuple[Context, ...]
    unless_head: tuple[Context, ...]

    def excuses(self, sentence: Sentence, head: Sentence) -> bool:
        """Whether a sentence, or the head of its draft, says that there is no event."""
        return sentence.says_any(self.unless) or head.says_any(self.unless_head)


@dataclass(frozen=True, slots=True, eq=False)
class LevelRules:
    """All rules of level of a ruleset: those of words, by word, of the names of documents, and of wording."""

    by_word: Mapping[str, tuple[Rule, ...]]
    forms: tuple[Form, ...]
    ends: tuple[str, ...]
    by_wording: ByWording | None


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
    words = {word: tuple(rules) for word, rules in by_word.items()}
    return LevelRules(words, forms, ends, _by_wording(vocabulary.get("wording"), contexts))


def _by_wording(entry: Mapping[str, Any] | None, contexts: Mapping[str, Context]) -> ByWording | None:
    if entry is None:
        return None
    unless, head = (_named(entry[key], contexts) for key in ("unless", "unless_head"))
    return ByWording(entry["clause"], unless, head)


def _contexts(entries: Mapping[str, Any], kinds: Kinds) -> dict[str, Context]:
    """The contexts by name; what one names in `unless` is none that has an `unless` itself."""
    plain = {name: compile_context(entry, kinds) for name, entry in entries.items()}
    return {
        name: replace(plain[name], unless=tuple(plain[other] for other in entry.get("unless", ())))
        for name, entry in entries.items()
    }


def compile_context(entry: Mapping[str, Any], kinds: Kinds) -> Context:
    """A context out of its entry, but for what it names in `unless`.

    Words stand apart from patterns: an alternation of plain words is searched by their first characters.
    """
    needed = [each for word in entry.get("needs", ()) for each in _words(word, kinds)]
    patterns = [_spelled_out(pattern, kinds) for pattern in entry.get("patterns", ())]
    return Context(_any_word(entry.get("words", ())), _any_word(needed), _any_of(patterns))


def _words(word: str, kinds: Kinds) -> Sequence[str]:
    """A word, or for `{kind}` the words of that kind."""
    kind = _KIND.fullmatch(word)
    return kinds[kind[1]] if kind else (word,)


def _any_word(words: Sequence[str]) -> re.Pattern[str] | None:
    return _any_of([re.escape(word) for word in words])


def _spelled_out(pattern: str, kinds: Kinds) -> str:
    """A pattern with its `{kinds}` and its gaps (…8) in the language of `re`."""
    gapped = _GAP.sub(lambda gap: f"{_WITHIN[gap[1]]}{{0,{gap[2]}}}", pattern)
    return _KIND.sub(lambda kind: _one_of(kinds[kind[1]]), gapped)


def _one_of(kind: str | Sequence[str]) -> str:
    """Any of the words of a kind; most places of a text are ruled out by the first character alone."""
    if isinstance(kind, str):
        return kind
    firsts = "".join(sorted({word[0] for word in kind}))
    return f"(?=[{firsts}])(?:{'|'.join(map(re.escape, kind))})"


def _any_of(parts: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(parts)) if parts else None


def _rule(entry: Mapping[str, Any], contexts: Mapping[str, Context]) -> Rule:
    near, also, unless, head, following = (_named(entry.get(key, ()), contexts) for key in _AROUND)
    before = contexts[entry["unless_before"]] if "unless_before" in entry else None
    after = _any_of([each.patterns.pattern for each in following if each.patterns])
    whole = entry.get("whole_words", False)
    return Rule(
        entry["name"], entry["level"], entry["clause"], near, also, unless, head, before, after, whole
    )  # fmt: skip


def _named(names: Sequence[str], contexts: Mapping[str, Context]) -> tuple[Context, ...]:
    return tuple(contexts[name] for name in names)


def _form(entry: Mapping[str, Any]) -> Form:
    ends, has, unless = (tuple(entry.get(key, ())) for key in ("ends", "has", "unless"))
    pattern = re.compile(entry["pattern"]) if "pattern" in entry else None
    return Form(entry["name"], entry["level"], entry["clause"], ends, has, unless, pattern)
