"""People, accounts and API keys, kept by the system administrator (系统管理员)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.registry import AccountFacts, change_account, list_accounts, open_account
from app.api.answers import answer
from app.api.deps import OnceDep, PersonDep, RuntimeDep
from app.api.fields import API, Code, Level, Line, Model, Remark, problems
from app.api.paths import ObjectId
from app.api.reviewers import view as person_view
from app.api.views import moment
from app.people.api_keys import create_key, list_keys, revoke_key
from app.people.callers import Scope
from app.people.directory import add_person, change_roles, deactivate, list_people
from app.people.models import ApiKey
from app.people.roles import Role

router = APIRouter(prefix=API, tags=["管理"], responses=problems())

SYSTEM_ADMIN = frozenset({Role.SYSTEM_ADMIN})
Roles = Annotated[list[Role], Field(min_length=1, max_length=len(Role))]


class PersonIn(Model):
    """A new person."""

    username: Code
    name: Line
    password: Line
    roles: Roles


class RolesIn(Model):
    """The roles a person shall have, and no others."""

    roles: Roles


class AccountIn(Model):
    """What is stated of an account; `principal_from` may be stricter than `critical`, never laxer."""

    name: Line
    platform: Line
    duties: Remark
    keywords: Annotated[list[Line], Field(max_length=100, default_factory=list)]
    principal_from: Level = "critical"

    def facts(self) -> AccountFacts:
        """The statement as the registry takes it."""
        return AccountFacts(self.name, self.platform, self.duties, tuple(self.keywords), self.principal_from)


class NewAccountIn(AccountIn):
    """A new account."""

    code: Code


class KeyIn(Model):
    """A new API key."""

    name: Line
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))]


@router.get("/people", summary="人员")
def read_people(admin: PersonDep, runtime: RuntimeDep) -> Response:
    """All people of the organisation."""
    admin.need(SYSTEM_ADMIN)
    with runtime.database.read() as db:
        return answer({"items": [person_view(one) for one in list_people(db, admin.org)], "next": None})


@router.post("/people", status_code=201, summary="新建人员", responses=problems(409))
def create_person(body: PersonIn, admin: PersonDep, runtime: RuntimeDep, once: OnceDep) -> Response:
    """Add a person."""
    role = admin.need(SYSTEM_ADMIN)
    return once.run(
        lambda: None,
        lambda db, _: answer(
            person_view(
                add_person(
                    db,
                    runtime.ring,
                    admin.org,
                    body.username,
                    body.name,
                    body.password,
                    body.roles,
                    admin.actor(role),
                )
            ),
            201,
        ),
    )


@router.put("/people/{person_id}/roles", summary="调整角色", responses=problems(404))
def edit_roles(person_id: ObjectId, body: RolesIn, admin: PersonDep, runtime: RuntimeDep) -> Response:
    """Give a person these roles."""
    with runtime.database.write() as db:
        return answer(person_view(change_roles(db, runtime.ring, admin, person_id, body.roles)))


@router.post("/people/{person_id}/deactivate", summary="停用人员", responses=problems(404))
def deactivate_person(person_id: ObjectId, admin: PersonDep, runtime: RuntimeDep) -> Response:
    """End a person's access at once; what they signed stays."""
    with runtime.database.write() as db:
        return answer(person_view(deactivate(db, runtime.ring, admin, person_id)))


@router.get("/accounts", summary="政务新媒体账号")
def read_accounts(person: PersonDep, runtime: RuntimeDep) -> Response:
    """The organisation's accounts; everybody in it may see them."""
    with runtime.database.read() as db:
        accounts = [account_view(account) for account in list_accounts(db, person.org)]
    return answer({"items": accounts, "next": None})


@router.post("/accounts", status_code=201, summary="登记账号", responses=problems(409))
def create_account(body: NewAccountIn, admin: PersonDep, runtime: RuntimeDep, once: OnceDep) -> Response:
    """Register an account."""
    role = admin.need(SYSTEM_ADMIN)
    return once.run(
        lambda: None,
        lambda db, _: answer(
            account_view(
                open_account(db, runtime.ring, admin.org, body.code, body.facts(), admin.actor(role))
            ),
            201,
        ),
    )


@router.put("/accounts/{code}", summary="变更账号", responses=problems(404))
def edit_account(code: ObjectId, body: AccountIn, admin: PersonDep, runtime: RuntimeDep) -> Response:
    """State an account's facts anew."""
    role = admin.need(SYSTEM_ADMIN)
    with runtime.database.write() as db:
        account = change_account(db, runtime.ring, admin.org, code, body.facts(), admin.actor(role))
        return answer(account_view(account))


@router.get("/keys", summary="接口密钥")
def read_keys(admin: PersonDep, runtime: RuntimeDep) -> Response:
    """The keys, without their secrets."""
    with runtime.database.read() as db:
        return answer({"items": [key_view(key) for key in list_keys(db, admin)], "next": None})


@router.post("/keys", status_code=201, summary="新建接口密钥", responses=problems(409))
def create_api_key(body: KeyIn, admin: PersonDep, runtime: RuntimeDep, once: OnceDep) -> Response:
    """Make a key; its `secret` is shown in this answer and never again."""

    def act(db: Session, _: None) -> Response:
        key, secret = create_key(db, runtime.ring, admin, body.name, body.scopes)
        return answer({**key_view(key), "secret": secret}, 201, {"Cache-Control": "no-store"})

    return once.run(lambda: None, act, secrets={"secret"})


@router.delete("/keys/{key_id}", status_code=204, summary="吊销接口密钥", responses=problems(404))
def delete_key(key_id: ObjectId, admin: PersonDep, runtime: RuntimeDep) -> Response:
    """Stop a key; other processes notice within seconds."""
    with runtime.database.write() as db:
        revoke_key(db, runtime.ring, admin, key_id)
    runtime.keys.forget()
    return Response(status_code=204)


def account_view(account: Account) -> dict[str, Any]:
    """An account as JSON."""
    return {
        "code": account.code,
        "name": account.name,
        "platform": account.platform,
        "duties": account.duties,
        "keywords": account.keywords.split(),
        "principal_from": account.principal_from,
    }


def key_view(key: ApiKey) -> dict[str, Any]:
    """A key as JSON, without its secret."""
    return {
        "id": key.id,
        "name": key.name,
        "hint": key.hint,
        "scopes": key.scopes.split(),
        "created_at": moment(key.created_at),
        "revoked_at": moment(key.revoked_at),
    }
