"""A function from 64-bit keys to small values in little more room than the values (静态检索结构).

Three cells of an array, chosen by the key, give by exclusive or a fingerprint and the value. The keys
themselves are not kept: a key that was never put in is taken for one with a probability of 2 to the power of
minus the bits of the fingerprint. Cells lie in neighbouring segments (T. M. Graf, D. Lemire, Binary Fuse
Filters, JEA 2022), so that 1.13 cells a key are enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Values = npt.NDArray[np.uint32]
Cells = npt.NDArray[np.uint32]
Slots = npt.NDArray[np.int64]

_MIX = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_HALF = np.uint64(32)
_TRIES = 100
_MARK_SHIFT = np.uint64(41)


class Shape(NamedTuple):
    """The seed of the hash, segments and their length in bits, bits of fingerprint and of value."""

    seed: int
    segments: int
    length: int
    mark: int
    value: int


@dataclass(frozen=True, slots=True, eq=False)
class Static:
    """The function; `low` and `high` hold the lower 16 and upper 8 bits of each cell, `high` may be empty."""

    shape: Shape
    low: npt.NDArray[np.uint16]
    high: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, keys: Keys, values: Values, value_bits: int, bits: int) -> Static:
        """The function of distinct keys, in cells of 16 or 24 `bits`, of which the value has `value_bits`."""
        shape = _shape(len(keys), value_bits, bits)
        for seed in range(_TRIES):
            shape = shape._replace(seed=seed)
            mixed = _mixed(keys, seed)
            slots = np.stack(_slots(mixed, shape))
            peeled = _peel(slots, _size(shape))
            if peeled is not None:
                wanted = values | _marks(mixed, shape) << np.uint32(value_bits)
                cells = _assign(peeled, slots, wanted, _size(shape))
                high = (cells >> np.uint32(16)).astype(np.uint8) if bits > 16 else np.empty(0, np.uint8)
                return cls(shape, cells.astype(np.uint16), high)
        raise ValueError("the keys are not distinct")

    def find(self, keys: Keys) -> tuple[npt.NDArray[np.bool_], Values]:
        """Which keys are known, and the values; of those that are not, the value means nothing."""
        mixed = _mixed(keys, self.shape.seed)
        first, second, third = _slots(mixed, self.shape)
        cells: Values = (self.low[first] ^ self.low[second] ^ self.low[third]).astype(np.uint32)
        if self.high.size:
            upper = self.high[first] ^ self.high[second] ^ self.high[third]
            cells |= upper.astype(np.uint32) << np.uint32(16)
        found = cells >> np.uint32(self.shape.value) == _marks(mixed, self.shape)
        return found, cells & np.uint32((1 << self.shape.value) - 1)


def _shape(count: int, value_bits: int, bits: int) -> Shape:
    """The dimensions of the paper: about 1.13 cells a key for many keys, more for few."""
    length = max(3, min(18, math.floor(math.log(max(count, 2)) / math.log(3.33) + 2.25)))
    factor = max(1.125, 0.875 + 0.25 * math.log(1e6) / math.log(max(count, 3)))
    segments = max(1, math.ceil(count * factor / (1 << length)) - 2) if count > 1 else 1
    return Shape(0, segments, length, bits - value_bits, value_bits)


def _size(shape: Shape) -> int:
    return (shape.segments + 2) << shape.length


def _mixed(keys: Keys, seed: int) -> Keys:
    mixed = (keys + np.uint64(seed)) * _MIX[0]
    mixed ^= mixed >> _HALF
    mixed *= _MIX[1]
    mixed ^= mixed >> _HALF
    return mixed


def _slots(mixed: Keys, shape: Shape) -> tuple[Slots, Slots, Slots]:
    """The three cells of each key."""
    bits, within = np.uint64(shape.length), np.uint64((1 << shape.length) - 1)
    segment = (mixed >> _HALF) * np.uint64(shape.segments) >> _HALF << bits
    first = segment | (mixed & within)
    segment += np.uint64(1 << shape.length)
    second = segment | (mixed >> np.uint64(14) & within)
    segment += np.uint64(1 << shape.length)
    third = segment | (mixed * _MIX[0] >> _MARK_SHIFT & within)
    return first.view(np.int64), second.view(np.int64), third.view(np.int64)


def _marks(mixed: Keys, shape: Shape) -> Values:
    return (mixed * _MIX[1] >> np.uint64(64 - shape.mark)).astype(np.uint32)


def _peel(
    slots: npt.NDArray[np.int64], size: int
) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] | None:
    """Rounds of keys, each with a cell that no key of this or a later round has; None if some are left.

    All keys that have a cell to themselves are taken away at once, which leaves other keys alone in theirs.
    """
    count = slots.shape[1]
    degree = np.bincount(slots.ravel(), minlength=size)
    users = np.zeros(size, np.int64)
    numbers = np.arange(count)
    for row in slots:
        np.bitwise_xor.at(users, row, numbers)
    rounds, left = [], count
    alone = np.flatnonzero(degree == 1)
    while alone.size:
        keys, first = np.unique(users[alone], return_index=True)
        rounds.append((keys, alone[first]))
        left -= len(keys)
        touched = slots[:, keys]
        for row in touched:
            np.subtract.at(degree, row, 1)
            np.bitwise_xor.at(users, row, keys)
        touched = np.unique(touched)
        alone = touched[degree[touched] == 1]
    return rounds if left == 0 else None


def _assign(
    rounds: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]],
    slots: npt.NDArray[np.int64],
    wanted: Values,
    size: int,
) -> Cells:
    """Cells that give each key what is wanted: those taken away last are settled first."""
    cells: Cells = np.zeros(size, np.uint32)
    for keys, own in reversed(rounds):
        first, second, third = slots[:, keys]
        cells[own] = wanted[keys] ^ cells[first] ^ cells[second] ^ cells[third]
    return cells
