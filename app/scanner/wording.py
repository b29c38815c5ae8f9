"""Fixed wording as data (固定表述): fixed lists, slogans of a fixed number, standard texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.scanner.lexicon_file import LexiconFile


@dataclass(frozen=True, slots=True)
class FixedList:
    """A list whose members are fixed (“四个自信”: 道路自信、理论自信…); `ordered` if their order is."""

    title: str
    members: tuple[str, ...]
    ordered: bool
    basis: str


@dataclass(frozen=True, slots=True)
class Slogan:
    """A slogan of a fixed number (“四个意识”).

    `numbers` are right before `tail`; one of `verbs` before it tells that the slogan is meant.
    """

    text: str
    numbers: tuple[str, ...]
    tail: str
    verbs: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class StandardText:
    """A text released for all to use unchanged (通稿), with the day from which it holds."""

    title: str
    text: str
    since: date | None
    basis: str


def read_lists(file: LexiconFile) -> Iterator[FixedList | Slogan]:
    """The fixed lists and slogans of a file; `LexiconError` if an entry is wrong."""
    file.expect("", "", file.data, ("kind", "name", "sources", "lists", "slogans"))
    file.check_sources()
    for title, entry in file.entries("lists", {"members", "ordered", "source"}):
        members, ordered = _words(file, "lists", title, "members", entry), entry.get("ordered", False)
        if len(set(members)) < 4 or type(ordered) is not bool:
            file.fail("lists", title, f"“{title}”应有四项以上各不相同的 members，ordered 应为 true 或 false")
        yield FixedList(title, members, ordered, _basis(file, entry))
    for text, entry in file.entries("slogans", {"also", "verbs", "source"}):
        also = _words(file, "slogans", text, "also", entry) if "also" in entry else ()
        verbs = _words(file, "slogans", text, "verbs", entry)
        yield Slogan(text, (text[0], *also), text[1:], verbs, _basis(file, entry))


def read_texts(file: LexiconFile) -> Iterator[StandardText]:
    """The standard texts of a file; `LexiconError` if an entry is wrong."""
    file.expect("", "", file.data, ("kind", "name", "sources", "texts"))
    file.check_sources()
    for title, entry in file.entries("texts", {"text", "since", "source"}):
        text, since = entry.get("text"), file.day(entry.get("since"))
        if not isinstance(text, str) or not text.strip():
            file.fail("texts", title, f"“{title}”没有正文 text")
        if since is None and "since" in entry:
            file.fail("texts", title, f"“{title}”的 since 应是日期，如 2026-03-01（不加引号）")
        yield StandardText(title, text, since, _basis(file, entry))


def _words(file: LexiconFile, section: str, key: str, name: str, entry: dict[str, Any]) -> tuple[str, ...]:
    words = entry.get(name)
    if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
        file.fail(section, key, f"“{key}”的 {name} 应是非空的词的列表")
    return tuple(words)


def _basis(file: LexiconFile, entry: dict[str, Any]) -> str:
    return str(file.data["sources"][entry["source"]]["title"])
