"""Finds wrong characters by their context and says what was meant (语境别字的检出与订正).

In a first pass the language model reads the text once and marks the doubtful places; only there, in a second,
the characters that are alike in sound or shape are tried, and the scorer weighs them. What is found is put
right and its surroundings are read again, since one slip may hide another.

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

from app.scanner.typo.channel import Candidates, Channel
from app.scanner.typo.features import Evidence, Matrix, matrix
from app.scanner.typo.lattice import Parted, Words
from app.scanner.typo.ngrams import Language, Text
from app.scanner.typo.scorer import Scorer
from app.scanner.typo.symbols import ORDER, START, Places, Symbols, ends, is_ideograph, spell

CHUNK = 1 << 13
"""Characters that are read at a time, so that a long text takes no more memory than a short one."""
LEAST = 0.5
"""How sure a correction must be to be made at all."""

_ROUNDS = 4
_KNOWN_ENOUGH = 4
_TRIED = 5
_WORD_WEIGHT = np.float32(0.3)
_NEAR = 2

Codes = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]


class Correction(NamedTuple):
    """The character at place `at` of the text should be `right`; `sure` from 0 to 1."""

    at: int
    right: str
    sure: float


class Tried(NamedTuple):
    """The exchanges that were weighed, with their features; the best of each place first."""

    candidates: Candidates
    features: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Corrector:
    """A language, a dictionary, a channel and a scorer; `version` names all of them together.

    `office` and `shipped` are the files that they were read from.
    """

    language: Language
    words: Words
    channel: Channel
    scorer: Scorer
    version: str
    office: Path | None = None
    shipped: Path = Path()

    def corrections(self, codes: Codes, least: float = LEAST) -> Iterator[Correction]:
        """What is wrong in a text given as code points, in order, at least so sure."""
        for start, end in _pieces(codes):
            symbols, places = spell(codes[start:end])
            for at, right, sure in self._corrected(symbols, least):
                yield Correction(start + int(places[at]), chr(right), sure)

    def tried(self, symbols: Symbols, among: Mask | None = None) -> Tried:
        """The exchanges worth weighing, at doubtful places (`among` these)."""
        text = self.language.read(symbols)
        doubtful = _doubtful(text) if among is None else _doubtful(text) & among
        parted = self.words.part(text)
        return self._tried(text, parted, np.flatnonzero(doubtful))

    def _corrected(self, symbols: Symbols, least: float) -> list[tuple[int, int, float]]:
        """Places with the symbol that was meant, and how sure that is."""
        sure = np.zeros(len(symbols), np.float32)
        now, read, among = symbols.copy(), np.arange(len(symbols)), np.ones(len(symbols), np.bool_)
        sentences = np.cumsum(symbols == START)
        for _ in range(_ROUNDS):
            (at, new, _), features = self.tried(now[read], among[read])
            share = self.scorer.sure(features, at)
            best = _best(at, share, least, len(read))
            if not best.size:
                break
            places = read[at[best]]
            now[places] = new[best]
            sure[places] = np.maximum(sure[places], share[best])
            among = _beside(places, len(symbols))
            read = np.flatnonzero(np.isin(sentences, sentences[places]))
        changed = np.flatnonzero(now != symbols)
        return [(int(at), int(now[at]), float(sure[at])) for at in changed]

    def _tried(self, text: Text, parted: Parted, places: Places) -> Tried:
        candidates = self.channel.candidates(text.symbols, places)
        candidates = candidates.chosen(self.language.joins(text, candidates.at, candidates.new))
        exchanged = self.language.exchange(text, candidates.at, candidates.new)
        gain, length, log = self.words.exchange(text, parted, candidates.at, candidates.new)
        worth = exchanged.gains.sum(0) + _WORD_WEIGHT * np.clip(gain, -10, 12)
        order = np.lexsort((-worth, candidates.at))
        order = order[worth[order] > 0]
        rank, rivals = _ranks(candidates.at[order])
        kept = order[rank < _TRIED]
        evidence = Evidence(
            candidates.chosen(kept),
            exchanged.chosen(kept),
            *(gain[kept], length[kept], log[kept]),
            *(rank[rank < _TRIED], rivals[rank < _TRIED]),
        )
        return Tried(evidence.candidates, matrix(self.language, text, parted, evidence))


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
    """Characters that no known n-gram of `_KNOWN_ENOUGH` characters holds."""
    longest = np.zeros(len(text.symbols), np.int8)
    for behind in range(min(ORDER, len(longest))):
        ahead, held = text.known[behind:], longest[: len(longest) - behind]
        np.maximum(held, np.where(ahead > behind, ahead, 0), out=held)
    return is_ideograph(text.symbols) & (longest < _KNOWN_ENOUGH)


def _ranks(at: Places) -> tuple[Places, Places]:
    """For rows in the order of their places: the rank within the place, and how many rows the place has."""
    first = np.flatnonzero(np.concatenate((at[:1] >= 0, at[1:] != at[:-1])))
    counts = np.diff(np.append(first, len(at)))
    return np.arange(len(at)) - np.repeat(first, counts), np.repeat(counts, counts)


def _best(at: Places, share: npt.NDArray[np.float32], least: float, size: int) -> Places:
    """The rows that are sure enough and surer than all beside them."""
    field = np.zeros(size + 2 * _NEAR, np.float32)
    np.maximum.at(field, at + _NEAR, share)
    around = np.max([field[shift : shift + size] for shift in range(2 * _NEAR + 1)], axis=0)
    best = np.flatnonzero((share >= least) & (share >= around[at]))
    gap = np.diff(at[best], prepend=-_NEAR - 1) > _NEAR
    return best[gap]


def _beside(at: Places, size: int) -> Mask:
    """The places that an exchange at one of these may have changed the view of."""
    beside = np.zeros(size, np.bool_)
    for shift in range(-ORDER, ORDER + 1):
        beside[np.clip(at + shift, 0, size - 1)] = True
    return beside
