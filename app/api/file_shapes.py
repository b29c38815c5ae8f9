"""The shapes of the answer on a file."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from app.api.shapes import Finding, Scan, Shape


class Region(Shape):
    """A rectangle in an image: its upper left corner, width and height in pixels."""

    x: int
    y: int
    w: int
    h: int


class Location(BaseModel):
    """Where in a file a finding lies. Only what applies is there; numbers count from 1.

    `paragraph` counts in the header, note or text box named beside it, else in the body, or is the line of a
    text file. `link` is what the link shows whose address was found, `code` the kind of a QR or bar code.
    """

    model_config = ConfigDict(extra="forbid")

    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    header: int = 0
    footer: int = 0
    footnote: int = 0
    endnote: int = 0
    text_box: int = 0
    diagram: int = 0
    chart: int = 0
    comment: int = 0
    page: int = 0
    line: int = 0
    field: str = ""
    link: str = ""
    image: int = 0
    region: Region | None = None
    code: str = ""


class LocatedFinding(Finding):
    """A finding in a file."""

    location: Location


class FileScan(Scan):
    """The pre-check of a file, with the text that was read; offsets count in it."""

    text: str
    findings: Sequence[LocatedFinding]
