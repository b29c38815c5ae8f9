"""What speaks for an exchange and what against it, as numbers that the scorer weighs (特征)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.scanner.confusion import Kind
from app.scanner.typo.channel import Candidates
from app.scanner.typo.lattice import Parted, Reparted
from app.scanner.typo.ngrams import Exchanged, Language, Logs, Orders, Text
from app.scanner.typo.symbols import START, Places, Symbols, is_ideograph

Matrix = npt.NDArray[np.float32]

FEATURES = (
    *("gain", "gain here", "gain 1", "gain 2", "gain 3+4", "gain over 8", "worst gain"),
    *("order", "order was", "order 4", "order before and after", "orders", "orders were"),
    *("word gain", "word gain positive", "word length", "word length was", "word frequency", "gain in word"),
    *("homophone", "tone", "near", "shape", "shape and sound"),
    *("frequency", "frequency was", "log here", "logs before", "logs after", "familiar near", "familiar far"),
    *("single before", "single after", "not first", "rivals", "whole word", "gain together"),
    *("best beside", "mark before", "mark after", "words as they are"),
)
"""The columns of the matrix, in order."""

_SOUNDS = (Kind.HOMOPHONE | Kind.TONE | Kind.NEAR).value
_FAR = 15
_BESIDE = 3


class Evidence(NamedTuple):
    """What is known of exchanges of one size (rows in the order of their places, the best of a place first).

    `together` is what a whole word gains over the better of its halves, `worth` the gain and that of the
    words weighed together.
    """

    candidates: Candidates
    exchanged: Exchanged
    reparted: Reparted
    together: Logs
    worth: Logs
    rank: npt.NDArray[np.intp]
    rivals: npt.NDArray[np.intp]


def matrix(language: Language, text: Text, parted: Parted, evidence: Evidence, best: Logs) -> Matrix:
    """The features of each exchange, one row each, in the order of `FEATURES`.

    `best` is the worth of the best exchange at each place.
    """
    at, new, kinds = evidence.candidates
    last = at + evidence.candidates.size - 1
    gains, known, was = _as_one(evidence.exchanged, evidence.candidates.size)
    gain, words = gains.sum(0), evidence.reparted
    starts_here = _starting(evidence.exchanged.known)
    has = {kind: (kinds & kind.value > 0).astype(np.float32) for kind in Kind}
    sounds = (kinds & _SOUNDS > 0).astype(np.float32)
    here = _Around(text, parted, at, last)
    columns = (
        *(
            np.clip(gain, -5, 25),
            np.clip(gains[0], -6, 12),
            np.clip(gains[1], -6, 12),
            np.clip(gains[2], -6, 10),
        ),
        *(np.clip(gains[3] + gains[4], -8, 10), np.maximum(gain - 8, 0), np.minimum(gains.min(0), 0)),
        *(known.max(0), was.max(0), known.max(0) >= 4, known[0] + starts_here, known.sum(0), was.sum(0)),
        *(np.clip(words.gain, -12, 20), np.clip(words.gain, 0, 20), words.length),
        *(parted.lengths[at], np.clip(words.log, -20, 0)),
        np.clip(gain, 0, 20) * (words.length >= 2),
        *(has[Kind.HOMOPHONE], has[Kind.TONE], has[Kind.NEAR], has[Kind.SHAPE], has[Kind.SHAPE] * sounds),
        *(_mean(language.single(new)), _mean(language.single(_old(text, evidence))), text.logs[at]),
        *(here.logs(-4, -1), here.logs(5, 7), here.familiar(), here.familiar_far()),
        *(here.single(-2, -1), here.single(1, 2)),
        *(evidence.rank > 0, np.log1p(evidence.rivals)),
        *(np.full(len(at), evidence.candidates.size > 1), np.clip(evidence.together, -10, 20)),
        *(here.best(best), here.mark(-1), here.mark(1), here.words(parted)),
    )
    return np.stack([column.astype(np.float32) for column in columns], axis=1)


def _as_one(exchanged: Exchanged, size: int) -> tuple[Logs, Orders, Orders]:
    """Gains and orders of exchanges as if the exchanged symbols were one."""
    first = exchanged.gains[:size].sum(0, keepdims=True)
    gains = np.concatenate((first, exchanged.gains[size:]))
    return gains, exchanged.known[size - 1 :], exchanged.was_known[size - 1 :]


def _starting(known: Orders) -> Orders:
    """The longest known n-grams that start with the first exchanged symbol."""
    length = np.arange(1, len(known) + 1)[:, None]
    starting: Orders = np.where(known == length, known, 0).max(0)
    return starting


def _old(text: Text, evidence: Evidence) -> Symbols:
    """What stands where the new symbols would."""
    at, size = evidence.candidates.at, evidence.candidates.size
    return np.stack([text.symbols[at + one] for one in range(size)], axis=1)


def _mean(logs: Logs) -> Logs:
    mean: Logs = logs.mean(1)
    return mean


class _Around:
    """Means over what stands around places in their sentence, as differences of running sums."""

    def __init__(self, text: Text, parted: Parted, at: Places, last: Places) -> None:
        self._at, self._last, self._symbols = at, last, text.symbols
        self._start, self._end = _bounds(text.symbols, at)
        self._logs = _running(text.logs)
        self._known = _running(text.known)
        self._single = _running((parted.lengths == 1) & is_ideograph(text.symbols))

    def logs(self, first: int, last: int) -> Logs:
        return self._mean(self._logs, first, last)

    def single(self, first: int, last: int) -> Logs:
        return self._mean(self._single, first, last)

    def best(self, worth: Logs) -> Logs:
        """The worth of the best exchange that is near, but not here."""
        last = len(worth) - 1
        near = [worth[np.maximum(self._at - step, 0)] for step in range(1, _BESIDE + 1)]
        near += [worth[np.minimum(self._last + step, last)] for step in range(1, _BESIDE + 1)]
        best: Logs = np.clip(np.max(near, axis=0), 0, 20)
        return best

    def mark(self, step: int) -> npt.NDArray[np.bool_]:
        """Whether no ideograph stands beside."""
        at = self._at + step if step < 0 else np.minimum(self._last + step, len(self._symbols) - 1)
        return ~is_ideograph(self._symbols[at])

    def words(self, parted: Parted) -> Logs:
        """How frequent the words are that stand here."""
        first, last = np.maximum(self._at - 2, 0), np.minimum(self._last + 3, len(parted.upto) - 1)
        words: Logs = np.clip((parted.upto[last] - parted.upto[first]) / (last - first), -20, 0)
        return words

    def familiar(self) -> Logs:
        """How long the known n-grams are right before and after the window of the exchange."""
        return self._both(4)

    def familiar_far(self) -> Logs:
        """The same over `_FAR` symbols to either side."""
        return self._both(_FAR)

    def _both(self, reach: int) -> Logs:
        """The mean over what stands before and after, of all the sentence if nothing does."""
        before, after = self._sum(self._known, -reach, -1), self._sum(self._known, 5, 4 + reach)
        return self._over(self._known, before[0] + after[0], before[1] + after[1])

    def _mean(self, sums: npt.NDArray[np.float64], first: int, last: int) -> Logs:
        return self._over(sums, *self._sum(sums, first, last))

    def _over(self, sums: npt.NDArray[np.float64], sum_: npt.NDArray[np.float64], count: Places) -> Logs:
        whole = (sums[self._end] - sums[self._start]) / (self._end - self._start)
        mean: Logs = np.where(count > 0, sum_ / np.maximum(count, 1), whole).astype(np.float32)
        return mean

    def _sum(
        self, sums: npt.NDArray[np.float64], first: int, last: int
    ) -> tuple[npt.NDArray[np.float64], Places]:
        """The sum over what stands in reach in the same sentence, and the number of symbols."""
        at = self._at if first < 0 else self._last
        low = np.clip(at + first, self._start, self._end)
        high = np.clip(at + last + 1, self._start, self._end)
        return sums[high] - sums[low], high - low


def _bounds(symbols: Symbols, at: Places) -> tuple[Places, Places]:
    """Where the sentence of each place begins, after its START, and where the next one does."""
    starts = np.flatnonzero(symbols == START)
    number = np.searchsorted(starts, at)
    first = np.concatenate(([-1], starts))[number] + 1
    return first, np.append(starts, len(symbols))[number]


def _running(values: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
    return np.concatenate((np.zeros(1), np.cumsum(values, dtype=np.float64)))
