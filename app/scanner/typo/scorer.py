"""Weighs the evidence: how sure is it that a character is wrong and which one was meant?

A small network of one hidden layer gives each exchange a score beside 0 for the character as it stands; the
scores of all that would change a place become probabilities (softmax). Its weights are learnt from slips that
are put into official prose on purpose, see `training`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.scanner.typo.features import Matrix
from app.scanner.typo.symbols import Places

CERTAIN = 0.9
MORE_OFTEN = 5
"""The odds of being right of a correction whose sentence has a certain one, to those of one that is alone, as
measured on held-out documents with slips put in as often as people make them (`training.noise`)."""

Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Scorer:
    """Weights of the network over standardised features; the last row of `inner` and `direct` is the bias."""

    mean: Weights
    scale: Weights
    inner: Weights
    outer: Weights
    direct: Weights

    def scores(self, features: Matrix) -> Weights:
        """The score of each exchange; above 0 it is likelier than the character that stands there."""
        ones = np.ones((len(features), 1), np.float32)
        rows: Weights = np.hstack([(features - self.mean) * self.scale, ones]).astype(np.float32)
        scores: Weights = np.tanh(rows @ self.inner) @ self.outer + rows @ self.direct
        return scores


def shares(scores: Weights, at: Places) -> Weights:
    """The scores of each place as probabilities, with 0 for what stands there; rows of one place together."""
    if not len(at):
        return scores
    first = np.concatenate(([True], at[1:] != at[:-1]))
    group = np.cumsum(first) - 1
    starts = np.flatnonzero(first)
    top = np.maximum(np.maximum.reduceat(scores, starts), 0)
    parts = np.exp(scores - top[group])
    total = np.add.reduceat(parts, starts) + np.exp(-top)
    share: Weights = parts / total[group]
    return share


def clustered(sure: npt.NDArray[np.float64], sentences: Places) -> npt.NDArray[np.float64]:
    """How sure corrections are, given where there are others: slips seldom come alone.

    `sure` is how sure each is by itself, `sentences` the number of its sentence.
    """
    certain = sure >= CERTAIN
    number = np.bincount(sentences[certain], minlength=sentences.max(initial=0) + 1)
    odds = np.where(number[sentences] > certain, MORE_OFTEN, 1) * sure
    return odds / (odds + 1 - sure)
