"""The duties of an account (账号职能), and the listed vocabulary as it looks from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from app.scanner.facts import Facts
from app.scanner.normalize import folded
from app.scanner.relevance.vocabulary import Vocabulary, general

_REGISTER_WITH_DUTIES = 0.2
_DUTY, _OWN_TOPIC, _OTHER_TOPIC, _OWN_FOREIGN = 2.0, 1.5, 0.05, 0.0
_OWN_SHARE = 3
"""A topic is an office's own if its duties name at least a third as many of its terms as of the best."""


@dataclass(frozen=True, slots=True)
class Duties:
    """The declared duties (职能) of an account: its name, the duties' text, keywords, and its code."""

    name: str = ""
    text: str = ""
    keywords: tuple[str, ...] = ()
    account: str | None = None


@lru_cache(maxsize=64)
def seen_from(facts: Facts, duties: Duties | None) -> Vocabulary:
    """The vocabulary seen from an office's duties.

    What its duties name weighs most, its own topics more than those of other offices, unless it speaks for a
    whole government; a foreign topic that belongs to its duties (体育赛事 for a sports office) says nothing.
    """
    known = general(facts)
    if duties is None:
        return known
    text = folded("\n".join((duties.name, duties.text, *duties.keywords)))
    counts, _ = known.count(text)
    named = [term for term in counts.elements() if term in known.topics]
    own = _own_topics(known, named)
    foreign = facts.vocab.get("topics", {}).get("foreign", {})
    ours = {
        topic for topic, entry in foreign.items() if any(word in text for word in entry.get("duties", ()))
    }
    everything = _serves_all(facts, duties)
    weights = {
        term: weight if everything else _weight(known, term, own, ours)
        for term, weight in known.weights.items()
    }
    keywords = (folded(word) for word in duties.keywords if len(word) > 1)
    return Vocabulary.of(weights | dict.fromkeys((*named, *keywords), _DUTY), known.topics)


def _serves_all(facts: Facts, duties: Duties) -> bool:
    """Whether the account speaks for a whole government (市政府办公室, 某某发布), by its name."""
    names = facts.vocab.get("topics", {}).get("general", {}).get("names", ())
    return any(name in duties.name for name in names)


def _own_topics(known: Vocabulary, named: Iterable[str]) -> set[str]:
    """The topics of government work that an office's duties speak of."""
    official = (term for term in named if known.weights[term] > 0)
    counts = Counter(topic for term in official for topic in known.topics[term])
    most = max(counts.values(), default=0)
    return {topic for topic, count in counts.items() if count * _OWN_SHARE >= most}


def _weight(known: Vocabulary, term: str, own: set[str], ours: set[str]) -> float:
    """The weight of a term for an office with topics of its `own`, and foreign ones that are `ours`."""
    weight, topics = known.weights[term], known.topics.get(term, ())
    if weight < 0:
        return _OWN_FOREIGN if ours.issuperset(topics) else weight
    if not own:
        return weight
    if not topics:
        return _REGISTER_WITH_DUTIES
    return _OWN_TOPIC if own.intersection(topics) else _OTHER_TOPIC
