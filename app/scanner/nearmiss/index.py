"""The index of known terms: where they stand, and where something stands that is nearly one of them.

A near form is a slip only if nothing else explains it: see `surroundings`. Lists of the lexicons name further
forms that prose uses. How sure a slip is, is counted in halvings of the doubt: one for each character that
agrees with the term, fewer for slips that are rare or ambiguous.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from app.scanner.document import Field
from app.scanner.facts import Facts
from app.scanner.matcher import Matcher
from app.scanner.nearmiss.known import PROTECTING, Group
from app.scanner.nearmiss.long import LongTerms
from app.scanner.nearmiss.short import ShortTerms
from app.scanner.nearmiss.slip import Slip, slip
from app.scanner.nearmiss.surroundings import Span, Surroundings

_HINT, _SURE = 2, 3
"""Halvings of the doubt from which on a slip is told, and is sure."""
_SHORT = 5
"""Characters of the longest terms that are looked up with one character hidden; longer ones go by halves."""
_LEAST_OF_LAW = 6


class Found(NamedTuple):
    """A slip in a text, how sure it is (0 to 1), all terms that may be meant, group and list of the first."""

    start: int
    end: int
    slip: Slip
    score: float
    sure: bool
    terms: tuple[str, ...]
    group: Group
    basis: str


class Index:
    """The known terms of a ruleset's facts, titles of laws in force among them."""

    def __init__(self, facts: Facts) -> None:
        self._listed: dict[str, tuple[Group, str]] = {}
        for known in facts.known:
            if known.group not in PROTECTING:
                self._listed |= dict.fromkeys(known.terms, (known.group, known.basis))
        laws = [law for law in facts.laws.values() if not law.former and len(law.title) >= _LEAST_OF_LAW]
        self._listed |= {law.title: ("law", law.basis) for law in laws}
        self._seen = frozenset[str]().union(*(known.seen for known in facts.known))
        self._short = ShortTerms([term for term in self._listed if len(term) <= _SHORT])
        self._long = LongTerms([term for term in self._listed if len(term) > _SHORT])
        protecting = [known for known in facts.known if known.group in PROTECTING]
        groups: dict[str, Group] = {term: known.group for known in protecting for term in known.terms}
        groups |= dict.fromkeys(facts.laws, "law")
        groups |= {term: group for term, (group, _) in self._listed.items()}
        self._groups = tuple(groups.values())
        self._find = Matcher(tuple(groups)).find

    def known_spans(self, field: Field) -> list[Span]:
        """Where known terms stand in `field.text` as they should, from left to right; they may overlap."""
        return sorted((start, end) for start, end, _ in self._find(field.text))

    def slips(self, field: Field) -> list[Found]:
        """The slips in a field from left to right; of those that overlap, the surest."""
        near: defaultdict[Span, set[Slip]] = defaultdict(set)
        for span, each in self._near(field):
            near[span].add(each)
        if not near:
            return []
        around = Surroundings(field.text, self._known(field))
        judged = (self._judged(*span, near[span], around) for span in sorted(near))
        return _apart(found for found in judged if found)

    def _known(self, field: Field) -> Iterator[tuple[int, int, Group]]:
        for start, end, number in self._find(field.text):
            yield start, end, self._groups[number]

    def _near(self, field: Field) -> Iterator[tuple[Span, Slip]]:
        text = field.text
        for start, end, term in chain(self._short.near(text, field.codes), self._long.near(text)):
            wrong = text[start:end]
            found = slip(wrong, term, self._listed[term][0])
            if found and wrong not in self._seen and wrong not in self._listed:
                yield (start, end), found

    def _judged(self, start: int, end: int, rivals: Iterable[Slip], around: Surroundings) -> Found | None:
        """What is left of the slips of one span; each rival is one more reason to doubt."""
        added = [(each, around.evidence(start, end, each, self._listed[each.term][0])) for each in rivals]
        likely = [(each.evidence() + more, each) for each, more in added if more is not None]
        if not likely:
            return None
        likely.sort(key=lambda each: (-each[0], each[1].term))
        evidence, best = likely[0]
        if (evidence := evidence - len(likely) + 1) < _HINT:
            return None
        terms = tuple(each.term for _, each in likely)
        return Found(start, end, best, 1 - 0.5**evidence, evidence >= _SURE, terms, *self._listed[best.term])


@functools.lru_cache(maxsize=2)
def index(facts: Facts) -> Index:
    """The index of the known terms of `facts`, made at the first call."""
    return Index(facts)


def _apart(found: Iterable[Found]) -> list[Found]:
    """Of those that overlap their neighbour, from left to right, the surer one, and of these the longer."""
    kept: list[Found] = []
    for each in found:
        if not kept or kept[-1].end <= each.start:
            kept.append(each)
        elif _claim(each) > _claim(kept[-1]):
            kept[-1] = each
    return kept


def _claim(found: Found) -> tuple[float, int]:
    return found.score, found.end - found.start
