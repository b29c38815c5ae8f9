"""The ledger (台账) for the audit administrator: read, verify, export."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import orjson
from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from app.db import BEIJING
from app.ledger.checking import Check
from app.ledger.checkpoint import checkpoint
from app.ledger.entry import EVENTS
from app.ledger.export import about_size, hand_out
from app.ledger.reading import read_entries
from app.paging import encode_cursor
from app.people.directory import list_people
from app.review.history import titles_of
from app.runtime import Runtime
from app.web.navigation import AUDITORS
from app.web.rendering import UnfoldingPage, page, pieces
from app.web.session import FormDep, RuntimeDep, Visitor, VisitorDep

router = APIRouter()

PAGE = 50
BESIDE = 3
"""Entries that are shown after a bad one, so that it stands among its neighbours."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the filters ask for; empty means all. `since` and `until` are days in Beijing, both counted."""

    draft: str = ""
    actor: str = ""
    event: str = ""
    since: str = ""
    until: str = ""

    def filters(self) -> dict[str, Any]:
        """The filters as the ledger takes them."""
        given = {"draft": self.draft, "actor": self.actor, "event": self.event}
        named = {name: value.replace("\0", "") or None for name, value in given.items()}
        until = _start_of(self.until, 1)
        return {**named, "since": _start_of(self.since), "until": until}


@router.get("/ledger")
def show_ledger(
    visitor: VisitorDep,
    runtime: RuntimeDep,
    draft: str = "",
    actor: str = "",
    event: str = "",
    since: str = "",
    until: str = "",
    cursor: str = "",
) -> Response:
    """Entries that fit the filters, the newest first."""
    org = visitor.person.org
    visitor.person.need(AUDITORS)
    wanted = Wanted(draft.strip().rpartition("/")[2], actor, event, since, until)
    with runtime.database.read() as db:
        filters = wanted.filters()
        listing = read_entries(db, org, **filters, newest_first=True, limit=PAGE, cursor=cursor or None)
        end = checkpoint(db, runtime.ring, org)
        return page(
            "ledger.html",
            visitor,
            listing=listing,
            titles=titles_of(db, org, (entry["draft"] for entry in listing.items if entry["draft"])),
            checkpoint=end,
            checkpoint_text=orjson.dumps(end, option=orjson.OPT_INDENT_2).decode(),
            size=about_size(db, org, end["seq"]),
            people=list_people(db, org),
            events=EVENTS,
            wanted=asdict(wanted),
        )


@router.post("/ledger/verify")
def verify_ledger(visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> UnfoldingPage:
    """Export the ledger to a file and verify it against the service's keys, as an outsider would.

    A checkpoint of an earlier day may be given; the chain must pass through it. The page shows how far it is;
    whoever leaves it ends the check.
    """
    visitor.person.need(AUDITORS)
    pinned = form.get("checkpoint").strip()
    check = Check(runtime.database, runtime.ring, visitor.person.org, pinned.encode() or None)
    return UnfoldingPage(_checking(visitor, runtime, check, pinned))


@router.post("/ledger/export")
def export_ledger(visitor: VisitorDep, runtime: RuntimeDep, _: FormDep) -> StreamingResponse:
    """The whole ledger as JSON Lines; the export is an act itself and stands in the ledger."""
    person = visitor.person
    actor = person.actor(person.need(AUDITORS))
    lines = hand_out(runtime.database, runtime.ring, person.org, actor)
    headers = {"Content-Disposition": f'attachment; filename="ledger-{person.org}.jsonl"'}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


def _checking(visitor: Visitor, runtime: Runtime, check: Check, pinned: str) -> Generator[str]:
    with runtime.checks.turn(check) as other:
        yield from pieces(
            "ledger_check.html", visitor, check=check, other=other, pinned=pinned, beside=_beside
        )


def _beside(seq: int) -> str:
    """The cursor of the page on which this entry stands among its neighbours."""
    return encode_cursor(seq + BESIDE + 1)


def _start_of(day: str, later: int = 0) -> datetime | None:
    """The first moment in Beijing `later` days after the day; what is no day counts as not given."""
    try:
        start = datetime.combine(date.fromisoformat(day), time(), BEIJING) if day else None
        return start + timedelta(days=later) if start else None
    except (ValueError, OverflowError):
        return None
