"""One fault, one finding: where a list and a check of one code see the same words, the heavier one speaks."""

from __future__ import annotations

from collections.abc import Sequence

from app.scanner.finding import RANK, Finding

_CODES = frozenset(("TXT-01", "TON-03", "ADV-03", "SEC-02"))
"""Codes with both lists and checks by pattern, whose findings overlap: “每人转发不少于”, 每人转发不少于3."""


def one_each(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, in their order, without those that repeat what an overlapping one of the code says.

    Of findings by different rules the heavier stays, then the longer, then the first.
    """
    kept: list[Finding] = []
    for finding in sorted((each for each in findings if each.code in _CODES), key=_claim):
        if not any(_repeats(finding, other) for other in kept):
            kept.append(finding)
    ids = {finding.id for finding in kept}
    return tuple(finding for finding in findings if finding.code not in _CODES or finding.id in ids)


def _claim(finding: Finding) -> tuple[int, int, int]:
    return RANK[finding.severity], finding.start - finding.end, finding.start


def _repeats(finding: Finding, other: Finding) -> bool:
    if (finding.code, finding.field) != (other.code, other.field) or finding.rule == other.rule:
        return False
    return finding.start < other.end and other.start < finding.end
