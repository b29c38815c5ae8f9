"""Short terms with one character wrong: every term is listed under what is left when one of its characters is hidden.

A window of text is looked up in the same way, all windows at once: the hash of a window is a sum with one
addend for each character, so that a character is hidden by taking its addend away (wildcard hashing, 通配散列).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.intp]

_CHUNK = 1 << 16
_BITS = 20
_SEED = 5


class ShortTerms:
    """Finds windows of text that differ from a term of the same length in one given character or in none."""

    def __init__(self, terms: Sequence[str]) -> None:
        """List the terms, a few characters each."""
        self._longest = max(map(len, terms), default=0)
        random = np.random.default_rng(_SEED)
        shape = (self._longest + 1, self._longest)
        self._weights: Hashes = random.integers(1, 1 << 63, self._longest, np.uint64) | np.uint64(1)
        self._salts: Hashes = random.integers(0, 1 << 63, shape, np.uint64)
        self._lengths = sorted({len(term) for term in terms})
        self._list(terms)

    def _list(self, terms: Sequence[str]) -> None:
        keys, numbers, hidden = [], [], []
        lengths = np.array([len(term) for term in terms], np.intp)
        for length in self._lengths:
            those = np.flatnonzero(lengths == length)
            codes = np.frombuffer("".join(terms[at] for at in those).encode("utf-32-le"), np.uint32)
            for place, key in enumerate(self._keys(codes.reshape(-1, length).T)):
                keys.append(key)
                numbers.append(those)
                hidden.append(np.full(len(those), place))
        key = np.concatenate([np.empty(0, np.uint64), *keys])
        order = key.argsort()
        self._sorted = key[order]
        self._numbers = np.concatenate([np.empty(0, np.intp), *numbers])[order]
        self._hidden = np.concatenate([np.empty(0, np.intp), *hidden])[order]
        self._listed = np.zeros(1 << _BITS, np.bool_)
        self._listed[self._slots(self._sorted)] = True

    def near(self, codes: Codes) -> Iterator[tuple[int, int, int]]:
        """Where a term may stand with one character wrong: start, number of the term, which character."""
        for start in range(0, len(codes), _CHUNK):
            for length in self._lengths:
                chunk = codes[start : start + _CHUNK + length - 1]
                if len(chunk) >= length:
                    size = len(chunk) - length + 1
                    windows = [chunk[at : at + size] for at in range(length)]
                    for key in self._keys(windows):
                        yield from self._found(key, start)

    def _keys(self, windows: Sequence[Codes] | Codes) -> Iterator[Hashes]:
        """For each place, the hashes of the windows with the character at that place hidden."""
        length = len(windows)
        addends = [codes * weight for codes, weight in zip(windows, self._weights, strict=False)]
        whole = np.sum(addends, axis=0, dtype=np.uint64)
        for addend, salt in zip(addends, self._salts[length], strict=False):
            yield whole - addend + salt

    def _found(self, key: Hashes, start: int) -> Iterator[tuple[int, int, int]]:
        at = np.flatnonzero(self._listed.take(self._slots(key)))
        first = self._sorted.searchsorted(key[at])
        last = self._sorted.searchsorted(key[at], "right")
        for place, low, high in zip(at.tolist(), first.tolist(), last.tolist(), strict=True):
            for number in range(low, high):
                yield start + place, int(self._numbers[number]), int(self._hidden[number])

    @staticmethod
    def _slots(key: Hashes) -> Numbers:
        return (key >> np.uint64(64 - _BITS)).astype(np.intp)
