"""The shapes of the preview of a list (变更预览), for the OpenAPI schema."""

from __future__ import annotations

from datetime import datetime

from app.api.lexicon_shapes import ChangesShape
from app.api.shapes import Counts, Shape


class ObjectedTerm(Shape):
    """A term that clean official prose has so often."""

    term: str
    occurrences: int


class Objections(Shape):
    """Terms that need context, or may only hint; at most 50 are listed."""

    count: int
    listed: list[ObjectedTerm]


class Note(Shape):
    """What there is to know of a row of the file; line 0 is the file as a whole."""

    line: int
    kind: str
    message: str


class Notes(Shape):
    """The notes: how many of each kind, and the first of them."""

    counts: dict[str, int]
    listed: list[Note]


class Tally(Counts):
    """In how many drafts findings would come or go, and how many of each severity."""

    drafts: int


class TermCount(Shape):
    """A term of the list, in how many drafts it would be newly found, and how often."""

    term: str
    drafts: int
    findings: int


class Trial(Shape):
    """What the drafts since a day would show; not complete where there were too many to read."""

    since: datetime
    scanned: int
    is_complete: bool
    new: Tally
    gone: Tally
    terms: list[TermCount]


class Preview(Shape):
    """What a change would do, in numbers; it holds no word of a draft."""

    changes: ChangesShape
    objections: Objections
    notes: Notes
    drafts: Trial


class PreviewedShape(Shape):
    """A list that was read and tried out, but not stored."""

    name: str
    terms: int
    sha256: str
    preview: Preview
