"""Text with its findings marked in place. Pure: code points in, safe HTML out."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape

from app.scanner.finding import Severity

_RANK = {severity.value: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the finding with the number `n` stands, in code points, how it weighs, and what it is called."""

    n: int
    start: int
    end: int
    severity: str
    label: str


def highlight(text: str, marks: Iterable[Mark]) -> Markup:
    """The text as HTML; where findings overlap, each piece shows the gravest.

    A mark links to `#f<n>` and is the target `#m<n>`; the number is an attribute, so that the page's text
    without tags is exactly `text`. Linear in the text, n log n in the marks. Empty spans show nothing.
    """
    shown = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    edges = sorted({0, len(text), *(mark.start for mark in shown), *(mark.end for mark in shown)})
    opening, closing = _by_edge(shown)
    pieces: list[Markup] = []
    active: list[tuple[int, int, int, Mark]] = []
    for start, end in pairwise(edges):
        for mark in opening[start]:
            heapq.heappush(active, (_RANK[mark.severity], mark.end - mark.start, mark.n, mark))
        while active and active[0][3].end <= start:
            heapq.heappop(active)
        top = active[0][3] if active else None
        pieces.append(_piece(text[start:end], top, opening[start], closing[end]))
    return Markup().join(pieces)


def _by_edge(marks: Sequence[Mark]) -> tuple[dict[int, list[Mark]], dict[int, list[Mark]]]:
    opening: dict[int, list[Mark]] = defaultdict(list)
    closing: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        opening[mark.start].append(mark)
        closing[mark.end].append(mark)
    return opening, closing


def _piece(text: str, top: Mark | None, opened: Sequence[Mark], closed: Sequence[Mark]) -> Markup:
    """One stretch of text under the same marks, with anchors where marks begin and numbers where they end."""
    if top is None:
        return escape(text)
    anchors = Markup().join(Markup('<a id="m{}"></a>').format(mark.n) for mark in opened)
    numbers = ",".join(str(mark.n) for mark in closed)
    ends = Markup(' data-n="{}"').format(numbers) if numbers else ""
    return Markup('{}<mark class="{}"{}><a href="#f{}" title="{}">{}</a></mark>').format(
        anchors, top.severity, ends, top.n, top.label, text
    )


def compared(old: str, pieces: Iterable[Mapping[str, Any]]) -> Markup:
    """The old text with what was deleted and inserted, from the pieces of `app.review.diff.diff`."""
    return Markup().join(_comparison(old, pieces))


def _comparison(old: str, pieces: Iterable[Mapping[str, Any]]) -> Iterator[Markup]:
    done = 0
    for piece in pieces:
        start, end = piece["from"]
        yield escape(old[done:start])
        if piece["old"]:
            yield Markup("<del>{}</del>").format(piece["old"])
        if piece["new"]:
            yield Markup("<ins>{}</ins>").format(piece["new"])
        done = end
    yield escape(old[done:])
