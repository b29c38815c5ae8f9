"""One fault, one finding: where a list and a check of one code see the same words, the heavier one speaks."""

from __future__ import annotations

from collections.abc import Sequence

from app.scanner.finding import RANK, Finding

_CODES = frozenset(("TXT-01", "TON-03", "ADV-03", "SEC-02"))
"""Codes with both lists and checks by pattern, whose findings overlap: “每人转发不少于”, 每人转发不少于3."""

_WORDING = ("LAW", "PCY", "POL", "TXT-01", "TXT-02", "TXT-08")
"""Families that say what the right words are; a guess at a wrong character adds nothing to them."""


def one_each(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, in their order, without those that repeat what an overlapping one of the code says.

    Of findings by different rules the heavier stays, then the longer, then the first. A guess at a wrong
    character (one with a score) gives way to whatever a list or a rule says of the place; where two guesses
    agree, the one that names the whole term stays, as heavy and as sure as the surer.
    """
    findings = _strengthened(_without_told_guesses(findings))
    kept: list[Finding] = []
    for finding in sorted((each for each in findings if each.code in _CODES), key=_claim):
        if not any(_repeats(finding, other) for other in kept):
            kept.append(finding)
    ids = {finding.id for finding in kept}
    return tuple(finding for finding in findings if finding.code not in _CODES or finding.id in ids)


def _without_told_guesses(findings: Sequence[Finding]) -> Sequence[Finding]:
    if not any(map(_is_guess, findings)):
        return findings
    firm = [each for each in findings if each.score is None and each.code.startswith(_WORDING)]
    return [each for each in findings if not (_is_guess(each) and any(_meet(each, one) for one in firm))]


def _strengthened(findings: Sequence[Finding]) -> Sequence[Finding]:
    guesses = [each for each in findings if _is_guess(each)]
    if len(guesses) < 2:
        return findings
    return [_with_support(each, guesses) if _is_guess(each) else each for each in findings]


def _with_support(guess: Finding, others: Sequence[Finding]) -> Finding:
    """The guess, as heavy as the surest of the narrower ones that propose the same."""
    for other in others:
        if _agrees(guess, other) and (other.score or 0) > (guess.score or 0):
            guess = guess._replace(
                severity=min(guess.severity, other.severity, key=RANK.__getitem__), score=other.score
            )
    return guess


def _agrees(guess: Finding, narrower: Finding) -> bool:
    if not (_meet(guess, narrower) and guess.start <= narrower.start and narrower.end <= guess.end):
        return False
    before, after = guess.text[: narrower.start - guess.start], guess.text[narrower.end - guess.start :]
    return any(before + use + after in guess.suggestions for use in narrower.suggestions)


def _is_guess(finding: Finding) -> bool:
    return finding.code == "TXT-01" and finding.score is not None


def _claim(finding: Finding) -> tuple[int, int, int]:
    return RANK[finding.severity], finding.start - finding.end, finding.start


def _repeats(finding: Finding, other: Finding) -> bool:
    if finding.code != other.code or finding.rule == other.rule:
        return False
    return _meet(finding, other)


def _meet(one: Finding, other: Finding) -> bool:
    return one.field == other.field and one.start < other.end and other.start < one.end
