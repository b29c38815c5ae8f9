"""The state of an organisation's rules in the database: how the processes learn of a change."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import now
from app.people.models import Organisation
from app.rulesets.models import RulesetState


class Known(NamedTuple):
    """An organisation, how often its rules have changed, and the digest that was announced last."""

    org: str
    revision: int
    digest: str | None


def look(db: Session) -> list[Known]:
    """Every organisation as it stands; one small query, asked by every process every second."""
    statement = select(Organisation.id, RulesetState.revision, RulesetState.digest).outerjoin(RulesetState)
    return [Known(org, revision or 0, digest) for org, revision, digest in db.execute(statement)]


def revision_of(db: Session, org: str) -> int:
    """How often the organisation's rules have changed."""
    found = db.scalar(select(RulesetState.revision).where(RulesetState.org_id == org))
    return found or 0


def digest_of(db: Session, org: str) -> str | None:
    """The digest of the ruleset that was loaded last, in whichever process."""
    return db.scalar(select(RulesetState.digest).where(RulesetState.org_id == org))


def since(db: Session, org: str) -> datetime | None:
    """Since when that ruleset is in force; None if no process has said."""
    return db.scalar(select(RulesetState.since).where(RulesetState.org_id == org))


def lock(db: Session, org: str) -> RulesetState:
    """The state, locked until the transaction ends: changes of one organisation's rules take turns."""
    state = db.get(RulesetState, org, with_for_update=True, populate_existing=True)
    if state is None:
        state = RulesetState(org_id=org, revision=0, digest=None, since=now())
        db.add(state)
        db.flush()
    return state


def bump(db: Session, org: str, digest: str | None = None) -> int:
    """Say in the transaction of a change that the rules are other ones now; every process loads them anew.

    `digest` names the new ruleset where it is known already. Returns the new revision.
    """
    state = lock(db, org)
    state.revision += 1
    state.digest = digest
    state.since = now()
    return state.revision


def announce(db: Session, org: str, revision: int, digest: str) -> None:
    """Say that this ruleset is in force, unless the rules have changed again since `revision`."""
    state = lock(db, org)
    if state.revision == revision and state.digest != digest:
        state.digest, state.since = digest, now()
