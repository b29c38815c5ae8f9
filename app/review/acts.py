"""What every act on a draft has in common: it moves the draft, and it stands in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.db import now
from app.keys import KeyRing
from app.ledger.append import Actor, append
from app.review.models import Decision, Draft
from app.review.routing import due
from app.review.stages import STAGES, Status


def move(draft: Draft, status: Status) -> None:
    """Put the draft where it stands now; at a stage it waits from this moment, until it is due."""
    moment = now()
    draft.status = status
    draft.revision += 1
    draft.updated_at = moment
    waits = status in STAGES
    draft.waiting_since = moment if waits else None
    draft.due_at = due(draft.policy, draft.level, status, moment) if waits else None


def void_approvals(db: Session, draft: Draft, stages: Collection[Status] = STAGES) -> None:
    """Take back what was approved of the current version at these stages; it can be decided again."""
    void = update(Decision).where(Decision.draft_id == draft.id, Decision.version == draft.version)
    db.execute(void.where(Decision.stage.in_(stages)).values(voided=True))
    draft.round += 1


def log_act(
    db: Session,
    ring: KeyRing,
    actor: Actor,
    event: str,
    draft: Draft,
    data: Mapping[str, Any],
    *,
    stage: Status | None = None,
    decision: str | None = None,
) -> None:
    """One ledger entry for one act, over the draft's current version, its scan and its ruleset."""
    version = draft.current
    append(
        db,
        ring,
        draft.org_id,
        event,
        actor,
        draft=draft.id,
        version=draft.version,
        content_sha256=version.content_sha256,
        scan_sha256=version.scan_sha256,
        ruleset_sha256=version.ruleset_sha256,
        stage=stage,
        decision=decision,
        data=data,
    )
