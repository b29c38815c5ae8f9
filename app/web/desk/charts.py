"""Where the bars of a picture stand, in percent of its width and height. Pure; the templates draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

GAP = 0.2
"""The part of a column's room that stays empty beside it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle, in percent; `n` is the place of its value among those that were given."""

    n: int
    x: float
    y: float
    width: float
    height: float


def stacked(values: Sequence[float], whole: float) -> list[Bar]:
    """Values end to end from the left, where `whole` is the full width; what is zero has no bar."""
    edges = [0.0, *accumulate(values)]
    return [
        Bar(n, _percent(edge, whole), 0, _percent(value, whole), 100)
        for n, (edge, value) in enumerate(zip(edges, values, strict=False))
        if value
    ]


def columns(values: Sequence[float], highest: float) -> list[Bar]:
    """Values side by side, standing on the ground, where `highest` is the full height."""
    room = 100 / max(len(values), 1)
    heights = [_percent(value, highest) for value in values]
    return [
        Bar(n, round(n * room, 2), round(100 - height, 2), round(room * (1 - GAP), 2), height)
        for n, height in enumerate(heights)
        if height
    ]


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 2) if whole else 0
