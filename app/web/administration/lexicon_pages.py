"""The lists of an office (词库) at the browser: in use, waiting, every version, and who decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlalchemy.orm import Session

from app.content import MAX_REMARK
from app.errors import AppError, NotFound
from app.people.callers import PersonCaller
from app.review.previewing import previewed
from app.review.rescanning import count_outdated
from app.rulesets.lists import difference, get_version, in_state, standing, versions
from app.rulesets.models import LexiconVersion, State
from app.rulesets.previews import keep
from app.rulesets.proposals import (
    SECURITY,
    Change,
    approve,
    check_approval,
    refuse,
    reversion,
    withdraw,
)
from app.rulesets.suppressions import count_proposed
from app.runtime import Runtime
from app.web.forms import Form
from app.web.navigation import LEXICON_READERS
from app.web.rendering import page, see_other
from app.web.session import FormDep, RuntimeDep, Visitor, VisitorDep

router = APIRouter()

SHOWN_TERMS = 200
"""Terms of each kind that a comparison lists; it counts them all."""
DONE = {
    "proposed": "变更已提出，请另一位安全管理员批准。",
    "approve": "变更已批准，各服务进程数秒内启用；审核中的稿件将自动重新检查。",
    "refuse": "变更已驳回。",
    "withdraw": "变更已撤回。",
}
Name = Annotated[str, Path(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]


@router.get("/lexicons")
def show_lexicons(visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """The office's own lists, and those that are shipped."""
    visitor.person.need(LEXICON_READERS)
    with runtime.database.read() as db:
        return page(
            "lexicons.html",
            visitor,
            own=standing(db, visitor.person.org),
            shipped=runtime.rules.base.lists,
            digest=_digest(runtime, visitor.person),
            alarms=count_proposed(db, visitor.person.org),
            left=count_outdated(db, visitor.person.org),
            keeps=_keeps(visitor),
        )


@router.get("/lexicon-rescan")
def show_rescan(visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """How far the rules in force have come to the drafts in review, for a page that is open."""
    visitor.person.need(LEXICON_READERS)
    with runtime.database.read() as db:
        return page("rescan.html", visitor, left=count_outdated(db, visitor.person.org))


@router.get("/lexicons/{name}")
def show_lexicon(name: Name, visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """One list with its versions."""
    return _list_page(visitor, runtime, name, Form())


@router.post("/lexicons/{name}")
def change_lexicon(name: Name, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Preview what it would be to bring an older version back, or to do without the list."""
    admin = visitor.person
    try:
        reason = form.need("reason", "理由", MAX_REMARK)
        number = form.get("version")
        change = (
            reversion(runtime.database, admin, name, int(number), reason)
            if number.isdecimal() and len(number) < 10
            else Change(name, None, reason)
        )
        change = previewed(runtime.database, runtime.rules, admin, change)
        with runtime.database.write() as db:
            preview = keep(db, admin, change)
    except AppError as error:
        return _list_page(visitor, runtime, name, form, error)
    return see_other(f"/lexicons/{name}/preview/{preview}")


@router.get("/lexicons/{name}/versions/{n:int}")
def show_version(
    name: Name, n: int, visitor: VisitorDep, runtime: RuntimeDep, against: int = -1, done: str = ""
) -> Response:
    """One version: its preview, what it changes, and the decision on it."""
    return _version_page(visitor, runtime, name, n, Form(), against=against, notice=DONE.get(done, ""))


@router.post("/lexicons/{name}/versions/{n:int}")
def decide_version(name: Name, n: int, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Approve, refuse or withdraw a proposed version."""
    try:
        act = form.choice("act", "意见", ACTS)
        ACTS[act](runtime, visitor.person, name, n, form)
    except AppError as error:
        return _version_page(visitor, runtime, name, n, form, error=error)
    return see_other(f"/lexicons/{name}/versions/{n}?done={act}")


def _approve(runtime: Runtime, admin: PersonCaller, name: str, n: int, form: Form) -> None:
    comment = form.text("comment", "意见", MAX_REMARK)
    candidate = check_approval(runtime.database, runtime.rules, admin, name, n)
    with runtime.database.write() as db:
        approve(db, runtime.ring, admin, name, n, candidate, comment)
    runtime.rules.refresh()


def _refuse(runtime: Runtime, admin: PersonCaller, name: str, n: int, form: Form) -> None:
    comment = form.need("comment", "驳回理由", MAX_REMARK)
    with runtime.database.write() as db:
        refuse(db, runtime.ring, admin, name, n, comment)


def _withdraw(runtime: Runtime, admin: PersonCaller, name: str, n: int, form: Form) -> None:
    comment = form.need("comment", "撤回理由", MAX_REMARK)
    with runtime.database.write() as db:
        withdraw(db, runtime.ring, admin, name, n, comment)


ACTS: dict[str, Callable[[Runtime, PersonCaller, str, int, Form], None]] = {
    "approve": _approve,
    "refuse": _refuse,
    "withdraw": _withdraw,
}


def _list_page(
    visitor: Visitor, runtime: Runtime, name: str, form: Form, error: AppError | None = None
) -> Response:
    visitor.person.need(LEXICON_READERS)
    with runtime.database.read() as db:
        return page(
            "lexicon.html",
            visitor,
            error.status if error else 200,
            name=name,
            versions=versions(db, visitor.person.org, name),
            keeps=_keeps(visitor),
            form=form,
            error=error,
        )


def _version_page(
    visitor: Visitor,
    runtime: Runtime,
    name: str,
    n: int,
    form: Form,
    *,
    against: int = -1,
    notice: str = "",
    error: AppError | None = None,
) -> Response:
    person = visitor.person
    person.need(LEXICON_READERS)
    with runtime.database.read() as db:
        version = _version(db, person.org, name, n)
        other = _other(db, version, against)
        return page(
            "lexicon_version.html",
            visitor,
            error.status if error else 200,
            version=version,
            other=other,
            found=difference(other.content if other else None, version.content),
            shown=SHOWN_TERMS,
            keeps=_keeps(visitor),
            is_own=version.proposed_by == person.id,
            left=count_outdated(db, person.org),
            form=form,
            notice=notice,
            error=error,
        )


def _version(db: Session, org: str, name: str, n: int) -> LexiconVersion:
    # A number beyond these may be too large for the database's column.
    if not 1 <= n < 2**31:
        raise NotFound("词库版本")
    return get_version(db, org, name, n, content=True)


def _other(db: Session, version: LexiconVersion, against: int) -> LexiconVersion | None:
    """What a version is compared with: the one asked for, else the one in use, else the one before it."""
    org, name = version.org_id, version.name
    if against > 0:
        return _version(db, org, name, against)
    active = in_state(db, org, name, State.ACTIVE)
    if active and active.number < version.number:
        return active
    return _version(db, org, name, version.number - 1) if version.number > 1 else None


def _digest(runtime: Runtime, person: PersonCaller) -> str:
    try:
        return runtime.rules.of(person.org).digest
    except AppError:
        return ""


def _keeps(visitor: Visitor) -> bool:
    return bool(visitor.person.roles & SECURITY)
