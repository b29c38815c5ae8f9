"""Words: how well does a text fall into the words of the dictionary, and how well with a character exchanged?

The best way to part a text into words by their frequency (最大概率分词) is found forwards and backwards, so
that an exchange needs only the few words that hold it (前向后向). What is no ideograph is a word by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.scanner.typo.ngrams import Logs, Orders, Text
from app.scanner.typo.static import Static
from app.scanner.typo.symbols import Places, Symbols, exchange, is_ideograph, joined

LONGEST = 5
"""Characters of the longest words."""
NO_WORD = np.float32(-60.0)
_STRANGE = np.float32(-18.0)  # an ideograph that is no word
_MARK = np.float32(-8.0)


class Parted(NamedTuple):
    """A text in words: the best sums up to each place and from it on, the length of each symbol's word."""

    upto: npt.NDArray[np.float64]
    onwards: npt.NDArray[np.float64]
    lengths: Orders


class Reparted(NamedTuple):
    """Of exchanges: the gain, the length and the log frequency of the word that holds the new symbols."""

    gain: Logs
    length: Orders
    log: Logs

    def chosen(self, rows: Places) -> Reparted:
        """Some of them."""
        return Reparted(self.gain[rows], self.length[rows], self.log[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The dictionary: words of one character by symbol, longer ones by hash, as steps of their frequency."""

    single: Logs
    longer: Static
    logs: Logs

    def part(self, text: Text) -> Parted:
        """The best way to part a text."""
        single = self._look(1, text.hashes[1], text.reach >= 1, text.symbols).tolist()
        spans = [
            (int(end) + 1 - size, size, log)
            for size in range(2, LONGEST + 1)
            for end, log in _listed(self._look(size, text.hashes[size], text.reach >= size, text.symbols))
        ]
        upto, lengths = _forwards(single, spans)
        onwards = _backwards(single, spans)
        return Parted(np.array(upto), np.array(onwards), _spread(lengths))

    def exchange(self, text: Text, parted: Parted, at: Places, new: Symbols) -> Reparted:
        """What becomes of the words where the symbols from `at` on give way to a row of `new`."""
        return self._one(text, parted, at, new[:, 0]) if new.shape[1] == 1 else self._whole(parted, at, new)

    def _one(self, text: Text, parted: Parted, at: Places, new: Symbols) -> Reparted:
        last = len(text.symbols) - 1
        best = np.full(len(at), -np.inf)
        length, frequency = np.ones(len(at), np.int8), np.full(len(at), NO_WORD)
        for size in range(1, LONGEST + 1):
            for behind in range(size):
                end = np.minimum(at + behind, last)
                fits = (at + behind <= last) & (text.reach[end] >= size)
                keys = text.hashes[size][end] + exchange(text.symbols[at], new, behind)
                word = self._look(size, keys, fits, new)
                total = parted.upto[np.maximum(end - size + 1, 0)] + word + parted.onwards[end + 1]
                better = (word > NO_WORD) & (total > best)
                best = np.where(better, total, best)
                length = np.where(better, size, length).astype(np.int8)
                frequency = np.where(better, word, frequency).astype(np.float32)
        return Reparted((best - parted.upto[-1]).astype(np.float32), length, frequency)

    def _whole(self, parted: Parted, at: Places, new: Symbols) -> Reparted:
        """Of words of the dictionary that take the place of others of their length."""
        size = new.shape[1]
        log = self._look(size, joined(new), np.ones(len(at), np.bool_), new[:, 0])
        total = parted.upto[at] + log + parted.onwards[at + size]
        return Reparted((total - parted.upto[-1]).astype(np.float32), np.full(len(at), size, np.int8), log)

    def _look(
        self, size: int, keys: npt.NDArray[np.uint64], fits: npt.NDArray[np.bool_], symbols: Symbols
    ) -> Logs:
        if size == 1:
            plain = np.where(is_ideograph(symbols), _STRANGE, _MARK)
            return np.maximum(self.single[np.minimum(symbols, len(self.single) - 1)], plain)
        found, values = self.longer.find(keys)
        return np.where(found & fits, self.logs.take(values, mode="clip"), NO_WORD)


def _listed(logs: Logs) -> Iterator[tuple[int, float]]:
    """Where words end, with the logarithm of their frequency."""
    ends = np.flatnonzero(logs > NO_WORD)
    return zip(ends.tolist(), logs[ends].tolist(), strict=True)


def _forwards(single: list[float], spans: list[tuple[int, int, float]]) -> tuple[list[float], list[int]]:
    """The best sum up to each place, and the length of the word that ends there."""
    ending: list[list[tuple[int, float]]] = [[] for _ in single]
    for start, size, log in spans:
        ending[start + size - 1].append((size, log))
    upto, lengths = [0.0], []
    for at, (log, words) in enumerate(zip(single, ending, strict=True)):
        best, length = upto[at] + log, 1
        for size, word in words:
            if upto[at + 1 - size] + word > best:
                best, length = upto[at + 1 - size] + word, size
        upto.append(best)
        lengths.append(length)
    return upto, lengths


def _backwards(single: list[float], spans: list[tuple[int, int, float]]) -> list[float]:
    """The best sum from each place on."""
    starting: list[list[tuple[int, float]]] = [[] for _ in single]
    for start, size, log in spans:
        starting[start].append((size, log))
    onwards = [0.0] * (len(single) + 1)
    for at in range(len(single) - 1, -1, -1):
        best = single[at] + onwards[at + 1]
        for size, word in starting[at]:
            if word + onwards[at + size] > best:
                best = word + onwards[at + size]
        onwards[at] = best
    return onwards


def _spread(lengths: list[int]) -> Orders:
    """The length of its word for every symbol."""
    backwards: list[int] = []
    while len(backwards) < len(lengths):
        size = lengths[len(lengths) - 1 - len(backwards)]
        backwards += [size] * size
    return np.array(backwards[::-1], np.int8)
