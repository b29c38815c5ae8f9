"""Notifying people, inside the transaction of what they are notified of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from app.db import now
from app.notifications.models import AT_STAGE, SINGLE, Kind, Notification

KEPT = timedelta(days=180)
"""How long notifications are kept; what happened stands in the ledger."""


def notify(
    db: Session,
    kind: Kind,
    people: Collection[str],
    draft_id: str,
    *,
    actor_id: str | None = None,
    comment_id: int | None = None,
) -> None:
    """Notify these people (ids) but the actor; an unread one of a `SINGLE` kind on the draft is replaced."""
    told = sorted(set(people) - {actor_id})
    if not told:
        return
    if kind in SINGLE:
        db.execute(
            delete(Notification).where(
                Notification.draft_id == draft_id,
                Notification.kind == kind,
                Notification.person_id.in_(told),
                Notification.read_at.is_(None),
            )
        )
    facts = {"kind": kind, "draft_id": draft_id, "comment_id": comment_id, "actor_id": actor_id, "at": now()}
    db.add_all(Notification(person_id=person, **facts) for person in told)
    db.flush()


def settle(db: Session, draft_id: str) -> None:
    """The draft has left its stage: nobody needs to look at it there any more."""
    set_read(db, Notification.draft_id == draft_id, Notification.kind.in_(AT_STAGE))


def set_read(db: Session, *which: ColumnElement[bool]) -> None:
    """Mark as read those of the unread notifications.

    They are locked in one order, so that one who reads and a draft that moves do not wait for each other.
    """
    unread = select(Notification.id).where(Notification.read_at.is_(None), *which)
    locked = unread.order_by(Notification.id).with_for_update()
    db.execute(update(Notification).where(Notification.id.in_(locked)).values(read_at=now()))


def forget_old(db: Session) -> None:
    """Remove what is older than `KEPT`, read or not."""
    db.execute(delete(Notification).where(Notification.at < now() - KEPT))
