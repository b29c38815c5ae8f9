"""Text with its findings marked in place. Pure: code points in, safe HTML out."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from markupsafe import Markup, escape

from app.scanner.finding import Severity

_RANK = {severity.value: rank for rank, severity in enumerate(Severity)}
Span = TypeVar("Span", "Mark", "Note")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the finding with the number `n` stands, in code points, how it weighs, and what it is called."""

    n: int
    start: int
    end: int
    severity: str
    label: str


@dataclass(frozen=True, slots=True)
class Note:
    """Where the passage of a comment stands, in code points: `id` leads to the comment, `n` is its number."""

    id: int
    n: int
    start: int
    end: int


def highlight(text: str, marks: Iterable[Mark], notes: Iterable[Note] = ()) -> Markup:
    """The text as HTML; where findings overlap, each piece shows the gravest.

    A mark links to `#f<n>` and is the target `#m<n>`; the number is an attribute, so that the page's text
    without tags is exactly `text`. A note links to `#c<id>` and is the target `#at<id>`. Linear in the text,
    n log n in the marks. Empty spans show nothing.
    """
    shown = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    noted = [note for note in notes if 0 <= note.start < note.end <= len(text)]
    edges = sorted({0, len(text), *_edges(shown), *_edges(noted)})
    opening, closing = _by_edge(shown)
    begun, ended = _by_edge(noted)
    depth = 0
    pieces: list[Markup] = []
    active: list[tuple[int, int, int, Mark]] = []
    for start, end in pairwise(edges):
        for mark in opening[start]:
            heapq.heappush(active, (_RANK[mark.severity], mark.end - mark.start, mark.n, mark))
        while active and active[0][3].end <= start:
            heapq.heappop(active)
        top = active[0][3] if active else None
        depth += len(begun[start]) - len(ended[start])
        piece = _piece(text[start:end], top, opening[start], closing[end])
        pieces.append(_noted(piece, depth > 0, begun[start], ended[end]))
    return Markup().join(pieces)


def _edges(spans: Iterable[Span]) -> Iterator[int]:
    for span in spans:
        yield span.start
        yield span.end


def _by_edge(marks: Sequence[Span]) -> tuple[dict[int, list[Span]], dict[int, list[Span]]]:
    opening: dict[int, list[Span]] = defaultdict(list)
    closing: dict[int, list[Span]] = defaultdict(list)
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


def _noted(piece: Markup, within: bool, begun: Sequence[Note], ended: Sequence[Note]) -> Markup:
    """The piece as part of the passages it lies within, with links to the comments on those that end here."""
    if not within:
        return piece
    anchors = Markup().join(Markup('<a id="at{}"></a>').format(note.id) for note in begun)
    link = Markup('<a class="to-comment" href="#c{}" aria-label="批注 {}" data-n="{}"></a>')
    links = Markup().join(link.format(note.id, note.n, note.n) for note in ended)
    return Markup('{}<span class="noted">{}</span>{}').format(anchors, piece, links)


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


def beside(old: str, new: str, pieces: Iterable[Mapping[str, Any]]) -> tuple[Markup, Markup]:
    """Both texts, each with its own side of the pieces of `app.review.diff.diff` marked."""
    changes = list(pieces)
    before = _side(old, changes, "from", Markup("<del>{}</del>"))
    return before, _side(new, changes, "to", Markup("<ins>{}</ins>"))


def _side(text: str, pieces: Iterable[Mapping[str, Any]], span: str, changed: Markup) -> Markup:
    parts, done = [], 0
    for piece in pieces:
        start, end = piece[span]
        parts.append(escape(text[done:start]))
        if start < end:
            parts.append(changed.format(text[start:end]))
        done = end
    return Markup().join([*parts, escape(text[done:])])
