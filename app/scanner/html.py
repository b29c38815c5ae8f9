"""HTML to visible text: tags go, blocks become line breaks, character references are decoded.

One regular expression with possessive quantifiers reads every character once, so that a hostile text costs
no more than another. Malformed markup never raises and swallows no text: what does not close is text.
What is a tag, a comment and raw text follows the WHATWG HTML standard, section 13.2.5.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from app.scanner.markup import ENTITY, Cut, Link, Reading, assemble, attributes

_ATTRIBUTES = r"""(?:[^<>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+|["'])*+"""

TOKENS = rf"""
    (?P<comment> <!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>)?+) )
  | (?P<raw> <(?P<rawname>(?i:script|style|template))(?=[\s/>]){_ATTRIBUTES}>
        (?:[^<]++|<(?!/(?i:(?P=rawname))[\s/>]))*+ (?P<rawend></[a-zA-Z]++[^<>]*+>)?+ )
  | (?P<declaration> <(?:!(?i:doctype)\b|\?)[^<>]*+>?+ )
  | (?P<tag> </?+(?P<name>[a-zA-Z][a-zA-Z0-9:._-]*+)(?=[\s/>])(?P<attributes>{_ATTRIBUTES})>?+ )
  | (?P<entity> {ENTITY.replace("#", "[#]")} )
"""
"""The tokens that HTML and Markdown have in common, in verbose form."""

_TOKEN = re.compile(
    rf"(?P<space> [ \t\r\n\f]{{2,}}+ | (?<=>)[ \t\r\n\f] | [ \t\r\n\f](?=<|\Z) ) | {TOKENS}", re.VERBOSE
)

_NOTHING, _SPACE, _SOFT_BREAK, _CELL, _BREAK, _BLOCK = range(6)
SHOWS = ("", " ", "\n", "\t", "\n", "\n\n")
"""What a gap between two pieces of text shows as, by its weight; the heavier of two neighbours counts."""

_BLOCKS = (
    "address article aside blockquote body button caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html iframe legend li main menu nav ol "
    "optgroup option p pre section select summary table tbody textarea tfoot thead title tr ul video"
)
_WEIGHTS = dict.fromkeys(_BLOCKS.split(), _BLOCK) | {"br": _BREAK, "td": _CELL, "th": _CELL}
_PREFORMATTED = frozenset(("pre", "textarea"))


class Marks:
    """What is gathered beside the text while reading: links, and spans of visible attribute values."""

    def __init__(self) -> None:
        self.links: list[Link] = []
        self.asides: list[tuple[int, int]] = []


def read(source: str) -> Reading:
    """Read HTML `source`; whitespace collapses to one space or line break, save in `pre`."""
    marks = Marks()
    cuts = list(_cuts(_gaps(source, marks), len(source)))
    return assemble(source, cuts, marks.asides, marks.links)


def weigh(token: re.Match[str], marks: Marks) -> int | None:
    """The weight in `SHOWS` of the gap that a markup token leaves, or None where it is text after all."""
    kind = token.lastgroup
    if kind == "tag":
        return _tag(token, marks)
    if kind == "comment":
        closed = token[0].endswith(("-->", "--!>"))
    else:
        closed = token[0].endswith(">") if kind == "declaration" else bool(token["rawend"])
    return _NOTHING if closed else None


def is_autolink(token: re.Match[str]) -> bool:
    """Whether a tag token is an address in angle brackets (<http://…>), which a reader of Markdown sees."""
    return token.lastgroup == "tag" and token["name"].endswith(":") and token[0].endswith(">")


def entity(token: re.Match[str]) -> Cut | None:
    """The cut that shows what a character reference (实体) stands for; None where it stands for nothing."""
    shows = html.unescape(token[0])
    return (token.start(), token.end(), shows) if shows != token[0] else None


def _tag(token: re.Match[str], marks: Marks) -> int | None:
    if not token[0].endswith(">") or is_autolink(token):
        return None
    if token["attributes"]:
        links, asides = attributes(token.string, *token.span("attributes"))
        marks.links += links
        marks.asides += asides
    return _WEIGHTS.get(token["name"].lower(), _NOTHING)


def _gaps(source: str, marks: Marks) -> Iterator[tuple[int, int, int | str]]:
    """What does not show as it stands: gaps with their weight, character references with what they show."""
    preformatted = False
    for token in _TOKEN.finditer(source):
        start, end = token.span()
        kind = token.lastgroup
        if kind == "space":
            if not preformatted:
                yield start, end, _SOFT_BREAK if "\n" in token[0] else _SPACE
        elif kind == "entity":
            if cut := entity(token):
                yield cut
        elif (weight := weigh(token, marks)) is not None:
            yield start, end, weight
            if weight == _BLOCK and token["name"].lower() in _PREFORMATTED:
                preformatted = source[start + 1] != "/"


def _cuts(gaps: Iterable[tuple[int, int, int | str]], size: int) -> Iterator[Cut]:
    """Neighbouring gaps become one, which shows as the heavier; at either end of the text, as nothing."""
    first = last = heaviest = 0
    for start, end, weight in gaps:
        if start > last or isinstance(weight, str):
            yield first, last, SHOWS[heaviest] if first else ""
            first, heaviest = start, _NOTHING
        if isinstance(weight, str):
            yield start, end, weight
            first = end
        else:
            heaviest = _BLOCK if heaviest == weight == _BREAK else max(heaviest, weight)
        last = end
    yield first, last, SHOWS[heaviest] if first and last < size else ""
