"""An Office Open XML package (.docx): a ZIP archive of XML parts and the relations between them, read safely.

ECMA-376 part 2 (开放打包约定). What a part is called does not matter, only what the relations say of it; that
is also how Word finds them. Nothing is unpacked to disk, no entity is resolved, nothing is fetched.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from app.files.errors import broken, encrypted, macros, too_complex, unsafe

MAX_MEMBERS = 2000
MAX_UNPACKED = 256 << 20
MAX_PART = 32 << 20
"""Bytes of one XML part; its tree takes some ten times as much memory."""
MAX_RATIO = 500
"""Unpacked bytes for each packed one of a member larger than `SMALL`; XML has about 10 to 100."""
SMALL = 4 << 20
MACROS = ("vbaproject.bin", "vbadata.xml")


class Relation(NamedTuple):
    """What a part refers to: the kind (`header`, `image`, `hyperlink`), and a part or an outside address."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a package by name; `Invalid` where it is broken, encrypted, too large or has macros."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self._archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise broken() from error
        self._members = {_plain(member.filename): member for member in self._archive.infolist()}
        self._need_harmless()

    @property
    def main(self) -> str:
        """The name of the document's own part."""
        kinds = ("officeDocument",)
        found = [each for each in self.relations("").values() if each.kind in kinds and not each.external]
        if not found:
            raise broken()
        return found[0].target

    def tree(self, name: str) -> Element | None:
        """The root of an XML part; None where there is no such part."""
        data = self.data(name, MAX_PART)
        return None if data is None else parse(data)

    def need(self, name: str) -> Element:
        """The root of an XML part that must be there."""
        root = self.tree(name)
        if root is None:
            raise broken()
        return root

    def data(self, name: str, limit: int) -> bytes | None:
        """The bytes of a part, at most `limit`; None where there is no such part."""
        member = self._members.get(_plain(name))
        if member is None:
            return None
        try:
            with self._archive.open(member) as part:
                data = part.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise broken() from error
        if len(data) > limit:
            raise too_complex()
        return data

    def relations(self, name: str) -> dict[str, Relation]:
        """The relations of a part by their id; those of the package itself for ""."""
        folder, base = posixpath.split(name)
        root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        return {} if root is None else dict(_relations(root, folder))

    def named(self, *words: str) -> list[str]:
        """The names of the parts that have one of these words in their path."""
        return [name for name in self._members if any(word in name for word in words)]

    def _need_harmless(self) -> None:
        members = self._members.values()
        if any(member.flag_bits & 1 for member in members):
            raise encrypted()
        if any(posixpath.basename(name) in MACROS for name in self._members):
            raise macros()
        unpacked = sum(member.file_size for member in members)
        if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or any(map(_is_bomb, members)):
            raise too_complex()


def parse(data: bytes) -> Element:
    """The root of an XML part; `Invalid` where it is broken or declares a document type.

    Without a document type there are no entities, so nothing expands and nothing is fetched.
    """
    builder, parser = TreeBuilder(), expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise broken() from error
    return builder.close()


def local(element: Element) -> str:
    """An element's name without its namespace, which differs between Transitional and Strict documents."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without namespace; empty where there is none."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def child(element: Element, name: str) -> Element | None:
    """The first child of that name."""
    return next((each for each in element if local(each) == name), None)


def _refuse(*declaration: object) -> None:
    raise unsafe()


def _plain(name: str) -> str:
    return name.lstrip("/").lower()


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > SMALL and member.file_size > MAX_RATIO * max(1, member.compress_size)


def _relations(root: Element, folder: str) -> Iterator[tuple[str, Relation]]:
    for element in root:
        kind = attribute(element, "Type").rpartition("/")[2]
        target = attribute(element, "Target")
        external = attribute(element, "TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        yield attribute(element, "Id"), Relation(kind, target, external)
