"""Where a quoted passage stands in a text that may have changed since (批注的定位). Pure.

As in the W3C's Web Annotation selectors, a passage is known by itself and by what stands right before and
after it; the old offset decides between equals.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

CONTEXT = 32
"""Code points of context kept on each side."""
KEPT = 6
"""How many of them must still stand beside a short passage, on one side at least."""
TELLING = 12
"""A passage this long is known by itself."""
LOOKED_AT = 200
"""Occurrences that are compared, the nearest to the old place first."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage of a text: where it began, in code points, what it says, and what stood around it."""

    start: int
    quote: str
    before: str
    after: str

    @classmethod
    def at(cls, text: str, start: int, end: int) -> Anchor:
        """The anchor of `text[start:end]`."""
        return cls(start, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def locate(text: str, anchor: Anchor) -> int | None:
    """Where the passage begins in `text` now, or None where it was changed or cannot be told from others."""
    candidates = list(islice(nearest(text, anchor.quote, anchor.start), LOOKED_AT))
    kept = [_kept(text, place, anchor) for place in candidates]
    # The first of the best is the nearest of the best.
    best = max(range(len(candidates)), key=lambda n: sum(kept[n]), default=None)
    if best is None:
        return None
    sure = len(anchor.quote) >= TELLING or _beside(kept[best], anchor)
    return candidates[best] if sure else None


def nearest(text: str, quote: str, start: int) -> Iterator[int]:
    """Every place where `quote` begins in `text`, the nearest to `start` first; none for an empty quote."""
    if quote:
        left, right = _backwards(text, quote, start), _forwards(text, quote, start)
        yield from heapq.merge(left, right, key=lambda place: abs(place - start))


def _backwards(text: str, quote: str, start: int) -> Iterator[int]:
    place = text.rfind(quote, 0, max(0, start - 1 + len(quote)))
    while place >= 0:
        yield place
        place = text.rfind(quote, 0, max(0, place - 1 + len(quote)))


def _forwards(text: str, quote: str, start: int) -> Iterator[int]:
    place = text.find(quote, start)
    while place >= 0:
        yield place
        place = text.find(quote, place + 1)


def _kept(text: str, place: int, anchor: Anchor) -> tuple[int, int]:
    """How much of the context before and after still stands there."""
    end = place + len(anchor.quote)
    before = text[max(0, place - CONTEXT) : place]
    after = text[end : end + CONTEXT]
    return _shared(reversed(before), reversed(anchor.before)), _shared(after, anchor.after)


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters two texts begin with together."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _beside(kept: tuple[int, int], anchor: Anchor) -> bool:
    before, after = kept
    return (
        before >= min(KEPT, len(anchor.before) or KEPT)
        or after >= min(KEPT, len(anchor.after) or KEPT)
        or not (anchor.before or anchor.after)
    )
