"""One paragraph of a Word file (w:p): its text, and what hangs on it: links, pictures, text boxes, changes.

Names of elements are taken without their namespace, which differs between Transitional and Strict documents
(ECMA-376 part 1, 17.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from xml.etree.ElementTree import Element

from app.files.content import Span
from app.files.errors import macros
from app.files.package import attribute, child, local

_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NO_TEXT = {"pPr", "rPr", "sectPr", "sdtPr", "delText", "delInstrText", "rt"}
_OFF = {"0", "false", "off"}
_COMMAND = re.compile(r"\s*(?P<name>[A-Za-z]+)\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\"\s]*))")
_LINKING = {"HYPERLINK", "INCLUDEPICTURE", "INCLUDETEXT"}
_RUNNING = {"DDE", "DDEAUTO"}


@dataclass(frozen=True, slots=True)
class Link:
    """Where a piece of a paragraph leads: by a relation's id or by an address."""

    relation: str = ""
    address: str = ""
    shown: str = ""


@dataclass(slots=True)
class Paragraph:
    """What was read of a paragraph; `hidden` are spans of its text, `pictures` ids of relations."""

    text: str = ""
    hidden: list[Span] = field(default_factory=list)
    changes: int = 0
    links: list[Link] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


class Reader:
    """Reads paragraphs one after the other; a field (域) may run over several."""

    def __init__(self, hidden_styles: set[str]) -> None:
        self._hidden_styles = hidden_styles
        self._fields: list[str] = []
        self._it = Paragraph()
        self._parts: list[str] = []
        self._length = 0
        self._readers: dict[str, Callable[[Element], None]] = {
            **{name: partial(self._add, text) for name, text in _MARKS.items()},
            "t": lambda element: self._add(element.text or ""),
            "p": self._run,
            "r": self._run,
            "hyperlink": self._hyperlink,
            "fldChar": self._field_mark,
            "instrText": self._instruction,
            "fldSimple": self._simple_field,
            "del": self._deletion,
            "moveFrom": self._deletion,
            "ins": self._insertion,
            "moveTo": self._insertion,
            "AlternateContent": self._alternatives,
            "txbxContent": lambda element: self._it.boxes.append(element),
            "textpath": lambda element: self._it.drawn.append(attribute(element, "string")),
            "blip": self._picture,
            "imagedata": self._picture,
            "commentReference": lambda element: self._it.comments.append(attribute(element, "id")),
        }

    def read(self, paragraph: Element) -> Paragraph:
        """What a paragraph holds; `Invalid` where one of its fields runs a program (DDE)."""
        self._it, self._parts, self._length = Paragraph(), [], 0
        self._run(paragraph)
        self._it.text = "".join(self._parts)
        return self._it

    def _children(self, element: Element) -> None:
        for each in element:
            name = local(each)
            if name not in _NO_TEXT:
                self._readers.get(name, self._children)(each)

    def _add(self, text: str, *mark: Element) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _run(self, element: Element) -> None:
        start = self._length
        self._children(element)
        if is_hidden(element, self._hidden_styles) and start < self._length:
            spans = self._it.hidden
            joined = spans.pop()[0] if spans and spans[-1][1] == start else start
            spans.append((joined, self._length))

    def _hyperlink(self, element: Element) -> None:
        before = len(self._parts)
        self._children(element)
        if relation := attribute(element, "id"):
            self._it.links.append(Link(relation=relation, shown="".join(self._parts[before:])))

    def _field_mark(self, element: Element) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields:
            self._command(self._fields.pop())

    def _instruction(self, element: Element) -> None:
        if self._fields:
            self._fields[-1] += element.text or ""

    def _simple_field(self, element: Element) -> None:
        self._command(attribute(element, "instr"))
        self._children(element)

    def _command(self, instruction: str) -> None:
        command = _COMMAND.match(instruction)
        name = command["name"].upper() if command else ""
        if name in _RUNNING:
            raise macros()
        if command and name in _LINKING:
            self._it.links.append(Link(address=command["quoted"] or command["bare"] or ""))

    def _deletion(self, element: Element) -> None:
        self._it.changes += 1

    def _insertion(self, element: Element) -> None:
        self._it.changes += 1
        self._children(element)

    def _alternatives(self, element: Element) -> None:
        """The same drawing for new and for old programs: one of them is enough."""
        if len(element):
            self._children(element[0])

    def _picture(self, element: Element) -> None:
        self._it.pictures += [
            attribute(element, name) for name in ("embed", "link", "id") if attribute(element, name)
        ]
        self._children(element)


def is_hidden(element: Element, hidden_styles: set[str]) -> bool:
    """Whether the properties of a run, a paragraph or a style hide its text (隐藏文字)."""
    properties = child(element, "pPr" if local(element) == "p" else "rPr")
    if properties is None:
        return False
    vanish = child(properties, "vanish")
    if vanish is not None:
        return attribute(vanish, "val") not in _OFF
    styles = (child(properties, name) for name in ("rStyle", "pStyle"))
    return any(style is not None and attribute(style, "val") in hidden_styles for style in styles)
