"""How the rows of a list stand to one another and to the lists in force: double, contradictory, overlapping.

What makes a list useless is a fault; what a person should know, but can live with, is a note. Everything is
linear in the list: one automaton over all terms finds which of them stand in others and in suggestions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Any, NamedTuple

from app.rulesets.list_remarks import Remarks
from app.rulesets.list_rows import Row
from app.scanner.finding import CODES, Severity
from app.scanner.lexicon import Lexicon, Term
from app.scanner.matcher import Matcher
from app.scanner.normalize import packed
from app.scanner.segment import straddles

PORTION = 200_000
"""Characters that are packed or searched at a time."""
ENOUGH = 200_000
"""Overlaps after which no more are looked for: a list made of nothing else would have no end of them."""
_SEPARATOR = "\U0010ffff"
_CONDITIONS = frozenset(("near", "unless", "since", "negation", "not_in", "only_in"))
_WEIGHT = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.HINT: 2}
_TITLES = {Severity.BLOCK: "阻断", Severity.WARN: "警告", Severity.HINT: "提示"}


@dataclass(frozen=True, slots=True)
class InForce:
    """What the other lists hold: their terms by code and packed form, allow-phrases (豁免短语), persons."""

    terms: Mapping[tuple[str, str], Term]
    allowed: frozenset[str]
    persons: frozenset[str]

    @classmethod
    def of(cls, lexicon: Lexicon) -> InForce:
        """What this lexicon, compiled of all the other lists, holds."""
        terms = {(term.list.code, term.packed): term for term in lexicon.terms}
        return cls(terms, frozenset(lexicon.allowed), frozenset(lexicon.facts.persons))


class Listed:
    """The rows of a list that stay, with their packed forms (`keys`), as the checks leave them."""

    def __init__(self, rows: Sequence[Row], code: str, severity: Severity) -> None:
        self.rows = list(rows)
        self.keys = list(packed_all([row.term for row in rows]))
        self.code = code
        self.severity = severity

    def severity_of(self, row: Row) -> Severity:
        """How heavy a hit of the row's term is."""
        return Severity(row.entry.get("severity", self.severity))

    def stated(self, row: Row) -> dict[str, Any]:
        """What the row says, with the severity it would have without saying so."""
        return row.entry | {"severity": self.severity_of(row).value}

    def drop(self, numbers: set[int]) -> None:
        """Leave these rows out."""
        if numbers:
            self.rows = [row for number, row in enumerate(self.rows) if number not in numbers]
            self.keys = [key for number, key in enumerate(self.keys) if number not in numbers]


def packed_all(texts: Sequence[str]) -> Iterator[str]:
    """The packed forms of texts of one line each, many at a time: packing one costs as much as a page."""
    for portion in _portions(texts):
        yield from packed(_SEPARATOR.join(portion)).text.split(_SEPARATOR)


def _portions(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    first = size = 0
    for number, text in enumerate(texts):
        size += len(text)
        if size > PORTION:
            yield texts[first : number + 1]
            first, size = number + 1, 0
    if first < len(texts):
        yield texts[first:]


def check_terms(listed: Listed, faults: Remarks) -> None:
    """Every term has two characters or more besides spaces and signs."""
    short = {number for number, key in enumerate(listed.keys) if len(key) < 2}
    for number in sorted(short):
        row = listed.rows[number]
        if row.term:
            text = f"词条“{row.term}”去掉空格和符号后不足两个字，会到处误报。"
            faults.add(row.line, "one_character_term", text)
        else:
            faults.add(row.line, "empty_term", "这一行没有词条。")
    listed.drop(short)


def check_doubles(listed: Listed, faults: Remarks, notes: Remarks) -> None:
    """The same row twice counts once; the same term with other attributes is a contradiction."""
    first: dict[str, Row] = {}
    doubles = set()
    for number, (row, key) in enumerate(zip(listed.rows, listed.keys, strict=True)):
        other = first.setdefault(key, row)
        if other is row:
            continue
        doubles.add(number)
        where = f"与第 {other.line} 行的“{other.term}”"
        if listed.stated(row) == listed.stated(other):
            notes.add(row.line, "duplicate", f"“{row.term}”{where}重复，只保留一条。")
        elif row.entry.get("use") != other.entry.get("use"):
            faults.add(row.line, "contradictory_use", f"“{row.term}”{where}是同一词条，建议用语却不同。")
        else:
            faults.add(row.line, "contradictory_rows", f"“{row.term}”{where}是同一词条，级别等属性却不同。")
    listed.drop(doubles)


def check_in_force(
    listed: Listed, force: InForce, allowed: Iterable[str], faults: Remarks, notes: Remarks
) -> None:
    """A term that another list has under the same code is left out; one that is allowed means nothing."""
    phrases = force.allowed | frozenset(allowed)
    doubles = set()
    for number, (row, key) in enumerate(zip(listed.rows, listed.keys, strict=True)):
        if key in phrases:
            faults.add(row.line, "allowed_term", f"“{row.term}”同时是豁免短语，两者互相抵消。")
        elif other := force.terms.get((listed.code, key)):
            doubles.add(number)
            severity = _TITLES[other.severity or CODES[listed.code].severity]
            where = f"已在现行词库 {other.list.name} 中（{listed.code}，{severity}）"
            notes.add(row.line, "already_listed", f"“{row.term}”{where}，不重复导入。")
    listed.drop(doubles)


def check_overlaps(listed: Listed, force: InForce, faults: Remarks, notes: Remarks) -> None:
    """Terms within terms: the longer one wins. A suggestion that holds a listed term would be found again."""
    if not listed.keys:
        return
    others = {key: term for (_, key), term in force.terms.items()}
    patterns = [*listed.keys, *(others.keys() - set(listed.keys))]
    matcher = Matcher(patterns)
    inner = (found for found in _within(matcher, listed.keys) if found.size < len(listed.keys[found.text]))
    for found in islice(inner, ENOUGH):
        outer = listed.rows[found.text]
        if found.pattern < len(listed.keys):
            _note_overlap(outer, listed.rows[found.pattern], notes)
        else:
            _note_covered(listed, outer, others[patterns[found.pattern]], notes)
    _check_suggestions(listed, matcher, faults)


def _note_overlap(outer: Row, inner: Row, notes: Remarks) -> None:
    text = f"“{outer.term}”含有第 {inner.line} 行的“{inner.term}”：同处出现时按较长的“{outer.term}”提示。"
    notes.add(outer.line, "overlap", text)


def _note_covered(listed: Listed, outer: Row, inner: Term, notes: Remarks) -> None:
    """An own term that is lighter than the listed one in it takes the heavier finding away."""
    own, other = listed.severity_of(outer), inner.severity or CODES[inner.list.code].severity
    if _WEIGHT[other] < _WEIGHT[own]:
        notes.add(
            outer.line,
            "covers_heavier",
            f"“{outer.term}”含有现行词库 {inner.list.name} 的“{inner.text}”（{_TITLES[other]}），"
            f"导入后同处只按本词条（{_TITLES[own]}）提示。",
        )


def _check_suggestions(listed: Listed, matcher: Matcher, faults: Remarks) -> None:
    said = [(row, use) for row in listed.rows for use in row.entry.get("use", ())]
    keys = list(packed_all([use for _, use in said]))
    own = (found for found in _within(matcher, keys) if found.pattern < len(listed.rows))
    for found in islice(own, ENOUGH):
        inner, (row, use) = listed.rows[found.pattern], said[found.text]
        fires = not straddles(keys[found.text], found.start, found.start + found.size)
        if fires and _CONDITIONS.isdisjoint(inner.entry):
            text = f"“{row.term}”的建议“{use}”含有第 {inner.line} 行的词条“{inner.term}”，照改后仍会报错。"
            faults.add(row.line, "use_holds_term", text)


class _Found(NamedTuple):
    """A match in one of many texts: which text, where in it, how long, and which pattern."""

    text: int
    start: int
    size: int
    pattern: int


def _within(matcher: Matcher, texts: Sequence[str]) -> Iterator[_Found]:
    """All matches in many texts, in their order."""
    first = 0
    for portion in _portions(texts):
        starts = list(accumulate((len(text) + 1 for text in portion), initial=0))
        for start, end, pattern in sorted(matcher.find("\n".join(portion))):
            number = bisect_right(starts, start) - 1
            yield _Found(first + number, start - starts[number], end - start, pattern)
        first += len(portion)
