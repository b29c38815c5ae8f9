"""PDF files (.pdf): the text of each page by lines, its links, fields, comments and pictures."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError
from pypdf.generic import DictionaryObject

from app.files import aimarks
from app.files.content import Location, Writer
from app.files.errors import broken, encrypted, too_complex
from app.files.glyphs import typed
from app.files.pictures import Pictures, need_mark

MAX_PAGES = 1000
STRANGE = 0.2
"""Share of characters that stand for nothing (私用区、替换符) from which a page counts as not legible."""

_PAINTING = re.compile(rb"(?:^|\s)(?:[fFSsBb]\*?|sh|Do|EI|Tj|TJ|'|\")(?=\s|$)")
_COMMENTS = {"/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret"}
_DAMAGE = (
    *(PyPdfError, DependencyError, ImportError, NotImplementedError, OSError, SyntaxError, struct.error),
    *(ValueError, LookupError, TypeError, AttributeError),
)
"""What taking a picture out of a damaged or uncommon PDF raises."""


def read(file: BinaryIO, writer: Writer) -> None:
    """Read a PDF; `Invalid` where it is encrypted, broken or has more than `MAX_PAGES`."""
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise encrypted()
        if len(reader.pages) > MAX_PAGES:
            raise too_complex()
        _read(reader, writer)
    except LimitReachedError as error:
        raise too_complex() from error
    except PyPdfError as error:
        raise broken() from error


def _read(reader: PdfReader, writer: Writer) -> None:
    pictures = _PagePictures(writer)
    for number, page in enumerate(reader.pages, 1):
        location: Location = {"page": number}
        began = writer.at, pictures.count
        _write_text(page, location, writer)
        _write_annotations(page, location, writer)
        pictures.add_all(page, location)
        if began == (writer.at, pictures.count) and _is_painted(page):
            message = "本页没有可读的文字（可能是图形或转成曲线的文字），请人工查看确认。"
            writer.remark("unread-image", message, location)
    if reader.attachments:
        writer.leave_out("attachment", "PDF 中附带的文件没有检查")
    need_mark(writer, aimarks.declared(_metadata(reader)), "".join(writer.parts), {"page": 1})


def _write_text(page: PageObject, location: Location, writer: Writer) -> None:
    text = typed(page.extract_text())
    strange = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in text)
    before, first = "\n\n", writer.at
    for number, line in enumerate(text.split("\n"), 1):
        writer.add(line, {**location, "line": number}, before)
        before = "\n" if line.strip() else "\n\n"
    if strange > STRANGE * len(text):
        message = "本页文字没有正确的编码，读出的内容不可靠，请人工查看。"
        writer.remark("unclear-image-text", message, location, (first, first))


def _write_annotations(page: PageObject, location: Location, writer: Writer) -> None:
    comments = 0
    for annotation in _annotations(page):
        kind, text = annotation.get("/Subtype"), str(annotation.get("/Contents", ""))
        if kind == "/Link":
            action = annotation.get("/A")
            address = action.get_object().get("/URI") if action else None
            if address:
                writer.add(str(address), {**location, "link": text})
        elif kind == "/Widget":
            writer.add(str(annotation.get("/V", "")), {**location, "field": str(annotation.get("/T", ""))})
        elif kind in _COMMENTS and text.strip():
            comments += 1
            place = {**location, "comment": comments}
            span = writer.add(text, place)
            writer.remark("comment-left-in", "批注没有删除，公开发布前请处理并清除。", place, span)


def _annotations(page: PageObject) -> Iterator[DictionaryObject]:
    for each in page.annotations or ():
        annotation = each.get_object()
        if isinstance(annotation, DictionaryObject):
            yield annotation


def _is_painted(page: PageObject) -> bool:
    """Whether anything at all is drawn on the page."""
    contents = page.get_contents()
    return contents is not None and _PAINTING.search(contents.get_data()) is not None


class _PagePictures:
    """The pictures of all pages; one that comes again (a letterhead) is read once."""

    def __init__(self, writer: Writer) -> None:
        self._pictures = Pictures(writer)
        self._known: set[bytes] = set()
        self.count = 0

    def add_all(self, page: PageObject, location: Location) -> None:
        """Read the pictures of a page that were not on an earlier one."""
        for data in _pictures(page):
            self.count += 1
            digest = data and sha256(data).digest()
            if digest not in self._known:
                self._pictures.add(data, location)
            if digest:
                self._known.add(digest)


def _pictures(page: PageObject) -> Iterator[bytes | None]:
    """The pictures of a page as files; None for one that cannot be taken out."""
    try:
        names = page.images.keys()
    except _DAMAGE:
        yield None
        return
    for name in names:
        try:
            yield page.images[name].data
        except _DAMAGE:
            yield None


def _metadata(reader: PdfReader) -> bytes:
    """The document information and the XMP packet."""
    told = "\n".join(f"{key} {value}" for key, value in (reader.metadata or {}).items()).encode(
        "utf-8", "replace"
    )
    packet = reader.root_object.get("/Metadata")
    return told + (packet.get_object().get_data() if packet else b"")
