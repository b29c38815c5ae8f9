"""What stands around a slip, and may explain it otherwise or confirm it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, pairwise

import numpy as np

from app.scanner.nearmiss.known import SHORTEST, Group
from app.scanner.nearmiss.slip import Slip
from app.scanner.segment import cut

_MARGIN = 6

Span = tuple[int, int]


class Surroundings:
    """A text with the spans of its known terms, each with its group."""

    def __init__(self, text: str, known: Iterable[tuple[int, int, Group]]) -> None:
        self._text = text
        self._known = np.zeros(len(text), np.bool_)
        self._edges: set[int] = set()
        for start, end, group in known:
            self._known[start:end] = True
            if group in ("place", "institution"):
                self._edges |= {start, end}

    def evidence(self, start: int, end: int, slip: Slip, group: Group) -> int | None:
        """What the context adds to the evidence that `text[start:end]` has this slip; None if that is none.

        It is none where the wrong character belongs to another known term (宣城市 is no 宜城市), or where a
        word reaches over an end of it (大气污染治|理). A word that the wrong character makes is a reason to
        doubt, no more, since dictionaries have many a slip. Names of places have no meaning of their own: any
        such word explains it, and any word at all a short one (的|城市); but a place or an institution beside
        them (安徽省毫州市) confirms them.
        """
        if self._known[start + slip.at]:
            return None
        words = self._words(start, end)
        if any(one < start < other or one < end < other for one, other in words):
            return None
        in_word = any(one <= start + slip.at < other for one, other in words)
        if group != "place":
            return -in_word
        if (in_word or (words and len(slip.term) == SHORTEST)) and (start, end) not in words:
            return None
        return 2 if self._edges & {start, end} else 0

    def _words(self, start: int, end: int) -> list[Span]:
        """The words of two characters and more that reach into a span, as segmentation reads its context."""
        first = max(0, start - _MARGIN)
        words = cut(self._text[first : end + _MARGIN])
        bounds = pairwise(accumulate(map(len, words), initial=first))
        return [(one, other) for one, other in bounds if other - one > 1 and one < end and other > start]
