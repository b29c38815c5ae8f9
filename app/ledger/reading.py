"""Reading the ledger: in pages, and what it says of one thing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.models import LedgerEntry
from app.paging import Listing, decode_cursor, encode_cursor


def read_entries(
    db: Session,
    org: str,
    *,
    draft: str | None = None,
    actor: str | None = None,
    event: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    newest_first: bool = False,
    limit: int,
    cursor: str | None,
) -> Listing[dict[str, Any]]:
    """Entries of an organisation in order of `seq`, or from the newest back, filtered by what is given.

    `since` is the first moment that counts, `until` the first that does not.
    """
    statement = select(LedgerEntry.seq, LedgerEntry.line).where(LedgerEntry.org_id == org)
    wanted = ((LedgerEntry.draft_id, draft), (LedgerEntry.actor_id, actor), (LedgerEntry.event, event))
    for column, value in wanted:
        if value is not None:
            statement = statement.where(column == value)
    if since is not None:
        statement = statement.where(LedgerEntry.at >= since)
    if until is not None:
        statement = statement.where(LedgerEntry.at < until)
    if cursor:
        last = decode_cursor(cursor, int)[0]
        statement = statement.where(LedgerEntry.seq < last if newest_first else LedgerEntry.seq > last)
    order = LedgerEntry.seq.desc() if newest_first else LedgerEntry.seq
    rows = db.execute(statement.order_by(order).limit(limit + 1)).all()
    more = encode_cursor(rows[limit - 1].seq) if rows[limit:] else None
    return Listing([orjson.loads(row.line) for row in rows[:limit]], more)


def entries_about(
    db: Session, org: str, events: Collection[str], limit: int, **named: str
) -> list[dict[str, Any]]:
    """The latest entries of these events whose `data` has a member of the given name and text.

    A line is canonical JSON, so that the member stands in it exactly so.
    """
    statement = select(LedgerEntry.line).where(LedgerEntry.org_id == org, LedgerEntry.event.in_(events))
    for name, value in named.items():
        member = orjson.dumps({name: value}).decode()[1:-1]
        statement = statement.where(LedgerEntry.line.contains(member, autoescape=True))
    # Sorted by an expression: by the bare column a database may walk back the whole chain instead of asking
    # the index for these few events.
    lines = db.scalars(statement.order_by((LedgerEntry.seq + 0).desc()).limit(limit))
    return [orjson.loads(line) for line in lines]


def last_time(db: Session, org: str, actor: str, event: str) -> datetime | None:
    """When the actor last did this, or None."""
    # The event is compared as an expression, so that the index by actor is asked: by event it may be long.
    statement = select(LedgerEntry.at).where(
        LedgerEntry.org_id == org, LedgerEntry.actor_id == actor, LedgerEntry.event.concat("") == event
    )
    return db.scalar(statement.order_by(LedgerEntry.seq.desc()).limit(1))
