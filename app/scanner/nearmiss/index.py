"""The index of known terms: where they stand, and where something stands that is nearly one of them.

A near form is a slip only if nothing else explains it. It is none where the character that differs belongs to
another known term (宣城市 is no 宜城市), where segmentation reads a word that reaches over an end of it
(大气污染治|理), and where it is a word itself. Lists of the lexicons name further forms that prose uses.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.scanner.document import Field
from app.scanner.facts import Facts
from app.scanner.matcher import Matcher
from app.scanner.nearmiss.known import SHORTEST, Group
from app.scanner.nearmiss.long import LongTerms
from app.scanner.nearmiss.short import ShortTerms
from app.scanner.nearmiss.slip import Slip, slip
from app.scanner.segment import cut

_SHORT = 5
"""Characters of the longest terms that are looked up with one character hidden; longer ones go by halves."""
_LEAST_OF_LAW = 6
_MARGIN = 6

Span = tuple[int, int]


class Found(NamedTuple):
    """A slip with its score, all `terms` that may be meant, and the group and the list that they are in."""

    slip: Slip
    score: float
    terms: tuple[str, ...]
    group: Group
    basis: str


class Index:
    """The known terms of a ruleset's facts, titles of laws in force among them."""

    def __init__(self, facts: Facts) -> None:
        self._listed: dict[str, tuple[Group, str]] = {}
        for known in facts.known:
            self._listed |= dict.fromkeys(known.terms, (known.group, known.basis))
        laws = [law for law in facts.laws.values() if not law.former and len(law.title) >= _LEAST_OF_LAW]
        self._listed |= {law.title: ("law", law.basis) for law in laws}
        self._seen = frozenset[str]().union(*(known.seen for known in facts.known))
        self._short = [term for term in self._listed if len(term) <= _SHORT]
        self._long = [term for term in self._listed if len(term) > _SHORT]
        self._near_short, self._near_long = ShortTerms(self._short), LongTerms(self._long)
        self._find = Matcher(tuple(dict.fromkeys((*self._listed, *facts.laws)))).find

    def known_spans(self, field: Field) -> list[Span]:
        """Where known terms stand in `field.text` as they should, from left to right; they may overlap."""
        return sorted((start, end) for start, end, _ in self._find(field.text))

    def slips(self, field: Field) -> list[Found]:
        """The slips in a field from left to right; of those that overlap, the surest."""
        near: defaultdict[Span, dict[str, Slip]] = defaultdict(dict)
        for each in self._near(field):
            near[each.start, each.end][each.term] = each
        known = np.zeros(len(field.text), np.bool_)
        for start, end in self.known_spans(field) if near else ():
            known[start:end] = True
        judged = (self._judged(field.text, list(slips.values()), known) for slips in near.values())
        return _apart(each for each in judged if each)

    def _near(self, field: Field) -> Iterator[Slip]:
        text = field.text
        for start, number, at in self._near_short.near(field.codes):
            term = self._short[number]
            if text[start + at] != term[at] and text.startswith(term[:at], start):
                if text.startswith(term[at + 1 :], start + at + 1):
                    yield from self._slip(text, start, start + len(term), term)
        for start, end, number in self._near_long.near(text):
            yield from self._slip(text, start, end, self._long[number])

    def _slip(self, text: str, start: int, end: int, term: str) -> Iterator[Slip]:
        if text[start:end] not in self._seen and text[start:end] not in self._listed:
            found = slip(text, start, end, term, self._listed[term][0])
            if found:
                yield found

    def _judged(self, text: str, slips: Sequence[Slip], known: npt.NDArray[np.bool_]) -> Found | None:
        """What is left of the slips of one span, whose terms are rivals."""
        rivals = [each for each in slips if not known[each.at]]
        if not rivals:
            return None
        words = _words(text, rivals[0].start, rivals[0].end)
        scores = {
            each: each.score(len(rivals), _in_word(words, each.at))
            for each in rivals
            if not _explained(words, each, self._listed[each.term][0])
        }
        if not scores:
            return None
        ranked = sorted(scores, key=lambda each: (-scores[each], each.term))
        best = ranked[0]
        return Found(best, scores[best], tuple(each.term for each in ranked), *self._listed[best.term])


@functools.lru_cache(maxsize=2)
def index(facts: Facts) -> Index:
    """The index of the known terms of `facts`, made at the first call."""
    return Index(facts)


def _words(text: str, start: int, end: int) -> list[Span]:
    """The words of two characters and more that reach into `text[start:end]`, as they stand in context."""
    first = max(0, start - _MARGIN)
    bounds = accumulate(map(len, cut(text[first : end + _MARGIN])), initial=first)
    return [(one, other) for one, other in pairwise(bounds) if other - one > 1 and one < end and other > start]


def _in_word(words: Sequence[Span], at: int) -> bool:
    return any(start <= at < end for start, end in words)


def _explained(words: Sequence[Span], slip: Slip, group: Group) -> bool:
    """Whether segmentation tells that something else is meant: see above.

    Names of places have no meaning of their own, so any word that their wrong character makes is meant, and
    any word at all in a short one (的|城市).
    """
    if any(one < slip.start < other or one < slip.end < other for one, other in words):
        return True
    if (slip.start, slip.end) in words:
        return True
    return group == "place" and (_in_word(words, slip.at) or (bool(words) and len(slip.term) == SHORTEST))


def _apart(found: Iterable[Found]) -> list[Found]:
    """Of those that overlap their neighbour, the surer one, and of these the longer."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda each: each.slip):
        if not kept or kept[-1].slip.end <= each.slip.start:
            kept.append(each)
        elif _claim(each) > _claim(kept[-1]):
            kept[-1] = each
    return kept


def _claim(found: Found) -> tuple[float, int]:
    return found.score, found.slip.end - found.slip.start
