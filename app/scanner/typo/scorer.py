"""Weighs the evidence: how sure is it that a character is wrong and which one was meant?

A small network of one hidden layer gives each exchange a score beside 0 for the character as it stands; the
scores of one place become probabilities (softmax). Its weights are learnt from slips that are put into
official prose on purpose, see `training`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.scanner.typo.features import Matrix
from app.scanner.typo.symbols import Places

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

    def sure(self, features: Matrix, at: Places) -> Weights:
        """The probability of each exchange (0 to 1); rows of one place stand together."""
        return shares(self.scores(features), at)


def shares(scores: Weights, at: Places) -> Weights:
    """The scores of each place as probabilities, with 0 for what stands there."""
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
