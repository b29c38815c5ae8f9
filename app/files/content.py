"""What was read of a file: its text, where each piece stands, and what is to be said of the file itself."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any, Literal

from app.content import MAX_CONTENT
from app.errors import TooLarge
from app.files.errors import too_complex

Location = dict[str, Any]
"""Where in a file: what a reader counts, from 1 (`paragraph`, `page` and `line`, `table` with `row` and
`column`, `header`, `text_box`, `image` with a `region` in pixels …); `location.in_words` says it."""

Span = tuple[int, int]
"""Start and end of a piece of the text, in code points."""

MAX_PLACES = 100_000
"""Pieces of text in a file."""

_NO_TEXT = re.compile(r"[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Place:
    """`text[start:end]` stands at `location`."""

    start: int
    end: int
    location: Location


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding on the file itself, by a rule of `app.files.rules`: a comment left in, a picture unread.

    It shows `text[start:end]`, which is empty where there is no text to show.
    """

    rule: str
    message: str
    location: Location
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the file that was not read, or a check that did not run, and why."""

    check: str
    reason: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the file: where it stands, and the SHA-256 of its bytes in lower-case hex.

    Of one that could be opened also its pixels as it is shown and, of the first ones, `preview`: how it
    looks, as a small JPEG made anew, in base64.
    """

    location: Location
    sha256: str
    width: int = 0
    height: int = 0
    preview: str = ""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as the pre-check takes it. Offsets count code points of `text`; places are in order."""

    format: Literal["text", "html", "markdown"]
    text: str
    places: tuple[Place, ...] = ()
    remarks: tuple[Remark, ...] = ()
    not_run: tuple[Unread, ...] = ()
    pictures: tuple[Picture, ...] = ()

    def location(self, at: int) -> Location:
        """Where `text[at]` stands; in a file without places, the line counts as the paragraph."""
        if not self.places:
            return {"paragraph": self.text.count("\n", 0, at) + 1}
        return self.places[max(0, bisect_right(self.places, at, key=_start) - 1)].location


@dataclass(slots=True)
class Writer:
    """Puts the text of a file together, piece by piece; `TooLarge` beyond 1 MiB."""

    parts: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    not_run: dict[Unread, None] = field(default_factory=dict)
    at: int = 0
    size: int = 0

    def add(self, text: str, location: Location, before: str = "\n\n") -> Span:
        """Add what stands at a location, after `before` unless it is the first; returns its span.

        A text of nothing but space is no piece.
        """
        if not text.strip():
            return self.at, self.at
        if self.parts:
            self._put(before)
        if len(self.places) == MAX_PLACES:
            raise too_complex()
        start = self.at
        self._put(_NO_TEXT.sub("\ufffd", text))
        self.places.append(Place(start, self.at, location))
        return start, self.at

    def remark(self, rule: str, message: str, location: Location, span: Span | None = None) -> None:
        """Remark on a piece of the text; without one, on what has no text."""
        start, end = span or (self.at, self.at)
        self.remarks.append(Remark(rule, message, location, start, end))

    def leave_out(self, check: str, reason: str) -> None:
        """Say, once, that a part was not read or a check did not run."""
        self.not_run[Unread(check, reason)] = None

    def finished(self) -> ReadFile:
        """All that was written, as plain text."""
        noted = tuple(self.places), tuple(self.remarks), tuple(self.not_run), tuple(self.pictures)
        return ReadFile("text", "".join(self.parts), *noted)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)
        self.size += len(text.encode())
        if self.size > MAX_CONTENT:
            raise TooLarge("content_too_large", "文件中的文字不能超过 1 MiB，请拆分后检查。")


def _start(place: Place) -> int:
    return place.start
