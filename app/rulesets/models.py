"""Tables of the rules of an organisation: every version of its own lexicons, and the count of changes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.people.models import Person


class State(StrEnum):
    """Where a version stands: 待批准, 在用, 已停用, 已驳回, 已撤回."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    RETIRED = "retired"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


TITLES = {
    State.PROPOSED: "待批准",
    State.ACTIVE: "在用",
    State.RETIRED: "已停用",
    State.REFUSED: "已驳回",
    State.WITHDRAWN: "已撤回",
}


def _only(state: State) -> Index:
    """At most one version of a list in this state: the database decides every race."""
    where = text(f"state = '{state}'")
    return Index(
        f"uq_lexicon_versions_{state}",
        "org_id",
        "name",
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


class LexiconVersion(Base):
    """One version of a list of an organisation, as proposed. Its content never changes.

    `content` is the canonical JSON of the list as `scanner.lexicon.load` reads it (see lexicons/README.md),
    or None for a proposal to do without the list; `sha256` is the digest of its UTF-8 bytes. `terms` counts
    its terms. `preview` holds the counts that were shown before the decision (试运行). `ruleset_sha256` names
    the ruleset that came into force with it.
    """

    __tablename__ = "lexicon_versions"
    __table_args__ = (
        UniqueConstraint("org_id", "name", "number"),
        _only(State.PROPOSED),
        _only(State.ACTIVE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    org_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(50))
    number: Mapped[int]
    content: Mapped[str | None] = mapped_column(Text, deferred=True)
    sha256: Mapped[str | None] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200))
    terms: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    preview: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    ruleset_sha256: Mapped[str | None] = mapped_column(String(64))

    proposer: Mapped[Person] = relationship(foreign_keys=[proposed_by], lazy="joined")
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by], lazy="joined")

    @property
    def retires(self) -> bool:
        """Whether this version does away with the list."""
        return self.sha256 is None


class RulesetState(Base):
    """What the processes tell each other about the rules of an organisation.

    `revision` counts the changes: a process whose own count is behind loads the rules anew. `digest` names
    the ruleset that was loaded last, `since` when.
    """

    __tablename__ = "ruleset_states"

    org_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    revision: Mapped[int]
    digest: Mapped[str | None] = mapped_column(String(64))
    since: Mapped[datetime]
