"""The policy (审签规则) at the browser: who signs what and by when, of the office and of each account."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Response

from app.accounts.registry import get_account, list_accounts
from app.content import MAX_REMARK
from app.errors import AppError, Invalid
from app.ledger.reading import entries_about
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
from app.review.routing import LEVELS
from app.review.stages import STAGES
from app.runtime import Runtime
from app.web.administration.account_pages import Code
from app.web.forms import Form
from app.web.navigation import LEXICON_READERS
from app.web.rendering import page, see_other
from app.web.session import FormDep, RuntimeDep, Visitor, VisitorDep
from app.web.telling import HISTORY
from app.web.words import VERDICTS

router = APIRouter()

EVENTS = ("policy.changed",)
DONE = "审签规则已变更：由谁终审即时生效，时限自稿件进入下一环节起适用。"


@router.get("/policy")
def show_policy(visitor: VisitorDep, runtime: RuntimeDep, q: str = "", done: str = "") -> Response:
    """The office's policy, and what is in force for the accounts that mention `q`."""
    return _office_page(visitor, runtime, q=q.strip().replace("\0", ""), notice=DONE if done else "")


@router.post("/policy")
def state_office_policy(visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """State the office's policy."""
    try:
        _state(visitor, runtime, None, form)
    except AppError as error:
        return _office_page(visitor, runtime, form=form, error=error)
    return see_other("/policy?done=1")


@router.get("/policy/{code}")
def show_account_policy(code: Code, visitor: VisitorDep, runtime: RuntimeDep, done: str = "") -> Response:
    """What is stricter for one account."""
    return _account_page(visitor, runtime, code, notice=DONE if done else "")


@router.post("/policy/{code}")
def state_account_policy(code: Code, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """State what is stricter for one account."""
    try:
        _state(visitor, runtime, code, form)
    except AppError as error:
        return _account_page(visitor, runtime, code, form=form, error=error)
    return see_other(f"/policy/{code}?done=1")


def _state(visitor: Visitor, runtime: Runtime, code: str | None, form: Form) -> None:
    admin = visitor.person
    admin.need(SECURITY)
    floor = form.get("principal_from")
    ready = reasons_of(form) if code is None else None
    statement = Statement(floor if floor in LEVELS else None, hours_of(form), ready)
    reason = form.need("reason", "变更理由", MAX_REMARK)
    with runtime.database.write() as db:
        account = get_account(db, admin.org, code) if code is not None else None
        state_policy(db, runtime.ring, admin, account, statement, reason)


def reasons_of(form: Form) -> dict[str, list[str]]:
    """The ready reasons of the form's fields `ready-accepted` …, one a line."""
    lines = {verdict: form.get(f"ready-{verdict}").split("\n") for verdict in VERDICTS}
    return {verdict: [line for line in each if line.strip()] for verdict, each in lines.items()}


def hours_of(form: Form) -> dict[str, dict[str, int]]:
    """The hours of the form's fields `general-first_review` …; an empty field states nothing."""
    return {level: dict(_row(form, level)) for level in LEVELS}


def _row(form: Form, level: str) -> Iterator[tuple[str, int]]:
    for stage in STAGES:
        value = form.get(f"{level}-{stage}").strip()
        if value and not (value.isascii() and value.isdecimal() and len(value) < 6):
            raise Invalid("bad_policy", "时限应是整数小时。")
        if value:
            yield stage.value, int(value)


def _office_page(
    visitor: Visitor,
    runtime: Runtime,
    *,
    q: str = "",
    form: Form | None = None,
    notice: str = "",
    error: AppError | None = None,
) -> Response:
    person = visitor.person
    person.need(LEXICON_READERS)
    with runtime.database.read() as db:
        stated = statements(db, person.org)
        accounts = list_accounts(db, person.org, q=q, active=None)
        policy = policy_for(stated)
        return page(
            "policy.html",
            visitor,
            error.status if error else 200,
            policy=policy,
            accounts=[(one, policy_for(stated, one), one.id in stated) for one in accounts],
            history=entries_about(db, person.org, EVENTS, HISTORY),
            keeps=bool(SECURITY & person.roles),
            form=form
            or form_of(Statement(policy.principal_from, policy.hours, ready_reasons(stated.values()))),
            stages=STAGES,
            longest=LONGEST,
            most_reasons=MOST_REASONS,
            longest_reason=LONGEST_REASON,
            q=q,
            notice=notice,
            error=error,
        )


def _account_page(
    visitor: Visitor,
    runtime: Runtime,
    code: str,
    *,
    form: Form | None = None,
    notice: str = "",
    error: AppError | None = None,
) -> Response:
    person = visitor.person
    person.need(LEXICON_READERS)
    with runtime.database.read() as db:
        account = get_account(db, person.org, code)
        stated = statements(db, person.org)
        own = stated.get(account.id)
        said = Statement(own.principal_from, own.hours) if own else Statement(None, {})
        return page(
            "policy_account.html",
            visitor,
            error.status if error else 200,
            account=account,
            whole=policy_for(stated),
            policy=policy_for(stated, account),
            history=entries_about(db, person.org, EVENTS, HISTORY, account=code),
            keeps=bool(SECURITY & person.roles),
            form=form or form_of(said),
            stages=STAGES,
            notice=notice,
            error=error,
        )


def form_of(statement: Statement) -> Form:
    """A statement as the form shows it."""
    fields = [("principal_from", statement.principal_from or "")]
    for level, row in statement.hours.items():
        fields += [(f"{level}-{stage}", str(hours)) for stage, hours in row.items()]
    for verdict, reasons in (statement.ready_reasons or {}).items():
        fields.append((f"ready-{verdict}", "\n".join(reasons)))
    return Form(fields)
