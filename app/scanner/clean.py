"""How often does a term stand in clean official prose? A compact statistic of it (清洁语料统计) that ships.

`clean.bin` holds the word-aligned runs of 2 to `LONGEST` packed characters that laws, work reports and policy
documents have at least `LEAST` times, as sorted 40-bit hashes with a rounded count; the text cannot be got
back. `sanshen lexicon statistic` makes it. It is read at the first question and never by a scan.
"""

from __future__ import annotations

import functools
import lzma
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

LEAST = 4
"""What occurs less often is not in the statistic."""
LONGEST = 10
"""Packed characters of the longest runs that are counted."""

_FILE = Path(__file__).with_name("clean.bin")
_STEPS = 4  # counts are rounded to the nearest of four steps an octave, 9% at most
_HEAD = 16
_BYTES = 5  # of a hash

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Statistic:
    """Runs by their sorted hashes, each with the step of its count, out of so many `characters`."""

    characters: int
    hashes: Hashes
    steps: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, runs: Mapping[str, int], characters: int) -> Statistic:
        """The statistic of runs with their counts, out of a corpus of so many characters."""
        hashes = _hashes(runs)
        steps = np.array([round(_STEPS * math.log2(count)) for count in runs.values()], np.uint8)
        order = np.lexsort((steps, hashes))
        return cls(characters, hashes[order], steps[order])

    @classmethod
    def unpack(cls, data: bytes) -> Statistic:
        """The statistic that `pack` made a file of."""
        plain = np.frombuffer(lzma.decompress(data), np.uint8)
        characters, size = map(int, plain[:_HEAD].view("<u8"))
        planes, steps = np.split(plain[_HEAD:], [_BYTES * size])
        gaps = np.zeros((size, 8), np.uint8)
        gaps[:, :_BYTES] = planes.reshape(_BYTES, size).T
        return cls(characters, gaps.view("<u8").ravel().cumsum(dtype=np.uint64), steps)

    def pack(self) -> bytes:
        """The statistic as a file: the gaps between hashes, by the weight of their bytes, then the steps."""
        head = np.array([self.characters, len(self.hashes)], "<u8")
        gaps = np.diff(self.hashes, prepend=np.uint64(0)).astype("<u8")
        planes = gaps.view(np.uint8).reshape(-1, 8)[:, :_BYTES].T
        return lzma.compress(b"".join(part.tobytes() for part in (head, planes, self.steps)))

    def counts(self, terms: Iterable[str]) -> list[int]:
        """About how often each packed term occurs; 0 for less than `LEAST` times."""
        wanted = _hashes(terms)
        if not self.hashes.size:
            return [0] * len(wanted)
        at = np.minimum(self.hashes.searchsorted(wanted), len(self.hashes) - 1)
        counts = np.exp2(self.steps[at] / _STEPS).round().astype(np.int64)
        numbers: list[int] = np.where(self.hashes[at] == wanted, counts, 0).tolist()
        return numbers


def occurrences(term: str) -> int:
    """About how often the packed `term` stands in the corpus as words, or within a word; 0: hardly ever.

    One in a million terms that never occur is taken for one that does, since its hash is another's.
    """
    return counts([term])[0]


def counts(terms: Iterable[str]) -> list[int]:
    """`occurrences` of many terms at once."""
    return shipped().counts(terms)


@functools.cache
def shipped() -> Statistic:
    """The statistic that ships, read at the first call."""
    return Statistic.unpack(_FILE.read_bytes())


def _hashes(terms: Iterable[str]) -> Hashes:
    padding = bytes(8 - _BYTES)
    encoded = (term.encode("utf-8", "surrogatepass") for term in terms)
    digests = (blake2b(term, digest_size=_BYTES).digest() + padding for term in encoded)
    return np.frombuffer(b"".join(digests), "<u8")
