"""What came of a scan: the report, and its offsets as Python or as JavaScript counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np

from app.scanner.document import Draft
from app.scanner.finding import FieldName, Finding
from app.scanner.level import Level, Reason
from app.scanner.relevance import Relevance
from app.scanner.suppression import Suppressed

Verdict = Literal["pass", "warn", "block"]
OffsetUnit = Literal["codepoint", "utf16"]
Spanned = TypeVar("Spanned", Finding, Suppressed)


class NotRun(NamedTuple):
    """A check that did not run, or not to its end, and why (for the person at the screen)."""

    check: str
    reason: str


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan found; `relevance` is None in a fast scan.

    What the office has suppressed (误报豁免) stands apart and counts for neither verdict nor level.
    """

    verdict: Verdict
    level: Level
    level_reasons: tuple[Reason, ...]
    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    relevance: Relevance | None
    not_run: tuple[NotRun, ...]
    ruleset_sha256: str
    offset_unit: OffsetUnit = "codepoint"

    def as_dict(self) -> dict[str, Any]:
        """The report as a JSON object, with the keys of the pre-check response that a scan can know."""
        return {
            "verdict": self.verdict,
            "level": self.level,
            "level_reasons": [reason._asdict() for reason in self.level_reasons],
            "findings": [finding.as_dict() for finding in self.findings],
            "suppressed": [each.as_dict() for each in self.suppressed],
            "relevance": self.relevance and asdict(self.relevance),
            "not_run": [each._asdict() for each in self.not_run],
            "ruleset_sha256": self.ruleset_sha256,
            "offset_unit": self.offset_unit,
        }

    def in_utf16(self, draft: Draft) -> ScanReport:
        """The report of `draft` with offsets in UTF-16 units, as JavaScript counts."""
        sources: dict[FieldName, str] = {"title": draft.title, "body": draft.body}
        findings, suppressed = to_utf16(self.findings, sources), to_utf16(self.suppressed, sources)
        return replace(self, findings=tuple(findings), suppressed=tuple(suppressed), offset_unit="utf16")


def to_utf16(findings: Iterable[Spanned], sources: Mapping[FieldName, str]) -> list[Spanned]:
    """Findings with offsets in UTF-16 units instead of code points, given the fields as submitted."""
    units = {name: _utf16_offset(source) for name, source in sources.items()}
    return [
        finding._replace(start=units[finding.field](finding.start), end=units[finding.field](finding.end))
        for finding in findings
    ]


def _utf16_offset(source: str) -> Callable[[int], int]:
    codes = np.frombuffer(source.encode("utf-32-le"), np.uint32)
    astral = np.flatnonzero(codes > 0xFFFF)
    return lambda at: at + int(np.searchsorted(astral, at))
