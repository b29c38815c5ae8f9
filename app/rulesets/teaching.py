"""What an office's decisions taught of relevance (关联度): every model that was trained, the last in force.

A model counts as soon as it is stored: it follows from what people decided by name, and is undone by going
back to the one that ships.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.db import Base, now
from app.keys import KeyRing
from app.ledger.append import append
from app.people.callers import PersonCaller
from app.people.roles import Role
from app.rulesets.state import bump, lock
from app.scanner.relevance.weights import Weights


class RelevanceModel(Base):
    """A model of an organisation by number; without `content`, the one that ships serves alone.

    `facts` says how many texts of which kind it was trained on.
    """

    __tablename__ = "relevance_models"

    org_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    sha256: Mapped[str | None] = mapped_column(String(64))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    trained_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    trained_at: Mapped[datetime]


def taught(db: Session, org: str) -> Weights | None:
    """The organisation's model in force; `ModelError` where it is damaged."""
    record = _last(db, org)
    return Weights.unpack(record.content) if record and record.content is not None else None


def teach(
    db: Session, ring: KeyRing, admin: PersonCaller, learned: Weights | None, facts: Mapping[str, int]
) -> RelevanceModel:
    """Put a model in force, or with None the one that ships; every process takes it up within seconds.

    `facts` are counts for the ledger. Only a security administrator may.
    """
    admin.need({Role.SECURITY_ADMIN})
    lock(db, admin.org)
    last = _last(db, admin.org)
    record = RelevanceModel(
        org_id=admin.org,
        number=last.number + 1 if last else 1,
        content=learned and learned.file,
        sha256=learned and learned.sha256,
        facts=dict(facts),
        trained_by=admin.id,
        trained_at=now(),
    )
    db.add(record)
    bump(db, admin.org)
    event = "relevance.trained" if learned else "relevance.reset"
    data = {"number": record.number, "model_sha256": record.sha256, **facts}
    append(db, ring, admin.org, event, admin.actor(Role.SECURITY_ADMIN), data=data)
    return record


def _last(db: Session, org: str) -> RelevanceModel | None:
    statement = select(RelevanceModel).where(RelevanceModel.org_id == org)
    return db.scalar(statement.order_by(RelevanceModel.number.desc()).limit(1))
