"""Clean prose to measure on: corpora of a sentence a line, tables of official replies, folders of notices.

Read a line at a time, so that a corpus of any size costs no more memory than a sentence.
"""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.errors import Invalid
from app.files.text import FORMATS, read_text
from app.scanner.document import Draft

NOTICE = 100_000
"""Bytes up to which a text file is one document; a larger one is a corpus, a sentence a line."""


@dataclass(frozen=True, slots=True)
class Source:
    """A named set of clean texts: the notices of one folder, or one corpus."""

    name: str
    paths: tuple[Path, ...]

    def drafts(self) -> Iterator[Draft]:
        """The texts as drafts, in the order of the files."""
        for path in self.paths:
            if _is_replies(path):
                yield from _replies(path)
            elif _is_corpus(path):
                yield from (Draft(body=line) for line in lines(path))
            else:
                format, text = read_text(path.name, path.read_bytes())
                yield Draft(body=text, format=format)

    def characters(self) -> int:
        """How many characters the texts have, titles included."""
        return sum(size(draft) for draft in self.drafts())


def sources(places: Sequence[Path]) -> list[Source]:
    """The sources in files and folders; `Invalid` where there is none, or two have one name.

    In a folder, the documents (.txt .md .html) are one source together, under the folder's name. Tables but
    those of replies (`replies*.tsv`: title, message, reply) and files named README are no prose.
    """
    found = [source for place in places for source in _sources(place)]
    names = [source.name for source in found]
    if not found:
        raise Invalid("no_samples", "没有找到可测的文本（.txt .txt.xz .md .html 或 replies*.tsv）。")
    if twice := {name for name in names if names.count(name) > 1}:
        raise Invalid("same_name", f"有两个来源同名，不能分别统计：{'、'.join(sorted(twice))}。")
    return found


def sampled(drafts: Iterable[Draft], share: float) -> Iterator[Draft]:
    """About `share` (0 to 1) of the drafts, chosen by their text, so that each run takes the same."""
    limit = share * 2**32
    return (draft for draft in drafts if zlib.crc32(draft.body.encode("utf-8", "replace")) < limit)


def size(draft: Draft) -> int:
    """Characters of title and body."""
    return len(draft.title) + len(draft.body)


def lines(path: Path) -> Iterator[str]:
    """The lines of a .txt or .txt.xz file in UTF-8, without their ends and without empty ones."""
    with _open(path) as file:
        for line in file:
            if text := line.rstrip("\n"):
                yield text


def _sources(place: Path) -> Iterator[Source]:
    if not place.exists():
        raise Invalid("unreadable_file", f"无法读取 {place}：文件不存在")
    files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
    documents = tuple(path for path in files if _is_document(path))
    if documents:
        yield Source(place.name.partition(".")[0], documents)
    for path in files:
        if _is_replies(path) or _is_corpus(path):
            yield Source(path.name.partition(".")[0], (path,))


def _is_replies(path: Path) -> bool:
    return path.name.startswith("replies") and path.suffix == ".tsv"


def _is_corpus(path: Path) -> bool:
    if path.name.endswith(".txt.xz"):
        return True
    return path.suffix == ".txt" and path.stat().st_size > NOTICE and not _is_table(path)


def _is_document(path: Path) -> bool:
    if path.stem.upper() == "README" or path.suffix.lower() not in FORMATS:
        return False
    return path.stat().st_size <= NOTICE and not _is_table(path)


def _is_table(path: Path) -> bool:
    with path.open("rb") as file:
        return b"\t" in file.readline()


def _replies(path: Path) -> Iterator[Draft]:
    for line in lines(path):
        title, message, reply = line.split("\t")
        yield Draft(title=title, body=reply, kind="reply", question=message)


def _open(path: Path) -> IO[str]:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")
