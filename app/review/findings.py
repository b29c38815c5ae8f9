"""Disposing of findings (问题处置): what is open, what has been said. Pure but for what is stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson

from app.errors import Conflict, Invalid
from app.review.models import Disposition, Draft

Verdict = Literal["false_positive", "accepted"]
MAX_REASONS = 100_000
"""Characters that all reasons of one act may have together: they go into one ledger entry."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a reviewer says on one finding: a false positive (误报), or accepted as it is (保留), and why."""

    finding: str
    verdict: Verdict
    reason: str


def findings_of(scan: str) -> list[dict[str, Any]]:
    """The findings of a stored scan."""
    found: list[dict[str, Any]] = orjson.loads(scan)["findings"]
    return found


def need_known(findings: Iterable[dict[str, Any]], words: Collection[Word]) -> None:
    """`Invalid` where a word is about a finding this version does not have, or the reasons are too long."""
    if sum(len(word.reason) for word in words) > MAX_REASONS:
        raise Invalid("reasons_too_long", f"处置理由合计不能超过 {MAX_REASONS} 字。")
    unknown = {word.finding for word in words} - {finding["id"] for finding in findings}
    if unknown:
        raise Invalid(
            "unknown_finding", "处置的问题不在本版扫描结果中，请刷新后重新处置。", unknown=sorted(unknown)
        )


def open_findings(findings: Iterable[dict[str, Any]], disposed: Collection[str]) -> list[dict[str, Any]]:
    """The blocking findings that still stop a signature.

    One that cannot be overridden stays open until the text is mended, whatever was said on it.
    """
    return [
        finding
        for finding in findings
        if finding["severity"] == "block" and not (finding["overridable"] and finding["id"] in disposed)
    ]


def need_disposed(findings: Iterable[dict[str, Any]], disposed: Collection[str]) -> None:
    """`Conflict` listing the findings that are still open."""
    if open_ones := open_findings(findings, disposed):
        raise Conflict(
            "open_findings",
            f"还有 {len(open_ones)} 处必须处置的问题：标注为误报或保留并写明理由；不可保留的须修改稿件。",
            findings=open_ones,
        )


def as_rows(
    draft: Draft, words: Sequence[Word], stage: str, person_id: str, moment: datetime
) -> list[Disposition]:
    """The words, on findings that the current version has, as rows to store with it."""
    known = {finding["id"]: finding for finding in findings_of(draft.current.scan)} if words else {}
    return [
        Disposition(
            draft_id=draft.id,
            version=draft.version,
            finding=word.finding,
            code=known[word.finding]["code"],
            rule=known[word.finding]["rule"],
            verdict=word.verdict,
            reason=word.reason,
            stage=stage,
            person_id=person_id,
            at=moment,
        )
        for word in words
    ]
