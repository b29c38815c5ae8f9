"""Tables of drafts (稿件), their versions, decisions and dispositions, and of the policy they go by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.db import Base
from app.people.models import Person
from app.review.routing import RULE, Policy


class PolicyRecord(Base):
    """What an organisation (`account_id` empty) or one of its accounts states of signing (审签规则).

    `hours` leads from level and stage to hours. The organisation's states everything; of an account's,
    what is missing (`principal_from` None) is as the organisation has it. `ready_reasons` are the
    organisation's own, by verdict; None means the usual ones.
    """

    __tablename__ = "review_policies"

    org_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    principal_from: Mapped[str | None] = mapped_column(String(10))
    hours: Mapped[dict[str, dict[str, int]]] = mapped_column(JSON)
    ready_reasons: Mapped[dict[str, list[str]] | None] = mapped_column(JSON(none_as_null=True))


def in_force(stated: Iterable[PolicyRecord]) -> Policy:
    """What the organisation's statement and the account's, of those that there are, come to."""
    policy = RULE
    for record in sorted(stated, key=lambda record: record.account_id):
        if record.account_id:
            policy = policy.narrowed(record.principal_from, record.hours)
        else:
            policy = Policy(record.principal_from or RULE.principal_from, record.hours)
    return policy


class Draft(Base):
    """A draft and where it stands. `revision` counts every change and makes the ETag.

    `round` counts the submissions, so that a version returned without an edit can be decided again.
    `raised_level` is what a reviewer raised the level to; it outlives edits until a leader lowers it.
    """

    __tablename__ = "drafts"
    __table_args__ = (
        UniqueConstraint("key_id", "external_ref"),
        Index(None, "org_id", "status", "urgency", "due_at"),
        Index(None, "org_id", "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    org_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    key_id: Mapped[str | None] = mapped_column(ForeignKey("api_keys.id"))
    external_ref: Mapped[str | None] = mapped_column(String(200))
    author_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    revision: Mapped[int]
    round: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(String(20))
    level: Mapped[str] = mapped_column(String(10))
    raised_level: Mapped[str | None] = mapped_column(String(10))
    urgency: Mapped[int] = mapped_column(default=0)
    waiting_since: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    account: Mapped[Account] = relationship(lazy="joined")
    author: Mapped[Person | None] = relationship(lazy="joined")
    current: Mapped[Version] = relationship(
        primaryjoin="and_(Draft.id == Version.draft_id, Draft.version == Version.n)",
        foreign_keys="[Version.draft_id, Version.n]",
        viewonly=True,
        uselist=False,
    )
    policies: Mapped[list[PolicyRecord]] = relationship(
        primaryjoin="and_(foreign(PolicyRecord.org_id) == Draft.org_id,"
        " or_(PolicyRecord.account_id == '', foreign(PolicyRecord.account_id) == Draft.account_id))",
        viewonly=True,
    )

    @property
    def policy(self) -> Policy:
        """Who signs the draft, and by when."""
        return in_force(self.policies)


class Version(Base):
    """One version of a draft exactly as submitted, with its scan. Never changed after but for a rescan.

    `scan` is the exact JSON text that `scan_sha256` signs; `summary` is what lists show of it:
    `{"findings": {"block", "warn", "hint"}, "level_reasons": [...], "suppressed": {suppression: count}}`.
    """

    __tablename__ = "draft_versions"

    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    format: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    question: Mapped[str | None] = mapped_column(Text)
    text_date: Mapped[date | None]
    exemption: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    assets: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text)
    publish_after: Mapped[datetime | None]
    content_sha256: Mapped[str] = mapped_column(String(64))
    scan: Mapped[str] = mapped_column(Text)
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)
    scan_sha256: Mapped[str] = mapped_column(String(64))
    ruleset_sha256: Mapped[str] = mapped_column(String(64))
    level: Mapped[str] = mapped_column(String(10))
    edited_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    edited_by_key: Mapped[str | None] = mapped_column(ForeignKey("api_keys.id"))
    created_at: Mapped[datetime]


class Decision(Base):
    """What one person decided at one stage. The unique key lets exactly one decision win.

    `voided` marks an approval that a later return took back.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("draft_id", "version", "round", "stage"),
        ForeignKeyConstraint(["draft_id", "version"], ["draft_versions.draft_id", "draft_versions.n"]),
        Index(None, "person_id", "at"),
        Index(None, "action", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    round: Mapped[int]
    stage: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(30))
    level: Mapped[str] = mapped_column(String(10))
    content_sha256: Mapped[str] = mapped_column(String(64))
    checklist: Mapped[list[str]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(Text)
    return_to: Mapped[str | None] = mapped_column(String(20))
    waiting_since: Mapped[datetime]
    at: Mapped[datetime]
    voided: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship(lazy="joined")


class Disposition(Base):
    """A person's word on one finding (问题处置): a false positive, or accepted, with the reason.

    `code` and `rule` are the finding's, so that figures need not read its scan.
    """

    __tablename__ = "dispositions"
    __table_args__ = (
        ForeignKeyConstraint(["draft_id", "version"], ["draft_versions.draft_id", "draft_versions.n"]),
        Index(None, "draft_id", "version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    finding: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(Text, server_default="")
    rule: Mapped[str] = mapped_column(Text, server_default="")
    verdict: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined")
