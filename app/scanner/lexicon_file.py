"""One lexicon file, TOML or JSON, that can say where an entry stands, so that errors name the place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Any, NoReturn

import orjson
import tomli

_TOML_LINE = re.compile(r"\(at line (\d+)")
_TERMS = re.compile(r"^\[terms\][ \t]*\r?\n", re.MULTILINE)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_PIECE = 1000


class LexiconError(ValueError):
    """A lexicon file that is not right; `str()` of it is Chinese: 文件:行: 原因.

    An entry of a JSON file has no line of its own (`line` is 0) and is named instead: 文件:“词条”: 原因.
    """

    def __init__(self, path: str, line: int, reason: str, entry: str = "") -> None:
        super().__init__(f"{path}:{line or f'“{entry}”'}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason
        self.entry = entry


def yields(path: str) -> bool:
    """Whether a file is an office's imported list (*.json), which gives way to the lists before it.

    A term that a newer version of the shipped lists has as well must not make an office's ruleset unusable.
    """
    return path.endswith(".json")


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """One parsed file, which can say where an entry stands in it."""

    path: str
    content: bytes
    data: dict[str, Any]

    @classmethod
    def parse(cls, path: str, content: bytes) -> LexiconFile:
        """Parse a file, as JSON if `path` ends so, else as TOML; `LexiconError` if it is neither."""
        try:
            source = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise LexiconError(path, line, "文件不是 UTF-8 编码") from error
        return cls(path, content, (_from_json if yields(path) else _from_toml)(path, source))

    @property
    def source(self) -> str:
        """The text of the file."""
        return self.content.decode("utf-8-sig")

    def line(self, section: str, key: str) -> int:
        """The line of an entry, else that of its section, else the first; 0 in JSON, which has no lines."""
        if yields(self.path):
            return 0
        quoted = json.dumps(key, ensure_ascii=False)
        forms = tuple(form + end for form in (key or quoted, quoted, f"'{key}'") for end in (" ", "=", "\t"))
        current, found = "", 1
        for number, line in enumerate(self.source.splitlines(), 1):
            if line.startswith("["):
                current = line.strip("[] \t")
                found = number if current == section else found
            elif current == section and line.lstrip().startswith(forms):
                return number
        return found

    def place(self, section: str, key: str) -> str:
        """Where an entry stands, for a message about another: 文件:行, or the JSON file."""
        line = self.line(section, key)
        return f"{self.path}:{line}" if line else self.path

    def fail(self, section: str, key: str, reason: str) -> NoReturn:
        """Refuse the file because of an entry."""
        raise LexiconError(self.path, self.line(section, key), reason, key)

    def expect(self, section: str, key: str, found: Iterable[str], allowed: Iterable[str]) -> None:
        """No keys but those allowed."""
        if unknown := sorted(set(found) - set(allowed)):
            self.fail(section, key or unknown[0], f"不认识的属性“{unknown[0]}”")

    def table(self, section: str) -> dict[str, Any]:
        """A section, empty where it is missing."""
        table = self.data.get(section, {})
        if not isinstance(table, dict):
            self.fail("", section, f"“{section}”应是一节，写作 [{section}]")
        return table

    def entries(self, section: str, keys: Set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        """The entries of a section, each a table with a known source and no keys but those given."""
        for key, entry in self.table(section).items():
            self.check(section, key, entry, keys)
            yield key, entry

    def check(self, section: str, key: str, entry: object, keys: Set[str]) -> None:
        """Refuse an entry that is no table, has other keys than those given, or no known source."""
        if not isinstance(entry, dict):
            self.fail(section, key, f"“{key}”应写成 {{ source = … }} 的形式")
        if not entry.keys() <= keys:
            self.expect(section, key, entry, keys)
        source = entry.get("source")
        if not isinstance(source, str) or source not in self.table("sources"):
            self.fail(section, key, f"出处“{source}”未在 [sources] 中列出" if source else f"“{key}”没有出处")

    def check_sources(self) -> None:
        """Refuse a source without a title, or with a date that is none."""
        for key, source in self.table("sources").items():
            section = f"sources.{key}"
            if (
                not isinstance(source, dict)
                or not isinstance(source.get("title"), str)
                or not source["title"]
            ):
                self.fail(section, "title", f"出处“{key}”没有标题 title")
            self.expect(section, "", source, ("title", "date", "url"))
            if "date" in source and not _is_date(source["date"]):
                self.fail(section, "date", f"出处“{key}”的日期应如 2016-07-01")

    def day(self, value: object) -> date | None:
        """A date of the file, in JSON its text (2018-03-17); None for anything else."""
        if isinstance(value, str) and yields(self.path):
            try:
                return date.fromisoformat(value)
            except ValueError:
                return None
        return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _is_date(value: object) -> bool:
    """Whether `value` is a date, or names a year, a month or a day."""
    if isinstance(value, date):
        return True
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    try:
        return bool(match and date(int(match[1]), int(match[2] or 1), int(match[3] or 1)))
    except ValueError:
        return False


def _from_toml(path: str, source: str) -> dict[str, Any]:
    try:
        return _in_pieces(source) or tomli.loads(source)
    except (tomli.TOMLDecodeError, RecursionError) as error:
        at = _TOML_LINE.search(str(error))
        line = int(at[1]) if at else len(source.splitlines())
        raise LexiconError(path, line, f"TOML 格式有误（{error}）") from error


def _in_pieces(source: str) -> dict[str, Any] | None:
    """The data of a file with a long [terms], parsed a thousand lines at a time; None if that fails.

    While it parses, tomli needs 25 times the memory of its text. A piece that parses by itself ends between
    two entries, so the pieces say what the whole says, if no key stands in two of them.
    """
    header = _TERMS.search(source)
    lines = _body(source, header.end()) if header else []
    if header is None or len(lines) <= _PIECE:
        return None
    try:
        tomli.loads(source[: header.end()])
        data = tomli.loads(source[: header.end()] + source[header.end() + sum(map(len, lines)) :])
        for at in range(0, len(lines), _PIECE):
            piece = tomli.loads("".join(lines[at : at + _PIECE]))
            if not data["terms"].keys().isdisjoint(piece):
                return None
            data["terms"] |= piece
    except tomli.TOMLDecodeError:
        return None
    return data


def _body(source: str, start: int) -> list[str]:
    """The lines from `start` to the next section."""
    lines = source[start:].splitlines(keepends=True)
    return list(takewhile(lambda line: not line.lstrip().startswith("["), lines))


def _from_json(path: str, source: str) -> dict[str, Any]:
    def distinct(pairs: list[tuple[str, Any]]) -> None:
        keys: set[str] = set()
        for key, _ in pairs:
            if key in keys:
                raise LexiconError(path, 0, f"“{key}”列了两次", key)
            keys.add(key)

    try:
        data = orjson.loads(source)
        if orjson.dumps(data) != source.encode():
            # Of two equal keys orjson keeps the last in silence; where there are none, no text is lost.
            json.loads(source, object_pairs_hook=distinct)
    except json.JSONDecodeError as error:
        raise LexiconError(path, error.lineno, f"JSON 格式有误（{error}）") from error
    except RecursionError as error:
        raise LexiconError(path, 1, "JSON 嵌套过深") from error
    if not isinstance(data, dict):
        raise LexiconError(path, 1, "JSON 应是一个对象，各节与 TOML 词库相同")
    return data
