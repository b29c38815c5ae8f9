"""One lexicon file: TOML that can say in which line an entry stands, so that errors name their line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Any, NoReturn

import tomli

_TOML_LINE = re.compile(r"\(at line (\d+)")


class LexiconError(ValueError):
    """A lexicon file that is not right; `str()` of it is Chinese: 文件:行: 原因."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class LexiconFile:
    """One parsed file, which can say where an entry stands in it."""

    path: str
    source: str
    data: dict[str, Any]

    @classmethod
    def parse(cls, path: str, content: bytes) -> LexiconFile:
        """Parse a file; `LexiconError` if it is no UTF-8 or no TOML."""
        try:
            source = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise LexiconError(path, line, "文件不是 UTF-8 编码") from error
        try:
            return cls(path, source, tomli.loads(source))
        except tomli.TOMLDecodeError as error:
            at = _TOML_LINE.search(str(error))
            line = int(at[1]) if at else len(source.splitlines())
            raise LexiconError(path, line, f"TOML 格式有误（{error}）") from error

    def line(self, section: str, key: str) -> int:
        """The line of an entry, else that of its section, else the first."""
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

    def fail(self, section: str, key: str, reason: str) -> NoReturn:
        """Refuse the file because of an entry."""
        raise LexiconError(self.path, self.line(section, key), reason)

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
        sources = self.table("sources")
        for key, entry in self.table(section).items():
            if not isinstance(entry, dict):
                self.fail(section, key, f"“{key}”应写成 {{ source = … }} 的形式")
            if not entry.keys() <= keys:
                self.expect(section, key, entry, keys)
            if (source := entry.get("source")) not in sources:
                self.fail(
                    section, key, f"出处“{source}”未在 [sources] 中列出" if source else f"“{key}”没有出处"
                )
            yield key, entry
