"""The outline (轮廓) of a text: one byte for each character, telling of what kind it is.

Searching bytes costs a fraction of searching text, so that a check which looks for a shape (eleven digits, a
bracket without its partner, a space inside a word) is not even asked where the outline has no such shape.
Both widths of a character are of one kind.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

PAIRS = ("()", "[]", "【】", "《》", "〈〉", "“”", "‘’", "「」", "『』", "〔〕")
"""Brackets, quotation marks and title marks that come in pairs, in their half-width form."""

_BRACKETS = b"()[]BD<>{}QPqpLJljTt"
_KINDS: dict[bytes, str] = {
    b"0": "0123456789０１２３４５６７８９",
    b" ": " \u00a0\u3000",
    b"-": "-－\t\u200b",
    b"\n": "\n",
    b",": "，、：",
    b";": "。；！？;!?",
    b"x": "×✕╳XxＸｘ",
    b"y": "¥￥",
    b"+": "+＋",
    b"$": "$＄{｛",
    b"/": "./:．／",
}
_WIDE = {"(": "（", ")": "）", "[": "［", "]": "］"}
_IDEOGRAPHS = (0x4E00, 0xA000)
_LAST = 0x10FFFF
_GAPS = b" -"
_SEAM = b"\n|\n"  # between two texts; brackets before and after the | in it are no pair
_BITS = 7  # of a kind, which is a character of ASCII
_KIND = (1 << _BITS) - 1

_NO_BRACKETS = bytes(set(range(256)) - {*_BRACKETS, *_SEAM.strip()})
_COUPLES = tuple(_BRACKETS[i : i + 2] for i in range(0, len(_BRACKETS), 2))


class Outline:
    """The outline of a text given by its `kinds`.

    In these, `0` is a digit, `c` an ideograph, a space a space, `-` what else may stand between digits,
    `;` a mark that ends a sentence (句末点号, and ；), `,` another point, each bracket a letter of its own,
    and `.` everything else; see `_KINDS`.
    """

    def __init__(self, kinds: bytes) -> None:
        self.kinds = kinds

    @classmethod
    def of(cls, codes: npt.NDArray[np.uint32]) -> Outline:
        """The outline of a text given as its code points."""
        return cls(_table().take(codes).tobytes())

    @classmethod
    def joined(cls, outlines: Iterable[Outline]) -> Outline:
        """The outline of texts one below the other; it has every shape that one of them has."""
        return cls(_SEAM.join(each.kinds for each in outlines))

    @cached_property
    def lines(self) -> bytes:
        """`kinds` between two line breaks, so that the first and the last line are like any other."""
        return b"\n" + self.kinds + b"\n"

    @cached_property
    def marks(self) -> frozenset[int]:
        """Which kinds occur in `lines`, and which two of them side by side, as numbers."""
        kinds = np.frombuffer(self.lines, np.uint8).astype(np.intp)
        seen = np.zeros(1 << 2 * _BITS, np.bool_)
        seen[_pair(kinds[:-1], kinds[1:])] = True
        pairs = seen.nonzero()[0]
        return frozenset((*pairs.tolist(), *(pairs & _KIND).tolist()))

    @cached_property
    def numbers(self) -> bytes:
        """`kinds` without what may stand between the digits of one number."""
        return self.kinds.translate(None, _GAPS)

    def sentence(self, at: int) -> tuple[int, int]:
        """The bounds of the sentence (句子) around a place, its end mark included; a line ends it too."""
        ended = self._ended
        return ended.rfind(b";", 0, at) + 1, ended.find(b";", at) + 1 or len(ended)

    @cached_property
    def _ended(self) -> bytes:
        """`kinds` with `;` for line breaks too: looking for two kinds is slow where one is never found."""
        return self.kinds.replace(b"\n", b";")


Kinds = TypeVar("Kinds", int, npt.NDArray[np.intp])

Shape = Callable[[Outline], bool]
"""Whether an outline has the shape that a check looks for."""


def has(*pieces: bytes) -> Shape:
    """The shape that holds one of `pieces` in its `lines`.

    One kind and two are told by `marks`; more are looked for only where all their pairs occur.
    """
    short = {piece[0] if len(piece) == 1 else _pair(*piece) for piece in pieces if len(piece) < 3}
    longer = [({_pair(*two) for two in pairwise(piece)}, piece) for piece in pieces if len(piece) > 2]

    def holds(outline: Outline) -> bool:
        marks = outline.marks
        if not short.isdisjoint(marks):
            return True
        return any(pairs <= marks and piece in outline.lines for pairs, piece in longer)

    return holds


def has_digits(count: int) -> Shape:
    """The shape with `count` digits in a row, spaces and hyphens between them not counted."""
    run = b"0" * count
    return lambda outline: outline.kinds.count(b"0") >= count and run in outline.numbers


def unpaired(outline: Outline) -> bool:
    """Whether brackets are left after neighbours that pair are taken out a few times over."""
    marks = outline.kinds.translate(None, _NO_BRACKETS)
    for couple in _COUPLES * 3:
        if not marks:
            return False
        marks = marks.replace(couple, b"")
    return bool(marks.strip(_SEAM))


def _pair(one: Kinds, other: Kinds) -> Kinds:
    """The numbers of kinds side by side."""
    return one << _BITS | other


@functools.cache
def _table() -> npt.NDArray[np.uint8]:
    table = np.full(_LAST + 1, ord("."), np.uint8)
    table[slice(*_IDEOGRAPHS)] = ord("c")
    for kind, chars in _KINDS.items():
        table[[ord(char) for char in chars]] = ord(kind)
    for bracket, mark in zip(_BRACKETS, "".join(PAIRS), strict=True):
        table[[ord(mark), ord(_WIDE.get(mark, mark))]] = bracket
    return table
