"""Making the model of wording that ships, from labelled drafts and from clean prose (逻辑回归).

Logistic regression over the characters and pairs of a text, with a penalty on large weights, by gradient
descent with momentum. The threshold is the lowest at which a cross-validation calls critical at most
`_FALSE` of the drafts that are not, and at most `_FALSE_CLEAN` of the prose; what a context of the rules
excuses is not called so. Runs of three characters and vectors of words learnt from broadcast news were tried:
they find no more at the same share of false ones.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.scanner.level.wording import SLOTS, STEPS, Wording, slots, spread

_FALSE, _FALSE_CLEAN = 0.03, 0.01
_FOLDS = 5
_PENALTY = 3e-4
_CLEAN_WEIGHT = 0.1  # of a sentence of clean prose, against 1 for a draft
_LEAST = 5  # texts of clean prose that something must stand in, if no draft has it
_ROUNDS, _MOMENTUM = 600, 0.9

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
        sums = np.bincount(self.rows, table[self.places], len(self.divided))
        return np.asarray(sums / self.divided + bias)


def train(
    drafts: Sequence[tuple[str, bool]], clean: Sequence[str], excused: Callable[[str], bool]
) -> Trained:
    """The model by `drafts`, each with whether it is critical, and by `clean` sentences, which are not.

    `excused` says whether a text has a context in which the rules believe in no event.
    """
    listed = [text for text, _ in drafts] + list(clean)
    critical = np.array([critical for _, critical in drafts] + [False] * len(clean))
    drafted = np.arange(len(listed)) < len(drafts)
    texts = _read(listed, critical, drafted)
    scores = _cross_validated(texts, np.array([zlib.crc32(text.encode()) % _FOLDS for text in listed]))
    scores[[excused(text) for text in listed]] = -np.inf
    others = drafted & ~critical
    threshold = max(_above(scores[others], _FALSE), _above(scores[~drafted], _FALSE_CLEAN))
    found, false, wrong = (
        float((scores[of] >= threshold).mean()) for of in (drafted & critical, others, ~drafted)
    )
    table, bias = _fit(texts)
    step = float(np.abs(table).max()) / STEPS
    rounded = np.rint(table / step).astype(np.int8)
    return Trained(Wording.of(rounded, step, threshold - bias), found, false, wrong)


def _read(listed: Sequence[str], critical: Mask, drafted: Mask) -> _Texts:
    codes = [np.frombuffer(text.encode("utf-32-le"), np.uint32) for text in listed]
    each = [np.concatenate(slots(text)).astype(np.intp) for text in codes]
    places, rows = np.concatenate(each), np.repeat(np.arange(len(each)), [len(one) for one in each])
    known = _known(places, rows, drafted)
    kept = known[places]
    lengths = np.array([len(text) for text in codes])
    weights = np.where(drafted, 1.0, _CLEAN_WEIGHT)
    return _Texts(places[kept], rows[kept], spread(lengths), critical.astype(float), weights / weights.sum())


def _known(places: Places, rows: Places, drafted: Mask) -> Mask:
    """Which places have a weight: those of a draft, and those of enough clean texts."""
    pairs = np.unique(rows * SLOTS + places)
    texts, slot = pairs // SLOTS, pairs % SLOTS
    often = np.bincount(slot[~drafted[texts]], minlength=SLOTS)
    often[slot[drafted[texts]]] = _LEAST
    return np.asarray(often >= _LEAST)


def _cross_validated(texts: _Texts, folds: Places) -> Vector:
    """The score of each text by the weights of the texts in other folds."""
    scores = np.zeros(len(folds))
    for fold in range(_FOLDS):
        held = folds == fold
        scores[held] = texts.of(held).scores(*_fit(texts.of(~held)))
    return scores


def _above(scores: Vector, share: float) -> float:
    """The lowest score that at most this share of `scores` reaches."""
    ranked = np.sort(scores)[::-1]
    return float(np.nextafter(ranked[int(share * len(ranked))], np.inf))


def _fit(texts: _Texts) -> tuple[Vector, float]:
    """The weights and the bias under which the labels are the most likely, the penalty counted."""
    table, pace, bias, drift = np.zeros(SLOTS), np.zeros(SLOTS), 0.0, 0.0
    weights = texts.weights / texts.weights.sum()
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-texts.scores(table, bias)))
        missed = (chance - texts.critical) * weights
        shares = (missed / texts.divided)[texts.rows]
        slope = np.bincount(texts.places, shares, SLOTS) + _PENALTY * table
        pace = _MOMENTUM * pace - slope
        drift = _MOMENTUM * drift - missed.sum()
        table, bias = table + pace, bias + drift
    return table, float(bias)
