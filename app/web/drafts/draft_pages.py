"""The draft page (审稿页): the text with its findings, the signatures, the history, what may be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Response
from sqlalchemy.orm import Session

from app.certificates.register import certificate_of
from app.errors import AppError, Forbidden
from app.people.callers import PersonCaller
from app.people.roles import REVIEWERS, Role
from app.review.checklists import CHECKLISTS
from app.review.history import history, to_answer
from app.review.models import Disposition, Draft, Version
from app.review.policies import ready_reasons
from app.review.policy import may_decide, may_edit, may_revoke, may_set_level, may_withdraw
from app.review.queries import dispositions, etag, get_draft, signoffs
from app.review.routing import LEVELS
from app.review.stages import EDITABLE, IN_FORCE, STAGES, SUBMITTABLE, Status, earlier_stages
from app.review.waiting import reasons
from app.rulesets.suppressing import LONGEST
from app.rulesets.suppressions import today
from app.web.drafts.reading import Part, is_long, part_of
from app.web.drafts.review_view import review_view
from app.web.forms import Form
from app.web.rendering import page
from app.web.session import RuntimeDep, Visitor, VisitorDep
from app.web.text.commented import Commented, commented
from app.web.text.highlight import highlight
from app.web.text.shown import marks_in, shown_findings

router = APIRouter()

NO_COMMENTS = Commented()
NAME = 40
"""Characters of a title that a notice repeats."""
DONE = {
    "created": "稿件已保存并完成检查。提交之前可以继续修改。",
    "edited": "修改已保存并重新检查。此前的审签全部作废，须重新提交。",
    "adopted": "建议已采用，稿件已重新检查。此前的审签全部作废，须重新提交。",
    "submit": "已提交审核。现在到了哪一步、该由谁审，见下面一行；有了结果会通知您。",
    "withdraw": "稿件已撤回。",
    "revoke": "签发已撤销，凭证即时失效。",
    "suppression": "误报豁免已申请，由安全管理员办理。",
    "relevant": "已记下：与职责相关。今后的判断会参考您的认定。",
}
DECIDED = {"approve": "已签署", "return": "已退回", "reject": "已否决"}


@dataclass(frozen=True, slots=True)
class Acts:
    """What a person may do with a draft now; `refused` says why a reviewer may not decide."""

    edits: bool
    submits: bool
    signs: bool
    decides: bool
    suppresses: bool
    withdraws: bool
    revokes: bool
    refused: str


@router.get("/drafts/{draft_id:uuid}")
def show_draft(
    draft_id: UUID,
    visitor: VisitorDep,
    runtime: RuntimeDep,
    done: str = "",
    of: UUID | None = None,
    part: Annotated[int, Query(ge=0, le=10**6)] = 0,
) -> Response:
    """The draft as the visitor may see it; `done` names the act that led here, `of` the draft it was done to.

    `part` is the page of a long text that is read page by page; 0 shows the whole.
    """
    with runtime.database.read() as db:
        draft = get_draft(db, visitor.person, draft_id.hex)
        notice, finished = DONE.get(done, ""), draft.id if done == "submit" else ""
        if of and done in DECIDED:
            decided = get_draft(db, visitor.person, of.hex)
            notice, finished = _decided(decided, draft, done), decided.id
        form = Form([("part", str(part))])
        return draft_page(db, visitor, draft, form, notice=notice, finished=finished)


def _decided(decided: Draft, draft: Draft, done: str) -> str:
    name = decided.title.strip() or "（无标题）"
    short = name if len(name) <= NAME else f"{name[: NAME - 1]}…"
    what = "下一件：" if decided.id != draft.id else "待您审核的稿件已全部处理。"
    return f"{DECIDED[done]}《{short}》。{what}"


def draft_page(
    db: Session,
    visitor: Visitor,
    draft: Draft,
    form: Form,
    *,
    notice: str = "",
    finished: str = "",
    error: AppError | None = None,
) -> Response:
    """The page, with what was typed and the error where an act was refused.

    `finished` is the draft whose opinion has arrived: what the browser kept of it is no longer wanted.
    """
    acts = acts_of(db, draft, visitor.person)
    comments = commented(db, draft, visitor.person)
    part = part_of(draft.current.body, form.number("part") if acts.decides else 0)
    stage = Status.FIRST_REVIEW if acts.submits else Status(draft.status)
    told = history(db, draft)
    return page(
        "draft.html",
        visitor,
        error.status if error else 200,
        draft=draft,
        match=etag(draft),
        acts=acts,
        checklist=CHECKLISTS.get(stage, {}) if acts.signs else {},
        ready=ready_reasons(draft.policies) if acts.signs else {},
        return_to=earlier_stages(stage) if acts.decides else (),
        levels=_levels(draft, visitor.person) if acts.decides else (),
        stages=STAGES,
        signed={decision.stage: decision for decision in signoffs(db, draft)},
        certificate=certificate_of(db, draft.id, draft.version),
        history=told,
        back=to_answer(draft, told),
        why=reasons(db, draft.org_id, [draft])[draft.id] if draft.status in STAGES else "",
        last_change=next(act for act in reversed(told) if not act["event"].startswith("comment.")),
        today=today(),
        longest=LONGEST,
        form=form,
        notice=notice,
        finished=finished,
        error=error,
        comments=comments,
        part=part,
        is_long=is_long(draft.current.body),
        **(review_view(db, visitor, draft) if acts.decides else {}),
        **scan_view(draft.current, dispositions(db, draft, draft.version), comments, part),
    )


def scan_view(
    version: Version,
    said: Iterable[Disposition],
    comments: Commented = NO_COMMENTS,
    part: Part | None = None,
) -> dict[str, Any]:
    """A version's text, or a part of it, with its findings and comments, for the templates."""
    part = part or part_of(version.body, 0)
    scan = orjson.loads(version.scan)
    found = shown_findings(scan["findings"], said)
    return {
        "version": version,
        "scan": scan,
        "findings": found,
        "hidden": len(scan["findings"]) - len(found),
        "marked_title": highlight(version.title, marks_in(found, "title"), comments.notes("title")),
        "marked_body": highlight(
            version.body[part.start : part.end],
            part.within(marks_in(found, "body")),
            part.within(comments.notes("body")),
        ),
    }


def acts_of(db: Session, draft: Draft, person: PersonCaller) -> Acts:
    """What the policy lets this person do with the draft as it stands."""
    status = Status(draft.status)
    refusal = _refusal(db, draft, status, person)
    edits = _allowed(lambda: may_edit(draft, person))
    submits = edits and status in SUBMITTABLE
    decides = status in STAGES and bool(person.roles & REVIEWERS) and refusal is None
    return Acts(
        edits=edits and status in EDITABLE,
        submits=submits,
        signs=decides or (submits and Role.EDITOR in person.roles),
        decides=decides,
        suppresses=bool(person.roles & REVIEWERS),
        withdraws=status in EDITABLE and _allowed(lambda: may_withdraw(draft, person)),
        revokes=status in IN_FORCE and _allowed(lambda: may_revoke(person)),
        # Whose role this stage is not did not come to decide; who will stands at the head of the page.
        refused=refusal.detail if refusal and refusal.code != "forbidden" else "",
    )


def _refusal(db: Session, draft: Draft, status: Status, person: PersonCaller) -> Forbidden | None:
    if status not in STAGES or not person.roles & REVIEWERS:
        return None
    try:
        may_decide(db, draft, status, person)
    except Forbidden as refusal:
        return refusal
    return None


def _allowed(check: Callable[[], object]) -> bool:
    try:
        check()
    except Forbidden:
        return False
    return True


def _levels(draft: Draft, person: PersonCaller) -> list[str]:
    def check(level: str) -> Callable[[], None]:
        return lambda: may_set_level(draft, level, person)

    return [level for level in LEVELS if _allowed(check(level))]
