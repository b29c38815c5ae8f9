"""Word files (.docx): body, tables, headers, footers, notes, text boxes, drawings, comments, pictures.

What Word shows is read, and tracked insertions (修订插入) and hidden text (隐藏文字) as well. Tracked
deletions (修订删除) are not, but are remarked on: they are in the file for anybody to see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from app.files import aimarks
from app.files.content import Location, Span, Writer
from app.files.errors import macros, mislabelled
from app.files.package import Package, attribute, child, local
from app.files.paragraphs import Link, Paragraph, Reader, is_hidden
from app.files.pictures import Pictures, need_mark

MAX_PICTURE = 20 << 20
"""Bytes of a picture inside a document."""

MAX_PROPERTIES = 1 << 20
"""Bytes of a part with properties of a document."""

_WRAPPERS = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "Choice"}
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_DRAWN = {"diagramData": "diagram", "chart": "chart", "chartEx": "chart"}
_EMBEDDED = {"oleObject", "package", "aFChunk", "control"}
_OTHER_OFFICE = {"workbook": "Excel 表格", "presentation": "PowerPoint 演示文稿"}


def read(file: BinaryIO, writer: Writer) -> None:
    """Read a Word file; `Invalid` where it is broken, encrypted, too complex, has macros or is none."""
    package = Package(file)
    types = package.data("[Content_Types].xml", 1 << 20)
    if types is None:
        raise mislabelled(".docx", "别的压缩文件")
    if b"macroEnabled" in types:
        raise macros()
    name = package.main
    document = package.need(name)
    if local(document) != "document":
        raise mislabelled(".docx", _OTHER_OFFICE.get(local(document), "别的文件"))
    _Document(package, name, writer).read(document)
    need_mark(writer, aimarks.declared(_properties(package)), "".join(writer.parts), {"paragraph": 1})


class _Document:
    """Reads the parts of a document one after the other, and counts what its readers count."""

    def __init__(self, package: Package, name: str, writer: Writer) -> None:
        self._package, self._name, self._writer = package, name, writer
        self._relations = self._outer = package.relations(name)
        self._reader = Reader(self._hidden_styles())
        self._counts: Counter[str] = Counter()
        self._pictures: dict[str, tuple[Location, Span]] = {}
        self._anchors: dict[str, Location] = {}
        self._changed: list[tuple[Location, Span]] = []

    def read(self, document: Element) -> None:
        """Read the body, then what stands around it, then comments and pictures."""
        for body in document:
            self._blocks(body, {})
        for kind in ("header", "footer"):
            for name in self._parts(kind):
                self._blocks(self._enter(name), self._numbered(kind))
        for kind, word in _NOTES.items():
            for name in self._parts(kind):
                self._notes(self._enter(name), word)
        for kind, word in _DRAWN.items():
            for name in self._parts(kind):
                self._drawing(self._enter(name), self._numbered(word))
        for name in self._parts("comments"):
            self._comments(self._enter(name))
        self._finish()

    def _parts(self, *kinds: str) -> list[str]:
        """The parts of the document of some kinds, in the order of their names."""
        relations = self._outer.values()
        return sorted({each.target for each in relations if each.kind in kinds and not each.external})

    def _enter(self, name: str) -> Element:
        """The root of another part, whose own relations count from now on."""
        self._relations = self._package.relations(name)
        return self._package.need(name)

    def _numbered(self, kind: str, location: Location | None = None) -> Location:
        self._counts[kind] += 1
        return {**(location or {}), kind: self._counts[kind]}

    def _blocks(self, parent: Element, location: Location, before: str = "\n\n") -> None:
        """The paragraphs and tables in a body, a cell or a box; `before` is put before the first piece."""
        start = self._writer.at
        count = 0
        for block in _unwrapped(parent):
            kind = local(block)
            if kind == "p":
                count += 1
                place = location if "table" in location else {**location, "paragraph": count}
                self._paragraph(block, place, before if self._writer.at == start else "\n\n")
            elif kind == "tbl":
                self._table(block, location if "table" in location else self._numbered("table", location))

    def _table(self, table: Element, location: Location) -> None:
        """Cells are set apart by tabs and rows by an empty line; a table in a cell counts as the cell."""
        rows = [row for row in _unwrapped(table) if local(row) == "tr"]
        for number, row in enumerate(rows, 1):
            start, column = self._writer.at, 1
            for cell in _unwrapped(row):
                if local(cell) == "tc":
                    place = location if "row" in location else {**location, "row": number, "column": column}
                    self._blocks(cell, place, "\t" if self._writer.at > start else "\n\n")
                    column += _width(cell)

    def _paragraph(self, element: Element, location: Location, before: str) -> None:
        it = self._reader.read(element)
        start, end = self._writer.add(it.text, location, before)
        if start < end:
            for first, last in it.hidden:
                span = start + first, start + last
                self._writer.remark("hidden-text", "此处是隐藏文字，公开发布前请删除。", location, span)
        self._changed += [(location, (start, end))] * it.changes
        self._anchors |= dict.fromkeys(it.comments, location)
        for link in it.links:
            self._link(link, it.text, location)
        self._drawn(it, location, (start, end))

    def _link(self, link: Link, text: str, location: Location) -> None:
        """An address that the text does not show becomes a piece of its own, so that links are checked."""
        relation = self._relations.get(link.relation)
        address = relation.target if relation and relation.external else link.address
        if ":" in address and address not in text:
            self._writer.add(address, {**location, "link": link.shown[:50]})

    def _drawn(self, it: Paragraph, location: Location, span: Span) -> None:
        """The text boxes, the word art (艺术字、水印) and the pictures that hang on a paragraph."""
        outside = {key: value for key, value in location.items() if key in {"header", "footer", "text_box"}}
        for box in it.boxes:
            self._blocks(box, self._numbered("text_box", outside))
        for text in it.drawn:
            self._writer.add(text, self._numbered("text_box", outside))
        for id in it.pictures:
            if relation := self._relations.get(id):
                if relation.external:
                    self._writer.add(relation.target, {**location, "link": ""})
                self._pictures.setdefault(relation.target, (location, span))

    def _notes(self, notes: Element, word: str) -> None:
        for note in notes:
            if not attribute(note, "type"):  # the others are the lines between text and notes
                self._blocks(note, self._numbered(word))

    def _drawing(self, root: Element, location: Location) -> None:
        for text in _loose_texts(root):
            self._writer.add(text, location)

    def _comments(self, comments: Element) -> None:
        for comment in comments:
            paragraphs = [each for each in comment.iter() if local(each) == "p"]
            text = "\n".join(self._reader.read(each).text for each in paragraphs)
            place = self._numbered("comment", self._anchors.get(attribute(comment, "id")))
            span = self._writer.add(text, place)
            self._writer.remark("comment-left-in", "批注没有删除，公开发布前请处理并清除。", place, span)

    def _finish(self) -> None:
        for relation in self._outer.values():
            if relation.external and relation.kind not in {"hyperlink", "image"}:
                self._writer.add(relation.target, {"link": relation.kind})
        if self._parts(*_EMBEDDED):
            self._writer.leave_out("embedded-object", "文档中嵌入的对象（表格、演示文稿、控件等）没有检查")
        if self._changed:
            message = (
                f"文档中有{len(self._changed)}处修订没有接受或拒绝，删去的内容仍在文件中，公开发布前请处理。"
            )
            self._writer.remark("tracked-change", message, *self._changed[0])
        pictures = Pictures(self._writer)
        for name, (location, span) in self._pictures.items():
            pictures.add(self._package.data(name, MAX_PICTURE), location, span)

    def _hidden_styles(self) -> set[str]:
        styles = [style for name in self._parts("styles") for style in self._package.need(name)]
        return {attribute(style, "styleId") for style in styles if is_hidden(style, set())}


def _properties(package: Package) -> bytes:
    """What the file says of itself (文档属性): title, author, program, and properties of one's own."""
    parts = [each.target for each in package.relations("").values() if each.kind.endswith("properties")]
    return b"\n".join(package.data(name, MAX_PROPERTIES) or b"" for name in parts)


def _unwrapped(parent: Element) -> Iterator[Element]:
    """The children of an element, those inside content controls and changes too."""
    for each in parent:
        name = local(each)
        if name == "AlternateContent":
            yield from _unwrapped(each[0])
        elif name in _WRAPPERS:
            yield from _unwrapped(each)
        else:
            yield each


def _width(cell: Element) -> int:
    """How many columns a cell spans."""
    properties = child(cell, "tcPr")
    span = None if properties is None else child(properties, "gridSpan")
    width = "" if span is None else attribute(span, "val")
    return int(width) if width.isdecimal() else 1


def _loose_texts(root: Element) -> Iterator[str]:
    """The texts of a diagram (SmartArt) or a chart: paragraphs of DrawingML, and names of values."""
    for element in root.iter():
        kind = local(element)
        if kind == "p":
            yield "".join(each.text or "" for each in element.iter() if local(each) == "t")
        elif kind == "v" and not (element.text or "").replace(".", "").isdecimal():
            yield element.text or ""
