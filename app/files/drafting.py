"""A file as the draft of an article: what of its text is the article, and what is the title."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.files.content import Place, ReadFile
from app.scanner import html
from app.scanner.document import Format

LONGEST_TITLE = 60
"""Characters up to which a first line may be a title."""

_BESIDE = {"comment", "header", "footer", "link", "code"}
"""Places beside the article: comments, page headers and footers, addresses of links, contents of codes."""
_MARKED = re.compile(r"\s*#\s+(?P<title>[^\n]+?)[ \t#]*(?:\n|\Z)")
_ENDS = tuple("。！？；：，、…")


class Article(NamedTuple):
    """What a file gives for a draft; the title may be empty, and the body is in `format`."""

    title: str
    body: str
    format: Format


def article(read: ReadFile) -> Article:
    """The article in a file, as a reader would see it published.

    Comments, page headers, hidden text, pictures in a document and the addresses of links are no part of it;
    a poster (only a picture) gives the text that was read in it. HTML and Markdown keep their marks.
    """
    if read.format == "html":
        return _html(read.text)
    if read.format == "markdown":
        return _markdown(read.text)
    return _plain("".join(_pieces(read)) if read.places else read.text)


def _html(source: str) -> Article:
    """The title is the first heading, else that of the page; both stay where they stand."""
    heading = _inside(source, "h1") or _inside(source, "title")
    title = " ".join(html.read(heading).text.split())
    return Article(title, (_inside(source, "body") or source).strip("\n"), "html")


def _inside(source: str, tag: str) -> str:
    """What stands in the first element of that name; empty where there is none or it does not end."""
    opening = re.search(rf"<{tag}(?=[\s>])", source, re.IGNORECASE)
    start = source.find(">", opening.end()) if opening else -1
    if start < 0:
        return ""
    closing = re.compile(rf"</{tag}(?=[\s>])", re.IGNORECASE).search(source, start)
    return source[start + 1 : closing.start()] if closing else ""


def _markdown(source: str) -> Article:
    found = _MARKED.match(source)
    if not found:
        return Article("", source, "markdown")
    return Article(found["title"], source[found.end() :].lstrip("\n"), "markdown")


def _plain(text: str) -> Article:
    """The first line is the title if it is short and no sentence, and something comes after it."""
    first, _, rest = text.strip().partition("\n")
    first = first.strip()
    if rest.strip() and len(first) <= LONGEST_TITLE and not first.endswith(_ENDS):
        return Article(first, rest.strip("\n"), "text")
    return Article("", text.strip("\n"), "text")


def _pieces(read: ReadFile) -> Iterator[str]:
    """The pieces of the article, each after what parts it from the one before."""
    is_poster = all("image" in place.location for place in read.places)
    hidden = sorted((each.start, each.end) for each in read.remarks if each.rule == "hidden-text")
    end, begun = 0, False
    for place in read.places:
        before, end = read.text[end : place.start], place.end
        if _BESIDE & place.location.keys() or ("image" in place.location and not is_poster):
            continue
        shown = _shown(read.text, place, hidden)
        if shown.strip():
            yield before + shown if begun else shown
            begun = True


def _shown(text: str, place: Place, hidden: Sequence[tuple[int, int]]) -> str:
    """A piece without its hidden text (隐藏文字); the spans are in order."""
    parts, at = [], place.start
    first, last = (bisect_left(hidden, (edge, 0)) for edge in (place.start, place.end))
    for start, end in hidden[first:last]:
        parts.append(text[at:start])
        at = end
    return "".join(parts) + text[at : place.end]
