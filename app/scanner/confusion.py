"""Characters that are taken for one another (易混字): by sound (音近), by tone, by shape (形近).

People type by sound and scanners read by shape, so nearly every wrong character (别字) is alike the right one
in one of the two. `confusion.tsv` has the characters of official prose and of GB/T 2312, the most common
first, each with its readings and with those that look like it; it is read at the first question.

`python -m tests.scanner.nearmiss.confusion_data` makes the file: readings from pypinyin (MIT), those only
that its phrases use; shapes by comparing the glyphs of Noto CJK (字形相似度) and the parts of kfcd/chaizi
(CC BY 3.0).
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Flag, auto
from itertools import chain
from pathlib import Path

_FILE = Path(__file__).with_name("confusion.tsv")
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
_WHOLE = {"fu": "hu", "fa": "hua", "fan": "huan", "fang": "huang", "fei": "hui", "fen": "hun", "feng": "hong"}
_WHOLE |= {other: one for one, other in _WHOLE.items()}


class Kind(Flag):
    """In what two characters are alike: in sound, by the closest of their readings, in shape, or in both."""

    HOMOPHONE = auto()
    """The same sound and tone (同音): 杆 gan3, 秆 gan3."""
    TONE = auto()
    """The same sound in another tone (近调): 移 yi2, 宜 yi2 and 易 yi4."""
    NEAR = auto()
    """Sounds that dialects do not part: z/zh, c/ch, s/sh, n/l, f/h; an/ang, en/eng, in/ing (近音)."""
    SHAPE = auto()
    """Characters that look alike (形近): 险, 除."""


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Readings (`gan3`) and lookalikes of characters, characters by reading and by sound (`gan`), ranks."""

    readings: Mapping[str, tuple[str, ...]]
    by_reading: Mapping[str, Sequence[str]]
    by_sound: Mapping[str, Sequence[str]]
    shapes: Mapping[str, str]
    rank: Mapping[str, int]


def characters() -> Sequence[str]:
    """All characters that are known, the most common in official prose first."""
    return tuple(_table().readings)


def readings(char: str) -> tuple[str, ...]:
    """How a character is read, in pinyin with the number of the tone (`gan3`); empty if it is not known."""
    return _table().readings.get(char, ())


def kind(one: str, other: str) -> Kind:
    """In what two different characters are alike; `Kind(0)`, which is false, if in nothing."""
    return _kinds(one).get(other, Kind(0))


def alike(char: str) -> Sequence[tuple[str, Kind]]:
    """The characters that `char` may be taken for, the most common first; none if it is not known."""
    return tuple(_kinds(char).items())


@functools.lru_cache(maxsize=8192)
def _kinds(char: str) -> Mapping[str, Kind]:
    table = _table()
    said = table.readings.get(char, ())
    sounds = {reading[:-1] for reading in said}
    found = {
        other: Kind.NEAR
        for near in chain(*map(near_sounds, sounds))
        for other in table.by_sound.get(near, ())
    }
    found |= {other: Kind.TONE for sound in sounds for other in table.by_sound[sound]}
    found |= {other: Kind.HOMOPHONE for reading in said for other in table.by_reading[reading]}
    found |= {other: found.get(other, Kind(0)) | Kind.SHAPE for other in table.shapes.get(char, ())}
    return {other: found[other] for other in sorted(found, key=table.rank.__getitem__) if other != char}


def near_sounds(sound: str) -> Iterator[str]:
    """The syllables, without tone, that differ from `sound` in one thing that dialects do not part."""
    for one, other in _INITIALS:
        for old, new in ((one, other), (other, one)):
            rest = sound.removeprefix(old)
            if rest != sound and not (len(old) == 1 and rest.startswith("h")):
                yield new + rest
    for one, other in _FINALS:
        for old, new in ((one, other), (other, one)):
            if sound.endswith(old):
                yield sound.removesuffix(old) + new
    if sound in _WHOLE:
        yield _WHOLE[sound]


def merged(sound: str) -> str:
    """One syllable, without tone, for all that differ from `sound` in what `near_sounds` has, but f and h."""
    for old, new in _INITIALS:
        if sound.startswith(old):
            sound = new + sound.removeprefix(old)
            break
    for old, new in _FINALS:
        if sound.endswith(old):
            return sound.removesuffix(old) + new
    return sound


@functools.cache
def _table() -> _Table:
    readings: dict[str, tuple[str, ...]] = {}
    shapes: dict[str, str] = {}
    by_reading, by_sound = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            char, said, shapes[char] = line.split("\t")
            readings[char] = tuple(said.split())
            for reading in readings[char]:
                by_reading[reading].append(char)
                by_sound[reading[:-1]].append(char)
    return _Table(readings, by_reading, by_sound, shapes, {char: rank for rank, char in enumerate(readings)})
