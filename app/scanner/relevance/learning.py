"""Learning from an office's own texts and decisions (`sanshen relevance train`).

Logistic regression, begun where the listed vocabulary and the model that ships leave off: what they say of a
text is given, and the weights that are learned are what must be added, as small as can be (a Gaussian prior
about zero). One click 与职责相关 is felt, a thousand decide. It is solved in the dual, by texts and not by
terms, with accelerated gradients (Y. Nesterov, 1983).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from app.scanner.document import Draft, parse
from app.scanner.facts import Facts
from app.scanner.relevance.duties import Duties
from app.scanner.relevance.judging import STEEPNESS, Reading, read
from app.scanner.relevance.vocabulary import topic_names
from app.scanner.relevance.weights import Weights

MOST = 4000
"""Texts that are learned from, the first ones; the time grows with their square."""

_TERMS = 20_000
"""Terms that are kept, those with the heaviest weights."""
_STRICTNESS = 0.1  # how dear a weight is against a text that is not met
_TOPIC_STEEPNESS = 3.0  # what topics' sums are worth in log-odds
_SEEN = 100  # texts in which a term might have stood before
_LENGTH = 3.0  # about that of a text's vector, which should be one
_ROUNDS = 300
_BLOCK = 2000  # terms that are held densely at a time

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what people decided: whether it is relevant, or what it is about; None: nothing said."""

    draft: Draft
    relevant: bool | None = None
    topic: str | None = None
    duties: Duties | None = None


class _Texts:
    """The examples as vectors of their terms, by block of terms."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        often = Counter(term for reading in readings for term in reading.terms)
        self.terms = list(often)
        self._place = {term: at for at, term in enumerate(self.terms)}
        seen = np.array([often[term] for term in self.terms], float)
        self.rarity: Matrix = np.log((len(readings) + _SEEN) / seen) / _LENGTH
        self._entries = [self._of(reading) for reading in readings]

    def _of(self, reading: Reading) -> tuple[npt.NDArray[np.intp], Matrix]:
        columns = np.array([self._place[term] for term in reading.terms], np.intp)
        return columns, reading.tally / reading.spread * self.rarity[columns]

    def blocks(self) -> Iterator[tuple[slice, Matrix]]:
        """The vectors, a block of terms at a time."""
        for first in range(0, len(self.terms), _BLOCK):
            block = np.zeros((len(self._entries), min(_BLOCK, len(self.terms) - first)))
            for row, (columns, values) in enumerate(self._entries):
                inside = (columns >= first) & (columns < first + _BLOCK)
                block[row, columns[inside] - first] = values[inside]
            yield slice(first, first + _BLOCK), block

    def kernel(self) -> Matrix:
        """How alike any two texts are."""
        size = len(self._entries)
        return sum((block @ block.T for _, block in self.blocks()), np.zeros((size, size)))

    def weights(self, share: Matrix) -> Matrix:
        """The weights of all terms, of which each text has its `share`."""
        parts = [block.T @ share for _, block in self.blocks()]
        return np.concatenate(parts) * self.rarity[:, None] if parts else np.zeros((0, share.shape[1]))


def learn(examples: Sequence[Example], facts: Facts) -> Weights:
    """What the examples teach beyond what is known; of more than `MOST`, the first count.

    A topic that the facts do not know is a `ValueError`.
    """
    names = topic_names(facts)
    taken = list(islice(examples, MOST))
    if unknown := {example.topic for example in taken} - {None, *names}:
        raise ValueError(f"unknown topics: {unknown}")
    readings = [read(parse(example.draft, facts), example.duties) for example in taken]
    texts = _Texts(readings)
    kernel = texts.kernel()
    relevance = texts.weights(_of_relevance(taken, readings, kernel)) / STEEPNESS
    topics = texts.weights(_of_topics(taken, readings, kernel, names)) / _TOPIC_STEEPNESS
    table = np.hstack([relevance, topics])
    heaviest = np.argsort(-np.abs(table).max(axis=1), kind="stable")[:_TERMS]
    rows = {texts.terms[at]: table[at] for at in heaviest if table[at].any()}
    return Weights.of(names, rows)


def _of_relevance(examples: Sequence[Example], readings: Sequence[Reading], kernel: Matrix) -> Matrix:
    """The share of each text in the weights for relevance."""
    said = [at for at, example in enumerate(examples) if example.relevant is not None]
    known = np.array([[0.0, readings[at].margin(readings[at].weights)] for at in said]).reshape(-1, 2)
    right = np.array([int(bool(examples[at].relevant)) for at in said], np.intp)
    shares = np.zeros((len(examples), 1))
    found = _solve(kernel[np.ix_(said, said)], known, right, np.ones(len(said)))
    shares[said] = found[:, 1:] - found[:, :1]
    return shares


def _of_topics(
    examples: Sequence[Example], readings: Sequence[Reading], kernel: Matrix, names: Sequence[str]
) -> Matrix:
    """The share of each text in the weights for each topic; all topics together count the same."""
    said = [at for at, example in enumerate(examples) if example.topic is not None]
    known = np.array([_TOPIC_STEEPNESS * readings[at].topics / readings[at].spread for at in said])
    right = np.array([names.index(str(examples[at].topic)) for at in said], np.intp)
    often = np.bincount(right, minlength=len(names))
    balance = len(said) / max(int(np.count_nonzero(often)), 1) / np.maximum(often, 1)[right]
    shares = np.zeros((len(examples), len(names)))
    known = known.reshape(-1, len(names))
    shares[said] = _solve(kernel[np.ix_(said, said)], known, right, balance)
    return shares


def _solve(kernel: Matrix, known: Matrix, right: npt.NDArray[np.intp], balance: Matrix) -> Matrix:
    """The shares that make the `right` column of `known + kernel @ shares` the most likely, by softmax."""
    shares = ahead = np.zeros_like(known)
    if not len(right):
        return shares
    wanted = np.eye(known.shape[1])[right]
    steepest = np.linalg.eigvalsh(kernel)[-1] * 0.5 * balance.max() + _STRICTNESS
    pace = 1.0
    for _ in range(_ROUNDS):
        odds = known + kernel @ ahead
        chance = np.exp(odds - odds.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        slope = balance[:, None] * (chance - wanted) + _STRICTNESS * ahead
        better = ahead - slope / steepest
        quicker = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead = better + (pace - 1) / quicker * (better - shares)
        shares, pace = better, quicker
    return shares
