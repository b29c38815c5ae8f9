"""An office's review in numbers (统计): what waits, what was found and returned, how long it took.

Each function is one SQL statement over narrow columns, the same on both databases; none reads a scan.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise
from typing import Any

from sqlalchemy import Integer, and_, case, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from app.db import BEIJING, now
from app.people.models import Person
from app.review.counting import FindingCount
from app.review.models import Decision, Disposition, Draft
from app.review.search import start_of
from app.review.stages import STAGES, Status

WEEK = timedelta(weeks=1)
AGES = (timedelta(hours=4), timedelta(hours=8), timedelta(hours=24), timedelta(hours=72))
"""Where one age of what waits ends and the next begins."""
SAID_AGAIN = 3
"""How often a reason must have been given to be named: what is written once may quote a draft."""
MOST_REASONS = 10
MOST_RULES = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits at a stage: how much of each age (see `AGES`, the youngest first), how much is overdue."""

    stage: Status
    ages: tuple[int, ...]
    late: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Alarms:
    """What people said of one rule's findings: false alarms (误报) among all that they disposed of."""

    code: str
    rule: str
    false: int
    disposed: int


@dataclass(frozen=True, slots=True)
class Returned:
    """How often drafts were sent back from a stage, to another or (None) to who wrote them."""

    stage: Status
    to: Status | None
    count: int


@dataclass(frozen=True, slots=True)
class Turnaround:
    """How many decisions of a stage a person took, or (None) all did, and in how many seconds.

    `median` and `p90` (90th percentile) are by the nearest rank, in whole minutes since the stage began.
    """

    stage: Status
    person: str | None
    decisions: int
    median: int
    p90: int


class SecondsBetween(GenericFunction[int]):
    """Whole seconds from the second moment to the first."""

    type = Integer()
    inherit_cache = True
    name = "seconds_between"


@compiles(SecondsBetween, "sqlite")
def _seconds_on_sqlite(element: SecondsBetween, compiler: SQLCompiler, **options: Any) -> str:
    later, earlier = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(round((julianday({later}) - julianday({earlier})) * 86400) AS INTEGER)"


@compiles(SecondsBetween, "postgresql")
def _seconds_on_postgresql(element: SecondsBetween, compiler: SQLCompiler, **options: Any) -> str:
    later, earlier = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(EXTRACT(EPOCH FROM {later} - {earlier}) AS INTEGER)"


def first_day(weeks: int) -> date:
    """The Monday on which the last `weeks` weeks began, this one counted, in Beijing."""
    today = now().astimezone(BEIJING).date()
    return today - timedelta(days=today.weekday()) - (weeks - 1) * WEEK


def waiting(db: Session, org: str) -> list[Waiting]:
    """What waits at each stage now, in their order."""
    moment = now()
    edges = [moment, *(moment - age for age in AGES)]
    since = Draft.waiting_since
    aged = [and_(since <= late, since > early) for late, early in pairwise(edges)]
    counts = [func.count(case((each, 1))) for each in (*aged, since <= edges[-1], Draft.due_at < moment)]
    statement = select(Draft.status, func.min(since), *counts).where(
        Draft.org_id == org, Draft.status.in_(STAGES)
    )
    rows = db.execute(statement.group_by(Draft.status))
    found = {status: Waiting(Status(status), tuple(c[:-1]), c[-1], oldest) for status, oldest, *c in rows}
    return [found.get(stage, Waiting(stage, (0,) * (len(AGES) + 1), 0, None)) for stage in STAGES]


def findings_by_week(db: Session, org: str, weeks: int) -> dict[str, list[int]]:
    """Findings of the versions written in each of the last weeks, by family (the code's first letters)."""
    first = first_day(weeks)
    statement = (
        select(FindingCount.day, FindingCount.code, func.sum(FindingCount.count))
        .where(FindingCount.org_id == org, FindingCount.day >= first)
        .group_by(FindingCount.day, FindingCount.code)
    )
    families: dict[str, list[int]] = defaultdict(lambda: [0] * weeks)
    for day, code, count in db.execute(statement):
        families[code.partition("-")[0]][min((day - first) // WEEK, weeks - 1)] += count
    return dict(families)


def alarms(db: Session, org: str, since: date) -> list[Alarms]:
    """What was said of each rule's findings, those most often called false first, at most `MOST_RULES`."""
    false = func.count(case((Disposition.verdict == "false_positive", 1)))
    statement = (
        select(Disposition.code, Disposition.rule, false, func.count())
        .join(Person, Person.id == Disposition.person_id)
        .where(Person.org_id == org, Disposition.at >= start_of(since), Disposition.code != "")
        .group_by(Disposition.code, Disposition.rule)
        .order_by(false.desc(), func.count().desc(), Disposition.rule)
    )
    return [Alarms(*row) for row in db.execute(statement.limit(MOST_RULES))]


def returns(db: Session, org: str, since: date) -> list[Returned]:
    """How often each stage sent drafts back, and where to."""
    statement = (
        select(Decision.stage, Decision.return_to, func.count())
        .where(*_decided(org, since), Decision.action == "return")
        .group_by(Decision.stage, Decision.return_to)
    )
    rows = db.execute(statement)
    found = [Returned(Status(stage), Status(to) if to else None, count) for stage, to, count in rows]
    return sorted(found, key=lambda each: (STAGES.index(each.stage), each.to or ""))


def return_reasons(db: Session, org: str, since: date) -> list[tuple[str, int]]:
    """The reasons for returns given at least `SAID_AGAIN` times in the same words, with how often."""
    statement = (
        select(Decision.comment, func.count())
        .where(*_decided(org, since), Decision.action == "return")
        .group_by(Decision.comment)
        .having(func.count() >= SAID_AGAIN)
        .order_by(func.count().desc(), Decision.comment)
    )
    return [(row[0], row[1]) for row in db.execute(statement.limit(MOST_REASONS))]


def turnarounds(db: Session, org: str, since: date) -> list[Turnaround]:
    """How long decisions took at each stage: of everybody together, then of each person by name.

    The database counts by whole minutes, which makes a year's decisions a few thousand rows.
    """
    minutes = (SecondsBetween(Decision.at, Decision.waiting_since) // 60).label("minutes")
    columns = (Decision.stage, Decision.person_id, minutes)
    counted = select(*columns, func.count().label("count")).where(*_decided(org, since)).group_by(*columns)
    each = counted.subquery()
    statement = select(each.c.stage, Person.name, Person.id, each.c.minutes, each.c["count"])
    taken: dict[tuple[Status, str, str], Counter[int]] = defaultdict(Counter)
    for stage, name, person, minute, count in db.execute(
        statement.join(Person, Person.id == each.c.person_id)
    ):
        taken[Status(stage), "", ""][minute] += count
        taken[Status(stage), name, person][minute] += count
    order = sorted(taken.items(), key=lambda item: (STAGES.index(item[0][0]), *item[0][1:]))
    return [_turnaround(stage, name or None, counts) for (stage, name, _), counts in order]


def _turnaround(stage: Status, person: str | None, minutes: Counter[int]) -> Turnaround:
    lengths, reached = sorted(minutes), list(accumulate(minutes[each] for each in sorted(minutes)))
    median, p90 = (
        lengths[bisect_left(reached, -(-reached[-1] * percent // 100))] * 60 for percent in (50, 90)
    )
    return Turnaround(stage, person, reached[-1], median, p90)


def _decided(org: str, since: date) -> Sequence[Any]:
    """The decisions of the organisation's people since a day."""
    people = select(Person.id).where(Person.org_id == org)
    return Decision.person_id.in_(people), Decision.at >= start_of(since)
