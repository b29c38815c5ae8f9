"""A person's own notifications: how many are unread, the list, read and unread."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.db import now
from app.errors import NotFound
from app.notifications.models import Notification
from app.notifications.sending import set_read
from app.paging import Listing, decode_cursor, encode_cursor
from app.people.models import Person

COUNTED = 100
"""Unread notifications are counted up to here; nobody needs to know how many more there are."""


def unread(db: Session, person_id: str) -> int:
    """How many unread notifications the person has, at most `COUNTED`."""
    some = select(Notification.id).where(Notification.person_id == person_id, Notification.read_at.is_(None))
    return db.scalar(select(func.count()).select_from(some.limit(COUNTED).subquery())) or 0


def list_notifications(
    db: Session, person_id: str, *, only_unread: bool = False, limit: int, cursor: str | None
) -> Listing[Notification]:
    """The person's notifications, the newest first."""
    named = joinedload(Notification.actor).lazyload(Person.role_rows)
    statement = select(Notification).options(named).where(Notification.person_id == person_id)
    if only_unread:
        statement = statement.where(Notification.read_at.is_(None))
    if cursor:
        statement = statement.where(Notification.id < decode_cursor(cursor, int)[0])
    rows = db.scalars(statement.order_by(Notification.id.desc()).limit(limit + 1)).all()
    more = encode_cursor(rows[limit - 1].id) if rows[limit:] else None
    return Listing(list(rows[:limit]), more)


def mark(db: Session, person_id: str, notification_id: int, *, read: bool) -> Notification:
    """Mark one as read or unread; `NotFound` where it is not the person's."""
    notification = db.get(Notification, notification_id)
    if notification is None or notification.person_id != person_id:
        raise NotFound("通知")
    if read != (notification.read_at is not None):
        notification.read_at = now() if read else None
    return notification


def mark_all(db: Session, person_id: str, through: int) -> None:
    """Mark as read what is no newer than `through`: what came after it, the person has not seen yet."""
    set_read(db, Notification.person_id == person_id, Notification.id <= through)
