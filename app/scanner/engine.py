"""scan(): one draft through all checks, and what came of it.

A pure function: the same draft, duties and ruleset give the same report. A check that raises makes the scan
raise, since a scanner that did not run must never look like a clean text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from itertools import chain, islice
from typing import Any, Literal, NamedTuple

import numpy as np

from app.scanner.check import Check, Hit
from app.scanner.checks import CHECKS
from app.scanner.document import Draft, Exemption, Field, Page, parse
from app.scanner.finding import CODES, FieldName, Finding, Severity
from app.scanner.level import Level, Reason, assess
from app.scanner.relevance import Duties, Relevance, judge
from app.scanner.ruleset import Role, Ruleset
from app.scanner.sieve import Sifted

Depth = Literal["full", "fast"]
Verdict = Literal["pass", "warn", "block"]
OffsetUnit = Literal["codepoint", "utf16"]

LIMIT = 200
"""Findings of one rule that a report holds; the heaviest are kept."""

_ENOUGH = 5 * LIMIT
"""Hits of one check after which a hostile text is read no further for it."""

_CONTEXT = 12
_SENTENCE_END = re.compile("[。！？；!?;\n]")
_FAST = "快速预检不运行此项，提交前的完整预检会运行"
_RELEVANCE_BASIS = "政务新媒体发布内容应与账号职责相关，不发布与职能无关的信息"
_RANK = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.HINT: 2}
_VERDICTS: dict[Severity, Verdict] = {Severity.BLOCK: "block", Severity.WARN: "warn"}


class NotRun(NamedTuple):
    """A check that did not run, or not to its end, and why (for the person at the screen)."""

    check: str
    reason: str


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan found; `relevance` is None in a fast scan."""

    verdict: Verdict
    level: Level
    level_reasons: tuple[Reason, ...]
    findings: tuple[Finding, ...]
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
            "relevance": self.relevance and asdict(self.relevance),
            "not_run": [each._asdict() for each in self.not_run],
            "ruleset_sha256": self.ruleset_sha256,
            "offset_unit": self.offset_unit,
        }

    def in_utf16(self, draft: Draft) -> ScanReport:
        """The report of `draft` with offsets in UTF-16 units, as JavaScript counts."""
        findings = to_utf16(self.findings, {"title": draft.title, "body": draft.body})
        return replace(self, findings=tuple(findings), offset_unit="utf16")


def scan(draft: Draft, ruleset: Ruleset, duties: Duties | None = None, depth: Depth = "full") -> ScanReport:
    """Check a draft against a ruleset, and against the duties of the account it is meant for.

    `fast` leaves out what is slow; those checks stand in `not_run`.
    """
    page = parse(draft, ruleset.facts)
    sifted = [ruleset.sieve.sift(field.packed.text) for field in page.fields]
    relevance = judge(page, duties) if depth == "full" else None
    seen = chain(_terms(page, ruleset, sifted), _patterns(page, sifted, depth), _irrelevant(page, relevance))
    kept, cropped = _cropped(_distinct(_found(seen, draft.exemption)))
    findings = _findings(kept)
    told = [[(start, end, role.level) for start, end, role in each.words if role.level] for each in sifted]
    assessment = assess(page, findings, ruleset.level, told)
    not_run = (*_left_out(page, depth), *(_cut_short(rule) for rule in cropped))
    return ScanReport(
        _verdict(findings), assessment.level, assessment.reasons, findings, relevance, not_run, ruleset.digest
    )


def to_utf16(findings: Iterable[Finding], sources: Mapping[FieldName, str]) -> list[Finding]:
    """Findings with offsets in UTF-16 units instead of code points, given the fields as submitted."""
    units = {name: _utf16_offset(source) for name, source in sources.items()}
    return [
        finding._replace(start=units[finding.field](finding.start), end=units[finding.field](finding.end))
        for finding in findings
    ]


class _Seen(NamedTuple):
    """A hit of a rule, with its span in the source."""

    rule: str
    code: str
    severity: Severity
    basis: str
    message: str
    start: int
    end: int
    hit: Hit


def _terms(
    page: Page, ruleset: Ruleset, sifted: Sequence[Sifted[Role]]
) -> Iterator[tuple[str, str, str, Hit]]:
    found = zip(page.fields, (each.listed for each in sifted), strict=True)
    for term, hit in ruleset.terms.hits(found, page.draft.text_date, LIMIT + 1):
        yield term.list.code, term.list.name, term.basis, hit


def _patterns(
    page: Page, sifted: Sequence[Sifted[Role]], depth: Depth
) -> Iterator[tuple[str, str, str, Hit]]:
    for check in _awake(page, sifted):
        if depth == "full" or not check.slow:
            for hit in islice(check.find(page), _ENOUGH):
                yield check.code, check.rule, check.basis, hit


def _awake(page: Page, sifted: Sequence[Sifted[Role]]) -> Iterator[Check]:
    """The checks that may find anything: see `app.scanner.check`."""
    woken: set[str] = set()
    for each in sifted:
        for _, _, role in each.words:
            woken |= role.wakes
    for check in CHECKS:
        shape = check.shape
        if (
            check.rule in woken
            or (shape and any(shape(field.outline) for field in page.fields))
            or check.always
        ):
            yield check


def _irrelevant(page: Page, relevance: Relevance | None) -> Iterator[tuple[str, str, str, Hit]]:
    """REL-01, on the title or else on the first sentence."""
    if relevance is None or relevance.verdict != "irrelevant":
        return
    message = f"内容更像“{relevance.topic}”，看不出与账号职责的关系，请核实是否应由本账号发布。"
    field = next((field for field in page.fields if field.text.strip()), None)
    if field:
        start, end = _opening(field)
        yield "REL-01", "relevance", _RELEVANCE_BASIS, Hit(field, start, end, message, score=relevance.score)


def _opening(field: Field) -> tuple[int, int]:
    """The whole title, or the first sentence of the body, without the space around it."""
    text = field.text
    start = len(text) - len(text.lstrip())
    ends = [] if field.name == "title" else [text.find(mark, start) + 1 for mark in "。！？\n"]
    end = min((end for end in ends if end), default=len(text))
    return start, start + len(text[start:end].rstrip())


def _found(seen: Iterable[tuple[str, str, str, Hit]], exemption: Exemption | None) -> Iterator[_Seen]:
    """Hits with their weight and source span; of one rule and severity, no more than tell of too many."""
    counts: Counter[tuple[str, Severity]] = Counter()
    for code, rule, basis, hit in seen:
        ground = _ground(exemption) if exemption and code.startswith("PRI") else ""
        severity = Severity.HINT if ground else hit.severity or CODES[code].severity
        counts[rule, severity] += 1
        if counts[rule, severity] <= LIMIT + 1:
            start, end = (hit.start, hit.end) if hit.in_source else hit.field.span(hit.start, hit.end)
            yield _Seen(rule, code, severity, hit.basis or basis, hit.message + ground, start, end, hit)


def _ground(exemption: Exemption) -> str:
    return f"（已说明保留依据：{'，'.join(filter(None, (exemption.ground, exemption.basis)))}）"


def _distinct(found: Iterable[_Seen]) -> Iterable[_Seen]:
    """One for each span and code, the heaviest; 异形词 (TXT-02) gives way to 同文异形 (TXT-08)."""
    best: dict[tuple[str, int, int, str], _Seen] = {}
    for seen in sorted(found, key=lambda seen: (_RANK[seen.severity], seen.code != "TXT-08", seen.code)):
        code = "TXT-08" if seen.code == "TXT-02" else seen.code
        best.setdefault((seen.hit.field.name, seen.start, seen.end, code), seen)
    return best.values()


def _cropped(found: Iterable[_Seen]) -> tuple[list[_Seen], list[str]]:
    """At most `LIMIT` for each rule, heaviest first; and the rules that had more."""
    found = sorted(found, key=_place)
    if len(found) <= LIMIT:
        return found, []
    by_rule: defaultdict[str, list[_Seen]] = defaultdict(list)
    for seen in found:
        by_rule[seen.rule].append(seen)
    kept: list[_Seen] = []
    for same in by_rule.values():
        kept += sorted(same, key=_weight)[:LIMIT] if len(same) > LIMIT else same
    return sorted(kept, key=_place), sorted(rule for rule, same in by_rule.items() if len(same) > LIMIT)


def _weight(seen: _Seen) -> tuple[int, bool, int]:
    return _RANK[seen.severity], seen.hit.field.name == "body", seen.start


def _place(seen: _Seen) -> tuple[bool, int, int, int, str, str]:
    return seen.hit.field.name == "body", seen.start, _RANK[seen.severity], seen.end, seen.code, seen.rule


def _findings(found: Sequence[_Seen]) -> tuple[Finding, ...]:
    ordinals: Counter[str] = Counter()
    findings = []
    for seen in found:
        key = _key(seen)
        ordinals[key] += 1
        findings.append(_finding(seen, _digest(f"{key}\0{ordinals[key]}")))
    return tuple(findings)


def _finding(seen: _Seen, id: str) -> Finding:
    code, field = CODES[seen.code], seen.hit.field
    return Finding(
        id=id,
        code=seen.code,
        rule=seen.rule,
        gate=code.gate,
        severity=seen.severity,
        overridable=code.overridable,
        field=field.name,
        start=seen.start,
        end=seen.end,
        text=field.source[seen.start : seen.end],
        message=seen.message,
        suggestions=seen.hit.suggestions,
        basis=seen.basis,
        score=seen.hit.score,
    )


def _key(seen: _Seen) -> str:
    """What makes a finding the same in another version: rule, field, its text and its sentence around it."""
    field, packed = seen.hit.field, seen.hit.field.packed
    start, end = seen.hit.start, seen.hit.end
    text = ""
    if seen.hit.in_source:
        text = field.source[start:end]
        start = end = _text_position(field, start)
    first, last = int(packed.index.searchsorted(start)), int(packed.index.searchsorted(end))
    text += packed.text[first:last]
    before = _SENTENCE_END.split(packed.text[max(0, first - _CONTEXT) : first])[-1]
    after = _SENTENCE_END.split(packed.text[last : last + _CONTEXT], maxsplit=1)[0]
    return "\0".join((seen.rule, field.name, text, before, after))


def _text_position(field: Field, at: int) -> int:
    return at if field.starts is None else int(np.searchsorted(field.starts, at))


def _digest(key: str) -> str:
    return blake2b(key.encode(), digest_size=8).hexdigest()


def _verdict(findings: Sequence[Finding]) -> Verdict:
    worst = min((finding.severity for finding in findings), key=_RANK.__getitem__, default=Severity.HINT)
    return _VERDICTS.get(worst, "pass")


def _left_out(page: Page, depth: Depth) -> Iterator[NotRun]:
    if depth == "fast":
        yield from (NotRun(check.rule, _FAST) for check in CHECKS if check.slow)
        yield NotRun("relevance", _FAST)
    if any(
        link.url.lower().startswith(("http:", "https:", "www."))
        for field in page.fields
        for link in field.links
    ):
        yield NotRun("dead-link", "未联网，未核验链接能否打开")


def _cut_short(rule: str) -> NotRun:
    return NotRun(rule, f"同一规则的问题超过 {LIMIT} 处，只列出最重的 {LIMIT} 处")


def _utf16_offset(source: str) -> Callable[[int], int]:
    codes = np.frombuffer(source.encode("utf-32-le"), np.uint32)
    astral = np.flatnonzero(codes > 0xFFFF)
    return lambda at: at + int(np.searchsorted(astral, at))
