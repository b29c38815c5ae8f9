"""A text as the language model sees it: one symbol a character, sentences apart, and a hash for every n-gram.

Digits are one symbol, Latin letters another, full and half width the same. Spaces are left out. Every
sentence begins with START; a line that breaks off without an end mark leaves a BREAK, of which no n-gram is
known.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

ORDER = 5
"""Characters of the longest n-grams."""
START, BREAK = 1, 2

Symbols = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]

_SPACE = 3
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SALT, _SHIFT = np.uint64(0xD6E8FEB86659FD93), np.uint64(12345)
_FULL = 0xFEE0  # from half width to full width
_ENDS = [ord(mark) for mark in "。！？；!?;"]
_CLOSERS = [ord(mark) for mark in "”’」』）)》"]
_LINE = ord("\n")
_SPACES = " \u3000\u00a0\t\r\u200b\ufeff"


class Spelled(NamedTuple):
    """Symbols, and for each the place in the text where it stands (-1 for START and BREAK)."""

    symbols: Symbols
    places: Places


def plain_symbols(text: str) -> Symbols:
    """The symbols of a text one by one, without START."""
    return _table().take(np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32))


def spell(codes: npt.NDArray[np.uint32]) -> Spelled:
    """The symbols of a text given as code points."""
    symbols = _table().take(codes)
    places = np.flatnonzero(symbols != _SPACE)
    symbols = symbols[places]
    ended = np.isin(symbols, _ENDS)
    ended |= np.isin(symbols, _CLOSERS) & _after(ended, False)
    lines = symbols == _LINE
    free = _after(ended | lines, True)
    broken = lines & ~free
    starts = np.flatnonzero(free & ~lines & ~ended & ~_after(broken, False))
    symbols[lines], places[lines] = BREAK, -1
    kept = np.insert(broken | ~lines, starts, True)
    return Spelled(np.insert(symbols, starts, START)[kept], np.insert(places, starts, -1)[kept])


def ends(codes: npt.NDArray[np.uint32]) -> Places:
    """Where a sentence or a line ends in a text given as code points."""
    return np.flatnonzero(np.isin(codes, [*_ENDS, _LINE]))


def _after(mask: npt.NDArray[np.bool_], at_first: bool) -> npt.NDArray[np.bool_]:
    """Where the symbol before is one of `mask`."""
    return np.concatenate((np.full(min(len(mask), 1), at_first), mask[:-1]))


def rolled(symbols: Symbols) -> tuple[list[Hashes], npt.NDArray[np.int8]]:
    """For every length up to `ORDER` the hashes of the n-grams that end at each symbol; how long they may be.

    The hash of no symbols, at 0, is there for the count. No n-gram reaches over a START.
    """
    values = scattered(symbols)
    hashes = [np.zeros(len(symbols), np.uint64), values]
    for _ in range(ORDER - 1):
        shorter = np.concatenate((np.zeros(1, np.uint64), hashes[-1][:-1]))
        hashes.append(shorter * _FACTOR + values)
    index = np.arange(len(symbols))
    starts = np.maximum.accumulate(np.where(symbols == START, index, 0))
    return hashes, np.minimum(index - starts + 1, ORDER).astype(np.int8)


def scattered(symbols: Symbols) -> Hashes:
    """What a symbol adds to the hash of an n-gram that ends with it."""
    return symbols.astype(np.uint64) * _SALT + _SHIFT


def joined(symbols: npt.NDArray[np.uint32]) -> Hashes:
    """The hashes of the n-grams that are the rows of a matrix of symbols."""
    hashes = np.zeros(len(symbols), np.uint64)
    for column in symbols.T:
        hashes = hashes * _FACTOR + scattered(column)
    return hashes


def exchange(old: Symbols, new: Symbols, behind: int) -> Hashes:
    """What a hash changes by where `new` takes the place of `old`, `behind` symbols before the end."""
    change = (new.astype(np.uint64) - old.astype(np.uint64)) * _SALT
    return change * np.uint64(pow(int(_FACTOR), behind, 1 << 64))


def changes(symbols: Symbols, at: Places, new: Symbols, behind: int, length: int) -> Hashes:
    """What the hashes of n-grams change by that end `behind` symbols after `at`, where rows of `new` come in.

    The n-grams have this length and hold at least one of the new symbols.
    """
    first, last = max(0, behind - length + 1), min(behind + 1, new.shape[1])
    each = [exchange(symbols[at + one], new[:, one], behind - one) for one in range(first, last)]
    return functools.reduce(np.add, each)


def is_ideograph(symbols: Symbols) -> npt.NDArray[np.bool_]:
    """Which symbols are Chinese characters."""
    return (symbols >= 0x4E00) & (symbols < 0xA000)


@functools.cache
def _table() -> Symbols:
    table = np.arange(0x110000, dtype=np.uint32)
    table[:32] = table[0x7F:0xA0] = _SPACE
    table[0x10000:] = 0xFFFD
    for half in range(0x21, 0x7F):
        plain = "0" if chr(half).isdigit() else "a" if chr(half).isalpha() else chr(half)
        table[half] = table[half + _FULL] = ord(plain)
    table[_LINE] = _LINE
    table[[ord(char) for char in _SPACES]] = _SPACE
    return table
