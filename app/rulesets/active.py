"""The ruleset in force: the shipped lexicons and the office's own folder, compiled once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import StartupError
from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.lexicon import LexiconError
from app.scanner.ruleset import LEXICONS, Ruleset, load

WARM_UP = "请登陆网站 https://www.gov.cn 查询。"


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
            with _no_collecting():
                ruleset = load((LEXICONS, office) if office else (LEXICONS,))
        except LexiconError as error:
            raise StartupError(f"词库有误，服务不能启动：{error}") from error
        # The first scan loads the dictionaries; nobody should wait for that.
        scan(Draft(body=WARM_UP), ruleset)
        return cls(ruleset)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Without the garbage collector: it would walk a hundred thousand terms again and again as they are
    made (more than half of the loading time), and later at every full collection.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()
