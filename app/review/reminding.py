"""Reminders of drafts whose time has run out (超时提醒): one to each who may decide, once for each stage."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.db import Database, now
from app.notifications.models import Kind, Notification
from app.notifications.sending import notify
from app.review.models import Draft
from app.review.notices import deciders
from app.review.stages import STAGES


def remind(database: Database) -> int:
    """Remind of every draft that is overdue now and was not reminded of yet; returns how many those were.

    Each draft has its own short transaction, so that nobody who acts waits for long.
    """
    with database.read() as db:
        late = db.scalars(_late(now()).order_by(Draft.due_at, Draft.id)).all()
    return sum(_remind_of(database, draft_id) for draft_id in late)


def _remind_of(database: Database, draft_id: str) -> bool:
    with database.write() as db:
        # Another process, or a decision, may have come first.
        draft = _still_late(db, draft_id)
        if draft is not None:
            notify(db, Kind.OVERDUE, deciders(db, draft), draft_id)
    return draft is not None


def _still_late(db: Session, draft_id: str) -> Draft | None:
    locked = db.scalars(select(Draft).where(Draft.id == draft_id).with_for_update(of=Draft)).one()
    return locked if db.scalar(_late(now()).where(Draft.id == draft_id)) else None


def _late(moment: datetime) -> Select[str]:
    reminded = select(Notification.id).where(
        Notification.draft_id == Draft.id,
        Notification.kind == Kind.OVERDUE,
        Notification.at >= Draft.due_at,
    )
    return select(Draft.id).where(Draft.status.in_(STAGES), Draft.due_at < moment, ~reminded.exists())
