"""`GET /queue`: what waits for me; `GET /checklists`: what I will confirm."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from app.api.answers import answer, list_answer
from app.api.deps import CallerDep, PersonDep, RuntimeDep
from app.api.fields import API, Level, Text, problems
from app.api.paths import Cursor, Limit
from app.api.shapes import Page, QueueItem, shown
from app.api.views import queue_view
from app.review.checklists import CHECKLISTS
from app.review.claims import claims_on
from app.review.models import Draft
from app.review.queries import queue
from app.review.stages import Status

router = APIRouter(prefix=API, tags=["审核"], responses=problems())

Stage = Literal["first_review", "second_review", "final_review"]


@router.get("/queue", summary="待我审核", responses=shown(Page[QueueItem]))
def read_queue(
    person: PersonDep,
    runtime: RuntimeDep,
    stage: Stage | None = None,
    level: Level | None = None,
    account: Annotated[Text | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """What the caller may decide now, the most urgent first."""
    with runtime.database.read() as db:
        listing = queue(
            db,
            person,
            stage=Status(stage) if stage else None,
            level=level,
            account=account,
            limit=limit,
            cursor=cursor,
        )
        readers = claims_on(db, listing.items)

        def view(draft: Draft) -> dict[str, Any]:
            claims = readers.get(draft.id)
            return queue_view(draft, claims[0].person.username if claims else None)

        return list_answer(listing, view)


@router.get("/checklists", summary="各审核环节的核对清单")
def read_checklists(_: CallerDep) -> Response:
    """The items that each stage confirms."""
    return answer(
        {
            stage.value: [{"code": code, "text": text} for code, text in items.items()]
            for stage, items in CHECKLISTS.items()
        }
    )
