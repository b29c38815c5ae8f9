"""Each person's record (审核履历): what they decided, how long it took, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

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
    decisions = db.scalars(select(Decision).where(Decision.person_id == person.id)).all()
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
