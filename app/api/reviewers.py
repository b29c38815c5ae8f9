"""`/reviewers`: who signs, and each one's record."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from app.api.answers import answer
from app.api.deps import PersonDep, RuntimeDep
from app.api.fields import API, problems
from app.api.paths import ObjectId
from app.errors import Forbidden
from app.people.directory import find_person
from app.people.models import Person
from app.people.roles import LEADERS, Role
from app.review.record import record, reviewers

router = APIRouter(prefix=f"{API}/reviewers", tags=["台账"], responses=problems())

OVERSEERS = LEADERS | {Role.AUDIT_ADMIN}


@router.get("", summary="审核人员")
def read_reviewers(person: PersonDep, runtime: RuntimeDep) -> Response:
    """Everybody who reviews in the organisation; for the audit administrator and leaders."""
    person.need(OVERSEERS)
    with runtime.database.read() as db:
        return answer({"items": [view(one) for one in reviewers(db, person.org)], "next": None})


@router.get("/{person_id}/record", summary="审核履历", responses=problems(404))
def read_record(person_id: ObjectId, person: PersonDep, runtime: RuntimeDep) -> Response:
    """What a person signed, returned, overrode, how long it took, what was revoked later; also one's own."""
    if not person.roles & OVERSEERS and person_id != person.id:
        raise Forbidden("forbidden", "只能查看本人的审核履历。")
    with runtime.database.read() as db:
        one = find_person(db, person.org, person_id)
        return answer({**view(one), "record": record(db, one)})


def view(person: Person) -> dict[str, Any]:
    """A person as lists show them."""
    return {
        "id": person.id,
        "username": person.username,
        "name": person.name,
        "roles": sorted(person.roles),
        "active": person.active,
    }
