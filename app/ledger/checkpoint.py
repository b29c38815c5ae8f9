"""Checkpoints (检查点): the end of a chain at one moment, signed by the service.

A checkpoint kept outside the service proves later that nothing before it was changed or cut off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.db import now, rfc3339
from app.keys import KeyRing, b64url, jwk_of
from app.ledger.entry import GENESIS, unsigned
from app.ledger.merkle import Frontier
from app.ledger.models import LedgerHead


@dataclass(frozen=True, slots=True)
class Tip:
    """The end of a chain: how many entries, the Merkle root over all lines, the hash of the last line."""

    seq: int
    root: str
    head: str


def tip(db: Session, org: str) -> Tip:
    """Where the organisation's chain ends now; an organisation without entries has `seq` 0."""
    head = db.get(LedgerHead, org, populate_existing=True)
    if head is None:
        return Tip(0, Frontier().root(), GENESIS)
    return Tip(head.seq, Frontier.loads(head.seq, head.frontier).root(), head.hash)


def checkpoint(db: Session, ring: KeyRing, org: str, *, at: datetime | None = None) -> dict[str, Any]:
    """The signed checkpoint of an organisation's chain as it stands.

    `{"org", "seq", "root", "head", "at", "jwk", "kid", "former", "sig"}`: `root` is the RFC 6962 tree hash
    over all lines, `head` the hash of the last; `jwk` is the public key, so that a file verifies by itself;
    `former` lists older keys, each with its signature on the newest; `sig` is Ed25519, base64url, over the
    RFC 8785 bytes of the object without `sig`.
    """
    end = tip(db, org)
    facts = {
        "org": org,
        "seq": end.seq,
        "root": end.root,
        "head": end.head,
        "at": rfc3339(at or now()),
        "jwk": jwk_of(ring.keys[ring.kid]),
        "kid": ring.kid,
        "former": ring.former(),
    }
    return {**facts, "sig": b64url(ring.sign(unsigned(facts)))}
