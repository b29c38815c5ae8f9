"""False alarms of the office (误报豁免) at the browser: asked for at a finding, decided, listed, ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter, Response

from app.content import MAX_REMARK
from app.db import now
from app.errors import AppError, Invalid
from app.people.callers import PersonCaller
from app.people.roles import REVIEWERS, Role
from app.review.false_alarms import alarm_in, silenced
from app.review.queries import get_draft
from app.rulesets.alarms import Alarm, alarm_of, raised
from app.rulesets.state import revision_of
from app.rulesets.suppressing import LONGEST, TITLES, Basis, Proposal, approve, end, propose, refuse
from app.rulesets.suppressions import READERS, State, list_suppressions, today
from app.runtime import Runtime
from app.web.drafts.draft_pages import draft_page
from app.web.forms import Form
from app.web.rendering import page, see_other
from app.web.session import FormDep, RuntimeDep, Visitor, VisitorDep

router = APIRouter()

PAGE = 30
"""Suppressions on one page of the list."""
COUNTED = timedelta(days=90)
"""How far back the list counts what was silenced."""
DONE = {
    "propose": "豁免已申请，由安全管理员办理。",
    "approve": "豁免已批准，即时生效；审核中的稿件将自动重新检查。",
    "refuse": "豁免申请已驳回。",
    "end": "豁免已终止，该问题重新提示。",
}


@router.get("/suppressions")
def show_suppressions(
    visitor: VisitorDep, runtime: RuntimeDep, state: str = "", cursor: str = "", done: str = ""
) -> Response:
    """The office's suppressions, the newest first, all or those of one state."""
    chosen = State(state) if state in set(State) else None
    return _list_page(visitor, runtime, chosen, cursor, notice=DONE.get(done, ""))


@router.post("/suppressions/{id:uuid}")
def decide_suppression(id: UUID, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Approve, refuse or end one."""
    visitor.person.need(READERS)
    try:
        act = form.choice("act", "操作", ACTS)
        ACTS[act](runtime, visitor.person, id.hex, form)
    except AppError as error:
        return _list_page(visitor, runtime, None, "", form=form, error=error)
    return see_other(f"/suppressions?done={act}")


@router.post("/suppressions")
def ask_for_file(visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Ask that a finding of a file that was checked be silenced; the file itself is not kept."""
    reviewer = visitor.person
    reviewer.need(REVIEWERS)
    try:
        text, phrase = form.need("text", "误报的文字", MAX_REMARK), form.text("phrase", "所在词句")
        sentence = form.text("sentence", "所在的整句", MAX_REMARK)
        found = raised(runtime.rules.of(reviewer.org), form.get("rule"), text, sentence)
        proposal = _proposal(form, alarm_of(*found, phrase), None)
        with runtime.database.write() as db:
            propose(db, runtime.ring, reviewer, proposal)
    except AppError as error:
        facts = {"today": today(), "longest": LONGEST, "form": form, "error": error}
        return page("suppression_new.html", visitor, error.status, **facts)
    return see_other("/suppressions?done=propose")


@router.post("/drafts/{draft_id:uuid}/suppressions")
def ask_for_suppression(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Ask that a finding of the draft be silenced for the office."""
    reviewer = visitor.person
    reviewer.need(REVIEWERS)
    try:
        _propose(runtime, reviewer, draft_id.hex, form)
    except AppError as error:
        with runtime.database.read() as db:
            return draft_page(db, visitor, get_draft(db, reviewer, draft_id.hex), form, error=error)
    return see_other(f"/drafts/{draft_id.hex}?done=suppression")


def _propose(runtime: Runtime, reviewer: PersonCaller, draft_id: str, form: Form) -> None:
    phrase = form.text("phrase", "所在词句")
    with runtime.database.write() as db:
        draft = get_draft(db, reviewer, draft_id)
        account = draft.account.code if form.get("only_account") else None
        alarm = alarm_in(db, reviewer, draft_id, form.get("finding"), phrase)
        propose(db, runtime.ring, reviewer, _proposal(form, alarm, account), draft_id)


def _proposal(form: Form, alarm: Alarm, account: str | None) -> Proposal:
    reason = form.need("reason", "为什么是误报", MAX_REMARK)
    ends_on = form.date("ends_on", "截止日期")
    if ends_on is None:
        raise Invalid("field_missing", "请填写“截止日期”。")
    return Proposal(alarm, reason, ends_on, account)


def _approve(runtime: Runtime, person: PersonCaller, id: str, form: Form) -> None:
    basis = _basis(runtime, person)
    with runtime.database.write() as db:
        approve(db, runtime.ring, person, id, form.text("comment", "意见", MAX_REMARK), basis)
    runtime.rules.refresh()


def _refuse(runtime: Runtime, person: PersonCaller, id: str, form: Form) -> None:
    with runtime.database.write() as db:
        refuse(db, runtime.ring, person, id, form.need("comment", "驳回理由", MAX_REMARK))


def _end(runtime: Runtime, person: PersonCaller, id: str, form: Form) -> None:
    basis = _basis(runtime, person)
    with runtime.database.write() as db:
        end(db, runtime.ring, person, id, form.need("comment", "终止理由", MAX_REMARK), basis)
    runtime.rules.refresh()


ACTS: dict[str, Callable[[Runtime, PersonCaller, str, Form], None]] = {
    "approve": _approve,
    "refuse": _refuse,
    "end": _end,
}


def _basis(runtime: Runtime, person: PersonCaller) -> Basis:
    with runtime.database.read() as db:
        revision = revision_of(db, person.org)
    runtime.rules.fresh(person.org)
    return Basis(runtime.rules.unsuppressed(person.org), revision)


def _list_page(
    visitor: Visitor,
    runtime: Runtime,
    chosen: State | None,
    cursor: str,
    *,
    form: Form | None = None,
    notice: str = "",
    error: AppError | None = None,
) -> Response:
    person = visitor.person
    person.need(READERS)
    with runtime.database.read() as db:
        listing = list_suppressions(db, person, state=chosen, limit=PAGE, cursor=cursor or None)
        return page(
            "suppressions.html",
            visitor,
            error.status if error else 200,
            listing=listing,
            chosen=chosen or "",
            states=TITLES,
            today=today(),
            counts=silenced(db, person.org, now() - COUNTED) if listing.items else {},
            decides=Role.SECURITY_ADMIN in person.roles,
            form=form or Form(),
            notice=notice,
            error=error,
        )
