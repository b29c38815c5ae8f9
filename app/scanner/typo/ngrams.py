"""How likely is a character after those before it? A language model of n-grams (n 元语法), asked in batches.

Each n-gram has the logarithm of its probability and, if longer ones begin with it, what it passes on to those
that are not known (back-off, 回退), both rounded to a few steps. `Parts` of several models are mixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.scanner.typo.static import Static
from app.scanner.typo.symbols import ORDER, Hashes, Places, Symbols, changes, exchange, rolled

Logs = npt.NDArray[np.float32]
Orders = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]

UNKNOWN = np.float32(-17.0)
"""The logarithm of the probability of a character that the corpus does not have."""
_PLANE = 0x10000


@dataclass(frozen=True, slots=True, eq=False)
class Grams:
    """The n-grams of one length: where to find their steps, and what the steps mean."""

    found: Static
    logs: Logs
    passes: Logs

    def look(self, keys: Hashes) -> tuple[Mask, Logs, Logs]:
        """Which n-grams are known, the logarithms of their probability and of what they pass on."""
        known, values = self.found.find(keys)
        width = len(self.logs)
        return known, self.logs.take(values % width), self.passes.take(values // width, mode="clip")


class _Read(NamedTuple):
    """A text under one model: by length of the n-grams used (from 1), for every symbol as the last."""

    logs: list[Logs]
    passes: list[Logs]
    known: Orders


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """One model: characters by their symbol, and the n-grams of two characters and more, in this order."""

    single: Logs
    single_passes: Logs
    grams: tuple[Grams, ...]

    def read(self, hashes: Sequence[Hashes], reach: Orders, symbols: Symbols) -> _Read:
        """The text whose n-grams have these hashes."""
        plane = np.minimum(symbols, _PLANE - 1)
        logs, passes = [self.single[plane]], [self.single_passes[plane]]
        known = (logs[0] > UNKNOWN).astype(np.int8)
        for order, grams in enumerate(self.grams, 2):
            before = np.concatenate((np.zeros(1, np.int8), known[:-1]))
            at = np.flatnonzero((reach >= order) & (known == order - 1) & (before >= order - 1))
            found, sure, passed = grams.look(hashes[order][at])
            longer, passing = logs[-1].copy(), np.zeros(len(symbols), np.float32)
            longer[1:] += np.where(reach[1:] >= order, passes[-1][:-1], np.float32(0))
            longer[at[found]] = sure[found]
            passing[at[found]] = passed[found]
            known[at[found]] = order
            logs.append(longer)
            passes.append(passing)
        return _Read(logs, passes, known)


class Text(NamedTuple):
    """A text as the language reads it: symbols, hashes, how long an n-gram may be that ends at each symbol.

    `logs` is the logarithm of the probability of each symbol after those before it, `known` the length of
    the longest n-gram that is known and ends there.
    """

    symbols: Symbols
    hashes: list[Hashes]
    reach: Orders
    logs: Logs
    known: Orders
    reads: list[_Read]


class Exchanged(NamedTuple):
    """What becomes of the text where symbols are exchanged: for them (first rows) and the four after them.

    `gains` of the logarithm of the probability; the longest known n-grams that end there and hold an
    exchanged symbol, as proposed and as it was (0 for none).
    """

    gains: Logs
    known: Orders
    was_known: Orders

    def chosen(self, rows: Places) -> Exchanged:
        """Some of the exchanges."""
        return Exchanged(self.gains[:, rows], self.known[:, rows], self.was_known[:, rows])


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Models with the logarithm of their weight (linear interpolation, 线性插值)."""

    parts: tuple[tuple[float, Model], ...]

    def read(self, symbols: Symbols) -> Text:
        """The text under all models."""
        hashes, reach = rolled(symbols)
        reads = [model.read(hashes, reach, symbols) for _, model in self.parts]
        logs = self._mixed([read.logs[-1] for read in reads])
        known: Orders = np.max([read.known for read in reads], axis=0)
        return Text(symbols, hashes, reach, logs, known, reads)

    def exchange(self, text: Text, at: Places, new: Symbols) -> Exchanged:
        """What becomes of `text` for each exchange of the symbols from `at` a place on by a row of `new`."""
        size = new.shape[1]
        each = [
            _exchange(model, text, read, at, new)
            for (_, model), read in zip(self.parts, text.reads, strict=True)
        ]
        gains = self._mixed([logs for logs, _ in each])
        known: Orders = np.max([orders for _, orders in each], axis=0)
        was_known = np.zeros_like(known)
        for behind in range(len(known)):
            end, least, holds = _ends(text, at, size, behind)
            gains[behind] = np.where(holds, gains[behind] - text.logs[end], np.float32(0))
            was = text.known[end]
            was_known[behind] = np.where(holds & (was > least), was, 0)
        return Exchanged(gains, known, was_known)

    def joins(self, text: Text, at: Places, new: Symbols) -> Mask:
        """Whether the new symbols make a known bigram with the one before or the one after them."""
        size = new.shape[1]
        after, _, holds = _ends(text, at, size, size)
        first = text.hashes[2][at] + exchange(text.symbols[at], new[:, 0], 0)
        second = text.hashes[2][after] + exchange(text.symbols[at + size - 1], new[:, -1], 1)
        joins = np.zeros(len(at), np.bool_)
        for _, model in self.parts:
            for keys, fits in ((first, text.reach[at] >= 2), (second, holds)):
                open_ = np.flatnonzero(fits & ~joins)
                joins[open_] = model.grams[0].found.find(keys[open_])[0]
        return joins

    def single(self, symbols: Symbols) -> Logs:
        """The logarithm of the probability of symbols without any context."""
        plane = np.minimum(symbols, _PLANE - 1)
        return self._mixed([model.single[plane] for _, model in self.parts])

    def _mixed(self, logs: Sequence[Logs]) -> Logs:
        mixed = logs[0]
        if len(logs) > 1:
            weighed = [each + np.float32(weight) for (weight, _), each in zip(self.parts, logs, strict=True)]
            mixed = np.logaddexp.reduce(weighed)
        return mixed


def _ends(text: Text, at: Places, size: int, behind: int) -> tuple[Places, int, Mask]:
    """The places `behind` symbols after `at`, where n-grams end that hold one of the `size` symbols there.

    With it the length up to which n-grams that end there hold none, and whether there are longer ones.
    """
    end, least = np.minimum(at + behind, len(text.symbols) - 1), max(0, behind - size + 1)
    return end, least, (at + behind < len(text.symbols)) & (text.reach[end] > least)


def _exchange(model: Model, text: Text, read: _Read, at: Places, new: Symbols) -> tuple[Logs, Orders]:
    """Of one model: the logarithms of the probability, and the longest n-grams with new symbols."""
    size = new.shape[1]
    logs = np.zeros((ORDER + size - 1, len(at)), np.float32)
    known = np.zeros(logs.shape, np.int8)
    before = np.maximum(at - 1, 0)
    passes = [each[before] for each in read.passes]
    had = np.where(at > 0, read.known[before], 0).astype(np.int8)
    for behind in range(len(logs)):
        end, least, holds = _ends(text, at, size, behind)
        if least == 0:
            plane = np.minimum(new[:, behind], _PLANE - 1)
            sum_, mine = model.single[plane], [model.single_passes[plane]]
            has = (sum_ > UNKNOWN).astype(np.int8)
        else:
            sum_, mine = read.logs[least - 1][end], [each[end] for each in read.passes[:least]]
            has = np.minimum(read.known[end], least).astype(np.int8)
        has[~holds] = 0
        for order in range(max(2, least + 1), ORDER + 1):
            sum_ = sum_ + np.where(text.reach[end] >= order, passes[order - 2], np.float32(0))
            rows = np.flatnonzero((text.reach[end] >= order) & (has == order - 1) & (had >= order - 1))
            passing = np.zeros(len(at), np.float32)
            keys = text.hashes[order][end[rows]] + changes(text.symbols, at[rows], new[rows], behind, order)
            found, sure, passed = model.grams[order - 2].look(keys)
            sum_[rows[found]] = sure[found]
            passing[rows[found]] = passed[found]
            has[rows[found]] = order
            mine.append(passing)
        logs[behind] = sum_
        known[behind] = np.where(holds & (has > least), has, 0)
        passes, had = mine, has
    return logs, known
