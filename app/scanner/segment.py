"""Word segmentation (分词) of the few characters around a hit, to tell words from accidents.

路口交通 holds 口交 only across the boundary of 路口 and 交通. Segmentation is jieba's with its dictionary and
without the hidden Markov model; rjieba gives the same cut much faster and is used where it is installed.
Both load their dictionary at the first use.
"""

from __future__ import annotations

import functools
import itertools
import logging
from collections.abc import Callable, Iterator
from typing import Any

_MARGIN = 8


def cut(text: str) -> list[str]:
    """The words of `text` in order; together they are `text`."""
    return _cutter()(text)


def cut_base(text: str) -> list[str]:
    """The same by jieba itself, the portable base."""
    return list(_jieba().cut(text, HMM=False))


def dictionary() -> list[str]:
    """The lines of jieba's dictionary: word, frequency in general Chinese, kind of word."""
    with _jieba().dt.get_dict_file() as file:
        lines: list[str] = file.read().decode().splitlines()
    return lines


def word_bounds(text: str, start: int, end: int) -> frozenset[int]:
    """Where words begin or end in `text[start:end]` as it stands in its context, counted from `start`.

    0 and `end - start` are among them only if a word begins or ends there.
    """
    first = max(0, start - _MARGIN)
    at, size, bounds = first - start, end - start, set()
    for word in cut(text[first : end + _MARGIN]):
        if 0 <= at <= size:
            bounds.add(at)
        at += len(word)
    return frozenset(bounds | {at} if 0 <= at <= size else bounds)


def straddles(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is an accident of two neighbouring words (路口交通).

    It is if it cuts a word off at an end and either parts where the piece by itself would not (大麻 in
    大|麻烦), or cuts off a single character. 台湾政府 in 台湾|政府部门 is none.
    """
    bounds, size = word_bounds(text, start, end), end - start
    inner = bounds - {0, size}
    if not inner or {0, size} <= bounds:
        return False
    if inner - _own_bounds(text[start:end]):
        return True
    return (0 not in bounds and min(inner) == 1) or (size not in bounds and max(inner) == size - 1)


@functools.lru_cache(maxsize=4096)
def _own_bounds(word: str) -> frozenset[int]:
    return frozenset(_bounds(word, 0))


def _bounds(text: str, offset: int) -> Iterator[int]:
    return itertools.accumulate(map(len, cut(text)), initial=offset)


@functools.cache
def _cutter() -> Callable[[str], list[str]]:
    try:
        import rjieba
    except ImportError:
        return cut_base
    return functools.partial(rjieba.cut, hmm=False)


@functools.cache
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba
