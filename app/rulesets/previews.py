"""Previewed changes (变更预览) that wait for their author to propose them, or to think better of it.

At the pages a list is uploaded, then its preview is read, then it is proposed; meanwhile it is kept here.
Each person has one at most, and none is older than a day.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.db import Base, now
from app.errors import NotFound
from app.people.callers import PersonCaller
from app.rulesets.proposals import SECURITY, Change

KEPT = timedelta(days=1)


class LexiconPreview(Base):
    """A change that was checked and previewed, but not proposed; see `Change` for what its members say."""

    __tablename__ = "lexicon_previews"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), unique=True)
    name: Mapped[str] = mapped_column(String(50))
    content: Mapped[str | None] = mapped_column(Text)
    terms: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    preview: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]

    def change(self) -> Change:
        """The change as it will be proposed."""
        return Change(self.name, self.content, self.reason, self.terms, self.file_name, self.preview)


def keep(db: Session, admin: PersonCaller, change: Change) -> str:
    """Keep a previewed change in place of the person's last; returns its id."""
    admin.need(SECURITY)
    old = or_(LexiconPreview.person_id == admin.id, LexiconPreview.created_at < now() - KEPT)
    db.execute(delete(LexiconPreview).where(old))
    row = LexiconPreview(
        id=uuid.uuid4().hex,
        person_id=admin.id,
        name=change.name,
        content=change.content,
        terms=change.terms,
        file_name=change.file_name,
        reason=change.reason,
        preview=dict(change.preview or {}),
        created_at=now(),
    )
    db.add(row)
    return row.id


def kept(db: Session, admin: PersonCaller, id: str) -> Change:
    """The person's previewed change."""
    admin.need(SECURITY)
    row = db.scalar(
        select(LexiconPreview).where(LexiconPreview.id == id, LexiconPreview.person_id == admin.id)
    )
    if row is None:
        raise NotFound("变更预览")
    return row.change()


def let_go(db: Session, admin: PersonCaller) -> None:
    """Forget what the person previewed last."""
    db.execute(delete(LexiconPreview).where(LexiconPreview.person_id == admin.id))
