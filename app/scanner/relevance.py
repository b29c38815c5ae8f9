"""Relevance to the duties of an account (与职责的关联度), explained by the terms that decided it.

An account may not publish what has no direct connection with the work of government or of its own office
(东府办函〔2021〕152号三（二）、山东办公厅便函〔2021〕226号二（二）). The terms of government topics, of the
official register and of the account's duties speak for a draft; the terms of foreign topics (entertainment,
sports results, games, shares, sales, horoscopes …) speak against it. A term counts where it stands on the
word boundaries of the segmentation. The vocabulary is data, in `lexicons/topics.toml`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import exp, log, sqrt
from typing import Literal

from app.scanner.document import Page
from app.scanner.facts import Facts
from app.scanner.matcher import Matcher
from app.scanner.normalize import folded
from app.scanner.segment import cut

Verdict = Literal["relevant", "uncertain", "irrelevant"]

RELEVANT = 0.6
IRRELEVANT = 0.3
SHOWN = 10
_SHORTEST = 8  # characters; less says nothing about its subject
_STEEPNESS = 4.0
_BIAS = 0.3  # a draft of a government account is presumed to be about its work
_PRIOR_LENGTH = 12  # words added to the length, so that one word of a short text does not decide all
_OFFICIAL, _REGISTER, _FOREIGN = 1.0, 0.5, -1.3
_REGISTER_WITH_DUTIES = 0.3
_DUTY, _OWN_TOPIC, _OTHER_TOPIC = 2.0, 1.5, 0.15
_OWN_SHARE = (
    3  # a topic is an office's own if its duties name at least a third as many of its terms as of the best
)


@dataclass(frozen=True, slots=True)
class Duties:
    """The declared duties (职能) of an account: its name, the duties' text, keywords, and its code."""

    name: str = ""
    text: str = ""
    keywords: tuple[str, ...] = ()
    account: str | None = None


@dataclass(frozen=True, slots=True)
class TermWeight:
    """A term of the draft and what it added for (positive) or against (negative) relevance."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Relevance:
    """The verdict, its score from 0 to 1, the best topic's Chinese name ("" for none), the heaviest terms."""

    verdict: Verdict
    score: float
    topic: str
    terms: tuple[TermWeight, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Vocabulary:
    """Every term with its weight and the topics it belongs to, and what finds it."""

    terms: tuple[str, ...]
    weights: Mapping[str, float]
    topics: Mapping[str, tuple[str, ...]]
    matcher: Matcher


def judge(page: Page, duties: Duties | None) -> Relevance:
    """How a draft relates to the duties of its account, or to government work where none are declared.

    An empty or very short text, or one without any known term, is uncertain.
    """
    vocabulary = _for_duties(page.facts, duties)
    counts: Counter[str] = Counter()
    length = 0
    for field in page.fields:
        terms, words = _terms(vocabulary, field.folded)
        counts.update(terms)
        length += words
    weights = {term: vocabulary.weights[term] * (1 + log(count)) for term, count in counts.items()}
    if not weights or sum(len(field.text) for field in page.fields) < _SHORTEST:
        return Relevance("uncertain", 0.5, "", ())
    score = _logistic(_BIAS + _STEEPNESS * sum(weights.values()) / sqrt(length + _PRIOR_LENGTH))
    return Relevance(_verdict(score), score, _topic(vocabulary, weights), _heaviest(weights))


def _logistic(x: float) -> float:
    return round(1 / (1 + exp(-max(-30.0, min(30.0, x)))), 4)


def _verdict(score: float) -> Verdict:
    if score >= RELEVANT:
        return "relevant"
    return "irrelevant" if score <= IRRELEVANT else "uncertain"


def _heaviest(weights: Mapping[str, float]) -> tuple[TermWeight, ...]:
    """The terms that weigh most, for or against, heaviest first and then by the term."""
    order = sorted(weights, key=lambda term: (-abs(weights[term]), term))
    return tuple(TermWeight(term, round(weights[term], 4)) for term in order[:SHOWN])


def _topic(vocabulary: _Vocabulary, weights: Mapping[str, float]) -> str:
    """The topic with the greatest weight, for or against; of equals the one that sorts first."""
    totals: defaultdict[str, float] = defaultdict(float)
    for term, weight in weights.items():
        for topic in vocabulary.topics.get(term, ()):
            totals[topic] += abs(weight)
    return min(totals, key=lambda topic: (-totals[topic], topic), default="")


def _terms(vocabulary: _Vocabulary, text: str) -> tuple[list[str], int]:
    """The terms in `text` on word boundaries, of overlapping ones the longest, and the number of words."""
    words = cut(text)
    bounds = {0, *accumulate(map(len, words))}
    hits = vocabulary.matcher.find(text)
    whole = sorted((first, -last, term) for first, last, term in hits if first in bounds and last in bounds)
    return [vocabulary.terms[term] for term in _longest(whole)], len(words)


def _longest(hits: Iterable[tuple[int, int, int]]) -> Iterator[int]:
    """Of hits `(start, -end, term)` in order, those that do not overlap an earlier one."""
    reached = 0
    for first, negated_last, term in hits:
        if first >= reached:
            reached = -negated_last
            yield term


@lru_cache(maxsize=4)
def _general(facts: Facts) -> _Vocabulary:
    """The vocabulary of government work at large."""
    lexicon = facts.vocab.get("topics", {})
    weights: dict[str, float] = {}
    topics: dict[str, tuple[str, ...]] = {}
    for weight, group in ((_FOREIGN, "foreign"), (_OFFICIAL, "official")):
        for topic, entry in lexicon.get(group, {}).items():
            for term in map(folded, entry["terms"]):
                weights[term] = weight
                topics[term] = (*topics.get(term, ()), topic)
    for term in lexicon.get("register", {}).get("terms", ()):
        weights.setdefault(folded(term), _REGISTER)
    return _vocabulary(weights, topics)


@lru_cache(maxsize=64)
def _for_duties(facts: Facts, duties: Duties | None) -> _Vocabulary:
    """The vocabulary seen from an office's duties.

    What its duties name weighs most, its own topics more than those of other offices; a foreign topic that
    belongs to its duties (体育赛事 for a sports office) is not foreign to it.
    """
    general = _general(facts)
    if duties is None:
        return general
    text = folded("\n".join((duties.name, duties.text, *duties.keywords)))
    named = [term for term in _terms(general, text)[0] if term in general.topics]
    own = _own_topics(general, named)
    foreign = facts.vocab.get("topics", {}).get("foreign", {})
    ours = {
        topic for topic, entry in foreign.items() if any(word in text for word in entry.get("duties", ()))
    }
    weights = {term: _weight(general, term, own, ours) for term in general.weights}
    keywords = (folded(word) for word in duties.keywords if len(word) > 1)
    return _vocabulary(weights | dict.fromkeys((*named, *keywords), _DUTY), general.topics)


def _own_topics(general: _Vocabulary, named: Iterable[str]) -> set[str]:
    """The topics of government work that an office's duties speak of."""
    official = (term for term in named if general.weights[term] > 0)
    counts = Counter(topic for term in official for topic in general.topics[term])
    most = max(counts.values(), default=0)
    return {topic for topic, count in counts.items() if count * _OWN_SHARE >= most}


def _weight(general: _Vocabulary, term: str, own: set[str], ours: set[str]) -> float:
    """The weight of a term for an office with topics of its `own`, and foreign ones that are `ours`."""
    weight, topics = general.weights[term], general.topics.get(term, ())
    if weight < 0:
        return _OTHER_TOPIC if ours.issuperset(topics) else weight
    if not own:
        return weight
    if not topics:
        return _REGISTER_WITH_DUTIES
    return _OWN_TOPIC if own.intersection(topics) else _OTHER_TOPIC


def _vocabulary(weights: Mapping[str, float], topics: Mapping[str, tuple[str, ...]]) -> _Vocabulary:
    terms = tuple(weights)
    return _Vocabulary(terms, weights, topics, Matcher(terms))
