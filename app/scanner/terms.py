"""The term check (词条检查): occurrences of listed terms that mean what the list means.

A term counts only if it proves itself where it stands, plainly or in disguise: it is no accident of two
neighbouring words, no part of a longer Latin word or number, not fought or forbidden in its clause where the
list says so, and the words it wants near or far are.
"""

from __future__ import annotations

import functools
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from app.scanner.age import Age
from app.scanner.check import Hit
from app.scanner.context import REACH, mentions, negated, sentence, stands_in
from app.scanner.document import Field
from app.scanner.finding import CODES, Severity
from app.scanner.lexicon import Lexicon, Term
from app.scanner.matcher import Match, resolve
from app.scanner.normalize import bare, together
from app.scanner.numerals import rewritten
from app.scanner.readings import Sight, is_accident, is_disguised, is_parted, sight, stands_plainly
from app.scanner.spelled import Spelling

_DISGUISED = "（原文夹有符号或隐形字符，或换了字形）"
_OLDER = "（文稿未注明日期，此处像是更名、废止之前的原文，请核实）"


class TermIndex:
    """All terms and allow-phrases (豁免短语) of a lexicon: what a match of a bare form means.

    A bare form may be that of several words: 四个维护 and “四个维护”. A word is an allow-phrase, a term in
    packed form, or a term with its numbers the other way, numbered in that order.
    """

    def __init__(self, lexicon: Lexicon, phrases: Mapping[str, int]) -> None:
        """`phrases` are those of the lexicon with their numbers; they are not kept."""
        self._terms, self._met = lexicon.terms, dict[int, tuple[Term, ...]]()
        self._allowed = lexicon.allowed
        places = np.fromiter(map(phrases.__getitem__, lexicon.terms.packed()), np.uint32)
        self._numbers = np.argsort(places, kind="stable").astype(np.uint32)
        self._starts = np.searchsorted(places[self._numbers], np.arange(len(phrases) + 1)).astype(np.uint32)
        self._listed = len(phrases)
        self._rewritten = [
            (other, number)
            for word, number in phrases.items()
            if number >= len(self._allowed)
            for other in sorted(rewritten(word))
            if other not in phrases
        ]
        self._first, self._more = array("I"), dict[int, list[int]]()
        self._doubled: dict[str, list[int]] = {}

    def patterns(self, phrases: Iterable[str]) -> list[str]:
        """The bare forms that the sieve is to look for; to be called once, with the phrases in their order.

        From then on is known which words each is the form of, the longest first.
        """
        patterns: dict[str, int] = {}
        words = [*phrases, *(other for other, _ in self._rewritten)]
        keys = together(bare, words)
        for number in sorted(range(len(words)), key=lambda number: -len(words[number])):
            key = keys[number]
            if len(key) < 2:
                self._doubled.setdefault(key, []).append(number)
            elif (pattern := patterns.setdefault(key, len(patterns))) == len(self._first):
                self._first.append(number)
            else:
                self._more.setdefault(pattern, []).append(number)
        return list(patterns)

    @functools.cached_property
    def spelling(self) -> Spelling:
        """What writes out the terms that block or warn."""
        return Spelling(term.packed for term in self._terms if _weight(term) is not Severity.HINT)

    def _meet(self, pattern: int) -> tuple[Term, ...]:
        """The terms of a word, which are kept once it has been met: a text holds few of all."""
        numbers = self._numbers[self._starts[pattern] : self._starts[pattern + 1]].tolist()
        met = self._met[pattern] = tuple(map(self._terms.__getitem__, numbers))
        return met

    def _known(self, number: int) -> tuple[str, tuple[Term, ...]]:
        """A word and its terms; an allow-phrase has none."""
        if number < len(self._allowed):
            return self._allowed[number], ()
        if number < self._listed:
            terms = self._met.get(number) or self._meet(number)
            return terms[0].packed, terms
        word, number = self._rewritten[number - self._listed]
        return word, self._met.get(number) or self._meet(number)

    def hits(
        self, found: Iterable[tuple[Field, Sequence[Match]]], text_date: date | None, limit: int
    ) -> Iterator[tuple[Term, Hit]]:
        """The terms in some fields, given the matches of `patterns()` in their bare text.

        After `limit` hits of one list and severity there come no more of these.
        """
        counts: Counter[tuple[str, str | None]] = Counter()
        found = list(found)
        age = Age(text_date, found[-1][0])
        for field, matches in found:
            if matches or field.bare.runs:
                yield from self._hits(field, self._words(field, matches), age, counts, limit)

    def _words(self, field: Field, matches: Sequence[Match]) -> list[Match]:
        """The matches by the number of the word; an allow-phrase only where it stands plainly."""
        first, more, allowed = self._first, self._more, self._allowed
        words = [(start, end, first[pattern]) for start, end, pattern in matches]
        words += [(start, end, other) for start, end, key in matches for other in more.get(key, ())]
        for run in field.bare.runs:
            words += [(run, run + 1, number) for number in self._doubled.get(field.bare.text[run], ())]
        if all(number < len(allowed) for _, _, number in words):
            return []
        return [
            (start, end, number)
            for start, end, number in words
            if number >= len(allowed) or stands_plainly(field, start, end, allowed[number])
        ]

    def _hits(
        self,
        field: Field,
        words: Sequence[Match],
        age: Age,
        counts: Counter[tuple[str, str | None]],
        limit: int,
    ) -> Iterator[tuple[Term, Hit]]:
        found: list[tuple[Term, Hit]] = []

        def fires(start: int, end: int, number: int) -> bool:
            word, terms = self._known(number)
            terms = tuple(term for term in terms if counts[term.list.name, term.severity] < limit)
            sighted = sight(field, start, end, word) if terms else None
            if sighted is None or not _alone(field, sighted):
                return False
            found[:] = [
                (term, _hit(term, field, sighted, age))
                for term in terms
                if _applies(term, field, sighted, age)
            ]
            return bool(found) and not is_accident(sighted, word) and not is_parted(sighted, word)

        for _ in resolve(words, range(len(self._allowed)), fires):
            for term, hit in found:
                counts[term.list.name, term.severity] += 1
                yield term, hit


def _weight(term: Term) -> Severity:
    return term.severity or CODES[term.list.code].severity


def _applies(term: Term, field: Field, sighted: Sight, age: Age) -> bool:
    """Whether the conditions that the lexicon puts on a term hold; an undated text counts as of today."""
    if field.text[sighted.first : sighted.last] in term.use:
        return False  # 昆仑 is right, though the listed 崑崙 has the same packed form
    if not (term.since or term.near or term.unless or term.negation or term.not_in or term.only_in):
        return True
    text, at = _undisguised(term, field, sighted)
    if term.since and age.is_before(term.since, text, at):
        return False
    if term.near or term.unless:
        around = sentence(text, at)
        if (term.near and not mentions(around, term.near)) or mentions(around, term.unless):
            return False
    return not (term.negation and negated(text, at)) and _in_section(term, text, at)


def _undisguised(term: Term, field: Field, sighted: Sight) -> tuple[str, int]:
    """The text around a term as its conditions read it, and where the term begins there."""
    text, first, last = field.flowing, sighted.first, sighted.last
    if last - first == len(term.packed):
        return text, first
    before = text[max(0, first - REACH) : first]
    return before + term.packed + text[last : last + REACH], len(before)


def _in_section(term: Term, text: str, at: int) -> bool:
    """Whether a term may stand where it does: see `not_in` and `only_in`."""
    if any(stands_in(text, at, section) for section in term.not_in):
        return False
    return not term.only_in or any(stands_in(text, at, section) for section in term.only_in)


def _alone(field: Field, sighted: Sight) -> bool:
    """Whether a word is no part of a Latin word or a number."""
    text, first, last = field.folded, sighted.first, sighted.last
    return not _joined(text, first) and not _joined(text, last)


def _joined(text: str, at: int) -> bool:
    """Whether a Latin word or a number runs on across `at`."""
    pair = text[at - 1 : at + 1] if at else ""
    return len(pair) == 2 and pair.isascii() and (pair.isalpha() or pair.isdigit())


def _hit(term: Term, field: Field, sighted: Sight, age: Age) -> Hit:
    """What is said of a term; it only hints where an undated text may be older than the term's `since`."""
    shown = field.text[sighted.first : sighted.last]
    disguised = is_disguised(shown, term.text)
    stands = term.text if disguised else " ".join(shown.split())
    message = term.message.format(text=stands, use=term.use[0] if term.use else "")
    if disguised:
        message += _DISGUISED
    severity = term.severity
    if term.since and age.may_be_before(term.since, *_undisguised(term, field, sighted)):
        severity, message = Severity.HINT, message + _OLDER
    return Hit(field, sighted.first, sighted.last, message, term.use, severity, term.basis)
