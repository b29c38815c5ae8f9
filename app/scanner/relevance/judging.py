"""The verdict on a draft: its terms, their weights, the score, the topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, log, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt

from app.scanner.document import Page
from app.scanner.facts import Facts
from app.scanner.relevance.duties import Duties, seen_from
from app.scanner.relevance.vocabulary import Vocabulary, foreign_topics, general, topic_names
from app.scanner.relevance.weights import Weights, shipped

Verdict = Literal["relevant", "uncertain", "irrelevant"]
Vector = npt.NDArray[np.float64]

RELEVANT = 0.8
IRRELEVANT = 0.3
SHOWN = 10
BIAS = 1.0
"""A draft of a government account is presumed to be about its work."""
STEEPNESS = 6.5

_SHORTEST = 8  # characters; less says nothing about its subject
_TITLE = 3  # what stands in the title counts as often
_LONGER, _LONG = 0.3, 5  # what each character beyond two adds to how specific a term is, up to five
_PRIOR_LENGTH = 12  # words added to the length, so that one word of a short text does not decide all


@dataclass(frozen=True, slots=True)
class TermWeight:
    """A term of the draft and what it added for (positive) or against (negative) relevance."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Relevance:
    """The verdict, its score from 0 to 1, the best topic's Chinese name ("" for none), the heaviest terms.

    The score is the chance that the draft is about the work of government, as measured where official texts
    and foreign ones are equally many.
    """

    verdict: Verdict
    score: float
    topic: str
    terms: tuple[TermWeight, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A draft as the model reads it.

    `terms` are different; `tally` says how much each counts, more slowly than it is repeated. `weights` is
    what each adds for relevance by itself as the office sees it, `at_large` as government at large does,
    `topics` the sum for each topic, all without what an office's decisions taught. `spread` is what sums are
    divided by, so that texts of all lengths compare.
    """

    terms: Sequence[str]
    tally: Vector
    weights: Vector
    at_large: Vector
    topics: Vector
    spread: float

    def margin(self, weights: Vector) -> float:
        """What these weights of the terms amount to in the log-odds of relevance."""
        return BIAS + STEEPNESS * float(self.tally @ weights) / self.spread

    def with_learned(self, learned: Weights) -> Reading:
        """The same with what an office's decisions taught, in a table over the same topics."""
        rows = learned.of_terms(self.terms)
        return replace(
            self,
            weights=self.weights + rows[:, 0],
            at_large=self.at_large + rows[:, 0],
            topics=self.topics + self.tally @ rows[:, 1:],
        )


def judge(page: Page, duties: Duties | None, learned: Weights | None = None) -> Relevance:
    """How a draft relates to the duties of its account, or to government work where none are declared.

    `learned` is what the office's decisions taught. An empty or very short text, or one without any known
    term, is uncertain; so is, at least, what is another office's work.
    """
    reading = read(page, duties)
    if learned:
        reading = reading.with_learned(learned.over(topic_names(page.facts)))
    if not reading.weights.any() or sum(len(field.text) for field in page.fields) < _SHORTEST:
        return Relevance("uncertain", 0.5, "", ())
    at_large = _logistic(reading.margin(reading.at_large))
    score = max(_logistic(reading.margin(reading.weights)), min(at_large, 0.5))
    verdict = _verdict(score)
    topic = _topic(page.facts, reading.topics, only_foreign=verdict == "irrelevant")
    return Relevance(verdict, score, topic, _heaviest(reading.terms, reading.tally * reading.weights))


def read(page: Page, duties: Duties | None) -> Reading:
    """The draft's terms with the weights of the listed vocabulary and of the model that ships.

    Without a listed vocabulary nothing is known of any term.
    """
    vocabulary, known = seen_from(page.facts, duties), general(page.facts)
    counts, words = _counts(page, vocabulary)
    terms, names = list(counts), topic_names(page.facts)
    reading = Reading(
        terms,
        tally=np.array([1 + log(counts[term]) for term in terms], float),
        weights=np.array([vocabulary.weights.get(term, 0.0) for term in terms], float),
        at_large=np.array([known.weights.get(term, 0.0) for term in terms], float),
        topics=_listed_topics(counts, known, names),
        spread=sqrt(words + _PRIOR_LENGTH),
    )
    return reading.with_learned(_shipped_over(names)) if names else reading


def _specificity(term: str) -> float:
    """How surely a listed term is of its topic: 养老保险 more than 工作."""
    return 1 + _LONGER * (min(len(term), _LONG) - 2)


@lru_cache(maxsize=4)
def _shipped_over(topics: tuple[str, ...]) -> Weights:
    return shipped().over(topics)


def _counts(page: Page, vocabulary: Vocabulary) -> tuple[Counter[str], int]:
    counts: Counter[str] = Counter()
    length = 0
    for field in page.fields:
        found, words = vocabulary.count(field.folded)
        length += words
        for term, count in found.items():
            counts[term] += count * (_TITLE if field.name == "title" else 1)
    return counts, length


def _listed_topics(counts: Mapping[str, int], known: Vocabulary, names: Sequence[str]) -> Vector:
    """What the listed terms say for each topic; the duties of an office do not change what is meant."""
    totals = dict.fromkeys(names, 0.0)
    for term, count in counts.items():
        for topic in known.topics.get(term, ()):
            totals[topic] += (1 + log(count)) * abs(known.weights[term]) * _specificity(term)
    return np.array(list(totals.values()))


def _logistic(x: float) -> float:
    return round(1 / (1 + exp(-max(-30.0, min(30.0, x)))), 6)


def _verdict(score: float) -> Verdict:
    if score >= RELEVANT:
        return "relevant"
    return "irrelevant" if score <= IRRELEVANT else "uncertain"


def _topic(facts: Facts, totals: Vector, *, only_foreign: bool) -> str:
    """The topic with the greatest sum above zero, of equals the first; `only_foreign` of those to choose."""
    foreign = foreign_topics(facts)
    named = zip(topic_names(facts), totals, strict=True)
    open_to = [(total, name) for name, total in named if not only_foreign or name in foreign]
    best, name = max(open_to, key=lambda pair: pair[0], default=(0.0, ""))
    return name if best > 0 else ""


def _heaviest(terms: Sequence[str], weights: Vector) -> tuple[TermWeight, ...]:
    """The terms that weigh most, for or against, heaviest first and then by the term."""
    pairs = sorted(zip(terms, weights.tolist(), strict=True), key=lambda pair: (-abs(pair[1]), pair[0]))
    return tuple(TermWeight(term, round(weight, 4)) for term, weight in pairs[:SHOWN] if round(weight, 4))
