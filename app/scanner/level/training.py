"""Making the model of wording that ships, from labelled drafts and from clean prose (逻辑回归).

Logistic regression over the characters and pairs of a text, with a small penalty on large weights, by
gradient descent with momentum. Words of one sense (`senses.toml`) share a weight beside their own, so that a
word that no draft has is heard as its fellows are; the file has the sum of both. A draft teaches as a whole
and by its sentences, since it is sentences that are judged.

The threshold is the lowest at which a cross-validation calls critical at most `_FALSE` of the drafts that are
not, and at most `_FALSE_CLEAN` of the prose; a sentence that a context of the rules excuses is not called so.
"""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.scanner.level.wording import SHORTEST, SLOTS, STEPS, Wording, slots, spread

SENSES = Path(__file__).with_name("senses.toml")
"""The words of one sense, by its name."""

_FALSE, _FALSE_CLEAN = 0.04, 0.01
_FOLDS = 5
_PENALTY = 1e-5
_CLEAN_WEIGHT = 0.1  # of a sentence of clean prose, against 1 for a draft
_LEAST = 5  # texts of clean prose that something must stand in, if neither a draft nor a sense has it
_ROUNDS, _MOMENTUM = 1500, 0.9
_SENTENCE = re.compile("[^；;。！!？?\n]+[；;。！!？?\n]?")

Vector = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and what it did in the cross-validation without the rules.

    `found` is the share of critical drafts, `false` that of the others, `clean` that of clean prose.
    """

    wording: Wording
    found: float
    false: float
    clean: float


@dataclass(frozen=True, slots=True)
class _Senses:
    """Which places belong to which sense, and to what share: a word of n characters is n - 1 pairs."""

    places: Places
    senses: Places
    shares: Vector
    number: int
    size: int = SLOTS

    @classmethod
    def of(cls, words: dict[str, list[str]]) -> _Senses:
        """The senses of these words."""
        parts = [
            (part, at) for at, listed in enumerate(words.values()) for word in listed for part in _parts(word)
        ]
        places = np.array([place for (place, _), _ in parts], np.intp)
        shares = np.array([share for (_, share), _ in parts])
        return cls(places, np.array([at for _, at in parts], np.intp), shares, len(words))

    def spread_over(self, weights: Vector) -> Vector:
        """What the weights of the senses add to each place."""
        return np.bincount(self.places, self.shares * weights[self.senses], self.size).astype(float)

    def gather(self, slope: Vector) -> Vector:
        """The slope of each sense, by that of its places."""
        return np.bincount(self.senses, self.shares * slope[self.places], self.number).astype(float)


@dataclass(frozen=True, slots=True)
class _Texts:
    """Texts as the places of their weights, one after another; `rows` says whose a place is."""

    places: Places
    rows: Places
    divided: Vector
    critical: Vector
    weights: Vector

    def of(self, chosen: Mask) -> _Texts:
        """Those of the texts that are chosen."""
        kept = chosen[self.rows]
        rows = (np.cumsum(chosen) - 1)[self.rows[kept]]
        return _Texts(
            self.places[kept], rows, self.divided[chosen], self.critical[chosen], self.weights[chosen]
        )

    def scores(self, table: Vector, bias: float) -> Vector:
        """The score of each text."""
        sums = np.bincount(self.rows, table[self.places], len(self.divided))
        return np.asarray(sums / self.divided + bias)

    def gather(self, missed: Vector, size: int) -> Vector:
        """The slope of each of `size` places, by how far the texts' scores miss."""
        return np.bincount(self.places, (missed / self.divided)[self.rows], size).astype(float)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What is learnt from: texts whole and by their sentences; only sentences are `judged`."""

    texts: list[str]
    owners: Places
    judged: Mask

    @classmethod
    def of(cls, listed: Sequence[str]) -> _Pieces:
        """The pieces of texts, each owned by the text of its number."""
        parts = [(text, at, judged) for at, whole in enumerate(listed) for text, judged in _pieces(whole)]
        return cls(
            [text for text, _, _ in parts],
            np.array([at for _, at, _ in parts]),
            np.array([judged for _, _, judged in parts]),
        )


def train(
    drafts: Sequence[tuple[str, bool]], clean: Sequence[str], excused: Callable[[str], bool]
) -> Trained:
    """The model by `drafts`, each with whether it is critical, and by `clean` sentences, which are not.

    `excused` says whether a sentence has a context in which the rules believe in no event.
    """
    listed = [text for text, _ in drafts] + list(clean)
    critical = np.array([critical for _, critical in drafts] + [False] * len(clean))
    drafted = np.arange(len(listed)) < len(drafts)
    pieces, senses = _Pieces.of(listed), _Senses.of(tomllib.loads(SENSES.read_text("utf-8")))
    texts, senses, used = _narrowed(_read(pieces, critical, drafted, senses), senses)
    folds = np.array([zlib.crc32(text.encode()) % _FOLDS for text in listed])
    scores = _highest(pieces, _cross_validated(texts, folds[pieces.owners], senses), excused, len(listed))
    others = drafted & ~critical
    threshold = max(_above(scores[others], _FALSE), _above(scores[~drafted], _FALSE_CLEAN))
    found, false, wrong = (
        float((scores[of] >= threshold).mean()) for of in (drafted & critical, others, ~drafted)
    )
    table = np.zeros(SLOTS)
    table[used], bias = _fit(texts, senses)
    step = float(np.abs(table).max()) / STEPS
    rounded = np.rint(table / step).astype(np.int8)
    return Trained(Wording.of(rounded, step, threshold - bias), found, false, wrong)


def _parts(word: str) -> Iterator[tuple[int, float]]:
    """The places of a word, and the share of each: of its character, or else of its pairs."""
    singles, pairs = slots(np.frombuffer(word.encode("utf-32-le"), np.uint32))
    places = pairs if len(word) > 1 else singles
    return ((int(place), 1 / len(places)) for place in places)


def _pieces(whole: str) -> Iterator[tuple[str, bool]]:
    """A text whole, if it has several sentences, and these, each with whether it is judged."""
    sentences = [each for each in _SENTENCE.findall(whole) if len(each) >= SHORTEST]
    if len(sentences) != 1:
        yield whole, False
    yield from ((each, True) for each in sentences)


def _read(pieces: _Pieces, critical: Mask, drafted: Mask, senses: _Senses) -> _Texts:
    codes = [np.frombuffer(text.encode("utf-32-le"), np.uint32) for text in pieces.texts]
    each = [np.concatenate(slots(text)).astype(np.intp) for text in codes]
    places, rows = np.concatenate(each), np.repeat(np.arange(len(each)), [len(one) for one in each])
    known = _known(places, rows, drafted[pieces.owners])
    known[senses.places] = True
    kept = known[places]
    lengths = np.array([len(text) for text in codes])
    weights = np.where(drafted, 1.0, _CLEAN_WEIGHT) / np.bincount(pieces.owners, minlength=len(drafted))
    weights = weights[pieces.owners] / weights[pieces.owners].sum()
    return _Texts(
        places[kept], rows[kept], spread(lengths), critical[pieces.owners].astype(float), weights
    )  # fmt: skip


def _narrowed(texts: _Texts, senses: _Senses) -> tuple[_Texts, _Senses, Places]:
    """Both with the places in use alone, numbered one after another, and which these are."""
    used = np.union1d(texts.places, senses.places)
    inner, outer = np.searchsorted(used, texts.places), np.searchsorted(used, senses.places)
    return replace(texts, places=inner), replace(senses, places=outer, size=len(used)), used


def _known(places: Places, rows: Places, drafted: Mask) -> Mask:
    """Which places have a weight: those of a draft, and those of enough clean texts."""
    pairs = np.unique(rows * SLOTS + places)
    texts, slot = pairs // SLOTS, pairs % SLOTS
    often = np.bincount(slot[~drafted[texts]], minlength=SLOTS)
    often[slot[drafted[texts]]] = _LEAST
    return np.asarray(often >= _LEAST)


def _cross_validated(texts: _Texts, folds: Places, senses: _Senses) -> Vector:
    """The score of each text by the weights of the texts in other folds."""
    scores = np.zeros(len(folds))
    for fold in range(_FOLDS):
        held = folds == fold
        scores[held] = texts.of(held).scores(*_fit(texts.of(~held), senses))
    return scores


def _highest(pieces: _Pieces, scores: Vector, excused: Callable[[str], bool], number: int) -> Vector:
    """The score of each text: that of its sentence that sounds gravest and is not excused."""
    highest = np.full(number, -np.inf)
    heard = [at for at in np.flatnonzero(pieces.judged) if not excused(pieces.texts[at])]
    np.maximum.at(highest, pieces.owners[heard], scores[heard])
    return highest


def _above(scores: Vector, share: float) -> float:
    """The lowest score that at most this share of `scores` reaches."""
    ranked = np.sort(scores)[::-1]
    return float(np.nextafter(ranked[int(share * len(ranked))], np.inf))


def _fit(texts: _Texts, senses: _Senses) -> tuple[Vector, float]:
    """The weights and the bias under which the labels are the most likely, the penalty counted."""
    table, pace, bias, drift = np.zeros(senses.size), np.zeros(senses.size), 0.0, 0.0
    shared, sway = np.zeros(senses.number), np.zeros(senses.number)
    weights = texts.weights / texts.weights.sum()
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-texts.scores(table + senses.spread_over(shared), bias)))
        missed = (chance - texts.critical) * weights
        slope = texts.gather(missed, senses.size)
        pace = _MOMENTUM * pace - slope - _PENALTY * table
        sway = _MOMENTUM * sway - senses.gather(slope) - _PENALTY * shared
        drift = _MOMENTUM * drift - missed.sum()
        table, shared, bias = table + pace, shared + sway, bias + drift
    return table + senses.spread_over(shared), float(bias)
