"""Finds wrong characters by their context and says what was meant (语境别字的检出与订正).

In a first pass the language model reads the text once and marks the doubtful places; only there, in a second,
the characters that are alike in sound or shape are tried, and whole words of the same sound, and the scorer
weighs them. What is found is put right and its surroundings are read again, since one slip may hide another.

The method is that of the noisy channel (噪声信道模型; M. Kernighan, K. Church, W. Gale, COLING 1990) with an
interpolated n-gram model (修正的 Kneser-Ney 平滑; S. Chen, J. Goodman, 1999).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.scanner.typo.channel import Channel
from app.scanner.typo.exchanges import Tried, weigh
from app.scanner.typo.homophones import Homophones
from app.scanner.typo.lattice import Words
from app.scanner.typo.ngrams import Language, Logs, Text
from app.scanner.typo.scorer import Scorer, clustered, shares
from app.scanner.typo.symbols import ORDER, START, Places, Symbols, ends, is_ideograph, spell

CHUNK = 1 << 13
"""Characters that are read at a time, so that a long text takes no more memory than a short one."""
LEAST = 0.5
"""How sure a correction must be to be made at all; others are found on what is made."""

_ROUNDS = 4
_KNOWN_ENOUGH, _KNOWN_BEFORE = 4, 2
_UNLIKELY = -7
_NEAR = 2

Codes = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]


class Correction(NamedTuple):
    """The characters from place `at` of the text on should be `right`; `sure` from 0 to 1."""

    at: int
    right: str
    sure: float


@dataclass(frozen=True, slots=True, eq=False)
class Corrector:
    """A language, dictionaries, a channel and a scorer; `version` names all of them together.

    `office` and `shipped` are the files that they were read from.
    """

    language: Language
    words: Words
    channel: Channel
    homophones: Homophones
    scorer: Scorer
    version: str
    office: Path | None = None
    shipped: Path = Path()

    def corrections(self, codes: Codes, least: float = LEAST) -> Iterator[Correction]:
        """What is wrong in a text given as code points, in order, at least so sure."""
        for start, end in _pieces(codes):
            for each in self._corrected(*spell(codes[start:end])):
                if each.sure >= least:
                    yield each._replace(at=start + each.at)

    def tried(self, symbols: Symbols, among: Mask | None = None) -> Tried:
        """The exchanges worth weighing, at doubtful places (`among` these)."""
        text = self.language.read(symbols)
        doubtful = _doubtful(text) if among is None else _doubtful(text) & among
        single = self.channel.candidates(symbols, np.flatnonzero(doubtful))
        double = self.homophones.candidates(symbols, np.flatnonzero(doubtful[:-1] & doubtful[1:]))
        return weigh(self.language, self.words, text, single, double)

    def _corrected(self, symbols: Symbols, places: Places) -> Iterator[Correction]:
        """The corrections of some sentences, in order; neighbouring characters as one."""
        now, sure = self._put_right(symbols)
        changed = np.flatnonzero(now != symbols)
        runs = np.split(changed, np.flatnonzero(np.diff(places[changed]) > 1) + 1) if changed.size else []
        own = np.array([sure[run].min() for run in runs])
        sentences = np.cumsum(symbols == START)[np.array([run[0] for run in runs], np.intp)]
        for run, together in zip(runs, clustered(own, sentences), strict=True):
            yield Correction(int(places[run[0]]), "".join(map(chr, now[run])), float(together))

    def _put_right(self, symbols: Symbols) -> tuple[Symbols, Logs]:
        """The symbols as they were meant, and how sure that is where they differ."""
        sure = np.zeros(len(symbols), np.float32)
        now, read, among = symbols.copy(), np.arange(len(symbols)), np.ones(len(symbols), np.bool_)
        sentences = np.cumsum(symbols == START)
        for _ in range(_ROUNDS):
            tried = self.tried(now[read], among[read])
            scores = self.scorer.scores(tried.features)
            share = _sure(tried, scores)
            chosen = np.isin(tried.row, _best(tried, scores, share, len(read)))
            if not chosen.any():
                break
            places = read[tried.place[chosen]]
            now[places] = tried.new[chosen]
            sure[places] = np.maximum(sure[places], share[tried.row[chosen]])
            among = _beside(places, len(symbols))
            read = np.flatnonzero(np.isin(sentences, sentences[places]))
        return now, sure


def _sure(tried: Tried, scores: Logs) -> Logs:
    """How sure each exchange is: at its least sure place, all that agree with it there taken together."""
    share = shares(scores[tried.row], tried.place)
    _, same = np.unique(tried.place << 16 | tried.new, return_inverse=True)
    agreed = np.bincount(same, share)[same]
    sure = np.ones(len(scores), np.float32)
    np.minimum.at(sure, tried.row, agreed)
    return sure


def _pieces(codes: Codes) -> Iterator[tuple[int, int]]:
    """A text in pieces of at most `CHUNK` characters, which end with a sentence if one ends there."""
    start = 0
    while start < len(codes):
        end = min(start + CHUNK, len(codes))
        if end < len(codes) and (marks := ends(codes[start:end])).size:
            end = start + int(marks[-1]) + 1
        yield start, end
        start = end


def _doubtful(text: Text) -> Mask:
    """Characters that no known n-gram of `_KNOWN_ENOUGH` holds, or that are unlikely after those before them.

    What comes after a slip may be known with it by chance: 行正，应当 has an n-gram of 改正，应当.
    """
    longest = np.zeros(len(text.symbols), np.int8)
    for behind in range(min(ORDER, len(longest))):
        ahead, held = text.known[behind:], longest[: len(longest) - behind]
        np.maximum(held, np.where(ahead > behind, ahead, 0), out=held)
    unlikely = (text.known <= _KNOWN_BEFORE) & (text.logs < _UNLIKELY)
    return is_ideograph(text.symbols) & ((longest < _KNOWN_ENOUGH) | unlikely)


def _best(tried: Tried, scores: Logs, sure: Logs, size: int) -> Places:
    """The exchanges that are sure enough and score above all beside them."""
    able = np.flatnonzero(sure >= LEAST)
    able = able[np.lexsort((-scores[able], tried.at[able]))]
    first, last, score = tried.at[able], tried.at[able] + tried.size[able] - 1, scores[able]
    field = np.full(size + 2 * _NEAR, -np.inf, np.float32)
    for edge in (first, last):
        np.maximum.at(field, edge + _NEAR, score)
    around = np.max([field[shift : shift + size] for shift in range(2 * _NEAR + 1)], axis=0)
    best = (score >= around[first]) & (score >= around[last])
    able, first = able[best], first[best]
    apart: Places = able[np.diff(first, prepend=-_NEAR - 1) > _NEAR]
    return apart


def _beside(at: Places, size: int) -> Mask:
    """The places that an exchange at one of these may have changed the view of."""
    beside = np.zeros(size, np.bool_)
    for shift in range(-ORDER, ORDER + 1):
        beside[np.clip(at + shift, 0, size - 1)] = True
    return beside
