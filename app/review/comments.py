"""Comments on a draft (批注) as they are stored and read: threads of a comment and its answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from app.db import Base
from app.people.models import Person
from app.review.anchors import Anchor, locate
from app.review.models import Draft, Version
from app.scanner.finding import FieldName

FIELDS: tuple[FieldName, ...] = ("body", "title")
"""What can be quoted; the first is looked into first."""


class Comment(Base):
    """A comment, or an answer to the comment `thread_id`. What was written stays as it was written.

    `field` is None for a comment on the whole draft; otherwise `quote` began at `start` of that field of
    `version`, in code points, between `before` and `after`. `mentions` are `{"person", "start", "end"}`.
    """

    __tablename__ = "comments"
    __table_args__ = (
        ForeignKeyConstraint(["draft_id", "version"], ["draft_versions.draft_id", "draft_versions.n"]),
        Index(None, "draft_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    field: Mapped[FieldName | None] = mapped_column(String(10))
    start: Mapped[int] = mapped_column(default=0)
    quote: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text)
    mentions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    resolved_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    resolved_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="joined")
    resolver: Mapped[Person | None] = relationship(foreign_keys=resolved_by, lazy="joined")


@dataclass(frozen=True, slots=True)
class Thread:
    """The comment with the number `n` of its draft, its answers, and where its passage stands now.

    `place` is None for a comment on the whole draft, and where the passage was changed.
    """

    n: int
    comment: Comment
    answers: list[Comment]
    place: tuple[int, int] | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has called it resolved (已解决)."""
        return self.comment.resolved_at is None

    @property
    def is_lost(self) -> bool:
        """Whether the passage does not stand in the present version any more (原文已改动)."""
        return self.comment.field is not None and self.place is None


def threads(db: Session, draft: Draft) -> list[Thread]:
    """All comments on the draft with their answers, the first first, placed in the present version."""
    # Who wrote is shown by name; their roles are not asked for.
    named = (joinedload(one).lazyload(Person.role_rows) for one in (Comment.person, Comment.resolver))
    statement = select(Comment).options(*named).where(Comment.draft_id == draft.id)
    rows = db.scalars(statement.order_by(Comment.id)).all()
    answers: dict[int | None, list[Comment]] = defaultdict(list)
    for row in rows:
        answers[row.thread_id].append(row)
    return [
        Thread(n, comment, answers[comment.id], place_of(comment, draft.current))
        for n, comment in enumerate(answers[None], 1)
    ]


def place_of(comment: Comment, version: Version) -> tuple[int, int] | None:
    """Start and end of the comment's passage in this version, or None."""
    if comment.field is None:
        return None
    anchor = Anchor(comment.start, comment.quote, comment.before, comment.after)
    same = comment.version == version.n
    start = comment.start if same else locate(getattr(version, comment.field), anchor)
    return None if start is None else (start, start + len(comment.quote))
