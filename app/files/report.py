"""The pre-check (预检) of a file: what the scan of its text finds, what the file itself gives, and where."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from hashlib import blake2b
from typing import Any

from app.files.content import ReadFile, Remark
from app.files.rules import RULES
from app.precheck import need_bounded, precheck
from app.scanner.document import Draft, Field
from app.scanner.finding import CODES, RANK, Finding, Severity
from app.scanner.gather import LIMIT
from app.scanner.report import OffsetUnit
from app.scanner.ruleset import Ruleset
from app.scanner.suppression import silenced


def precheck_file(
    read: ReadFile, ruleset: Ruleset, *, offsets: OffsetUnit = "codepoint", text_date: date | None = None
) -> dict[str, Any]:
    """The response of `POST /precheck/file`: a pre-check with the text, and a location for each finding."""
    draft = Draft(body=read.text, format=read.format, text_date=text_date)
    need_bounded(draft)
    report = precheck(draft, ruleset)
    located = [finding | {"location": read.location(finding["start"])} for finding in report["findings"]]
    remarks, suppressed = _heard(read, ruleset)
    findings = sorted(located + remarks, key=_place)
    report |= {
        "findings": findings,
        "suppressed": sorted(report["suppressed"] + suppressed, key=_start),
        "verdict": _verdict(findings),
        "not_run": [*report["not_run"], *map(asdict, read.not_run)],
    }
    if offsets == "utf16":
        _to_utf16(report, read.text)
    return {"text": read.text, **report}


def _heard(read: ReadFile, ruleset: Ruleset) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The remarks as findings with their places, and those that the office has suppressed (误报豁免)."""
    field, counts = Field("body", read.text), Counter(remark.rule for remark in read.remarks)
    heard, suppressed = [], []
    for remark, finding in _remarks(read):
        by = ruleset.suppressions.silencing(finding, field, None) if counts[remark.rule] <= LIMIT else None
        if by:
            suppressed.append(silenced(finding, by).as_dict())
        else:
            heard.append(finding.as_dict() | {"location": remark.location})
    return heard, suppressed


def _remarks(read: ReadFile) -> Iterator[tuple[Remark, Finding]]:
    """The remarks as findings, at most so many of a rule as of a check of the text."""
    counts: Counter[str] = Counter()
    for remark in read.remarks:
        counts[remark.rule] += 1
        if counts[remark.rule] <= LIMIT:
            yield remark, _finding(remark, read.text, counts[remark.rule])


def _finding(remark: Remark, text: str, number: int) -> Finding:
    """One remark as a finding; its id stays while its rule, its text and its rank among its like do."""
    rule, shown = RULES[remark.rule], text[remark.start : remark.end]
    code = CODES[rule.code]
    id = blake2b(f"{remark.rule}\0{shown}\0{number}".encode(), digest_size=8).hexdigest()
    return Finding(
        id, rule.code, remark.rule, code.gate, rule.severity, code.overridable,
        "body", remark.start, remark.end, shown, remark.message, (), rule.basis,
    )  # fmt: skip


def remarked(rule: str, text: str, sentence: str) -> Finding:
    """The finding that a remark of `rule` (`app.files.rules`) on `text`, which `sentence` holds, makes."""
    start = sentence.index(text)
    return _finding(Remark(rule, "", {}, start, start + len(text)), sentence, 1)


def _place(finding: dict[str, Any]) -> tuple[int, int]:
    return finding["start"], RANK[finding["severity"]]


def _start(silenced: dict[str, Any]) -> int:
    return int(silenced["start"])


def _verdict(findings: Iterable[dict[str, Any]]) -> str:
    severities = {finding["severity"] for finding in findings}
    return next((str(each) for each in (Severity.BLOCK, Severity.WARN) if each in severities), "pass")


def _to_utf16(report: dict[str, Any], text: str) -> None:
    astral = [at for at, char in enumerate(text) if char > "\uffff"]
    for spanned in (*report["findings"], *report["suppressed"]):
        for end in ("start", "end"):
            spanned[end] += bisect_left(astral, spanned[end])
    report["offset_unit"] = "utf16"
