"""From what was submitted to what a reader sees, with the way back.

A `Page` has two `Field`s, title and body. `Field.text` is the visible text: tags, entities and Markdown
marks are gone, blocks are separated by line breaks. `Field.span()` leads from there to the source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from app.scanner import html, markdown, normalize
from app.scanner.context import signed
from app.scanner.facts import Facts
from app.scanner.finding import FieldName
from app.scanner.markup import Link, Offsets, Reading, addresses
from app.scanner.normalize import Packed
from app.scanner.outline import Outline
from app.scanner.visit import Visit

__all__ = ["Draft", "Exemption", "Field", "Format", "Kind", "Link", "Offsets", "Page", "Source", "parse"]

Format = Literal["text", "html", "markdown"]
Kind = Literal["original", "reprint", "reply"]

_READERS = {"html": html.read, "markdown": markdown.read}
_NO_FACTS = Facts.empty()
_LONE_BREAK = re.compile(r"\n(?<!\n\n)(?![ \t\r\u3000]*+\n)")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reprint (转载) comes from."""

    name: str = ""
    url: str = ""
    title: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """The legal ground (惩戒公示 and the like) for personal data to stay in the text, and its clause."""

    ground: str
    basis: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft (稿件) as submitted; what a scan reads."""

    body: str
    title: str = ""
    format: Format = "text"
    kind: Kind = "original"
    source: Source | None = None
    question: str | None = None
    text_date: date | None = None
    exemption: Exemption | None = None
    visits: Mapping[str, Visit] | None = None
    """What its links led to, by address; None where they were not opened."""


class Field:
    """One field of a draft: `source` as submitted, `text` as a reader sees it, and the way back.

    `starts[i]` and `ends[i]` bound, in the source, the piece that shows as `text[i]`;
    both are None where text and source are the same. `codes` is the text as code points, `outline` tells
    what kind of character stands where, and `bare` is what is left of the text when everything that could
    disguise a word is gone.
    """

    __slots__ = (
        *("__dict__", "bare", "codes", "ends", "links", "name", "outline", "source", "starts", "text"),
    )

    def __init__(
        self,
        name: FieldName,
        source: str,
        text: str | None = None,
        starts: Offsets | None = None,
        ends: Offsets | None = None,
        links: tuple[Link, ...] = (),
    ) -> None:
        self.name: FieldName = name
        self.source = source
        self.text = source if text is None else text
        self.starts = starts
        self.ends = ends
        self.links = links
        self.codes: npt.NDArray[np.uint32] = np.frombuffer(self.text.encode("utf-32-le"), np.uint32)
        self.outline = Outline.of(self.codes)
        self.bare: Packed = normalize.bare(self.text)

    @cached_property
    def folded(self) -> str:
        """`text` in half width and lower case, position by position: what patterns are matched against."""
        return normalize.folded(self.text)

    @cached_property
    def flowing(self) -> str:
        """`folded` with lone line breaks as spaces: what clauses and sentences are read in."""
        return _LONE_BREAK.sub(" ", self.folded) if "\n" in self.folded else self.folded

    @cached_property
    def packed(self) -> Packed:
        """`text` without its dress: what terms are compared with."""
        return normalize.packed(self.text)

    def unpacked(self, start: int, end: int) -> tuple[int, int]:
        """The span of `text` that `packed.text[start:end]` stands for (`start < end`)."""
        index = self.packed.index
        return int(index[start]), int(index[end - 1]) + 1

    def shown(self, at: int) -> int:
        """The position in `text` of what stands at `source[at]`, or next after it."""
        return at if self.starts is None else int(self.starts.searchsorted(at))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source span that shows as `text[start:end]` (`start < end`)."""
        if self.starts is None or self.ends is None:
            return start, end
        return int(self.starts[start]), int(self.ends[end - 1])


@dataclass(frozen=True, slots=True)
class Page:
    """A draft parsed for the checks: the title, where there is one, and the body."""

    draft: Draft
    fields: tuple[Field, ...]
    facts: Facts

    def dated(self) -> date | None:
        """The day of the text: the one given with it, else the one that it puts under itself (落款日期)."""
        return self.draft.text_date or signed(self.fields[-1].folded)


def web_addresses(page: Page) -> list[str]:
    """The distinct web addresses among the links of a page, in order."""
    links = (link.url for field in page.fields for link in field.links)
    return list(dict.fromkeys(url for url in links if url.lower().startswith(("http:", "https:", "www."))))


def parse(draft: Draft, facts: Facts = _NO_FACTS) -> Page:
    """Read a draft: the title as plain text, the body in its format. No text whatever makes it raise."""
    title = (_plain("title", draft.title),) if draft.title else ()
    return Page(draft, (*title, _body(draft)), facts)


def _body(draft: Draft) -> Field:
    if draft.format == "text":
        return _plain("body", draft.body)
    reading: Reading = _READERS[draft.format](draft.body)
    return Field("body", draft.body, reading.text, reading.starts, reading.ends, reading.links)


def _plain(name: FieldName, text: str) -> Field:
    return Field(name, text, links=tuple(addresses(text)))
