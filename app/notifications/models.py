"""Tables of notifications (通知), and of what each person was told of them by mail.

This room knows drafts and comments by their ids alone: what happened to them is decided above it.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.people.models import Person


class Kind(StrEnum):
    """Why somebody is notified."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    MENTION = "mention"
    ANSWER = "answer"
    RETURNED = "returned"
    REJECTED = "rejected"
    RELEASED = "released"
    REVOKED = "revoked"


TITLES: dict[Kind, str] = {
    Kind.WAITING: "待您审核",
    Kind.OVERDUE: "待您审核，已超时",
    Kind.MENTION: "批注中提到您",
    Kind.ANSWER: "回复了您参与的批注",
    Kind.RETURNED: "您的稿件被退回",
    Kind.REJECTED: "您的稿件被否决",
    Kind.RELEASED: "您的稿件已签发",
    Kind.REVOKED: "您的稿件被撤销签发",
}
AT_STAGE = frozenset({Kind.WAITING, Kind.OVERDUE})
"""What is settled as soon as the draft moves on, whoever moved it."""
SINGLE = frozenset(Kind) - {Kind.MENTION, Kind.ANSWER}
"""Of these a person has at most one unread for a draft: the latest."""


class Notification(Base):
    """One person's notification; `actor_id` is None where the service itself acted."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index(None, "person_id", "id"),
        Index(None, "person_id", "read_at"),
        Index(None, "draft_id", "kind"),
        Index(None, "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(20))
    draft_id: Mapped[str] = mapped_column(String(32))
    comment_id: Mapped[int | None]
    actor_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    actor: Mapped[Person | None] = relationship(foreign_keys=actor_id, lazy="joined")


class DigestRecord(Base):
    """Where a person's digest (汇总邮件) goes, when it was last tried, the last notification it told of."""

    __tablename__ = "notification_digests"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(254), default="")
    tried_at: Mapped[datetime | None]
    told_through: Mapped[int] = mapped_column(default=0)
