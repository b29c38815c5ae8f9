"""Writing to the ledger: the only place that does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.db import now, rfc3339
from app.keys import KeyRing
from app.ledger.entry import GENESIS, line_hash, seal
from app.ledger.merkle import Frontier
from app.ledger.models import LedgerEntry, LedgerHead


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted, as they stood at that moment: a person, an API key, or the service itself."""

    kind: Literal["person", "key", "system"]
    id: str
    name: str
    role: str


SYSTEM = Actor("system", "", "系统", "")
"""The service itself, where no signed-in person acts."""


def append(
    db: Session,
    ring: KeyRing,
    org: str,
    event: str,
    actor: Actor,
    *,
    at: datetime | None = None,
    on_behalf_of: Actor | None = None,
    draft: str | None = None,
    version: int | None = None,
    content_sha256: str | None = None,
    scan_sha256: str | None = None,
    ruleset_sha256: str | None = None,
    stage: str | None = None,
    decision: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> LedgerEntry:
    """Add one entry to the organisation's chain, inside the caller's transaction.

    `at` is now unless given. `data` holds small extra facts (strings, whole numbers, booleans, null, lists
    and objects of those), never a draft's text. Raises `ValueError` for an unknown event or wrong facts, and
    `sqlalchemy.exc.IntegrityError` where another transaction opened the same chain first.
    """
    head = _locked_head(db, org)
    at = at or now()
    facts = {
        "seq": head.seq + 1,
        "prev": head.hash,
        "org": org,
        "at": rfc3339(at),
        "event": event,
        "actor": asdict(actor),
        "on_behalf_of": asdict(on_behalf_of) if on_behalf_of else None,
        "draft": draft,
        "version": version,
        "content_sha256": content_sha256,
        "scan_sha256": scan_sha256,
        "ruleset_sha256": ruleset_sha256,
        "stage": stage,
        "decision": decision,
        "data": dict(data or {}),
    }
    line = seal(facts, ring.kid, ring.sign)
    _advance(head, line)
    entry = LedgerEntry(
        org_id=org, seq=head.seq, line=line.decode(), draft_id=draft, actor_id=actor.id, event=event, at=at
    )
    db.add(entry)
    db.flush()
    return entry


def _locked_head(db: Session, org: str) -> LedgerHead:
    """The chain's end, held until the transaction ends; SQLite holds it by `BEGIN IMMEDIATE` instead."""
    head = db.get(LedgerHead, org, with_for_update=True, populate_existing=True)
    if head is None:
        head = LedgerHead(org_id=org, seq=0, hash=GENESIS, frontier="")
        db.add(head)
    return head


def _advance(head: LedgerHead, line: bytes) -> None:
    frontier = Frontier.loads(head.seq, head.frontier).add(line)
    head.seq, head.hash, head.frontier = frontier.size, line_hash(line), frontier.dumps()
