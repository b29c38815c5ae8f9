"""`/people`: the people of the organisation (人员), kept by the system administrator (系统管理员)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy.orm import Session

from app.api.answers import answer, list_answer
from app.api.deps import OnceDep, PersonDep, RuntimeDep
from app.api.fields import API, Code, Line, Model, Text, problems
from app.api.paths import Cursor, Limit, ObjectId
from app.api.reviewers import view
from app.paging import DEFAULT
from app.people.changes import SYSTEM_ADMIN, change_roles, deactivate, reactivate, reset_password
from app.people.directory import add_person, invite_person, search_people
from app.people.roles import Role

router = APIRouter(prefix=f"{API}/people", tags=["管理"], responses=problems())

Roles = Annotated[list[Role], Field(min_length=1, max_length=len(Role))]
NO_STORE = {"Cache-Control": "no-store"}


class PersonIn(Model):
    """A new person; without a `password` the answer holds a one-time password."""

    username: Code
    name: Line
    password: Line | None = None
    roles: Roles


class RolesIn(Model):
    """The roles a person shall have, and no others."""

    roles: Roles


@router.get("", summary="人员")
def read_people(
    admin: PersonDep,
    runtime: RuntimeDep,
    q: Annotated[Text, Query(max_length=100)] = "",
    role: Role | None = None,
    active: bool | None = None,
    limit: Limit = DEFAULT,
    cursor: Cursor = None,
) -> Response:
    """The organisation's people by user name; `q` is part of a user name or name."""
    admin.need(SYSTEM_ADMIN)
    with runtime.database.read() as db:
        listing = search_people(db, admin.org, q=q, role=role, active=active, limit=limit, cursor=cursor)
        return list_answer(listing, view)


@router.post("", status_code=201, summary="新建人员", responses=problems(409))
def create_person(body: PersonIn, admin: PersonDep, runtime: RuntimeDep, once: OnceDep) -> Response:
    """Add a person, with a password or with a one-time one, shown in this answer and never again."""
    actor = admin.actor(admin.need(SYSTEM_ADMIN))

    def act(db: Session, _: None) -> Response:
        entry = (db, runtime.ring, admin.org, body.username, body.name)
        if body.password is not None:
            return answer(view(add_person(*entry, body.password, body.roles, actor)), 201)
        person, password = invite_person(*entry, body.roles, actor)
        return answer({**view(person), "password": password}, 201, NO_STORE)

    return once.run(lambda: None, act, secrets={"password"})


@router.put("/{person_id}/roles", summary="调整角色", responses=problems(404, 409))
def edit_roles(person_id: ObjectId, body: RolesIn, admin: PersonDep, runtime: RuntimeDep) -> Response:
    """Give a person these roles."""
    with runtime.database.write() as db:
        return answer(view(change_roles(db, runtime.ring, admin, person_id, body.roles)))


@router.post("/{person_id}/deactivate", summary="停用人员", responses=problems(404, 409))
def deactivate_person(person_id: ObjectId, admin: PersonDep, runtime: RuntimeDep) -> Response:
    """End a person's access at once; what they signed stays."""
    with runtime.database.write() as db:
        return answer(view(deactivate(db, runtime.ring, admin, person_id)))


@router.post("/{person_id}/reactivate", summary="恢复人员", responses=problems(404))
def reactivate_person(person_id: ObjectId, admin: PersonDep, runtime: RuntimeDep) -> Response:
    """Let a person in again, with the roles and the password they had."""
    with runtime.database.write() as db:
        return answer(view(reactivate(db, runtime.ring, admin, person_id)))


@router.post("/{person_id}/password", summary="重置密码", responses=problems(404, 409))
def reset_persons_password(
    person_id: ObjectId, admin: PersonDep, runtime: RuntimeDep, once: OnceDep
) -> Response:
    """Hand out a one-time password: shown in this answer and never again; the person's sessions end."""
    admin.need(SYSTEM_ADMIN)

    def act(db: Session, _: None) -> Response:
        person, password = reset_password(db, runtime.ring, admin, person_id)
        return answer({**view(person), "password": password}, headers=NO_STORE)

    return once.run(lambda: None, act, secrets={"password"})
