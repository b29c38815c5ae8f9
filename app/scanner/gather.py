"""From hits to findings: what weighs most at a place, at most so many of a rule, each with a stable id."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from app.scanner.check import Hit
from app.scanner.document import Exemption
from app.scanner.finding import CODES, RANK, Finding, Severity

LIMIT = 200
"""Findings of one rule that a report holds; the heaviest are kept."""

_CONTEXT = 12
_ENDED = re.compile(".*[。！？；!?;\n]", re.DOTALL)
_UNENDED = re.compile("[^。！？；!?;\n]*")


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


def gather(
    seen: Iterable[tuple[str, str, str, Hit]], exemption: Exemption | None
) -> tuple[tuple[Finding, ...], list[str]]:
    """The findings of hits with their code, rule and basis, by place; and the rules that had too many.

    Of one code and span the heaviest counts. Personal data that may stay by a clause (依据) is a
    hint; a ground alone is not enough.
    """
    kept, cropped = _cropped(_distinct(_found(seen, exemption)))
    return _findings(kept), cropped


def _found(seen: Iterable[tuple[str, str, str, Hit]], exemption: Exemption | None) -> Iterator[_Seen]:
    """Hits with their weight and source span; of one rule and severity, no more than tell of too many."""
    counts: defaultdict[tuple[str, Severity], int] = defaultdict(int)
    for code, rule, basis, hit in seen:
        said = exemption if code.startswith("PRI") else None
        ground = _ground(said) if said else ""
        severity = hit.severity or CODES[code].severity
        if said and said.basis.strip():
            severity = Severity.HINT
        counts[rule, severity] += 1
        if counts[rule, severity] <= LIMIT + 1:
            start, end = (hit.start, hit.end) if hit.in_source else hit.field.span(hit.start, hit.end)
            yield _Seen(rule, code, severity, hit.basis or basis, hit.message + ground, start, end, hit)


def _ground(exemption: Exemption) -> str:
    if not exemption.basis.strip():
        return f"（已说明事由“{exemption.ground}”，但未写明法律依据，须补充条款）"
    return f"（已说明保留依据：{'，'.join(filter(None, (exemption.ground, exemption.basis)))}）"


def _distinct(found: Iterable[_Seen]) -> Iterable[_Seen]:
    """One for each span and code, the heaviest; 异形词 (TXT-02) gives way to 同文异形 (TXT-08)."""
    best: dict[tuple[str, int, int, str], _Seen] = {}
    for seen in found:
        code = "TXT-08" if seen.code == "TXT-02" else seen.code
        place = (seen.hit.field.name, seen.start, seen.end, code)
        if best.setdefault(place, seen) is not seen:
            best[place] = min(best[place], seen, key=_claim)
    return best.values()


def _claim(seen: _Seen) -> tuple[int, bool, str]:
    return RANK[seen.severity], seen.code != "TXT-08", seen.code


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
    return RANK[seen.severity], seen.hit.field.name == "body", seen.start


def _place(seen: _Seen) -> tuple[bool, int, int, int, str, str]:
    return seen.hit.field.name == "body", seen.start, RANK[seen.severity], seen.end, seen.code, seen.rule


def _findings(found: Sequence[_Seen]) -> tuple[Finding, ...]:
    ordinals: defaultdict[str, int] = defaultdict(int)
    findings = []
    for seen in found:
        key = _key(seen)
        ordinals[key] += 1
        findings.append(_finding(seen, _digest(f"{key}\0{ordinals[key]}")))
    return tuple(findings)


def _finding(seen: _Seen, id: str) -> Finding:
    code, field, (start, end) = CODES[seen.code], seen.hit.field, (seen.start, seen.end)
    what = (id, seen.code, seen.rule, code.gate, seen.severity, code.overridable)
    where = (field.name, start, end, field.source[start:end])
    return Finding(*what, *where, seen.message, seen.hit.suggestions, seen.basis, seen.hit.score)


def _key(seen: _Seen) -> str:
    """What makes a finding the same in another version: rule, field, its text and its sentence around it."""
    field, (start, end) = seen.hit.field, (seen.hit.start, seen.hit.end)
    text = (field.source if seen.hit.in_source else field.text)[start:end]
    if seen.hit.in_source:
        start = end = field.shown(start)
    before = field.text[max(0, start - _CONTEXT) : start]
    if ended := _ENDED.match(before):
        before = before[ended.end() :]
    after = _UNENDED.match(field.text, end, end + _CONTEXT)
    return "\0".join((seen.rule, field.name, "".join(text.split()), before, after[0] if after else ""))


def _digest(key: str) -> str:
    return blake2b(key.encode(), digest_size=8).hexdigest()
