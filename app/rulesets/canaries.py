"""Canaries (金丝雀句子): short sentences that every ruleset must answer as written beside them.

A change of the lexicons that silences a shipped rule, or makes plain official prose a finding, is refused
with the sentence named. The sentences stand in `canaries.toml` beside this file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.finding import Severity
from app.scanner.ruleset import Ruleset

FILE = Path(__file__).with_name("canaries.toml")


@dataclass(frozen=True, slots=True)
class Canary:
    """A text and the rule that must find something in it; an empty rule: it may only be hinted at."""

    rule: str
    text: str

    @property
    def complaint(self) -> str:
        """What is wrong with a ruleset in which it is silent, for the person who proposes the change."""
        if self.rule:
            return f"变更后规则“{self.rule}”不再查出“{self.text}”，可能是豁免短语过宽，不能启用。"
        return f"变更后正常语句“{self.text}”会被误报，不能启用。"

    def sings(self, ruleset: Ruleset) -> bool:
        """Whether the ruleset answers as it must."""
        findings = scan(Draft(body=self.text), ruleset, depth="fast").findings
        if not self.rule:
            return all(finding.severity is Severity.HINT for finding in findings)
        return any(finding.rule == self.rule for finding in findings)


@cache
def canaries() -> Sequence[Canary]:
    """All of them, as the file lists them."""
    listed: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    found = [Canary(rule, text) for rule, texts in listed["found"].items() for text in texts]
    return (*found, *(Canary("", text) for text in listed["silent"]))


def first_silent(ruleset: Ruleset) -> Canary | None:
    """The first canary that the ruleset answers wrongly, or None where all is well."""
    return next((canary for canary in canaries() if not canary.sings(ruleset)), None)
