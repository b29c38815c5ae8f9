"""Accounts (政务新媒体账号) at the browser: registered, changed, closed by the system administrator."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from app.accounts.models import Account
from app.accounts.registry import (
    AccountFacts,
    change_account,
    get_account,
    list_accounts,
    open_account,
    set_active,
)
from app.content import MAX_REMARK
from app.errors import AppError, Invalid
from app.ledger.reading import entries_about
from app.people.changes import SYSTEM_ADMIN
from app.people.roles import ADMINISTRATORS
from app.review.policies import policy_for, statements
from app.runtime import Runtime
from app.web.forms import Form
from app.web.rendering import page, see_other
from app.web.session import FormDep, RuntimeDep, Visitor, VisitorDep
from app.web.telling import HISTORY

router = APIRouter()

EVENTS = ("account.created", "account.changed", "account.closed", "account.reopened", "policy.changed")
STATES = {"active": "在用", "closed": "已停用"}
ACTS = ("change", "close", "reopen")
KEYWORDS = 100
DONE = {
    "created": "账号已登记。",
    "change": "账号信息已保存。",
    "close": "账号已停用，不再接收新稿件；已签发的内容不受影响。",
    "reopen": "账号已恢复。",
}
Code = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=50)]


@router.get("/accounts")
def show_accounts(visitor: VisitorDep, runtime: RuntimeDep, q: str = "", state: str = "active") -> Response:
    """The accounts that mention `q`, of a state."""
    return _list_page(visitor, runtime, q.strip().replace("\0", ""), state)


@router.post("/accounts")
def add_account(visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Register an account."""
    admin = visitor.person
    actor = admin.actor(admin.need(SYSTEM_ADMIN))
    try:
        code, facts = form.code("code", "代码"), facts_of(form)
        with runtime.database.write() as db:
            open_account(db, runtime.ring, admin.org, code, facts, actor)
    except AppError as error:
        return _list_page(visitor, runtime, "", "active", form=form, error=error)
    return see_other(f"/accounts/{code}?done=created")


@router.get("/accounts/{code}")
def show_account(code: Code, visitor: VisitorDep, runtime: RuntimeDep, done: str = "") -> Response:
    """An account with its policy and what the ledger says of it."""
    return _account_page(visitor, runtime, code, notice=DONE.get(done, ""))


@router.post("/accounts/{code}")
def edit_account(code: Code, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Change what is stated of the account, close it, open it again."""
    admin = visitor.person
    actor = admin.actor(admin.need(SYSTEM_ADMIN))
    try:
        act = form.choice("act", "操作", ACTS)
        facts = facts_of(form) if act == "change" else None
        with runtime.database.write() as db:
            if facts:
                change_account(db, runtime.ring, admin.org, code, facts, actor)
            else:
                set_active(db, runtime.ring, admin.org, code, act == "reopen", actor)
    except AppError as error:
        return _account_page(visitor, runtime, code, form=form, error=error)
    return see_other(f"/accounts/{code}?done={act}")


def facts_of(form: Form) -> AccountFacts:
    """What the form states of an account; keywords stand between blanks, commas or 、."""
    keywords = form.text("keywords", "关键词", MAX_REMARK).replace("，", " ").replace("、", " ").split()
    if len(keywords) > KEYWORDS:
        raise Invalid("too_long", f"关键词最多 {KEYWORDS} 个。")
    return AccountFacts(
        name=form.need("name", "名称"),
        platform=form.need("platform", "平台", 50),
        duties=form.need("duties", "职责", MAX_REMARK),
        keywords=tuple(keywords),
        filing_number=form.text("filing_number", "备案编号", 100),
    )


def _list_page(
    visitor: Visitor,
    runtime: Runtime,
    q: str,
    state: str,
    *,
    form: Form | None = None,
    error: AppError | None = None,
) -> Response:
    person = visitor.person
    person.need(ADMINISTRATORS)
    active = {"active": True, "closed": False}.get(state)
    with runtime.database.read() as db:
        return page(
            "accounts.html",
            visitor,
            error.status if error else 200,
            accounts=list_accounts(db, person.org, q=q, active=active),
            keeps=bool(SYSTEM_ADMIN & person.roles),
            wanted={"q": q, "state": state},
            states=STATES,
            form=form or Form(),
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
    person.need(ADMINISTRATORS)
    with runtime.database.read() as db:
        account = get_account(db, person.org, code)
        typed = form if form and form.get("act") == "change" else None
        return page(
            "account.html",
            visitor,
            error.status if error else 200,
            account=account,
            policy=policy_for(statements(db, person.org), account),
            history=entries_about(db, person.org, EVENTS, HISTORY, account=code),
            keeps=bool(SYSTEM_ADMIN & person.roles),
            form=typed or _as_form(account),
            notice=notice,
            error=error,
        )


def _as_form(account: Account) -> Form:
    names = ("name", "platform", "duties", "keywords", "filing_number")
    return Form((name, getattr(account, name)) for name in names)
