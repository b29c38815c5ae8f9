"""HTML of drafts and of clipboards, made harmless (净化): for the preview on a phone, and for pasting.

Nothing that runs, nothing that fetches: see the library `nh3` (ammonia), which parses as browsers do.
"""

from __future__ import annotations

import html
import re

import nh3
from markdown_it import MarkdownIt

from app.scanner.document import Format

LONGEST = 200_000
"""Characters of a body that a preview shows."""
DEEPEST = 4
"""Elements around nothing that go together when they are pasted."""

_SPANS = {"rowspan", "colspan"}
_SHOWN = nh3.ALLOWED_TAGS | {"section"}
_PASTED = {
    *("p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "ul", "ol", "li"),
    *("strong", "b", "em", "i", "u", "s", "sub", "sup", "a", "img"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
_BLANKS = re.compile(r"[ \t\r\n]+")
_EMPTY = re.compile(r"<(p|h[1-6]|strong|b|em|i|u|s|li|blockquote)>(?:\s|&nbsp;|<br>)*</\1>\s*")
_BLOCK_ENDS = re.compile(r"\s*(</(?:p|h[1-6]|blockquote|pre|ul|ol|li|table|tr)>|<hr>)\s*")
_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(body: str, format: Format) -> str:
    """A body as a reader sees it, in HTML. Pictures are not fetched: their description stands for them."""
    body = body[:LONGEST]
    if format == "text":
        return "".join(f"<p>{html.escape(line) or '<br>'}</p>" for line in body.split("\n"))
    source = _MARKDOWN.render(body) if format == "markdown" else body
    attributes = {"img": {"alt"}, "td": _SPANS, "th": _SPANS, "ol": {"start"}}
    return nh3.clean(source, tags=_SHOWN, attributes=attributes, link_rel=None)


def pasted(source: str) -> str:
    """The HTML of a clipboard with its structure, without the styles and marks of Word or WeChat's editor.

    Pictures keep their web address, which the checks of links read; those that lie on the writer's own
    machine go.
    """
    attributes = {"a": {"href"}, "img": {"src", "data-src", "alt"}, "td": _SPANS, "th": _SPANS}
    clean = nh3.clean(
        source,
        tags=_PASTED,
        attributes=attributes,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )
    lines = _BLOCK_ENDS.sub(r"\1\n", _BLANKS.sub(" ", clean.replace("<img>", "")))
    for _ in range(DEEPEST):
        lines = _EMPTY.sub("", lines)
    return lines.strip()
