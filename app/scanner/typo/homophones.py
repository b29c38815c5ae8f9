"""Words of two characters by their sound (同音词): what may have been meant where a whole word is wrong.

People type whole words by sound, so that both characters of a word are wrong at once (种菜 for 仲裁) and
neither can be put right without the other. Sounds that dialects do not part (z/zh, n/l, in/ing) are one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt

from app.scanner.confusion import Kind, characters, merged, readings
from app.scanner.typo.channel import Candidates
from app.scanner.typo.symbols import Places, Symbols

SIZE = 2
"""Characters of the words."""

_READINGS = 3
_TONES = 6

Codes = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Homophones:
    """`words[i]` sounds as `keys[i]` tells, which ascend. `said` are the readings of `chars`.

    A reading is the number of its sound times six and its tone, 0 for none; `merged` gives each sound the
    number that it shares with those near it.
    """

    chars: Codes
    said: Codes
    merged: Codes
    keys: npt.NDArray[np.uint32]
    words: Codes

    @classmethod
    def of(cls, words: Iterable[str]) -> Homophones:
        """The index of these words of two characters."""
        chars = sorted(characters())
        sounds = sorted({reading[:-1] for char in chars for reading in readings(char)})
        number = {sound: at for at, sound in enumerate(sounds, 1)}
        alike = {sound: at for at, sound in enumerate(sorted({merged(sound) for sound in sounds}), 1)}
        said = np.zeros((len(chars), _READINGS), np.uint16)
        for row, char in zip(said, chars, strict=True):
            numbers = [number[each[:-1]] * _TONES + int(each[-1]) for each in readings(char)]
            row[: len(numbers)] = numbers[:_READINGS]
        classes = np.array([0, *(alike[merged(sound)] for sound in sounds)], np.uint16)
        empty = np.zeros(0, np.uint32), np.zeros((0, SIZE), np.uint16)
        return cls(np.array([ord(char) for char in chars], np.uint16), said, classes, *empty)._of(words)

    def _of(self, words: Iterable[str]) -> Homophones:
        kept = sorted(word for word in words if len(word) == SIZE and all(map(readings, word)))
        codes = np.array([[ord(char) for char in word] for word in kept], np.uint16).reshape(-1, SIZE)
        keys, rows = self._keys(codes.astype(np.uint32))
        order = np.lexsort((rows, keys))
        return replace(self, keys=keys[order].astype(np.uint32), words=codes[rows[order]])

    def candidates(self, symbols: Symbols, at: Places) -> Candidates:
        """The words that sound like the two characters from each place on and differ from them in both."""
        at = at[np.isin(symbols[at], self.chars) & np.isin(symbols[at + 1], self.chars)]
        keys, rows = self._keys(np.stack((symbols[at], symbols[at + 1]), axis=1))
        first = np.searchsorted(self.keys, keys)
        count = np.searchsorted(self.keys, keys, "right") - first
        index = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count - first, count)
        at, new = at[np.repeat(rows, count)], self.words[index].astype(np.uint32)
        differ = (new[:, 0] != symbols[at]) & (new[:, 1] != symbols[at + 1])
        _, once = np.unique(_joined(at[differ], new[differ]), return_index=True)
        at, new = at[differ][once], new[differ][once]
        return Candidates(at, new, self._kinds(np.stack((symbols[at], symbols[at + 1]), axis=1), new))

    def _said(self, symbols: Symbols) -> Codes:
        return self.said[np.minimum(np.searchsorted(self.chars, symbols), len(self.chars) - 1)]

    def _keys(self, words: Symbols) -> tuple[npt.NDArray[np.uint32], Places]:
        """The sounds of words, each in all its readings, and the row of the word."""
        said = self.merged[self._said(words) // _TONES].astype(np.uint32)
        keys, rows = [], []
        for one, other in product(range(_READINGS), repeat=SIZE):
            has = np.flatnonzero((said[:, 0, one] > 0) & (said[:, 1, other] > 0))
            keys.append(said[has, 0, one] << np.uint32(16) | said[has, 1, other])
            rows.append(has)
        return np.concatenate(keys), np.concatenate(rows)

    def _kinds(self, old: Symbols, new: Symbols) -> npt.NDArray[np.uint8]:
        """In what two words are alike: in tone too, in sound, or nearly, by the less alike character."""
        olds, news = self._said(old)[:, :, :, None], self._said(new)[:, :, None, :]
        same = ((olds == news) & (olds > 0)).any((2, 3)).all(1)
        sound = ((olds // _TONES == news // _TONES) & (olds > 0)).any((2, 3)).all(1)
        kinds = np.where(same, Kind.HOMOPHONE.value, np.where(sound, Kind.TONE.value, Kind.NEAR.value))
        return kinds.astype(np.uint8)


def _joined(at: Places, new: Symbols) -> npt.NDArray[np.int64]:
    """A number for each place and word."""
    return at.astype(np.int64) << 32 | new[:, 0].astype(np.int64) << 16 | new[:, 1]
