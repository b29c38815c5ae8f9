"""Which exchanges are worth weighing, and what is known of them (订正候选).

Of what may have been meant at a place only the best few are weighed. The exchanges of single characters and
those of whole words are tried apart, and stand for election together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.scanner.typo.channel import Candidates
from app.scanner.typo.features import Evidence, Matrix, matrix
from app.scanner.typo.lattice import Parted, Reparted, Words
from app.scanner.typo.ngrams import Exchanged, Language, Logs, Text
from app.scanner.typo.symbols import Places, Symbols

_TRIED = {1: 5, 2: 3}
"""How many exchanges of each size are weighed at one place."""
_WORD_WEIGHT = np.float32(0.3)


class Tried(NamedTuple):
    """The exchanges that were weighed, with their features, and the symbols that they would change.

    For each such symbol, in order: its place, the row of the exchange, and the new symbol.
    """

    at: Places
    size: Places
    features: Matrix
    place: Places
    row: Places
    new: Symbols


class _Weighed(NamedTuple):
    """Exchanges of one size, and what the n-grams and the words gain by them, weighed together (`worth`)."""

    candidates: Candidates
    exchanged: Exchanged
    reparted: Reparted
    worth: Logs


def weigh(language: Language, words: Words, text: Text, single: Candidates, double: Candidates) -> Tried:
    """The best exchanges of single characters and of pairs of them, with their features."""
    parted = words.part(text)
    one, two = (_weighed(language, words, text, parted, each) for each in (single, double))
    kept = _kept(one, np.zeros(len(one.worth), np.float32)), _kept(two, _together(two, one))
    best = _best_worth(kept, len(text.symbols))
    return _united([(each.candidates, matrix(language, text, parted, each, best)) for each in kept])


def _weighed(
    language: Language, words: Words, text: Text, parted: Parted, candidates: Candidates
) -> _Weighed:
    candidates = candidates.chosen(language.joins(text, candidates.at, candidates.new))
    exchanged = language.exchange(text, candidates.at, candidates.new)
    reparted = words.exchange(text, parted, candidates.at, candidates.new)
    worth = exchanged.gains.sum(0) + _WORD_WEIGHT * np.clip(reparted.gain, -10, 12)
    return _Weighed(candidates, exchanged, reparted, worth)


def _kept(weighed: _Weighed, together: Logs) -> Evidence:
    """The best few exchanges of each place."""
    at, worth = weighed.candidates.at, weighed.worth
    order = np.lexsort((-worth, at))
    order = order[worth[order] > 0]
    rank, rivals = _ranks(at[order])
    few = rank < _TRIED[weighed.candidates.size]
    kept = order[few]
    return Evidence(
        weighed.candidates.chosen(kept),
        weighed.exchanged.chosen(kept),
        weighed.reparted.chosen(kept),
        *(together[kept], worth[kept], rank[few], rivals[few]),
    )


def _together(double: _Weighed, single: _Weighed) -> Logs:
    """What the exchanges of two characters gain over the better one of the two alone."""
    (at, new, _), gains = single.candidates, single.exchanged.gains.sum(0)
    keys = np.append(_keys(at, new[:, 0]), -1)
    order = np.argsort(keys)
    keys, gains = keys[order], np.append(gains, np.float32(0))[order]
    together: Logs = double.exchanged.gains.sum(0)
    (at, new, _), best = double.candidates, np.zeros(len(together), np.float32)
    for one in range(double.candidates.size):
        wanted = _keys(at + one, new[:, one])
        row = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        best = np.maximum(best, np.where(keys[row] == wanted, gains[row], np.float32(0)))
    return together - best


def _keys(at: Places, new: Symbols) -> Places:
    return at << 16 | new.astype(np.intp)


def _best_worth(kept: Sequence[Evidence], size: int) -> Logs:
    """The worth of the best exchange at each place; 0 for none."""
    best = np.zeros(size, np.float32)
    for each in kept:
        for one in range(each.candidates.size):
            np.maximum.at(best, each.candidates.at + one, each.worth)
    return best


def _united(parts: Sequence[tuple[Candidates, Matrix]]) -> Tried:
    """Exchanges of several sizes together."""
    at = np.concatenate([each.at for each, _ in parts])
    size = np.concatenate([np.full(len(each.at), each.size) for each, _ in parts])
    row = np.repeat(np.arange(len(at)), size)
    place = at[row] + np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size)
    new = np.concatenate([each.new.ravel() for each, _ in parts])
    order = np.argsort(place, kind="stable")
    features = np.concatenate([features for _, features in parts])
    return Tried(at, size, features, place[order], row[order], new[order])


def _ranks(at: Places) -> tuple[Places, Places]:
    """For rows in the order of their places: the rank within the place, and how many rows the place has."""
    first = np.flatnonzero(np.concatenate((at[:1] >= 0, at[1:] != at[:-1])))
    counts = np.diff(np.append(first, len(at)))
    return np.arange(len(at)) - np.repeat(first, counts), np.repeat(counts, counts)
