"""Reading the ledger in pages."""

from __future__ import annotations

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
    newest_first: bool = False,
    limit: int,
    cursor: str | None,
) -> Listing[dict[str, Any]]:
    """Entries of an organisation in order of `seq`, or from the newest back, filtered by what is given."""
    statement = select(LedgerEntry.seq, LedgerEntry.line).where(LedgerEntry.org_id == org)
    wanted = ((LedgerEntry.draft_id, draft), (LedgerEntry.actor_id, actor), (LedgerEntry.event, event))
    for column, value in wanted:
        if value is not None:
            statement = statement.where(column == value)
    if since is not None:
        statement = statement.where(LedgerEntry.at >= since)
    if cursor:
        last = decode_cursor(cursor, int)[0]
        statement = statement.where(LedgerEntry.seq < last if newest_first else LedgerEntry.seq > last)
    order = LedgerEntry.seq.desc() if newest_first else LedgerEntry.seq
    rows = db.execute(statement.order_by(order).limit(limit + 1)).all()
    more = encode_cursor(rows[limit - 1].seq) if rows[limit:] else None
    return Listing([orjson.loads(row.line) for row in rows[:limit]], more)
