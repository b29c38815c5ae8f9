"""The shapes of answers, for the OpenAPI schema. Handlers write JSON themselves; tests hold them to this."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from app.api.fields import Format, Kind, Level, Problem
from app.review.stages import Status
from app.scanner.finding import FieldName, Severity
from app.scanner.report import OffsetUnit

Item = TypeVar("Item")


class Shape(BaseModel):
    """An answer's object: every member is always there, and no other."""

    model_config = ConfigDict(extra="forbid")


class Page(Shape, Generic[Item]):
    """One page of a list; `next` is the cursor of the following page."""

    items: list[Item]
    next: str | None


class LevelReason(Shape):
    """Why the level is as it is."""

    rule: str
    evidence: str
    clause: str


class Finding(Shape):
    """One finding (问题点); `text` is `field[start:end]` as submitted."""

    id: str
    code: str
    rule: str
    gate: str
    severity: Severity
    overridable: bool
    field: FieldName
    start: int
    end: int
    text: str
    message: str
    suggestions: list[str]
    basis: str
    score: float | None


class Suppressed(Shape):
    """A finding that a suppression (误报豁免) of the office silences through the day `until`."""

    suppression: str
    code: str
    rule: str
    field: FieldName
    start: int
    end: int
    text: str
    until: date


class Term(Shape):
    """A term that decided the relevance."""

    term: str
    weight: float


class Relevance(Shape):
    """How near the content is to the account's duties (职能)."""

    verdict: Literal["relevant", "uncertain", "irrelevant"]
    score: float
    topic: str
    terms: list[Term]


class NotRun(Shape):
    """A check that did not run, and why."""

    check: str
    reason: str


class Scan(Shape):
    """The pre-check (预检) of one content; `relevance` is null in a fast one."""

    verdict: Literal["pass", "warn", "block"]
    level: Level
    level_reasons: list[LevelReason]
    findings: Sequence[Finding]
    suppressed: list[Suppressed]
    relevance: Relevance | None
    not_run: list[NotRun]
    content_sha256: str
    ruleset_sha256: str
    offset_unit: OffsetUnit
    elapsed_ms: float


class BatchScan(Shape):
    """The pre-checks of a batch, in order; a bad item has its problem instead."""

    items: list[Scan | Problem]


class Counts(Shape):
    """How many findings of each severity."""

    block: int
    warn: int
    hint: int


class Signoff(Shape):
    """One signature (签审); `person` is the user name."""

    stage: Status
    person: str
    name: str
    role: str
    at: datetime
    comment: str


class Disposition(Shape):
    """What a person said on a finding (问题处置)."""

    finding: str
    verdict: Literal["false_positive", "accepted"]
    reason: str
    stage: Status
    person: str
    name: str
    at: datetime


class VersionShape(Shape):
    """One version of a draft as submitted, with its scan."""

    version: int
    title: str
    body: str
    format: Format
    kind: Kind
    source: dict[str, Any] | None
    question: str | None
    text_date: date | None
    exemption: dict[str, Any] | None
    assets: list[dict[str, Any]]
    note: str
    publish_after: datetime | None
    content_sha256: str
    scan: Scan


class BriefShape(Shape):
    """A draft as lists show it."""

    id: str
    external_ref: str | None
    account: str
    title: str
    kind: Kind
    version: int
    status: Status
    level: Level
    level_reasons: list[LevelReason]
    findings: Counts
    content_sha256: str
    author: str | None
    author_name: str | None
    waiting_since: datetime | None
    due_at: datetime | None
    created_at: datetime
    updated_at: datetime


class DraftShape(BriefShape, VersionShape):
    """A draft with its current version, and who has signed it so far."""

    signoffs: list[Signoff]
    dispositions: list[Disposition]


class QueueItem(Shape):
    """A draft that waits for the caller; `draft` is its id."""

    draft: str
    title: str
    account: str
    stage: Status
    level: Level
    level_reasons: list[LevelReason]
    findings: Counts
    waiting_since: datetime
    due_at: datetime
    claimed_by: str | None


class SuppressionShape(Shape):
    """A suppression (误报豁免) with its people; people by user name, `account` null for all accounts.

    `silenced` counts what it silenced in drafts of the last 90 days. `ended_by` is null where its last day
    ended it.
    """

    id: str
    code: str
    rule: str
    severity: Severity
    text: str
    before: str
    after: str
    account: str | None
    reason: str
    ends_on: date
    state: Literal["proposed", "active", "refused", "ended"]
    proposed_by: str
    proposed_by_name: str
    proposed_at: datetime
    decided_by: str | None
    decided_by_name: str | None
    decided_at: datetime | None
    comment: str
    ended_by: str | None
    ended_by_name: str | None
    ended_at: datetime | None
    end_reason: str
    silenced: int


def shown(shape: Any, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """The documentation of a route's answer."""
    return {status: {"model": shape}}
