"""From marked-up source to visible text by cutting the marks out, with the way back to the source.

A `Cut` is a piece of the source that does not show as it stands; everything between the cuts shows
verbatim. The readers of HTML and Markdown only decide where to cut.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Offsets = npt.NDArray[np.int32]

ENTITY = r"&(?:#0{0,64}[0-9]{1,7};?|#[xX]0{0,64}[0-9a-fA-F]{1,6};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)"

_ENTITY = re.compile(ENTITY)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'=<>/]++)(?:\s*+=\s*+(?:"(?P<a>[^"]*+)"|'(?P<b>[^']*+)'|(?P<c>[^\s"'<>]++)))?+"""
)
_ADDRESSES = (
    frozenset(("href", "src", "action", "formaction", "poster", "data", "background", "longdesc", "cite"))
    .union(("ping", "xlink:href", "data-src", "data-original", "data-href", "data-url", "data-link"))
    .union(("data-backsrc", "data-croporisrc", "data-cover"))
)
"""Attributes that hold an address; those with `data-` are of WeChat's editor and of pages that load late."""
_WITHIN = dict.fromkeys(
    ("srcset", "imagesrcset", "data-srcset"),
    re.compile(r"(?<![^\s,])(?![0-9.]++[wxhWXH](?:[\s,]|\Z))(?P<url>[^\s,](?:\S*[^\s,])?+)"),
) | {
    "style": re.compile(
        r"url\(\s*+(?:['\"]|&quot;|&#39;)?+(?P<url>(?:[^'\"()\s&]|&(?!quot;|#39;))++)", re.IGNORECASE
    ),
    "content": re.compile(r"\A\s*+[0-9]++\s*+[;,]\s*+url\s*+=\s*+['\"]?+(?P<url>[^'\"\s]++)", re.IGNORECASE),
}
"""Attributes that hold addresses among other things: pictures by their size, pictures of a style, and where a
page leads on to by itself."""
_SHOWN = (
    frozenset(("alt", "title", "placeholder", "label", "summary"))
    .union(("data-title", "data-desc", "data-nickname", "data-signature"))
    .union(("aria-label", "aria-description", "aria-placeholder", "aria-valuetext", "aria-roledescription"))
)
"""Attributes that are shown or read aloud; those with `data-` stand on the cards of WeChat's editor."""
_SHOWN_IF_CHINESE = frozenset(("content", "value"))
_BROKEN = re.compile(r"[\t\r\n]")
_BARE = re.compile(
    r"""(?:(?:https?|ftp)://(?:[\u3400-\u9fff]++\.)?+|(?<![0-9a-z@./-])www\.)"""
    r"""[0-9a-z\u00c0-\u04ff\-._~:/?#\[\]@!$&'()*+,;=%]++""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """An address found in a field; `start` and `end` count code points of the field's source."""

    url: str
    start: int
    end: int


Cut = tuple[int, int, str]
"""Start and end of a piece of the source, and what it shows as (often nothing)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the visible text, per character the source span it comes from, and the links."""

    text: str
    starts: Offsets
    ends: Offsets
    links: tuple[Link, ...]


def assemble(
    source: str, cuts: Iterable[Cut], asides: Iterable[tuple[int, int]], links: list[Link]
) -> Reading:
    """Read `source` without its cuts, which are in order; of two that overlap the first counts.

    `asides` are spans of attribute values that a reader may see (替代文字、提示文字). They follow after
    the text, each a paragraph of its own, so that one inside a word does not part it.
    """
    pieces = _Pieces()
    pieces.take(source, 0, len(source), cuts)
    for start, end in asides:
        pieces.add("\n\n", start, end)
        pieces.take(source, start, end, entities(source, start, end))
    text = "".join(pieces.texts)
    starts, ends = pieces.offsets()
    links += _bare(text, starts, ends)
    return Reading(text, starts, ends, tuple(links))


def entities(source: str, start: int, end: int) -> Iterator[Cut]:
    """The character references (实体) in `source[start:end]` as cuts that show what they stand for."""
    for match in _ENTITY.finditer(source, start, end):
        if (shows := html.unescape(match[0])) != match[0]:
            yield match.start(), match.end(), shows


def decoded(text: str) -> str:
    """`text` with its character references decoded; unlike `html.unescape`, without a limit to trip over."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)


def attributes(source: str, start: int, end: int) -> tuple[list[Link], list[tuple[int, int]]]:
    """The addresses and the spans of visible texts among the attributes in `source[start:end]`.

    A value that swallowed other tags stems from an unclosed quotation mark, and a Chinese name is no
    attribute: both are read as visible text.
    """
    links: list[Link] = []
    asides: list[tuple[int, int]] = []
    for match in _ATTRIBUTE.finditer(source, start, end):
        name, group = match["name"].lower(), match.lastgroup or "name"
        value, span = match[group], match.span(group)
        if group == "name":
            shown = not value.isascii()
        else:
            shown = name in _SHOWN or _swallowed(value) or (name in _SHOWN_IF_CHINESE and not value.isascii())
            if not _swallowed(value):
                links += _addressed(name, value, span[0])
        if shown and value.strip():
            asides.append(span)
    return links, asides


def _addressed(name: str, value: str, start: int) -> Iterator[Link]:
    """The addresses in the value of an attribute, which begins at `start`."""
    if name in _ADDRESSES:
        yield Link(_BROKEN.sub("", decoded(value)).strip(), start, start + len(value))
    elif within := _WITHIN.get(name):
        for found in within.finditer(value):
            first, last = found.span("url")
            yield Link(decoded(found["url"]), start + first, start + last)


def addresses(text: str) -> list[Link]:
    """The bare addresses (http://… and www.…) in a plain text."""
    if "://" not in text and "www." not in text and "WWW." not in text:
        return []
    found = ((match.start(), match[0].rstrip(".,;:!?'()[]*_~")) for match in _BARE.finditer(text))
    return [Link(url, at, at + len(url)) for at, url in found]


class _Pieces:
    """Pieces of visible text; the end of one that stands in the source verbatim is given as -1."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.firsts: list[int] = []
        self.lasts: list[int] = []

    def add(self, text: str, start: int, end: int = -1) -> None:
        """One more piece."""
        self.texts.append(text)
        self.firsts.append(start)
        self.lasts.append(end)

    def take(self, source: str, start: int, end: int, cuts: Iterable[Cut]) -> None:
        """All of `source[start:end]` but its cuts."""
        for cut_start, cut_end, shows in cuts:
            if cut_start < start:
                continue
            if start < cut_start:
                self.add(source[start:cut_start], start)
            if shows:
                self.add(shows, cut_start, cut_end)
            start = cut_end
        if start < end:
            self.add(source[start:end], start)

    def offsets(self) -> tuple[Offsets, Offsets]:
        """Per character of the text, start and end of the source that it comes from."""
        lengths = np.array([len(text) for text in self.texts], np.int32)
        firsts = np.repeat(np.array(self.firsts, np.int32), lengths)
        lasts = np.repeat(np.array(self.lasts, np.int32), lengths)
        within = np.arange(len(firsts), dtype=np.int32) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        starts = np.where(lasts < 0, firsts + within, firsts).astype(np.int32)
        return starts, np.where(lasts < 0, starts + 1, lasts).astype(np.int32)


def _bare(text: str, starts: Offsets, ends: Offsets) -> Iterator[Link]:
    for link in addresses(text):
        yield Link(link.url, int(starts[link.start]), int(ends[link.end - 1]))


def _swallowed(value: str) -> bool:
    return 0 <= value.find(">") < value.rfind("<")
