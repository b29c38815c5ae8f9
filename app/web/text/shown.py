"""Findings as the pages show them: the gravest, numbered in the order of the text, each with its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.files.rules import RULES
from app.review.models import Disposition
from app.review.stages import Status
from app.scanner.finding import CODES, FieldName, Severity
from app.scanner.suppression import suppressible
from app.web.text.highlight import Mark
from app.web.words import FIELDS, SEVERITIES

MOST = 400
"""Findings that one page shows, the gravest first; a draft with more needs rewriting before reviewing."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with its number on the page, its place in words, and what people said on it."""

    n: int
    facts: Mapping[str, Any]
    title: str
    place: str
    words: Sequence[Disposition] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still stops the signature: blocking, and no reviewer has disposed of it."""
        said = any(word.stage != Status.EDITING for word in self.words)
        return self.facts["severity"] == Severity.BLOCK and not (self.facts["overridable"] and said)

    @property
    def is_suppressible(self) -> bool:
        """Whether the office may silence it as a false alarm."""
        return suppressible(self.facts["code"])


def shown_findings(
    findings: Sequence[Mapping[str, Any]],
    said: Iterable[Disposition] = (),
    places: Mapping[str, str] | None = None,
) -> list[Shown]:
    """The gravest findings in the order of the text, numbered from 1.

    `places` says by id where they stand; without it, the place is the field.
    """
    words: dict[str, list[Disposition]] = defaultdict(list)
    for word in said:
        words[word.finding].append(word)
    severities = list(SEVERITIES)
    gravest = sorted(findings, key=lambda finding: severities.index(finding["severity"]))[:MOST]
    in_order = sorted(gravest, key=lambda finding: (finding["field"] != "title", finding["start"]))
    return [
        Shown(n, finding, _title(finding), _place(finding, places), words[finding["id"]])
        for n, finding in enumerate(in_order, 1)
    ]


def marks_in(found: Iterable[Shown], field: FieldName) -> list[Mark]:
    """Where the findings stand in a field."""
    return [
        Mark(
            n=one.n,
            start=one.facts["start"],
            end=one.facts["end"],
            severity=one.facts["severity"],
            label=f"问题 {one.n}（{SEVERITIES[one.facts['severity']]}）：{one.title}",
        )
        for one in found
        if one.facts["field"] == field
    ]


def _title(finding: Mapping[str, Any]) -> str:
    if rule := RULES.get(finding["rule"]):
        return rule.title
    code = CODES.get(finding["code"])
    return code.title if code else str(finding["gate"])


def _place(finding: Mapping[str, Any], places: Mapping[str, str] | None) -> str:
    return FIELDS[finding["field"]] if places is None else places[finding["id"]]
