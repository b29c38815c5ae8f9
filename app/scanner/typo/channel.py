"""The channel (信道): which characters may have been meant where one stands, and in what they are alike.

The pairs are those of `app.scanner.confusion`; a model file holds them as arrays, so that they load at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.scanner.confusion import alike, characters
from app.scanner.typo.symbols import Places, Symbols

Kinds = npt.NDArray[np.uint8]


class Candidates(NamedTuple):
    """Exchanges to try: from where on, by which symbols (a row each), and in which kinds they are alike."""

    at: Places
    new: Symbols
    kinds: Kinds

    @property
    def size(self) -> int:
        """How many characters each exchanges."""
        return int(self.new.shape[1])

    def chosen(self, rows: Places | npt.NDArray[np.bool_]) -> Candidates:
        """Some of them."""
        return Candidates(self.at[rows], self.new[rows], self.kinds[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Channel:
    """`others[starts[i]:starts[i + 1]]` are the characters like `chars[i]`, in which ways `kinds` tells."""

    chars: npt.NDArray[np.uint16]
    starts: npt.NDArray[np.uint32]
    others: npt.NDArray[np.uint16]
    kinds: Kinds

    @classmethod
    def of(cls, is_used: Callable[[str], bool]) -> Channel:
        """The channel between characters of which the proposed ones are in use."""
        known = sorted(characters())
        pairs = [[(other, kind.value) for other, kind in alike(char) if is_used(other)] for char in known]
        starts = np.cumsum([0, *map(len, pairs)])
        others = [ord(other) for each in pairs for other, _ in each]
        kinds = [kind for each in pairs for _, kind in each]
        return cls(
            np.array([ord(char) for char in known], np.uint16),
            starts.astype(np.uint32),
            np.array(others, np.uint16),
            np.array(kinds, np.uint8),
        )

    def candidates(self, symbols: Symbols, at: Places) -> Candidates:
        """Everything that may have been meant at these places."""
        wanted = symbols[at]
        row = np.minimum(np.searchsorted(self.chars, wanted), len(self.chars) - 1)
        at, row = at[self.chars[row] == wanted], row[self.chars[row] == wanted]
        first = self.starts[row].astype(np.intp)
        count = self.starts[row + 1].astype(np.intp) - first
        index = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count - first, count)
        new = self.others[index].astype(np.uint32)[:, None]
        return Candidates(np.repeat(at, count), new, self.kinds[index])
