"""Each person's record (审核履历): what they decided, how long it took, and what became of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import func, literal, select, tuple_
from sqlalchemy.orm import Session

from app.paging import Listing, decode_cursor, encode_cursor
from app.people.models import Person
from app.people.roles import REVIEWERS
from app.review.models import Decision, Disposition, Draft
from app.review.stages import Status


def reviewers(db: Session, org: str) -> Sequence[Person]:
    """Everybody in the organisation who holds a reviewing role, or ever decided, by user name."""
    people = db.scalars(select(Person).where(Person.org_id == org).order_by(Person.username)).all()
    decided = set(db.scalars(select(Decision.person_id).distinct()))
    return [person for person in people if person.roles & REVIEWERS or person.id in decided]


def record(db: Session, person: Person) -> dict[str, Any]:
    """Counts and times in seconds; `revoked` lists drafts they had signed whose release was taken back."""
    columns = (Decision.action, Decision.stage, Decision.at, Decision.waiting_since)
    decisions = db.execute(select(*columns).where(Decision.person_id == person.id)).all()
    actions = Counter(decision.action for decision in decisions)
    waits = [(decision.at - decision.waiting_since).total_seconds() for decision in decisions]
    return {
        "approved": actions["approve"],
        "returned": actions["return"],
        "rejected": actions["reject"],
        "overridden": _overridden(db, person),
        "by_stage": dict(Counter(decision.stage for decision in decisions)),
        "seconds_median": round(median(waits)) if waits else None,
        "seconds_longest": round(max(waits)) if waits else None,
        "revoked": _revoked(db, person),
    }


def tallies(db: Session, org: str) -> dict[str, Counter[str]]:
    """By person, how often they approved, returned and rejected, and how many of theirs were revoked."""
    decided = (
        select(Decision.person_id, Decision.action, func.count())
        .join(Person, Person.id == Decision.person_id)
        .where(Person.org_id == org)
        .group_by(Decision.person_id, Decision.action)
    )
    revoked = (
        select(Decision.person_id, literal("revoked"), func.count())
        .join(Draft, (Decision.draft_id == Draft.id) & (Decision.version == Draft.version))
        .where(Draft.org_id == org, Draft.status == Status.REVOKED)
        .where(Decision.action == "approve", Decision.voided.is_(False))
        .group_by(Decision.person_id)
    )
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for statement in (decided, revoked):
        for person, action, count in db.execute(statement):
            counted[person][action] += count
    return counted


def decisions_of(
    db: Session, person: Person, *, limit: int, cursor: str | None
) -> Listing[tuple[Decision, Draft]]:
    """What the person decided, each with its draft, the newest first."""
    statement = select(Decision, Draft).join(Draft, Draft.id == Decision.draft_id)
    statement = statement.where(Decision.person_id == person.id)
    if cursor:
        at, last = decode_cursor(cursor, datetime, int)
        statement = statement.where(tuple_(Decision.at, Decision.id) < tuple_(at, last))
    ordered = statement.order_by(Decision.at.desc(), Decision.id.desc()).limit(limit + 1)
    rows = [(row[0], row[1]) for row in db.execute(ordered)]
    more = encode_cursor(rows[limit - 1][0].at, rows[limit - 1][0].id) if rows[limit:] else None
    return Listing(rows[:limit], more)


def _overridden(db: Session, person: Person) -> dict[str, int]:
    rows = db.execute(
        select(Disposition.verdict, func.count())
        .where(Disposition.person_id == person.id)
        .group_by(Disposition.verdict)
    )
    return {"false_positive": 0, "accepted": 0} | {row[0]: row[1] for row in rows}


def _revoked(db: Session, person: Person) -> list[dict[str, Any]]:
    statement = (
        select(Draft.id, Draft.title, Decision.stage)
        .join(Decision, (Decision.draft_id == Draft.id) & (Decision.version == Draft.version))
        .where(
            Decision.person_id == person.id,
            Decision.action == "approve",
            Decision.voided.is_(False),
            Draft.status == Status.REVOKED,
        )
        .order_by(Draft.updated_at)
    )
    return [{"draft": row.id, "title": row.title, "stage": row.stage} for row in db.execute(statement)]
