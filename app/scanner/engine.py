"""scan(): one draft through all checks, and what came of it.

A pure function: the same draft, duties and ruleset give the same report. A check that raises makes the scan
raise, since a scanner that did not run must never look like a clean text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Literal

from app.scanner.check import Hit
from app.scanner.checks import CHECKS
from app.scanner.document import Draft, Field, Page, parse, web_addresses
from app.scanner.finding import RANK, Finding, Severity
from app.scanner.gather import LIMIT, gather
from app.scanner.habit import told_once
from app.scanner.level import Rule, assess
from app.scanner.overlap import one_each
from app.scanner.readings import stands_plainly
from app.scanner.relevance import Duties, Relevance, judge
from app.scanner.report import NotRun, ScanReport, Verdict
from app.scanner.ruleset import Role, Ruleset
from app.scanner.sieve import Sifted
from app.scanner.spelled import is_written_out
from app.scanner.suppression import Suppressed, suppress
from app.scanner.visit import Visit
from app.scanner.waking import Watch

Depth = Literal["full", "fast"]

ENOUGH = 5 * LIMIT
"""Hits of one check after which a hostile text is read no further for it."""

WATCH = Watch(CHECKS)
"""The checks that a scan may ask."""

_SPELLED = "（疑以拆字或拼音写成，请核实）"
_FAST = "快速预检不运行此项，提交前的完整预检会运行"
_RELEVANCE_BASIS = "政务新媒体发布内容应与账号职责相关，不发布与职能无关的信息"
_VERDICTS: dict[Severity, Verdict] = {Severity.BLOCK: "block", Severity.WARN: "warn"}


def scan(draft: Draft, ruleset: Ruleset, duties: Duties | None = None, depth: Depth = "full") -> ScanReport:
    """Check a draft against a ruleset, and against the duties of the account it is meant for.

    `fast` leaves out what is slow; those checks stand in `not_run`.
    """
    page = parse(draft, ruleset.facts)
    sifted = [ruleset.sieve.sift(field.bare.text) for field in page.fields]
    relevance = judge(page, duties, ruleset.learned) if depth == "full" else None
    spelled = _spelled(page, ruleset) if depth == "full" else ()
    seen = chain(
        *(
            _terms(page, ruleset, sifted),
            _patterns(page, sifted, depth),
            spelled,
            _irrelevant(page, relevance),
        )
    )
    found, cropped = gather(seen, draft.exemption)
    heard, suppressed = _heard(page, ruleset, duties, found, cropped)
    findings = told_once(one_each(heard), cropped)
    words = [list(told(field, each)) for field, each in zip(page.fields, sifted, strict=True)]
    assessment = assess(page, findings, ruleset.level, words)
    not_run = (*_left_out(page, depth), *(_cut_short(rule) for rule in cropped))
    return ScanReport(
        _verdict(findings),
        assessment.level,
        assessment.reasons,
        findings,
        suppressed,
        relevance,
        not_run,
        ruleset.digest,
    )


def _terms(
    page: Page, ruleset: Ruleset, sifted: Sequence[Sifted[Role]]
) -> Iterator[tuple[str, str, str, Hit]]:
    found = zip(page.fields, (each.listed for each in sifted), strict=True)
    for term, hit in ruleset.terms.hits(found, page.draft.text_date, LIMIT + 1):
        yield term.list.code, term.list.name, term.basis, hit


def _spelled(page: Page, ruleset: Ruleset) -> Iterator[tuple[str, str, str, Hit]]:
    """Terms spelled by the parts of their characters or in pinyin, as hints."""
    for field in page.fields:
        if read := ruleset.terms.spelling.written_out(field):
            found = [(read, ruleset.sieve.sift(read.bare.text).listed)]
            for term, hit in ruleset.terms.hits(found, page.draft.text_date, LIMIT + 1):
                if is_written_out(read, hit.start, hit.end):
                    start, end = read.span(hit.start, hit.end)
                    guess = Hit(field, start, end, hit.message + _SPELLED, hit.suggestions, Severity.HINT)
                    yield term.list.code, term.list.name, term.basis, guess


def _patterns(
    page: Page, sifted: Sequence[Sifted[Role]], depth: Depth
) -> Iterator[tuple[str, str, str, Hit]]:
    for check in WATCH.awake(page, sifted):
        if depth == "full" or not check.slow:
            for hit in islice(check.find(page), ENOUGH):
                yield check.code, check.rule, check.basis, hit


def told(field: Field, sifted: Sifted[Role]) -> Iterator[tuple[int, int, Sequence[Rule]]]:
    """The words of rules of level that stand in a field, with their spans."""
    for start, end, role in sifted.words:
        for word, rules in role.level:
            if span := stands_plainly(field, start, end, word):
                yield *span, rules


def _irrelevant(page: Page, relevance: Relevance | None) -> Iterator[tuple[str, str, str, Hit]]:
    """REL-01, on the title or else on the first sentence."""
    if relevance is None or relevance.verdict != "irrelevant":
        return
    alike = f"更像“{relevance.topic}”，" if relevance.topic else ""
    message = f"内容{alike}看不出与账号职责的关系，请核实是否应由本账号发布。"
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


def _heard(
    page: Page,
    ruleset: Ruleset,
    duties: Duties | None,
    findings: tuple[Finding, ...],
    cropped: Sequence[str],
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    """The findings that count, and those that are suppressed for the account."""
    if not (findings and ruleset.suppressions):
        return findings, ()
    return suppress(page, findings, ruleset.suppressions, duties.account if duties else None, cropped)


def _verdict(findings: Sequence[Finding]) -> Verdict:
    worst = min((finding.severity for finding in findings), key=RANK.__getitem__, default=Severity.HINT)
    return _VERDICTS.get(worst, "pass")


def _left_out(page: Page, depth: Depth) -> Iterator[NotRun]:
    if depth == "fast":
        yield from (NotRun(check.rule, _FAST) for check in WATCH.checks if check.slow)
        yield NotRun("relevance", _FAST)
    else:
        yield from _read_in_part(page)
    if urls := web_addresses(page):
        yield from _unopened(urls, page.draft.visits)


def _read_in_part(page: Page) -> Iterator[NotRun]:
    longest = max((len(field.text) for field in page.fields), default=0)
    for check in WATCH.checks:
        if check.reads is not None and longest > check.reads:
            yield NotRun(check.rule, f"稿件很长，此项只检查了标题、正文各自的前 {check.reads:,} 个字")


def _unopened(urls: Sequence[str], visits: Mapping[str, Visit] | None) -> Iterator[NotRun]:
    if visits is None:
        yield NotRun("dead-link", "未联网，未核验链接能否打开")
    elif missed := sum(url not in visits or visits[url].state == "refused" for url in urls):
        yield NotRun("dead-link", f"有 {missed} 个链接未能联网核验")


def _cut_short(rule: str) -> NotRun:
    return NotRun(rule, f"同一规则的问题超过 {LIMIT} 处，只列出最重的 {LIMIT} 处")
