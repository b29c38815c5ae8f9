"""What speaks for an exchange and what against it, as numbers that the scorer weighs (特征)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.scanner.confusion import Kind
from app.scanner.typo.channel import Candidates
from app.scanner.typo.lattice import Parted
from app.scanner.typo.ngrams import Exchanged, Language, Logs, Orders, Text
from app.scanner.typo.symbols import ORDER, Places, is_ideograph

Matrix = npt.NDArray[np.float32]

FEATURES = (
    *("gain", "gain here", "gain 1", "gain 2", "gain 3+4", "gain over 8", "worst gain"),
    *("order", "order was", "order 4", "order before and after", "orders", "orders were"),
    *("word gain", "word gain positive", "word length", "word length was", "word frequency", "gain in word"),
    *("homophone", "tone", "near", "shape", "shape and sound"),
    *("frequency", "frequency was", "log here", "logs before", "logs after", "familiar near", "familiar far"),
    *("single before", "single after", "not first", "rivals"),
)
"""The columns of the matrix, in order."""

_SOUNDS = (Kind.HOMOPHONE | Kind.TONE | Kind.NEAR).value
_FAR = 15


class Evidence(NamedTuple):
    """What is known of exchanges (rows in the order of their places, the best of a place first)."""

    candidates: Candidates
    exchanged: Exchanged
    word_gain: Logs
    word_length: Orders
    word_log: Logs
    rank: npt.NDArray[np.intp]
    rivals: npt.NDArray[np.intp]


def matrix(language: Language, text: Text, parted: Parted, evidence: Evidence) -> Matrix:
    """The features of each exchange, one row each, in the order of `FEATURES`."""
    (at, new, kinds), gains = evidence.candidates, evidence.exchanged.gains
    gain = gains.sum(0)
    known, was = evidence.exchanged.known, evidence.exchanged.was_known
    starts_here = np.where(known == np.arange(1, ORDER + 1)[:, None], known, 0).max(0)
    has = {kind: (kinds & kind.value > 0).astype(np.float32) for kind in Kind}
    sounds = (kinds & _SOUNDS > 0).astype(np.float32)
    here = _Around(text, parted, at)
    columns = (
        *(
            np.clip(gain, -5, 25),
            np.clip(gains[0], -6, 12),
            np.clip(gains[1], -6, 12),
            np.clip(gains[2], -6, 10),
        ),
        *(np.clip(gains[3] + gains[4], -8, 10), np.maximum(gain - 8, 0), np.minimum(gains.min(0), 0)),
        *(known.max(0), was.max(0), known.max(0) >= 4, known[0] + starts_here, known.sum(0), was.sum(0)),
        *(np.clip(evidence.word_gain, -12, 20), np.clip(evidence.word_gain, 0, 20), evidence.word_length),
        *(parted.lengths[at], np.clip(evidence.word_log, -20, 0)),
        np.clip(gain, 0, 20) * (evidence.word_length >= 2),
        *(has[Kind.HOMOPHONE], has[Kind.TONE], has[Kind.NEAR], has[Kind.SHAPE], has[Kind.SHAPE] * sounds),
        *(language.single(new), language.single(text.symbols[at]), text.logs[at]),
        *(here.logs(-4, -1), here.logs(5, 7), here.familiar(), here.familiar_far()),
        *(here.single(-2, -1), here.single(1, 2)),
        *(evidence.rank > 0, np.log1p(evidence.rivals)),
    )
    return np.stack([column.astype(np.float32) for column in columns], axis=1)


class _Around:
    """Means over what stands around places, as differences of running sums."""

    def __init__(self, text: Text, parted: Parted, at: Places) -> None:
        self._at = at
        self._logs = _running(text.logs)
        self._known = _running(text.known)
        self._single = _running((parted.lengths == 1) & is_ideograph(text.symbols))

    def logs(self, first: int, last: int) -> Logs:
        return self._mean(self._logs, first, last)

    def single(self, first: int, last: int) -> Logs:
        return self._mean(self._single, first, last)

    def familiar(self) -> Logs:
        """How long the known n-grams are right before and after the window of the exchange."""
        return self._both(4)

    def familiar_far(self) -> Logs:
        """The same over `_FAR` symbols to either side."""
        return self._both(_FAR)

    def _both(self, reach: int) -> Logs:
        """The mean of what stands before and of what stands after."""
        before, after = self._mean(self._known, -reach, -1), self._mean(self._known, 5, 4 + reach)
        return ((before + after) / 2).astype(np.float32)

    def _mean(self, sums: npt.NDArray[np.float64], first: int, last: int) -> Logs:
        low = np.clip(self._at + first, 0, len(sums) - 1)
        high = np.clip(self._at + last + 1, 0, len(sums) - 1)
        mean: Logs = ((sums[high] - sums[low]) / np.maximum(high - low, 1)).astype(np.float32)
        return mean


def _running(values: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
    return np.concatenate((np.zeros(1), np.cumsum(values, dtype=np.float64)))
