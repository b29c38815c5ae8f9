"""How many of the wrong characters told of in real prose are real, by the list of what people judged (判定).

Nothing in published prose says what is right, so every finding is read by a person; `verdicts.tsv` holds the
answers by source and finding id, without the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.evaluation.false_alarms import Judgement, Verdicts
from app.scanner.finding import Finding, Severity

_AROUND = 25
_WORDS: Mapping[Severity, str] = {Severity.WARN: "提醒", Severity.HINT: "提示"}


class Row(NamedTuple):
    """A finding as `--show` prints it, for judging."""

    source: str
    id: str
    rule: str
    judged: Judgement
    severity: Severity
    context: str


@dataclass(slots=True)
class Judged:
    """The findings of one source with what people judged."""

    source: str
    verdicts: Verdicts
    rows: list[Row] = field(default_factory=list)

    def add(self, text: str, findings: Sequence[Finding]) -> None:
        """Count the findings in a text."""
        for each in findings:
            judged = self.verdicts.get((self.source, each.id), "unjudged")
            before, after = text[max(0, each.start - _AROUND) : each.start], text[each.end :][:_AROUND]
            context = " ".join(f"{before}【{each.text}→{each.suggestions[0]}】{after}".split())
            self.rows.append(Row(self.source, each.id, each.rule, judged, each.severity, context))

    def lines(self) -> list[str]:
        """For warnings and for hints, if any was judged: how many there are, were judged, and are real."""
        counts = Counter((row.severity, row.judged) for row in self.rows)
        return [line for severity in _WORDS if (line := self._line(severity, counts))]

    def _line(self, severity: Severity, counts: Mapping[tuple[Severity, Judgement], int]) -> str:
        real, false = counts.get((severity, "slip"), 0), counts.get((severity, "false"), 0)
        if not (judged := real + false):
            return ""
        every = judged + counts.get((severity, "unjudged"), 0)
        return (
            f"{self.source} {_WORDS[severity]} {every} 条，人工判定 {judged} 条，"
            f"确属差错 {real} 条（{real / judged:.0%}）"
        )
