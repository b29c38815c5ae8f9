"""What the draft page shows to whoever decides: who else reads it, what changed since."""

from __future__ import annotations

from typing import Any, NamedTuple

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.people.callers import PersonCaller
from app.review.claims import claims_on
from app.review.diff import diff
from app.review.models import Decision, Draft
from app.review.queries import get_version
from app.review.waiting import following, preceding
from app.web.drafts.reading import proof
from app.web.session import Visitor
from app.web.text.highlight import compared


class Since(NamedTuple):
    """What changed since the visitor's last decision on an earlier version (自上次审核以来)."""

    decision: Decision
    changes: int
    title: Markup
    body: Markup


def review_view(db: Session, visitor: Visitor, draft: Draft) -> dict[str, Any]:
    """For the template, of a draft that the visitor may decide now."""
    person = visitor.person
    return {
        "readers": claims_on(db, [draft])[draft.id],
        "since": since(db, draft, person),
        "before": preceding(db, person, draft),
        "after": following(db, person, draft),
        "proof": proof(visitor, draft.id, draft.current.content_sha256),
    }


def since(db: Session, draft: Draft, person: PersonCaller) -> Since | None:
    """The changes since the person's last decision; None where they never decided an earlier version."""
    statement = select(Decision).where(
        Decision.draft_id == draft.id, Decision.person_id == person.id, Decision.version < draft.version
    )
    decision = db.scalar(statement.order_by(Decision.id.desc()).limit(1))
    if decision is None:
        return None
    old, new = get_version(db, draft, decision.version), draft.current
    title, body = diff(old.title, new.title), diff(old.body, new.body)
    return Since(decision, len(title) + len(body), compared(old.title, title), compared(old.body, body))
