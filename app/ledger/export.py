"""The export of a ledger: JSON Lines, the last line a checkpoint."""

from __future__ import annotations

from collections.abc import Iterator

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.keys import KeyRing
from app.ledger.append import Actor, append
from app.ledger.checkpoint import checkpoint
from app.ledger.models import LedgerEntry

_CHUNK = 500
_SAMPLE = 200
"""Entries that are weighed to tell how large an export will be."""


def export(db: Session, ring: KeyRing, org: str) -> Iterator[bytes]:
    """The organisation's ledger in chunks of whole lines, then the line `{"checkpoint": {...}}`.

    The checkpoint is taken first and bounds what is read, so that entries written meanwhile do not matter.
    """
    end = checkpoint(db, ring, org)
    for start in range(0, end["seq"], _CHUNK):
        yield _lines(db, org, start, min(start + _CHUNK, end["seq"]))
    yield rfc8785.dumps({"checkpoint": end}) + b"\n"


def about_size(db: Session, org: str, entries: int) -> int:
    """About how many bytes the export of so many entries has, by a few that stand evenly among them."""
    step = max(entries // _SAMPLE, 1)
    query = select(LedgerEntry.line).where(
        LedgerEntry.org_id == org, LedgerEntry.seq.in_(range(1, entries + 1, step))
    )
    sizes = [len(line.encode()) + 1 for line in db.scalars(query)]
    return entries * sum(sizes) // max(len(sizes), 1)


def hand_out(database: Database, ring: KeyRing, org: str, actor: Actor) -> Iterator[bytes]:
    """The export for somebody who asked for it: an act of theirs, so it stands in the ledger first."""
    with database.write() as db:
        append(db, ring, org, "ledger.exported", actor)
    return _stream(database, ring, org)


def _stream(database: Database, ring: KeyRing, org: str) -> Iterator[bytes]:
    with database.read() as db:
        yield from export(db, ring, org)


def _lines(db: Session, org: str, after: int, last: int) -> bytes:
    query = (
        select(LedgerEntry.line)
        .where(LedgerEntry.org_id == org, LedgerEntry.seq > after, LedgerEntry.seq <= last)
        .order_by(LedgerEntry.seq)
    )
    return "".join(f"{line}\n" for line in db.scalars(query)).encode()
