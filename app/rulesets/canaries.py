"""Canaries (金丝雀句子): short sentences that every ruleset must answer as written beside them.

A change of the lexicons that silences a shipped rule, or makes plain official prose a finding, is refused
with the sentence named. The sentences of the lists stand in `canaries.toml` beside this file; a check brings
its own, the example of its reference text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.scanner.checks import CHECKS
from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.finding import Severity
from app.scanner.ruleset import Ruleset

FILE = Path(__file__).with_name("canaries.toml")
OFFICE_DATA = frozenset(("barred-person", "person-name", "person-office", "person-order", "standard-text"))
"""Checks that find nothing until an office brings its own data."""


@dataclass(frozen=True, slots=True)
class Canary:
    """A text and the rule that must find something in it; an empty rule: it may only be hinted at."""

    rule: str
    draft: Draft

    @property
    def text(self) -> str:
        """What people are shown of it."""
        return self.draft.body

    @property
    def complaint(self) -> str:
        """What is wrong with a ruleset in which it is silent, for the person who proposes the change."""
        if self.rule:
            return f"变更后规则“{self.rule}”不再查出“{self.text}”，可能是豁免短语过宽，不能启用。"
        return f"变更后正常语句“{self.text}”会被误报，不能启用。"

    def sings(self, ruleset: Ruleset) -> bool:
        """Whether the ruleset answers as it must."""
        findings = scan(self.draft, ruleset, depth="fast").findings
        if not self.rule:
            return all(finding.severity is Severity.HINT for finding in findings)
        return any(finding.rule == self.rule for finding in findings)


@cache
def canaries() -> Sequence[Canary]:
    """All of them, as the file lists them."""
    listed: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    found = [Canary(rule, Draft(text)) for rule, texts in listed["found"].items() for text in texts]
    return (*found, *_of_checks(), *(Canary("", Draft(text)) for text in listed["silent"]))


def _of_checks() -> Iterator[Canary]:
    for check in CHECKS:
        if check.about and not check.slow and check.rule not in OFFICE_DATA:
            example = check.about.flagged
            yield Canary(check.rule, Draft(example) if isinstance(example, str) else example)


def first_silent(ruleset: Ruleset) -> Canary | None:
    """The first canary that the ruleset answers wrongly, or None where all is well."""
    return next((canary for canary in canaries() if not canary.sings(ruleset)), None)
