"""The ruleset in force: the shipped lexicons and the office's own folder, compiled once."""

from __future__ import annotations

from pathlib import Path

from app.errors import StartupError
from app.scanner.lexicon import LexiconError
from app.scanner.ruleset import LEXICONS, Ruleset, load


class ActiveRuleset:
    """Holds the ruleset in force; a reader takes `current` once and keeps to it."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.current = ruleset

    @classmethod
    def load(cls, office: Path | None = None) -> ActiveRuleset:
        """Compile the shipped and the office's lexicons; `StartupError` names file and line."""
        if office is not None and not office.is_dir():
            raise StartupError(f"词库目录不存在：{office}")
        try:
            return cls(load((LEXICONS, office) if office else (LEXICONS,)))
        except LexiconError as error:
            raise StartupError(f"词库有误，服务不能启动：{error}") from error
