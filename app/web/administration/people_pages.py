"""People (人员) at the browser: the system administrator finds, adds, changes and dismisses them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from app.errors import AppError
from app.ledger.reading import entries_about, last_time
from app.people.callers import PersonCaller
from app.people.changes import SYSTEM_ADMIN, change_roles, deactivate, reactivate, reset_password
from app.people.directory import find_person, invite_person, search_people
from app.people.roles import ADMINISTRATORS, TITLES, Role
from app.runtime import Runtime
from app.web.forms import Form
from app.web.rendering import page, see_other
from app.web.session import FormDep, RuntimeDep, Visitor, VisitorDep
from app.web.telling import HISTORY

router = APIRouter()

PAGE = 50
EVENTS = ("person.created", "person.changed", "person.deactivated", "person.reactivated", "password.reset")
STATES = {"active": "在用", "inactive": "已停用"}
DONE = {
    "roles": "角色已调整，即时生效。",
    "deactivate": "人员已停用，其登录已全部失效；签署过的内容仍然有效。",
    "reactivate": "人员已恢复，可以用原密码登录。",
}


@router.get("/people")
def show_people(
    visitor: VisitorDep, runtime: RuntimeDep, q: str = "", role: str = "", state: str = "", cursor: str = ""
) -> Response:
    """The people whose user name or name holds `q`, of a role and a state."""
    wanted = {"q": q.strip().replace("\0", ""), "role": role, "state": state}
    return _list_page(visitor, runtime, wanted, cursor)


@router.post("/people")
def add_person(visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Add a person, and show the one-time password, once."""
    admin = visitor.person
    actor = admin.actor(admin.need(SYSTEM_ADMIN))
    try:
        username, name = form.code("username", "用户名"), form.need("name", "姓名", 100)
        roles = _roles(form)
        with runtime.database.write() as db:
            person, password = invite_person(db, runtime.ring, admin.org, username, name, roles, actor)
    except AppError as error:
        return _list_page(visitor, runtime, {}, "", form=form, error=error)
    return _person_page(visitor, runtime, person.id, password=password)


@router.get("/people/{id:uuid}")
def show_person(id: UUID, visitor: VisitorDep, runtime: RuntimeDep, done: str = "") -> Response:
    """A person with what the ledger says of them."""
    return _person_page(visitor, runtime, id.hex, notice=DONE.get(done, ""))


@router.post("/people/{id:uuid}")
def change_person(id: UUID, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Change the roles, dismiss, bring back, or hand out a one-time password, shown once."""
    admin = visitor.person
    admin.need(SYSTEM_ADMIN)
    try:
        act = form.choice("act", "操作", (*DONE, "password"))
        password = _do(runtime, admin, id.hex, act, form)
    except AppError as error:
        return _person_page(visitor, runtime, id.hex, error=error)
    if password:
        return _person_page(visitor, runtime, id.hex, password=password)
    return see_other(f"/people/{id.hex}?done={act}")


def _do(runtime: Runtime, admin: PersonCaller, id: str, act: str, form: Form) -> str:
    """Do the act; returns the one-time password where it makes one."""
    with runtime.database.write() as db:
        if act == "password":
            return reset_password(db, runtime.ring, admin, id)[1]
        if act == "roles":
            change_roles(db, runtime.ring, admin, id, _roles(form))
        else:
            (deactivate if act == "deactivate" else reactivate)(db, runtime.ring, admin, id)
    return ""


def _roles(form: Form) -> list[Role]:
    return [Role(name) for name in form.all("roles") if name in set(Role)]


def _list_page(
    visitor: Visitor,
    runtime: Runtime,
    wanted: dict[str, str],
    cursor: str,
    *,
    form: Form | None = None,
    error: AppError | None = None,
) -> Response:
    admin = visitor.person
    admin.need(SYSTEM_ADMIN)
    role, state = wanted.get("role", ""), wanted.get("state", "")
    with runtime.database.read() as db:
        listing = search_people(
            db,
            admin.org,
            q=wanted.get("q", ""),
            role=Role(role) if role in set(Role) else None,
            active={"active": True, "inactive": False}.get(state),
            limit=PAGE,
            cursor=cursor or None,
        )
    return page(
        "people.html",
        visitor,
        error.status if error else 200,
        listing=listing,
        wanted={"q": "", "role": "", "state": ""} | wanted,
        states=STATES,
        form=form or Form(),
        error=error,
        **_role_groups(),
    )


def _person_page(
    visitor: Visitor,
    runtime: Runtime,
    id: str,
    *,
    notice: str = "",
    password: str = "",
    error: AppError | None = None,
) -> Response:
    admin = visitor.person
    admin.need(SYSTEM_ADMIN)
    with runtime.database.read() as db:
        person = find_person(db, admin.org, id)
        return page(
            "person.html",
            visitor,
            error.status if error else 200,
            person=person,
            signed_in=last_time(db, admin.org, id, "session.opened"),
            history=entries_about(db, admin.org, EVENTS, HISTORY, person=id),
            own=id == admin.id,
            notice=notice,
            password=password,
            error=error,
            **_role_groups(),
        )


def _role_groups() -> dict[str, Any]:
    titles = {role.value: title for role, title in TITLES.items()}
    return {
        "working": {role: title for role, title in titles.items() if role not in ADMINISTRATORS},
        "keeping": {role: title for role, title in titles.items() if role in ADMINISTRATORS},
    }
