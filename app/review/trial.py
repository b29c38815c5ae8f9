"""The trial (试运行) of a change of an office's lists: what it would do, before anybody decides on it.

The security administrator reads no drafts, so a trial tells numbers: how many drafts of the last 90 days
would have other findings than now, and which terms of the list itself would be found in them, how often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select, tuple_
from sqlalchemy.orm import contains_eager

from app.accounts.models import Account
from app.accounts.registry import duties_of
from app.db import Database, now, rfc3339
from app.review.content import Content
from app.review.models import Draft, Version
from app.scanner import document
from app.scanner.engine import scan
from app.scanner.finding import FieldName, Severity
from app.scanner.gather import LIMIT
from app.scanner.ruleset import Ruleset

WINDOW = timedelta(days=90)
MOST_DRAFTS = 2000
MOST_CHARACTERS = 20_000_000
"""How much one trial reads, the newest drafts first."""
BATCH = 50
TOP = 50
"""Terms that a trial names, those found in most drafts first."""

Span = tuple[FieldName, int, int]


class Key(NamedTuple):
    """What makes two findings of a draft the same under two rulesets."""

    span: Span
    rule: str
    severity: Severity


@dataclass
class Tally:
    """Findings that come or go: in how many drafts, and how many of each severity."""

    drafts: int = 0
    findings: Counter[Severity] = field(default_factory=Counter)

    def add(self, found: Iterable[Key]) -> None:
        """Count the findings of one draft."""
        severities = [key.severity for key in found]
        self.drafts += bool(severities)
        self.findings.update(severities)

    def as_json(self) -> dict[str, int]:
        """The numbers."""
        return {"drafts": self.drafts, **{severity.value: self.findings[severity] for severity in Severity}}


@dataclass
class Trial:
    """What a change would do to drafts; `terms` counts drafts and findings by term of the changed list."""

    since: datetime
    scanned: int = 0
    is_complete: bool = True
    new: Tally = field(default_factory=Tally)
    gone: Tally = field(default_factory=Tally)
    terms: dict[str, list[int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The numbers, with the terms found in most drafts."""
        most = sorted(self.terms.items(), key=lambda item: (*(-count for count in item[1]), item[0]))[:TOP]
        return {
            "since": rfc3339(self.since),
            "scanned": self.scanned,
            "is_complete": self.is_complete,
            "new": self.new.as_json(),
            "gone": self.gone.as_json(),
            "terms": [{"term": term, "drafts": drafts, "findings": found} for term, (drafts, found) in most],
        }


def try_out(database: Database, org: str, before: Ruleset, after: Ruleset, name: str) -> Trial:
    """Scan the office's drafts of the last 90 days under both rulesets; the change is one of the list `name`.

    Slow, and holds no transaction while it scans. The scans are fast ones: the checks that these leave out
    do not depend on lists.
    """
    trial, characters = Trial(now() - WINDOW), 0
    for content, account in _drafts(database, org, trial.since):
        characters += len(content.body)
        if trial.scanned == MOST_DRAFTS or characters > MOST_CHARACTERS:
            trial.is_complete = False
            break
        trial.scanned += 1
        _compare(trial, content.as_scanned(), account, before, after, name)
    return trial


def _compare(
    trial: Trial, draft: document.Draft, account: Account, before: Ruleset, after: Ruleset, name: str
) -> None:
    old, new = (_found(draft, account, ruleset) for ruleset in (before, after))
    trial.new.add(new - old)
    trial.gone.add(old - new)
    spans = {key.span for key in new - old if key.rule == name}
    if spans:
        _count_terms(trial, [term for span, term in _terms(draft, after, name) if span in spans])


def _count_terms(trial: Trial, terms: list[str]) -> None:
    for term, count in Counter(terms).items():
        counts = trial.terms.setdefault(term, [0, 0])
        counts[0] += 1
        counts[1] += count


def _found(draft: document.Draft, account: Account, ruleset: Ruleset) -> set[Key]:
    report = scan(draft, ruleset, duties_of(account), "fast")
    return {Key((each.field, each.start, each.end), each.rule, each.severity) for each in report.findings}


def _terms(draft: document.Draft, ruleset: Ruleset, name: str) -> Iterator[tuple[Span, str]]:
    """Where which terms of the list stand: a finding shows the draft's words, a trial only the list's."""
    page = document.parse(draft, ruleset.facts)
    sifted = ((field, ruleset.sieve.sift(field.bare.text).listed) for field in page.fields)
    for term, hit in ruleset.terms.hits(sifted, draft.text_date, LIMIT):
        if term.list.name == name:
            start, end = hit.field.span(hit.start, hit.end)
            yield (hit.field.name, start, end), term.text


def _drafts(database: Database, org: str, since: datetime) -> Iterator[tuple[Content, Account]]:
    """Contents of the present versions, the newest drafts first, read a batch at a time."""
    statement = (
        select(Draft)
        .join(Version, (Version.draft_id == Draft.id) & (Version.n == Draft.version))
        .options(contains_eager(Draft.current).defer(Version.scan))
        .where(Draft.org_id == org, Draft.created_at >= since)
        .order_by(Draft.created_at.desc(), Draft.id.desc())
        .limit(BATCH)
    )
    last: tuple[datetime, str] | None = None
    while True:
        following = statement.where(tuple_(Draft.created_at, Draft.id) < tuple_(*last)) if last else statement
        with database.read() as db:
            drafts = db.scalars(following).all()
            contents = [(Content.of(draft.current), draft.account) for draft in drafts]
        yield from contents
        if len(drafts) < BATCH:
            return
        last = drafts[-1].created_at, drafts[-1].id
