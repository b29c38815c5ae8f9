"""The record of everybody who reviews (履职记录), for the audit administrator, leaders and oneself."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from app.errors import Forbidden
from app.people.directory import find_person
from app.review.record import decisions_of, record, reviewers, tallies
from app.web.navigation import OVERSEERS
from app.web.rendering import page
from app.web.session import RuntimeDep, VisitorDep

router = APIRouter()

PAGE = 50


@router.get("/reviewers")
def show_reviewers(visitor: VisitorDep, runtime: RuntimeDep, q: str = "") -> Response:
    """Everybody who reviews or ever decided, with how often."""
    visitor.person.need(OVERSEERS)
    wanted = q.strip().replace("\0", "")
    with runtime.database.read() as db:
        people = reviewers(db, visitor.person.org)
        counted = tallies(db, visitor.person.org)
    found = [one for one in people if wanted in one.name or wanted in one.username]
    return page("reviewers.html", visitor, people=found, tallies=counted, q=wanted)


@router.get("/reviewers/{id:uuid}")
def show_record(id: UUID, visitor: VisitorDep, runtime: RuntimeDep, cursor: str = "") -> Response:
    """What a person signed, returned, overrode, how long it took, what was revoked later."""
    visiting = visitor.person
    if not visiting.roles & OVERSEERS and id.hex != visiting.id:
        raise Forbidden("forbidden", "只能查看本人的履职记录。")
    with runtime.database.read() as db:
        person = find_person(db, visiting.org, id.hex)
        return page(
            "reviewer.html",
            visitor,
            person=person,
            record=record(db, person),
            listing=decisions_of(db, person, limit=PAGE, cursor=cursor or None),
            first=not cursor,
            oversees=bool(visiting.roles & OVERSEERS),
        )
