"""Where each person starts, and the lists: what waits for me, my drafts, all drafts."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.people.roles import REVIEWERS
from app.review.policy import WRITERS, may_list
from app.review.queries import list_drafts, queue
from app.review.stages import TITLES, Status
from app.web.navigation import home
from app.web.rendering import page, see_other
from app.web.session import RuntimeDep, VisitorDep

router = APIRouter()

PAGE = 30
"""Drafts on one page of a list."""


@router.get("/")
def show_start(visitor: VisitorDep, runtime: RuntimeDep, cursor: str = "") -> Response:
    """Reviewers see their queue, writers their drafts, administrators what they keep."""
    person = visitor.person
    if not person.roles & (REVIEWERS | WRITERS):
        return see_other(home(person))
    with runtime.database.read() as db:
        reviews, writes = bool(person.roles & REVIEWERS), bool(person.roles & WRITERS)
        waiting = queue(db, person, limit=PAGE, cursor=cursor or None) if reviews else None
        written = list_drafts(db, person, author=person.id, limit=PAGE, cursor=None) if writes else None
        return page("desk.html", visitor, waiting=waiting, written=written, first=not cursor)


@router.get("/drafts")
def show_drafts(visitor: VisitorDep, runtime: RuntimeDep, status: str = "", cursor: str = "") -> Response:
    """The drafts that the visitor may see, the newest first, all or those of one status."""
    may_list(visitor.person)
    chosen = Status(status) if status in set(Status) else None
    with runtime.database.read() as db:
        listing = list_drafts(db, visitor.person, status=chosen, limit=PAGE, cursor=cursor or None)
        return page("drafts.html", visitor, listing=listing, chosen=chosen or "", statuses=TITLES)
