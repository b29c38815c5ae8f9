"""The ledger (台账) for the audit administrator: read, verify, export."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

import orjson
from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from app.db import BEIJING
from app.ledger.checkpoint import checkpoint
from app.ledger.entry import EVENTS
from app.ledger.export import export, hand_out
from app.ledger.reading import read_entries
from app.ledger.verify import Verdict, verify
from app.people.directory import list_people
from app.people.roles import Role
from app.runtime import Runtime
from app.web.rendering import page
from app.web.session import FormDep, RuntimeDep, Visitor, VisitorDep

router = APIRouter()

AUDITORS = frozenset({Role.AUDIT_ADMIN})
PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the filters ask for; empty means all. `since` is a day in Beijing."""

    draft: str = ""
    actor: str = ""
    event: str = ""
    since: str = ""

    def filters(self) -> dict[str, Any]:
        """The filters as the ledger takes them."""
        given = {"draft": self.draft, "actor": self.actor, "event": self.event}
        named = {name: value.replace("\0", "") or None for name, value in given.items()}
        return {**named, "since": _start_of(self.since)}


@router.get("/ledger")
def show_ledger(
    visitor: VisitorDep,
    runtime: RuntimeDep,
    draft: str = "",
    actor: str = "",
    event: str = "",
    since: str = "",
    cursor: str = "",
) -> Response:
    """Entries that fit the filters, the newest first."""
    wanted = Wanted(draft.strip(), actor, event, since)
    return _ledger_page(visitor, runtime, wanted, cursor)


@router.post("/ledger/verify")
def verify_ledger(visitor: VisitorDep, runtime: RuntimeDep, _: FormDep) -> Response:
    """Export the ledger to a file and verify it against the service's keys, as an outsider would."""
    visitor.person.need(AUDITORS)
    with tempfile.TemporaryFile() as file:
        with runtime.database.read() as db:
            file.writelines(export(db, runtime.ring, visitor.person.org))
        verdict = verify(file, key=orjson.dumps(runtime.ring.jwks()))
    return _ledger_page(visitor, runtime, Wanted(), "", verdict)


@router.post("/ledger/export")
def export_ledger(visitor: VisitorDep, runtime: RuntimeDep, _: FormDep) -> StreamingResponse:
    """The whole ledger as JSON Lines; the export is an act itself and stands in the ledger."""
    person = visitor.person
    actor = person.actor(person.need(AUDITORS))
    lines = hand_out(runtime.database, runtime.ring, person.org, actor)
    headers = {"Content-Disposition": f'attachment; filename="ledger-{person.org}.jsonl"'}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


def _ledger_page(
    visitor: Visitor,
    runtime: Runtime,
    wanted: Wanted,
    cursor: str,
    verdict: Verdict | None = None,
) -> Response:
    org = visitor.person.org
    visitor.person.need(AUDITORS)
    with runtime.database.read() as db:
        filters = wanted.filters()
        listing = read_entries(db, org, **filters, newest_first=True, limit=PAGE, cursor=cursor or None)
        end = checkpoint(db, runtime.ring, org)
        people = list_people(db, org)
    return page(
        "ledger.html",
        visitor,
        listing=listing,
        checkpoint=end,
        checkpoint_text=orjson.dumps(end, option=orjson.OPT_INDENT_2).decode(),
        people=people,
        events=EVENTS,
        wanted=asdict(wanted),
        verdict=verdict,
    )


def _start_of(day: str) -> datetime | None:
    """The day's first moment in Beijing; what is no day counts as not given."""
    try:
        return datetime.combine(date.fromisoformat(day), time(), BEIJING) if day else None
    except ValueError:
        return None
