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
from app.scanner.typo.corrector import Corrector
from app.scanner.typo.model import BrokenModel
from app.scanner.typo.model import load as load_typo

TYPO_MODEL = "typo.bin"
"""The office's own model of wrong characters in its folder, made by `sanshen typo train`."""


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
    def load(cls, office: Path | None = None, models: Path | None = None) -> Base:
        """Compile the shipped lexicons and the folder `office`; `StartupError` says what is wrong.

        `models` is the folder of the models that the office has trained, if it has.
        """
        if office is not None and not office.is_dir():
            raise StartupError(f"词库目录不存在：{office}")
        files = tuple(_read(LEXICONS)) + tuple(_read(office) if office else ())
        try:
            ruleset = compile_here(files).correcting(_own_corrector(models))
        except LexiconError as error:
            raise StartupError(f"词库有误，服务不能启动：{error}") from error
        except (ModelError, BrokenModel) as error:
            raise StartupError(f"模型有误，服务不能启动：{error}") from error
        if office and (canary := first_silent(ruleset)):
            raise StartupError(f"词库目录 {office} 有误：{canary.complaint}")
        return cls(files, ruleset)

    @property
    def corrector(self) -> Corrector | None:
        """What finds wrong characters by their context."""
        return self.ruleset.facts.corrector

    @cached_property
    def lists(self) -> tuple[FileFacts, ...]:
        """The files in short, by name."""
        return tuple(_facts(name, content) for name, content in sorted(self.files))


def _facts(name: str, content: bytes) -> FileFacts:
    data = LexiconFile.parse(name, content).data
    kind, title, code = (str(data.get(key, "")) for key in ("kind", "name", "code"))
    terms, allow = (len(data.get(section, ())) for section in ("terms", "allow"))
    return FileFacts(name, kind, title, code, terms, allow, hashlib.sha256(content).hexdigest())


def _own_corrector(models: Path | None) -> Corrector | None:
    """The model of wrong characters beside which the office's own stands, where it has one."""
    own = models / TYPO_MODEL if models else None
    return load_typo(own) if own and own.exists() else None


def _read(folder: Path) -> Iterator[File]:
    return ((path.name, path.read_bytes()) for path in folder.glob("*.toml"))
