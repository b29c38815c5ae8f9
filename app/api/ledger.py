"""`/ledger`: read, export and checkpoint the audit ledger (审计台账)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from app.api.answers import answer
from app.api.deps import PersonDep, RuntimeDep
from app.api.fields import API, Moment, Text, problems
from app.api.paths import Cursor, Limit
from app.ledger.checkpoint import checkpoint
from app.ledger.export import hand_out
from app.ledger.reading import read_entries
from app.people.directory import id_of
from app.people.roles import Role

router = APIRouter(prefix=f"{API}/ledger", tags=["台账"], responses=problems())

Filter = Annotated[Text | None, Query()]
AUDITORS = frozenset({Role.AUDIT_ADMIN})


@router.get("", summary="台账")
def read_ledger(
    person: PersonDep,
    runtime: RuntimeDep,
    draft: Filter = None,
    actor: Filter = None,
    event: Filter = None,
    since: Moment | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Entries in order of `seq`; `actor` is a user name, or a person's or key's id."""
    person.need(AUDITORS)
    with runtime.database.read() as db:
        listing = read_entries(
            db,
            person.org,
            draft=draft,
            actor=actor and (id_of(db, person.org, actor) or actor),
            event=event,
            since=since,
            limit=limit,
            cursor=cursor,
        )
    return answer({"items": listing.items, "next": listing.next})


@router.get("/export", summary="导出台账", response_class=StreamingResponse)
def export_ledger(person: PersonDep, runtime: RuntimeDep) -> StreamingResponse:
    """The whole ledger as JSON Lines, the last line a signed checkpoint; the export is an act itself."""
    actor = person.actor(person.need(AUDITORS))
    lines = hand_out(runtime.database, runtime.ring, person.org, actor)
    headers = {"Content-Disposition": f'attachment; filename="ledger-{person.org}.jsonl"'}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


@router.get("/checkpoint", summary="台账检查点")
def read_checkpoint(person: PersonDep, runtime: RuntimeDep) -> Response:
    """The end of the chain, signed; kept elsewhere it proves later that nothing was cut or changed."""
    with runtime.database.read() as db:
        return answer(checkpoint(db, runtime.ring, person.org))
