"""Reading an office's list (词表): CSV, TXT or the TOML of our own lexicons, as rows with their lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, NamedTuple

import tomli

from app.errors import TooLarge, UnsupportedFile
from app.files.text import decode
from app.rulesets.list_cells import COLUMNS, WrongCell, code_of, entry_of, sources_of
from app.rulesets.list_remarks import Remarks
from app.rulesets.list_table import by_column, first_line, header, lines, table
from app.scanner.lexicon_file import LexiconError, LexiconFile

MAX_LIST = 64 << 20
"""Bytes a list may have."""

_TOML_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^\s="'#\[]+)\s*=""")
_WORDS = ("use", "near", "unless")
_HEAD = ("message", "negation", "sources", "allow")


class Row(NamedTuple):
    """A term as listed, with its line and its attributes as the entry of a lexicon has them."""

    line: int
    term: str
    entry: dict[str, Any]


@dataclass
class Sheet:
    """A file read: its rows in order, and what it says of the list as a whole.

    `head` has its `sources` and, where it is a lexicon of ours and states them, `message`, `negation` and
    `allow`; a lexicon's terms without a severity have that of their code.
    """

    rows: list[Row]
    code: str | None
    head: dict[str, Any]
    is_lexicon: bool = False


def read_sheet(file_name: str, content: bytes, code: str | None, faults: Remarks, notes: Remarks) -> Sheet:
    """The rows of a file, told by its suffix; rows that cannot be read go to `faults`.

    `code` is the list's; without one the file names it. An `AppError` where the file is empty, too large, of
    another kind or no text.
    """
    reader = _READERS.get(PurePath(file_name).suffix.lower())
    if reader is None:
        raise UnsupportedFile("unsupported_list", "词库文件须为 .csv、.txt 或 .toml。")
    if len(content) > MAX_LIST:
        raise TooLarge("list_too_large", f"词库文件不能超过 {MAX_LIST >> 20} MiB，请拆成几份词库。")
    return reader(content, code, faults, notes)


def _read_csv(content: bytes, code: str | None, faults: Remarks, notes: Remarks) -> Sheet:
    text = decode(content)
    separator, found = header(first_line(text), COLUMNS)
    rows = table(text, separator, faults)
    if found is None:
        notes.add(0, "no_header", "没有表头：以第一列为词条，其余各列未导入。")
        return _sheet(((line, {"term": row[0]}) for line, row in rows), code, faults)
    return _sheet(by_column(rows, found, COLUMNS, faults, notes), code, faults)


def _read_txt(content: bytes, code: str | None, faults: Remarks, _: Remarks) -> Sheet:
    return _sheet(_pairs(decode(content)), code, faults)


def _pairs(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """`错=>对`, `错⇥对` or a term alone; blank lines and those that begin with # say nothing."""
    for number, line in enumerate(lines(text), 1):
        said = line.strip()
        if said and not said.startswith("#"):
            term, _, use = said.partition("=>" if "=>" in said else "\t")
            yield number, {"term": term, "use": use}


def _sheet(cells: Iterable[tuple[int, dict[str, str]]], code: str | None, faults: Remarks) -> Sheet:
    rows = []
    for line, row in cells:
        try:
            code = code_of(row.pop("code", ""), code)
            rows.append(Row(line, row.pop("term", "").strip(), entry_of(row)))
        except WrongCell as wrong:
            faults.add(line, wrong.kind, str(wrong))
    return Sheet(rows, code, {"sources": sources_of(row.entry for row in rows)})


def _read_toml(content: bytes, code: str | None, faults: Remarks, _: Remarks) -> Sheet:
    """A lexicon of ours (lexicons/README.md). What its entries may hold is the loader's to say."""
    try:
        file = LexiconFile.parse("", content)
        if file.data.get("kind") != "terms":
            faults.add(1, "other_kind", "kind 应为 terms、persons、sources、standard-texts 之一。")
            faults.refuse()
        terms = file.table("terms")
        file.expect("", "", file.data, ("kind", "name", "code", "terms", *_HEAD))
    except LexiconError as error:
        faults.add(error.line, "bad_toml", f"{error.reason}。")
        faults.refuse()
    at = toml_lines(file.source, "terms")
    rows = [Row(at.get(term, 1), term, _with_lists(entry)) for term, entry in terms.items()]
    head = {key: file.data[key] for key in _HEAD if key in file.data}
    return Sheet(rows, code or str(file.data.get("code", "")), head, is_lexicon=True)


def _with_lists(entry: Any) -> Any:
    """The entry with every word that stands for a list of one as that list."""
    if isinstance(entry, dict):
        entry.update({key: [entry[key]] for key in _WORDS if isinstance(entry.get(key), str)})
    return entry


def toml_lines(source: str, section: str) -> dict[str, int]:
    """The line of each key that stands in a section of a lexicon."""
    found: dict[str, int] = {}
    inside = False
    for number, line in enumerate(lines(source), 1):
        if line.startswith("["):
            inside = line.startswith(f"[{section}]")
        elif inside and (key := _TOML_KEY.match(line)):
            found.setdefault(_plain_key(key[1]), number)
    return found


def _plain_key(key: str) -> str:
    if not key.startswith(('"', "'")):
        return key
    try:
        return str(next(iter(tomli.loads(f"{key} = 0")))) if "\\" in key else key[1:-1]
    except tomli.TOMLDecodeError:  # a line of a longer string that only looks like an entry
        return key


_READERS: dict[str, Callable[[bytes, str | None, Remarks, Remarks], Sheet]] = {
    ".csv": _read_csv,
    ".txt": _read_txt,
    ".toml": _read_toml,
}
