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
from app.scanner.document import Draft
from app.scanner.finding import CODES, RANK, Finding, Severity
from app.scanner.gather import LIMIT
from app.scanner.report import OffsetUnit
from app.scanner.ruleset import Ruleset


def precheck_file(
    read: ReadFile, ruleset: Ruleset, *, offsets: OffsetUnit = "codepoint", text_date: date | None = None
) -> dict[str, Any]:
    """The response of `POST /precheck/file`: a pre-check with the text, and a location for each finding."""
    draft = Draft(body=read.text, format=read.format, text_date=text_date)
    need_bounded(draft)
    report = precheck(draft, ruleset)
    located = [finding | {"location": read.location(finding["start"])} for finding in report["findings"]]
    remarks = list(_remarks(read))
    findings = sorted(located + remarks, key=_place)
    report |= {
        "findings": findings,
        "verdict": _verdict(findings),
        "not_run": [*report["not_run"], *map(asdict, read.not_run)],
    }
    if offsets == "utf16":
        _to_utf16(report, read.text)
    return {"text": read.text, **report}


def _remarks(read: ReadFile) -> Iterator[dict[str, Any]]:
    """The remarks as findings, at most so many of a rule as of a check of the text."""
    counts: Counter[str] = Counter()
    for remark in read.remarks:
        counts[remark.rule] += 1
        if counts[remark.rule] <= LIMIT:
            yield _finding(remark, read.text, counts[remark.rule]) | {"location": remark.location}


def _finding(remark: Remark, text: str, number: int) -> dict[str, Any]:
    """One remark as a finding; its id stays while its rule, its text and its rank among its like do."""
    rule, shown = RULES[remark.rule], text[remark.start : remark.end]
    code = CODES[rule.code]
    id = blake2b(f"{remark.rule}\0{shown}\0{number}".encode(), digest_size=8).hexdigest()
    return Finding(
        id, rule.code, remark.rule, code.gate, rule.severity, code.overridable,
        "body", remark.start, remark.end, shown, remark.message, (), rule.basis,
    ).as_dict()  # fmt: skip


def _place(finding: dict[str, Any]) -> tuple[int, int]:
    return finding["start"], RANK[finding["severity"]]


def _verdict(findings: Iterable[dict[str, Any]]) -> str:
    severities = {finding["severity"] for finding in findings}
    return next((str(each) for each in (Severity.BLOCK, Severity.WARN) if each in severities), "pass")


def _to_utf16(report: dict[str, Any], text: str) -> None:
    astral = [at for at, char in enumerate(text) if char > "\uffff"]
    for spanned in (*report["findings"], *report["suppressed"]):
        for end in ("start", "end"):
            spanned[end] += bisect_left(astral, spanned[end])
    report["offset_unit"] = "utf16"
