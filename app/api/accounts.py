"""`/accounts`: the government new-media accounts (政务新媒体账号), kept by the system administrator."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from app.accounts.models import Account
from app.accounts.registry import AccountFacts, change_account, list_accounts, open_account, set_active
from app.api.answers import answer
from app.api.deps import OnceDep, PersonDep, RuntimeDep
from app.api.fields import API, NO_NUL, Code, Line, Model, Remark, Text, problems
from app.api.paths import ObjectId
from app.people.callers import PersonCaller
from app.people.changes import SYSTEM_ADMIN
from app.runtime import Runtime

router = APIRouter(prefix=f"{API}/accounts", tags=["管理"], responses=problems())

Keyword = Annotated[str, Field(pattern=r"^[^\x00\s]+$", max_length=50)]


class AccountIn(Model):
    """What is stated of an account. How strictly its drafts are signed is its policy (`/policy`)."""

    name: Line
    platform: Annotated[str, Field(pattern=NO_NUL, min_length=1, max_length=50)]
    duties: Remark
    keywords: Annotated[list[Keyword], Field(max_length=100, default_factory=list)]
    filing_number: Annotated[str, Field(pattern=NO_NUL, max_length=100)] = ""

    def facts(self) -> AccountFacts:
        """The statement as the registry takes it."""
        return AccountFacts(self.name, self.platform, self.duties, tuple(self.keywords), self.filing_number)


class NewAccountIn(AccountIn):
    """A new account."""

    code: Code


@router.get("", summary="政务新媒体账号")
def read_accounts(
    person: PersonDep,
    runtime: RuntimeDep,
    q: Annotated[Text, Query(max_length=100)] = "",
    active: bool | None = None,
) -> Response:
    """The organisation's accounts; everybody in it may see them."""
    with runtime.database.read() as db:
        accounts = [view(account) for account in list_accounts(db, person.org, q=q, active=active)]
    return answer({"items": accounts, "next": None})


@router.post("", status_code=201, summary="登记账号", responses=problems(409))
def create_account(body: NewAccountIn, admin: PersonDep, runtime: RuntimeDep, once: OnceDep) -> Response:
    """Register an account."""
    actor = admin.actor(admin.need(SYSTEM_ADMIN))
    return once.run(
        lambda: None,
        lambda db, _: answer(
            view(open_account(db, runtime.ring, admin.org, body.code, body.facts(), actor)), 201
        ),
    )


@router.put("/{code}", summary="变更账号", responses=problems(404))
def edit_account(code: ObjectId, body: AccountIn, admin: PersonDep, runtime: RuntimeDep) -> Response:
    """State an account's facts anew."""
    actor = admin.actor(admin.need(SYSTEM_ADMIN))
    with runtime.database.write() as db:
        return answer(view(change_account(db, runtime.ring, admin.org, code, body.facts(), actor)))


@router.post("/{code}/close", summary="停用账号", responses=problems(404))
def close_account(code: ObjectId, admin: PersonDep, runtime: RuntimeDep) -> Response:
    """Close an account: it takes no new drafts; what was signed for it stays."""
    return _set_active(runtime, admin, code, False)


@router.post("/{code}/reopen", summary="恢复账号", responses=problems(404))
def reopen_account(code: ObjectId, admin: PersonDep, runtime: RuntimeDep) -> Response:
    """Open a closed account again."""
    return _set_active(runtime, admin, code, True)


def _set_active(runtime: Runtime, admin: PersonCaller, code: str, active: bool) -> Response:
    actor = admin.actor(admin.need(SYSTEM_ADMIN))
    with runtime.database.write() as db:
        return answer(view(set_active(db, runtime.ring, admin.org, code, active, actor)))


def view(account: Account) -> dict[str, Any]:
    """An account as JSON."""
    return {
        "code": account.code,
        "name": account.name,
        "platform": account.platform,
        "duties": account.duties,
        "keywords": account.keywords.split(),
        "filing_number": account.filing_number,
        "active": account.active,
    }
