"""Where each person starts, and the lists: what waits for me, my drafts, all drafts."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from app.accounts.registry import list_accounts
from app.people.callers import PersonCaller
from app.people.roles import REVIEWERS
from app.review.claims import claims_on
from app.review.policy import WRITERS, may_list
from app.review.queries import list_drafts, queue
from app.review.routing import LEVELS
from app.review.stages import STAGES, TITLES, Status
from app.review.waiting import reasons
from app.web.desk.live import Live
from app.web.navigation import home
from app.web.rendering import page, see_other
from app.web.session import RuntimeDep, VisitorDep

router = APIRouter()

PAGE = 30
"""Drafts on one page of a list."""


class Filters(NamedTuple):
    """What of the queue is shown; an empty field shows everything."""

    stage: str = ""
    level: str = ""
    account: str = ""

    def address(self, cursor: str = "") -> str:
        """The queue's page with these filters, from this place on."""
        chosen = {name: value for name, value in self._asdict().items() if value}
        return "/?" + urlencode(chosen | ({"cursor": cursor} if cursor else {}))


def chosen_filters(stage: str = "", level: str = "", account: str = "") -> Filters:
    """The filters of the address; what is no stage or level filters nothing."""
    return Filters(
        stage if stage in STAGES else "", level if level in LEVELS else "", account.replace("\0", "")[:50]
    )


FiltersDep = Annotated[Filters, Depends(chosen_filters)]


@router.get("/")
def show_start(visitor: VisitorDep, runtime: RuntimeDep, filters: FiltersDep, cursor: str = "") -> Response:
    """Reviewers see their queue, writers their drafts, administrators what they keep."""
    person = visitor.person
    if not person.roles & (REVIEWERS | WRITERS):
        return see_other(home(person))
    with runtime.database.read() as db:
        reviews, writes = bool(person.roles & REVIEWERS), bool(person.roles & WRITERS)
        written = list_drafts(db, person, author=person.id, limit=PAGE, cursor=None) if writes else None
        return page(
            "desk.html",
            visitor,
            reviews=reviews,
            written=written,
            accounts=list_accounts(db, person.org) if reviews else (),
            stages=STAGES,
            **(_waiting(db, person, filters, cursor) if reviews else {"first": True}),
        )


@router.get("/queue")
def show_queue(visitor: VisitorDep, runtime: RuntimeDep, filters: FiltersDep, cursor: str = "") -> Response:
    """The rows of the queue alone, for a page that is open (see `static/queue.js`)."""
    with runtime.database.read() as db:
        return page("queue_rows.html", visitor, **_waiting(db, visitor.person, filters, cursor))


@router.get("/queue/events")
async def tell_changes(request: Request, visitor: VisitorDep) -> Response:
    """Says `changed` whenever something in the visitor's office has; 204, which ends it, where it is full."""
    live: Live = request.app.state.live
    if not live.has_room(visitor.person.id):
        return Response(status_code=204)
    events = live.listen(visitor.person.org, visitor.person.id)
    return StreamingResponse(events, media_type="text/event-stream", headers={"Cache-Control": "no-store"})


@router.get("/drafts")
def show_drafts(visitor: VisitorDep, runtime: RuntimeDep, status: str = "", cursor: str = "") -> Response:
    """The drafts that the visitor may see, the newest first, all or those of one status."""
    may_list(visitor.person)
    chosen = Status(status) if status in set(Status) else None
    with runtime.database.read() as db:
        listing = list_drafts(db, visitor.person, status=chosen, limit=PAGE, cursor=cursor or None)
        return page("drafts.html", visitor, listing=listing, chosen=chosen or "", statuses=TITLES)


def _waiting(db: Session, person: PersonCaller, filters: Filters, cursor: str) -> dict[str, Any]:
    listing = queue(
        db,
        person,
        stage=Status(filters.stage) if filters.stage else None,
        level=filters.level or None,
        account=filters.account or None,
        limit=PAGE,
        cursor=cursor or None,
    )
    return {
        "waiting": listing,
        "why": reasons(db, person.org, listing.items),
        "readers": claims_on(db, listing.items),
        "filters": filters,
        "first": not cursor,
    }
