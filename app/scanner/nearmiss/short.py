"""Short terms with one character wrong: each is listed under what is left when a character of it is hidden.

Windows of text are looked up in the same way, all at once: the hash of a window is a sum with one addend for
each character, so that a character is hidden by taking its addend away (wildcard hashing, 通配散列).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]

_CHUNK = 1 << 16
_BITS = 20
_SEED = 5


class ShortTerms:
    """Finds windows of text that differ from a term of the same length in one character."""

    def __init__(self, terms: Sequence[str]) -> None:
        """List the terms, a few characters each."""
        self._terms = terms
        self._lengths = sorted(set(map(len, terms)))
        longest = max(self._lengths, default=0)
        random = np.random.default_rng(_SEED)
        self._weights = random.integers(1, 1 << 63, longest, np.uint64) | np.uint64(1)
        self._salts = random.integers(1, 1 << 63, (longest + 1, longest), np.uint64)
        self._list()

    def _list(self) -> None:
        keys, numbers = [np.empty(0, np.uint64)], [np.empty(0, np.intp)]
        for length in self._lengths:
            those = [number for number, term in enumerate(self._terms) if len(term) == length]
            codes = _codes("".join(map(self._terms.__getitem__, those))).reshape(-1, length)
            for key in self._keys(codes.T):
                keys.append(key)
                numbers.append(np.array(those))
        key = np.concatenate(keys)
        order = key.argsort()
        self._sorted, self._numbers = key[order], np.concatenate(numbers)[order]
        self._listed = np.zeros(1 << _BITS, np.bool_)
        self._listed[_slots(key)] = True

    def near(self, text: str, codes: Codes) -> Iterator[tuple[int, int, str]]:
        """Where a term stands but for one character: start, end and the term; `codes` are those of `text`."""
        for first in range(0, len(codes), _CHUNK):
            for length in self._lengths:
                chunk = codes[first : first + _CHUNK + length - 1]
                size = max(0, len(chunk) - length + 1)
                windows = [chunk[at : at + size] for at in range(length)]
                for hidden, key in enumerate(self._keys(windows)):
                    for at, term in self._found(key):
                        if _differs(text, first + at, term, hidden):
                            yield first + at, first + at + length, term

    def _keys(self, windows: Sequence[Codes] | Codes) -> Iterator[Hashes]:
        """For each place, the hashes of the windows with the character at that place hidden."""
        addends = [codes * weight for codes, weight in zip(windows, self._weights, strict=False)]
        whole = np.sum(addends, axis=0, dtype=np.uint64)
        for addend, salt in zip(addends, self._salts[len(addends)], strict=False):
            yield whole - addend + salt

    def _found(self, key: Hashes) -> Iterator[tuple[int, str]]:
        at = np.flatnonzero(self._listed.take(_slots(key)))
        low, high = (self._sorted.searchsorted(key[at], side) for side in ("left", "right"))
        for start, one, other in zip(at.tolist(), low.tolist(), high.tolist(), strict=True):
            for number in self._numbers[one:other].tolist():
                yield start, self._terms[number]


def _differs(text: str, start: int, term: str, at: int) -> bool:
    """Whether `text` has `term` at `start` but for the character at `at`."""
    if text[start + at] == term[at] or not text.startswith(term[:at], start):
        return False
    return text.startswith(term[at + 1 :], start + at + 1)


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _slots(key: Hashes) -> npt.NDArray[np.intp]:
    return (key >> np.uint64(64 - _BITS)).astype(np.intp)
