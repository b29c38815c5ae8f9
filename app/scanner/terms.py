"""The term check (词条检查): occurrences of listed terms that mean what the list means.

A term counts only if it proves itself where it stands: it is no accident of two neighbouring words, no part
of a longer Latin word or number, not fought or forbidden in its clause where the list says so, and the words
it wants near or far are.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from app.scanner.check import Hit
from app.scanner.context import is_past, mentions, negated, sentence, signed, stands_in
from app.scanner.document import Field
from app.scanner.lexicon import Lexicon, Term
from app.scanner.matcher import Match, resolve
from app.scanner.segment import straddles, word_bounds

_CLAUSE_MARKS = frozenset(",;:!?")


class TermIndex:
    """All terms and allow-phrases (豁免短语) of a lexicon: what a match of one of its `phrases` means."""

    def __init__(self, lexicon: Lexicon, phrases: Mapping[str, int]) -> None:
        """`phrases` are those of the lexicon with their numbers; they are not kept."""
        self._terms, self._met = lexicon.terms, dict[int, tuple[Term, ...]]()
        self._allowed = range(len(lexicon.allowed))
        places = np.fromiter(map(phrases.__getitem__, lexicon.terms.packed()), np.uint32)
        self._numbers = np.argsort(places, kind="stable").astype(np.uint32)
        self._starts = np.searchsorted(places[self._numbers], np.arange(len(phrases) + 1)).astype(np.uint32)

    def _meet(self, pattern: int) -> tuple[Term, ...]:
        """The terms of a pattern, which are kept once it has been met: a text holds few of all."""
        numbers = self._numbers[self._starts[pattern] : self._starts[pattern + 1]].tolist()
        met = self._met[pattern] = tuple(map(self._terms.__getitem__, numbers))
        return met

    def hits(
        self, found: Iterable[tuple[Field, Sequence[Match]]], text_date: date | None, limit: int
    ) -> Iterator[tuple[Term, Hit]]:
        """The terms in some fields, given the matches of `phrases` in their packed text.

        A text that is given no date has the one that it puts under itself. After `limit` hits of one list and
        severity there come no more of these.
        """
        counts: Counter[tuple[str, str | None]] = Counter()
        found = list(found)
        dated = functools.cache(lambda: text_date or signed(found[-1][0].folded))
        for field, matches in found:
            if matches:
                yield from self._hits(field, matches, dated, counts, limit)

    def _hits(
        self,
        field: Field,
        matches: Sequence[Match],
        dated: Callable[[], date | None],
        counts: Counter[tuple[str, str | None]],
        limit: int,
    ) -> Iterator[tuple[Term, Hit]]:
        found: list[Term] = []

        def fires(start: int, end: int, pattern: int) -> bool:
            if not _alone(field, start, end):
                return False
            found[:] = [
                term
                for term in self._met.get(pattern) or self._meet(pattern)
                if not _is_right(term, field, start, end)
                and counts[term.list.name, term.severity] < limit
                and _applies(term, field, start, dated)
            ]
            return bool(found) and _stands(field, start, end)

        for start, end, _ in resolve(matches, self._allowed, fires):
            for term in found:
                counts[term.list.name, term.severity] += 1
                yield term, _hit(term, field, start, end)


def _is_right(term: Term, field: Field, start: int, end: int) -> bool:
    """Whether what should be written stands there: 覆盖, of which the listed 复盖 is a fold."""
    first, last = field.unpacked(start, end)
    return field.text[first:last] in term.use


def _applies(term: Term, field: Field, start: int, dated: Callable[[], date | None]) -> bool:
    """Whether the conditions that the lexicon puts on a term hold; an undated text counts as of today."""
    at = int(field.packed.index[start])
    if term.since and _is_before(term.since, field, at, dated()):
        return False
    if term.near or term.unless:
        around = sentence(field.flowing, at)
        if (term.near and not mentions(around, term.near)) or mentions(around, term.unless):
            return False
    return not (term.negation and negated(field.flowing, at)) and _in_section(term, field, at)


def _is_before(since: date, field: Field, at: int, text_date: date | None) -> bool:
    """Whether the text is of a time before `since`, or tells of one in the sentence around `at`."""
    return bool(text_date and text_date < since) or is_past(field.flowing, at, since)


def _in_section(term: Term, field: Field, at: int) -> bool:
    """Whether a term may stand where it does: see `not_in` and `only_in`."""
    if any(stands_in(field.flowing, at, section) for section in term.not_in):
        return False
    return not term.only_in or any(stands_in(field.flowing, at, section) for section in term.only_in)


def _alone(field: Field, start: int, end: int) -> bool:
    """Whether the packed characters from `start` to `end` are no part of a Latin word or a number."""
    text = field.packed.text
    if not (text[start].isascii() or text[end - 1].isascii()):
        return True
    first, last = field.unpacked(start, end)
    return not _joined(field.folded, first) and not _joined(field.folded, last)


def _stands(field: Field, start: int, end: int) -> bool:
    """Whether the packed characters from `start` to `end` are a word or words of their own."""
    return not straddles(field.packed.text, start, end) and not _parted(field, start, end)


def _joined(text: str, at: int) -> bool:
    """Whether a Latin word or a number runs on across `at`."""
    pair = text[at - 1 : at + 1] if at else ""
    return len(pair) == 2 and pair.isascii() and (pair.isalpha() or pair.isdigit())


def _parted(field: Field, start: int, end: int) -> bool:
    """Whether a half-width comma or the like stands in the term, but only between words (香港,政府)."""
    first, last = field.unpacked(start, end)
    if last - first == end - start or _CLAUSE_MARKS.isdisjoint(field.folded[first:last]):
        return False
    index = field.packed.index[start:end].tolist()
    pairs = enumerate(pairwise(index), 1)
    marks = {at for at, (one, other) in pairs if not _CLAUSE_MARKS.isdisjoint(field.folded[one:other])}
    return bool(marks) and marks <= word_bounds(field.packed.text, start, end)


def _hit(term: Term, field: Field, start: int, end: int) -> Hit:
    first, last = field.unpacked(start, end)
    stands = " ".join(field.text[first:last].split())
    message = term.message.format(text=stands, use=term.use[0] if term.use else "")
    return Hit(field, first, last, message, term.use, term.severity, term.basis)
