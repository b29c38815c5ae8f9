"""The term check (词条检查): occurrences of listed terms that mean what the list means.

A term counts only if it proves itself where it stands: it is no accident of two neighbouring words, no part
of a longer Latin word or number, not fought or forbidden in its clause where the list says so, and the words
it wants near or far are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from app.scanner.check import Hit
from app.scanner.context import mentions, negated, sentence
from app.scanner.document import Field
from app.scanner.lexicon import Term
from app.scanner.matcher import Match, resolve
from app.scanner.segment import straddles, word_bounds

_CLAUSE_MARKS = frozenset(",;:!?")


class TermIndex:
    """All terms and allow-phrases (豁免短语) of a ruleset: what a match of one of its `phrases` means."""

    def __init__(self, terms: Iterable[Term], allowed: Iterable[str]) -> None:
        listed: dict[str, list[Term]] = {phrase: [] for phrase in allowed}
        self._allowed = range(len(listed))
        for term in terms:
            listed.setdefault(term.packed, []).append(term)
        self.phrases = list(listed)
        self._terms = [tuple(same) for same in listed.values()]

    def hits(
        self, found: Iterable[tuple[Field, Sequence[Match]]], text_date: date | None, limit: int
    ) -> Iterator[tuple[Term, Hit]]:
        """The terms in some fields, given the matches of `phrases` in their packed text.

        After `limit` hits of one list and severity there come no more of these.
        """
        counts: Counter[tuple[str, str | None]] = Counter()
        for field, matches in found:
            if matches:
                yield from self._hits(field, matches, text_date, counts, limit)

    def _hits(
        self,
        field: Field,
        matches: Sequence[Match],
        text_date: date | None,
        counts: Counter[tuple[str, str | None]],
        limit: int,
    ) -> Iterator[tuple[Term, Hit]]:
        found: list[Term] = []

        def fires(start: int, end: int, pattern: int) -> bool:
            if not _alone(field, start, end):
                return False
            found[:] = [
                term
                for term in self._terms[pattern]
                if counts[term.list.name, term.severity] < limit and _applies(term, field, start, text_date)
            ]
            return bool(found) and _stands(field, start, end)

        for start, end, _ in resolve(matches, self._allowed, fires):
            for term in found:
                counts[term.list.name, term.severity] += 1
                yield term, _hit(term, field, start, end)


def _applies(term: Term, field: Field, start: int, text_date: date | None) -> bool:
    """Whether the conditions that the lexicon puts on a term hold; an undated text counts as of today."""
    if term.since and text_date and text_date < term.since:
        return False
    at = int(field.packed.index[start])
    if term.near or term.unless:
        around = sentence(field.flowing, at)
        if (term.near and not mentions(around, term.near)) or mentions(around, term.unless):
            return False
    return not (term.negation and negated(field.flowing, at))


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
