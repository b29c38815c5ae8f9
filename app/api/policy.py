"""`/policy`: who signs what, and by when (审签规则), stated by the security administrator (安全管理员)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from pydantic import Field, StringConstraints

from app.accounts.models import Account
from app.accounts.registry import get_account, list_accounts
from app.api.answers import answer
from app.api.deps import PersonDep, RuntimeDep
from app.api.fields import API, NO_NUL, Level, Model, Reason, problems
from app.api.paths import ObjectId
from app.people.callers import PersonCaller
from app.review.models import PolicyRecord
from app.review.policies import (
    LONGEST,
    LONGEST_REASON,
    MOST_REASONS,
    SECURITY,
    Statement,
    policy_for,
    ready_reasons,
    state_policy,
    statements,
)
from app.runtime import Runtime

router = APIRouter(prefix=f"{API}/policy", tags=["管理"], responses=problems())

Stage = Literal["first_review", "second_review", "final_review"]
Hours = dict[Level, dict[Stage, Annotated[int, Field(ge=1, le=LONGEST)]]]


ReasonText = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_REASON, pattern=NO_NUL)]
ReasonTexts = Annotated[list[ReasonText], Field(max_length=MOST_REASONS)]


class ReadyReasonsIn(Model):
    """Reasons that are ready for disposing of a finding (现成理由), by verdict."""

    false_positive: ReasonTexts
    accepted: ReasonTexts


class PolicyIn(Model):
    """The organisation's policy, whole; `ready_reasons` stay as they are where they are left out."""

    principal_from: Level
    hours: Hours
    ready_reasons: ReadyReasonsIn | None = None
    reason: Reason


class AccountPolicyIn(Model):
    """What is stricter for an account; what is left out is as the organisation has it."""

    principal_from: Level | None = None
    hours: Annotated[Hours, Field(default_factory=dict)]
    reason: Reason


@router.get("", summary="审签规则")
def read_policy(person: PersonDep, runtime: RuntimeDep) -> Response:
    """What is in force for the organisation and for each account; everybody in it may see it."""
    with runtime.database.read() as db:
        stated = statements(db, person.org)
        accounts = [account_view(stated, one) for one in list_accounts(db, person.org, active=None)]
        ready = ready_reasons(stated.values())
        return answer({**view(stated), "ready_reasons": ready, "accounts": accounts})


@router.put("", summary="变更单位审签规则")
def edit_policy(body: PolicyIn, admin: PersonDep, runtime: RuntimeDep) -> Response:
    """State the organisation's policy; it counts at once for who signs, for deadlines from the next stage."""
    ready = body.ready_reasons.model_dump() if body.ready_reasons else None
    statement = Statement(body.principal_from, _plain(body.hours), ready)
    return _state(runtime, admin, None, statement, body.reason)


@router.put("/accounts/{code}", summary="变更账号审签规则", responses=problems(404))
def edit_account_policy(
    code: ObjectId, body: AccountPolicyIn, admin: PersonDep, runtime: RuntimeDep
) -> Response:
    """State what is stricter for one account; nothing stated takes it back to the organisation's."""
    return _state(runtime, admin, code, Statement(body.principal_from, _plain(body.hours)), body.reason)


def _state(
    runtime: Runtime, admin: PersonCaller, code: str | None, statement: Statement, reason: str
) -> Response:
    admin.need(SECURITY)
    with runtime.database.write() as db:
        account = get_account(db, admin.org, code) if code is not None else None
        state_policy(db, runtime.ring, admin, account, statement, reason)
        stated = statements(db, admin.org)
        return answer(account_view(stated, account) if account else view(stated))


def _plain(hours: Hours) -> dict[str, dict[str, int]]:
    return {level: dict(row.items()) for level, row in hours.items()}


def view(stated: Mapping[str, PolicyRecord], account: Account | None = None) -> dict[str, Any]:
    """What is in force, as JSON."""
    policy = policy_for(stated, account)
    return {"principal_from": policy.principal_from, "hours": policy.hours}


def account_view(stated: Mapping[str, PolicyRecord], account: Account) -> dict[str, Any]:
    """What is in force for an account, and what of it the account states itself."""
    own = stated.get(account.id)
    said = {"principal_from": own.principal_from, "hours": own.hours} if own else None
    return {"account": account.code, **view(stated, account), "stated": said}
