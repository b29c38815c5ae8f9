"""The listed vocabulary of relevance, and the terms of a text.

`lexicons/topics.toml` lists terms of government topics, of the official register and of topics that are
foreign to government (entertainment, sports results, games, shares, sales, horoscopes …).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from app.scanner.facts import Facts
from app.scanner.matcher import Matcher
from app.scanner.normalize import folded
from app.scanner.segment import cut

OFFICIAL, REGISTER, FOREIGN = 1.0, 0.5, -1.3
"""Weights of a listed term for an account without declared duties."""

_WORD = re.compile("[一-鿿]{2,}")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Every listed term with its weight and the topics it belongs to, and what finds it."""

    terms: tuple[str, ...]
    weights: Mapping[str, float]
    topics: Mapping[str, tuple[str, ...]]
    matcher: Matcher

    @classmethod
    def of(cls, weights: Mapping[str, float], topics: Mapping[str, tuple[str, ...]]) -> Vocabulary:
        """The vocabulary of terms with these weights."""
        terms = tuple(weights)
        return cls(terms, weights, topics, Matcher(terms))

    def count(self, text: str) -> tuple[Counter[str], int]:
        """How often each term and each other word stands in the folded `text`, and its number of words.

        A listed term counts where it stands on word boundaries, of overlapping ones the longest; of what no
        term covers, words of two Chinese characters or more.
        """
        words = cut(text)
        bounds = [0, *accumulate(map(len, words))]
        spans = list(self._terms(text, set(bounds)))
        counts = Counter(self.terms[term] for _, _, term in spans)
        counts.update(_uncovered(words, bounds, spans))
        return counts, len(words)

    def _terms(self, text: str, bounds: set[int]) -> Iterator[tuple[int, int, int]]:
        hits = ((start, -end, term) for start, end, term in self.matcher.find(text))
        whole = sorted(hit for hit in hits if hit[0] in bounds and -hit[1] in bounds)
        reached = 0
        for start, negated, term in whole:
            if start >= reached:
                reached = -negated
                yield start, reached, term


def _uncovered(
    words: Iterable[str], bounds: Iterable[int], spans: Iterable[tuple[int, int, int]]
) -> Iterator[str]:
    """The words of two Chinese characters or more that begin outside of `spans`."""
    covered = iter(spans)
    start, end, _ = next(covered, (0, 0, 0))
    for word, at in zip(words, bounds, strict=False):
        while end <= at and (following := next(covered, None)):
            start, end, _ = following
        if not start <= at < end and _WORD.fullmatch(word):
            yield word


@lru_cache(maxsize=4)
def general(facts: Facts) -> Vocabulary:
    """The vocabulary of government work at large."""
    lexicon = facts.vocab.get("topics", {})
    weights: dict[str, float] = {}
    topics: dict[str, tuple[str, ...]] = {}
    for weight, group in ((FOREIGN, "foreign"), (OFFICIAL, "official")):
        for topic, entry in lexicon.get(group, {}).items():
            for term in map(folded, entry["terms"]):
                weights[term] = weight
                topics[term] = (*topics.get(term, ()), topic)
    for term in lexicon.get("register", {}).get("terms", ()):
        weights.setdefault(folded(term), REGISTER)
    return Vocabulary.of(weights, topics)


def topic_names(facts: Facts) -> tuple[str, ...]:
    """The Chinese names of all topics: those of government work, then the foreign ones."""
    lexicon = facts.vocab.get("topics", {})
    return (*lexicon.get("official", {}), *lexicon.get("foreign", {}))


def foreign_topics(facts: Facts) -> frozenset[str]:
    """The names of the topics that are foreign to government work."""
    return frozenset(facts.vocab.get("topics", {}).get("foreign", {}))
