"""Who is reading what (正在审阅): a notice for the others, never a lock. It passes with its time.

A claim is of the draft as it stood: whatever moves the draft (a decision, an edit, a withdrawal) ends it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, Select, String, and_, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from app.db import Base, now
from app.people.callers import PersonCaller
from app.people.models import Person
from app.review.models import Draft

LIFE = timedelta(minutes=10)
"""How long a claim stands when nobody renews it."""


class Claim(Base):
    """One person reads one draft, at this revision, since then."""

    __tablename__ = "claims"
    __table_args__ = (Index(None, "org_id", "expires_at"),)

    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    org_id: Mapped[str] = mapped_column(String(50))
    revision: Mapped[int]
    since: Mapped[datetime]
    expires_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined")


def claim(db: Session, reviewer: PersonCaller, draft: Draft) -> None:
    """Say that the reviewer, who may decide the draft, reads it, or still does."""
    moment = now()
    db.execute(delete(Claim).where(Claim.org_id == reviewer.org, Claim.expires_at <= moment))
    standing = db.get(Claim, (draft.id, reviewer.id))
    if standing is None:
        standing = Claim(draft_id=draft.id, person_id=reviewer.id, org_id=reviewer.org, revision=0)
        db.add(standing)
    if standing.revision != draft.revision:
        standing.revision, standing.since = draft.revision, moment
    standing.expires_at = moment + LIFE


def release(db: Session, reviewer: PersonCaller, draft_id: str) -> None:
    """Say that the reviewer has stopped reading."""
    db.execute(delete(Claim).where(Claim.draft_id == draft_id, Claim.person_id == reviewer.id))


def claims_on(db: Session, drafts: Iterable[Draft]) -> dict[str, list[Claim]]:
    """The claims that stand, by draft, the earliest first."""
    standing: dict[str, list[Claim]] = defaultdict(list)
    ids = [draft.id for draft in drafts]
    for each in db.scalars(_standing().where(Claim.draft_id.in_(ids)).order_by(Claim.since)):
        standing[each.draft_id].append(each)
    return standing


def pulse(db: Session) -> Sequence[tuple[str, int, datetime]]:
    """By organisation, how many claims stand and since when the last: differs where one came or went."""
    counted = select(Claim.org_id, func.count(), func.max(Claim.since)).where(Claim.expires_at > now())
    return [(org, count, since) for org, count, since in db.execute(counted.group_by(Claim.org_id))]


def _standing() -> Select[Claim]:
    current = and_(Draft.id == Claim.draft_id, Draft.revision == Claim.revision)
    return select(Claim).join(Draft, current).where(Claim.expires_at > now())
