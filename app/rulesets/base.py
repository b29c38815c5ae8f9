"""The base that all organisations share: the shipped lexicons and the folder of the installation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from app.errors import StartupError
from app.rulesets.canaries import first_silent
from app.rulesets.compiling import File, compile_here
from app.scanner.lexicon import LexiconError
from app.scanner.lexicon_file import LexiconFile
from app.scanner.relevance.weights import ModelError
from app.scanner.ruleset import LEXICONS, Ruleset


class FileFacts(NamedTuple):
    """A lexicon file in short: what it is, how many terms and allow-phrases it has, its digest."""

    file: str
    kind: str
    name: str
    code: str
    terms: int
    allow: int
    sha256: str


@dataclass(frozen=True)
class Base:
    """The files that are loaded at start, and the ruleset they make."""

    files: tuple[File, ...]
    ruleset: Ruleset

    @classmethod
    def load(cls, office: Path | None = None) -> Base:
        """Compile the shipped lexicons and the folder `office`; `StartupError` says what is wrong."""
        if office is not None and not office.is_dir():
            raise StartupError(f"词库目录不存在：{office}")
        files = tuple(_read(LEXICONS)) + tuple(_read(office) if office else ())
        try:
            ruleset = compile_here(files)
        except LexiconError as error:
            raise StartupError(f"词库有误，服务不能启动：{error}") from error
        except ModelError as error:
            raise StartupError(f"模型有误，服务不能启动：{error}") from error
        if office and (canary := first_silent(ruleset)):
            raise StartupError(f"词库目录 {office} 有误：{canary.complaint}")
        return cls(files, ruleset)

    @cached_property
    def lists(self) -> tuple[FileFacts, ...]:
        """The files in short, by name."""
        return tuple(_facts(name, content) for name, content in sorted(self.files))


def _facts(name: str, content: bytes) -> FileFacts:
    data = LexiconFile.parse(name, content).data
    kind, title, code = (str(data.get(key, "")) for key in ("kind", "name", "code"))
    terms, allow = (len(data.get(section, ())) for section in ("terms", "allow"))
    return FileFacts(name, kind, title, code, terms, allow, hashlib.sha256(content).hexdigest())


def _read(folder: Path) -> Iterator[File]:
    return ((path.name, path.read_bytes()) for path in folder.glob("*.toml"))
