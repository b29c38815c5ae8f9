"""Sentences (句子) of a text and of its original, paired: the same, changed, added, left out.

Same sentences are found by their hash, changed ones by the fours of characters they share, so that the time
grows with the length of the texts only.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

_SENTENCE = re.compile("[^。!?;\n]+[。!?;]?")
_MARKS = re.compile(r"[\W_]+")
_SHORTEST = 6
_GRAM = 4
_SHARED = 0.4
_OWNERS = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its place in the folded text; `key` is it without marks and spaces."""

    text: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pairing:
    """How a text relates to its original: changed pairs (old, new), added and left-out sentences, sizes."""

    changed: list[tuple[Sentence, Sentence]]
    added: list[Sentence]
    gone: list[Sentence]
    total: int


def split(text: str) -> Iterator[Sentence]:
    """The sentences of a folded text, but for very short ones."""
    for match in _SENTENCE.finditer(text):
        sentence, key = match[0].strip(), _MARKS.sub("", match[0])
        if len(key) >= _SHORTEST:
            start = match.start() + match[0].index(sentence)
            yield Sentence(sentence, key, start, start + len(sentence))


def pair(old: str, new: str) -> Pairing:
    """Pair the sentences of a folded text with those of its original."""
    before, after = list(split(old)), list(split(new))
    had, has = {sentence.key for sentence in before}, {sentence.key for sentence in after}
    gone = [sentence for sentence in before if sentence.key not in has]
    come = [sentence for sentence in after if sentence.key not in had]
    changed = list(_alike(gone, come))
    paired = {id(sentence) for couple in changed for sentence in couple}
    gone, come = ([each for each in side if id(each) not in paired] for side in (gone, come))
    return Pairing(changed, come, gone, len(after))


def _alike(old: list[Sentence], new: list[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    """Each new sentence with the old one that shares most with it, if that is enough; each old one once."""
    owners: defaultdict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(old):
        for gram in _grams(sentence.key):
            if len(owners[gram]) < _OWNERS:
                owners[gram].append(number)
    free = set(range(len(old)))
    for sentence in new:
        votes = Counter(owner for gram in _grams(sentence.key) for owner in owners.get(gram, ()))
        best = max((number for number in votes if number in free), key=votes.__getitem__, default=None)
        if best is not None and votes[best] >= _SHARED * min(len(sentence.key), len(old[best].key)) - _GRAM:
            free.remove(best)
            yield old[best], sentence


def _grams(key: str) -> set[str]:
    return {key[i : i + _GRAM] for i in range(len(key) - _GRAM + 1)}
