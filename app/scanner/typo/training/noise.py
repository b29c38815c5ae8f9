"""Slips put into clean sentences on purpose, to learn from: as people type and scanners read (人工别字)."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from app.scanner.confusion import Kind, alike, characters, readings

_KINDS = {"homophone": 40, "tone": 28, "near": 5, "shape": 22, "any": 5}
"""How often a slip is of each kind, in a hundred; the last takes any common character."""
_SLIPS = {1: 68, 2: 21, 3: 11}
"""How many slips a sentence gets, in a hundred."""
_WORDS = 0.15
"""Of the slips, those that exchange a whole word for another of the same sound (as input methods do)."""
_BESIDE = 0.12
"""Of the slips, those followed by one in the next character."""
_COMMON = 2500
_TRIES = 4


class Slips:
    """Makes slips; the same texts, words and seed make the same ones."""

    def __init__(self, texts: Sequence[str], words: Mapping[str, int], seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self._numbers = Counter(char for text in texts for char in text)
        self._words = words
        self._common = [char for char in characters() if char in self._numbers][:_COMMON]
        self._cache: dict[str, Mapping[str, Sequence[str]]] = {}

    def put_into(self, text: str) -> str:
        """The sentence with a few slips; the same length."""
        chars = list(text)
        places = [at for at, char in enumerate(text) if "\u4e00" <= char <= "\u9fff"]
        (count,) = self._random.choices(list(_SLIPS), list(_SLIPS.values()))
        for at in self._random.sample(places, min(count, len(places))):
            if self._random.random() < _WORDS and self._put_word(chars, text, at):
                continue
            chars[at] = self._wrong(text[at])
            if self._random.random() < _BESIDE and at + 1 in places:
                chars[at + 1] = self._wrong(text[at + 1])
        return "".join(chars)

    def _wrong(self, char: str) -> str:
        groups = self._alike(char)
        for _ in range(_TRIES):
            (kind,) = self._random.choices(list(_KINDS), list(_KINDS.values()))
            others = self._common if kind == "any" else groups.get(kind, ())
            if others:
                weights = [math.sqrt(self._numbers[other] + 1) for other in others]
                return self._random.choices(others, None if kind == "any" else weights)[0]
        return char

    def _alike(self, char: str) -> Mapping[str, Sequence[str]]:
        if char not in self._cache:
            groups = defaultdict(list)
            for other, kind in alike(char):
                for one in (Kind.HOMOPHONE, Kind.TONE, Kind.NEAR):
                    if one in kind:
                        groups[str(one.name).lower()].append(other)
                if Kind.SHAPE in kind:
                    groups["shape"].append(other)
            self._cache[char] = groups
        return self._cache[char]

    def _put_word(self, chars: list[str], text: str, at: int) -> bool:
        """Another word of two characters and the same sound in the place of the one at `at`, if there is one."""
        word = text[at : at + 2]
        others = [other for other in self._same_sound.get(_sound(word), ()) if other != word]
        if word not in self._words or not others:
            return False
        weights = [math.sqrt(self._words[other] + 1) for other in others]
        chars[at : at + 2] = self._random.choices(others, weights)[0]
        return True

    @cached_property
    def _same_sound(self) -> Mapping[tuple[str, ...], Sequence[str]]:
        groups = defaultdict(list)
        for word in self._words:
            if len(word) == 2 and self._words[word] >= 20:
                groups[_sound(word)].append(word)
        return groups


def _sound(word: str) -> tuple[str, ...]:
    """The most common reading of each character, without tone."""
    return tuple(next(iter(readings(char)), char)[:-1] for char in word)
