"""What happened to a draft, from the ledger (稿件经过)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.entry import EVENTS
from app.ledger.models import LedgerEntry
from app.review.models import Draft
from app.review.stages import SUBMITTABLE

SHOWN = (
    "seq",
    "at",
    "event",
    "actor",
    "on_behalf_of",
    "version",
    "content_sha256",
    "stage",
    "decision",
    "data",
)


def history(db: Session, draft: Draft) -> list[dict[str, Any]]:
    """Every act on the draft, the first first, each with its Chinese `title`."""
    statement = (
        select(LedgerEntry.line)
        .where(LedgerEntry.org_id == draft.org_id, LedgerEntry.draft_id == draft.id)
        .order_by(LedgerEntry.seq)
    )
    return [_shown(orjson.loads(line)) for line in db.scalars(statement)]


def to_answer(draft: Draft, told: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The return (退回) that the author has to answer now, of what `history` tells; None for none."""
    if draft.status not in SUBMITTABLE:
        return None
    last = next((act for act in reversed(told) if act["decision"]), None)
    return last if last and last["decision"] == "return" else None


def titles_of(db: Session, org: str, drafts: Iterable[str]) -> dict[str, str]:
    """The present titles of the organisation's drafts with these ids."""
    wanted = select(Draft.id, Draft.title).where(Draft.org_id == org, Draft.id.in_(set(drafts)))
    return {row.id: row.title for row in db.execute(wanted)}


def _shown(entry: dict[str, Any]) -> dict[str, Any]:
    return {"title": EVENTS[entry["event"]], **{name: entry[name] for name in SHOWN}}
