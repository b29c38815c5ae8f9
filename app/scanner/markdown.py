"""Markdown to visible text: marks go, links keep their text, HTML inside is read as HTML.

Follows CommonMark 0.31 as far as a reader sees it, with tables and strikethrough of GFM. Emphasis is a
little more generous than CommonMark, which does not close **“台湾”**省 before a Chinese character.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from app.scanner.html import SHOWS, TOKENS, Marks, entity, is_autolink, weigh
from app.scanner.markup import Cut, Link, Reading, assemble, decoded

_MARK = r"(?:[#]{1,6}(?=[ \t\r\n]|\Z)|[*+-](?=[ \t]))"
_TOKEN = re.compile(
    rf"""
    (?P<blank> \n[ \t\r]*+(?=\n) )
  | (?P<fence> ^[ \t>]*+(?P<ticks>`{{3}}|~{{3}})[^\n]*+ )
  | (?P<rule> ^[ \t]*+(?:[-*_=|:][ \t]*+){{2,}}+\r?$ )
  | (?P<definition> ^[ ]{{0,3}}\[(?P<label>[^\[\]\n]{{1,200}}+)\]:[ \t]*+
        (?:<(?P<angled>[^<>\n]*+)>|(?P<plain>[^\s<]\S*+)) [^\n]*+ )
  | (?P<row> ^[ \t]*+\| )
  | (?P<line> ^(?=[ \t>]|{_MARK})[ \t>]*+(?P<mark>{_MARK}[ \t]*+)?+ )
  | (?P<escape> \\[!-/:-@\[-`{{-~] )
  | (?P<code> `++ )
  | (?P<run> \*++|_++|~++ )
  | (?P<open> !?\[ )
  | (?P<close> \] )
  | (?P<cell> \| )
  | {TOKENS}
    """,
    re.VERBOSE | re.MULTILINE,
)
_FENCE_ENDS = {
    mark: re.compile(rf"^[ \t>]*+{mark}[{mark[0]} \t]*+\r?$", re.MULTILINE) for mark in ("```", "~~~")
}
_TARGET = re.compile(
    r"""\([ \t]*+(?:<(?P<angled>[^<>\n]*+)>|(?P<plain>(?:[^\s()<>]++|\([^\s()]*+\))*+))"""
    r"""(?:\s++(?:"(?P<title>[^"]{0,999}+)"|'[^']{0,999}+'|\([^()]{0,999}+\)))?+\s*+\)"""
)
_REFERENCE = re.compile(r"\[(?P<label>[^\[\]\n]{0,200}+)\]")
_DEFINITION = re.compile(r"^[ ]{0,3}\[([^\[\]\n]{1,200}+)\]:[ \t]*+\S", re.MULTILINE)


def read(source: str) -> Reading:
    """Read Markdown `source`; line breaks stay as they are, list items and headings part paragraphs."""
    reader = _Reader(source)
    at = 0
    while token := _TOKEN.search(source, at):
        at = _TAKE[str(token.lastgroup)](reader, token) or token.end()
    return assemble(source, sorted(reader.cuts), reader.marks.asides, reader.marks.links)


class _Reader:
    """What is open while a Markdown text is read: emphasis, brackets, a table row; and the cuts so far.

    The methods of `_TAKE` take in one token each and may give where to read on.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.cuts: list[Cut] = []
        self.marks = Marks()
        self.labels = {_label(match[1]) for match in _DEFINITION.finditer(source)}
        self.runs: dict[str, list[tuple[int, int]]] = {"*": [], "_": [], "~": []}
        self.brackets: list[tuple[int, int]] = []
        self.row_end = -1

    def drop(self, token: re.Match[str]) -> None:
        """A mark that shows as nothing."""
        self._cut(*token.span())

    def escape(self, token: re.Match[str]) -> None:
        """A backslash that takes the meaning from the mark after it."""
        self._cut(token.start(), token.start() + 1)

    def blank(self, _token: re.Match[str]) -> None:
        """An empty line ends the paragraph, and what is still open in it is text."""
        self.brackets.clear()
        for opened in self.runs.values():
            opened.clear()

    def fence(self, token: re.Match[str]) -> int:
        """A code block (代码块) stands verbatim between its fences."""
        self.blank(token)
        self._cut(*token.span())
        closing = _FENCE_ENDS[token["ticks"]].search(self.source, token.end())
        if not closing:
            return len(self.source)
        self._cut(*closing.span())
        return closing.end()

    def line(self, token: re.Match[str]) -> None:
        """Marks at the start of a line; that of a heading or list item begins a new block."""
        start, end = token.span()
        mark = token["mark"] or ""
        self._cut(start, end, "\n" if mark and start else "")
        if mark:
            self.blank(token)
        if mark.startswith("#") and (line_end := self.source.find("\n", end)) >= 0:
            self._cut(line_end, line_end + 1, "\n\n")

    def row(self, token: re.Match[str]) -> None:
        """The start of a table row, in which the bars part cells."""
        start, end = token.span()
        self._cut(start, end, "\n" if start else "")
        self.blank(token)
        line_end = self.source.find("\n", end)
        self.row_end = len(self.source) if line_end < 0 else line_end

    def cell(self, token: re.Match[str]) -> None:
        """A bar: the end of a cell, if it stands in a table row."""
        if token.start() < self.row_end:
            self._cut(*token.span(), "\t")

    def run(self, token: re.Match[str]) -> None:
        """A run of emphasis marks: it closes what is open as far as it can, and may open what comes."""
        start, end = token.span()
        before, after = self.source[start - 1 : start], self.source[end : end + 1]
        mark = self.source[start]
        if (mark == "_" and before.isalnum() and after.isalnum()) or (mark == "~" and end - start != 2):
            return
        if before.strip():
            start = self._close_runs(mark, start, end)
        if start < end and after.strip():
            self.runs[mark].append((start, end))

    def _close_runs(self, mark: str, start: int, end: int) -> int:
        opened = self.runs[mark]
        while opened and start < end:
            first, last = opened.pop()
            size = min(2, last - first, end - start)
            self._cut(last - size, last)
            self._cut(start, start + size)
            start += size
            if first < last - size:
                opened.append((first, last - size))
        return start

    def open(self, token: re.Match[str]) -> None:
        """An opening bracket, of a link's or an image's text."""
        self.brackets.append(token.span())

    def close(self, token: re.Match[str]) -> int | None:
        """A closing bracket: the end of a link's text, if a target or a known label follows."""
        if not self.brackets:
            return None
        opening = self.brackets.pop()
        if target := _TARGET.match(self.source, token.end()):
            end: int | None = self._target(target)
        else:
            end = self._reference(opening[1], token)
        if end is not None:
            self._cut(*opening)
            self._cut(token.start(), end)
        return end

    def _target(self, target: re.Match[str]) -> int:
        self._address(target)
        if target["title"]:
            self.marks.asides.append(target.span("title"))
        return target.end()

    def _reference(self, start: int, token: re.Match[str]) -> int | None:
        """Where a reference ([文字][标签], [标签]) ends, if its label is defined."""
        follows = _REFERENCE.match(self.source, token.end())
        label = (follows["label"] if follows else "") or self.source[start : token.start()][:200]
        if _label(label) not in self.labels:
            return None
        return follows.end() if follows else token.end()

    def definition(self, token: re.Match[str]) -> None:
        """The definition of a label: a link that itself does not show."""
        self._address(token)
        self._cut(*token.span())

    def entity(self, token: re.Match[str]) -> None:
        """A character reference."""
        if cut := entity(token):
            self.cuts.append(cut)

    def markup(self, token: re.Match[str]) -> None:
        """An HTML tag, comment or the like; or an address in angle brackets, which shows without them."""
        start, end = token.span()
        weight = weigh(token, self.marks)
        if weight is not None:
            self._cut(start, end, SHOWS[weight])
        elif is_autolink(token):
            self._cut(start, start + 1)
            self._cut(end - 1, end)

    def _address(self, match: re.Match[str]) -> None:
        group = "angled" if match["angled"] is not None else "plain"
        if match[group]:
            self.marks.links.append(Link(decoded(match[group]), *match.span(group)))

    def _cut(self, start: int, end: int, shows: str = "") -> None:
        self.cuts.append((start, end, shows))


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


_TAKE: dict[str, Callable[[_Reader, re.Match[str]], int | None]] = {
    "blank": _Reader.blank,
    "fence": _Reader.fence,
    "rule": _Reader.drop,
    "definition": _Reader.definition,
    "row": _Reader.row,
    "line": _Reader.line,
    "escape": _Reader.escape,
    "code": _Reader.drop,
    "run": _Reader.run,
    "open": _Reader.open,
    "close": _Reader.close,
    "cell": _Reader.cell,
    "entity": _Reader.entity,
    **dict.fromkeys(("comment", "raw", "declaration", "tag"), _Reader.markup),
}
