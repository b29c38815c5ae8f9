"""Submitting and deciding: each act checks, changes and logs in one transaction."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from app.db import now
from app.errors import Conflict, Invalid
from app.keys import KeyRing
from app.people.callers import Caller, PersonCaller
from app.people.roles import REVIEWERS, Role
from app.review.acts import log_act, move, void_approvals
from app.review.checklists import need_complete
from app.review.content import Scanned
from app.review.findings import Word, as_rows, findings_of, need_disposed, need_known
from app.review.models import Decision, Draft
from app.review.notices import announce
from app.review.policy import may_decide, may_edit, may_set_level
from app.review.queries import check_match, dispositions, lock_draft
from app.review.releasing import release
from app.review.rescanning import take_rescan
from app.review.routing import rank
from app.review.stages import (
    STAGES,
    SUBMITTABLE,
    TITLES,
    Action,
    Status,
    after_approval,
    earlier_stages,
    stages_from,
)

EVENTS = {"approve": "draft.approved", "return": "draft.returned", "reject": "draft.rejected"}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a signer states (审核意见). `level` and `return_to` are for decisions only."""

    content_sha256: str
    checklist: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()
    comment: str = ""
    level: str | None = None
    return_to: Status | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One signer's opinion at one stage, with the scan to sign under the ruleset in force, if it is newer."""

    action: Action
    opinion: Opinion
    rescanned: Scanned | None = field(default=None)


def submit(db: Session, ring: KeyRing, caller: Caller, draft_id: str, match: str | None, act: Act) -> Draft:
    """Submit a draft: an editor signs 初审 by it; from anybody else it goes to `first_review`."""
    draft = lock_draft(db, caller, draft_id)
    check_match(draft, match)
    may_edit(draft, caller)
    if draft.status not in SUBMITTABLE:
        raise Conflict("wrong_stage", f"稿件{TITLES[Status(draft.status)]}，不能再次提交。")
    _need_current(draft, act.opinion)
    take_rescan(db, ring, caller.actor(), draft, act.rescanned)
    need_known(findings_of(draft.current.scan), act.opinion.words)
    if act.opinion.words and not isinstance(caller, PersonCaller):
        raise Invalid("dispositions_need_person", "问题处置须由人员署名，接口密钥不能处置。")
    draft.round += 1
    if isinstance(caller, PersonCaller) and Role.EDITOR in caller.roles:
        _sign(db, draft, Status.FIRST_REVIEW, caller, Role.EDITOR, act)
        _log(db, ring, caller, "draft.submitted", draft, act, Status.FIRST_REVIEW, Role.EDITOR)
        move(draft, Status.SECOND_REVIEW)
    else:
        if isinstance(caller, PersonCaller):
            db.add_all(as_rows(draft, act.opinion.words, Status.EDITING, caller.id, now()))
        _log(db, ring, caller, "draft.submitted", draft, act, None, None)
        move(draft, Status.FIRST_REVIEW)
    announce(db, draft, caller)
    return draft


def decide(
    db: Session,
    ring: KeyRing,
    reviewer: PersonCaller,
    draft_id: str,
    match: str | None,
    act: Act,
    certificate_ttl: timedelta,
) -> Draft:
    """Decide the draft's present stage. The last approval releases it, in the same transaction."""
    reviewer.need(REVIEWERS)
    draft = lock_draft(db, reviewer, draft_id)
    check_match(draft, match)
    stage = Status(draft.status)
    if stage not in STAGES:
        raise Conflict("wrong_stage", f"稿件{TITLES[stage]}，现在没有需要审核的环节。")
    _need_current(draft, act.opinion)
    take_rescan(db, ring, reviewer.actor(), draft, act.rescanned)
    role = may_decide(db, draft, stage, reviewer)
    _set_level(db, draft, stage, reviewer, act)
    need_known(findings_of(draft.current.scan), act.opinion.words)
    _need_comment(act)
    _sign(db, draft, stage, reviewer, role, act)
    _log(db, ring, reviewer, EVENTS[act.action], draft, act, stage, role)
    _take_effect(db, ring, reviewer, draft, stage, act, certificate_ttl)
    announce(db, draft, reviewer)
    return draft


def _take_effect(
    db: Session,
    ring: KeyRing,
    reviewer: PersonCaller,
    draft: Draft,
    stage: Status,
    act: Act,
    certificate_ttl: timedelta,
) -> None:
    if act.action == "reject":
        move(draft, Status.REJECTED)
    elif act.action == "return":
        _take_back(db, draft, stage, act.opinion.return_to)
    elif stage is Status.FINAL_REVIEW:
        move(draft, Status.RELEASED)
        release(db, ring, reviewer.actor(), draft, certificate_ttl)
    else:
        move(draft, after_approval(stage))


def _sign(db: Session, draft: Draft, stage: Status, signer: PersonCaller, role: Role, act: Act) -> None:
    """Check what an approval asks for and store the decision; the unique key admits one a stage."""
    opinion, moment = act.opinion, now()
    db.add_all(as_rows(draft, opinion.words, stage, signer.id, moment))
    db.flush()
    if act.action == "approve":
        need_complete(stage, opinion.checklist)
        said = dispositions(db, draft, draft.version)
        disposed = {word.finding for word in said if word.stage != Status.EDITING}
        need_disposed(findings_of(draft.current.scan), disposed)
    db.add(
        Decision(
            draft_id=draft.id,
            version=draft.version,
            round=draft.round,
            stage=stage,
            action=act.action,
            person_id=signer.id,
            role=role,
            level=draft.level,
            content_sha256=opinion.content_sha256,
            checklist=sorted(opinion.checklist),
            comment=opinion.comment,
            return_to=opinion.return_to,
            waiting_since=draft.waiting_since or draft.updated_at,
            at=moment,
        )
    )
    db.flush()


def _take_back(db: Session, draft: Draft, stage: Status, return_to: Status | None) -> None:
    """Void the approvals from `return_to` on (all of them where it goes back to the author)."""
    if return_to is not None and return_to not in earlier_stages(stage):
        raise Invalid("bad_return_to", "只能退回到本环节之前的审核环节，或退回作者修改。")
    void_approvals(db, draft, stages_from(return_to or Status.FIRST_REVIEW))
    move(draft, return_to or Status.RETURNED)


def _set_level(db: Session, draft: Draft, stage: Status, reviewer: PersonCaller, act: Act) -> None:
    level = act.opinion.level
    if level is None or level == draft.level:
        return
    may_set_level(draft, level, reviewer)
    raised = rank(level) > rank(draft.level)
    draft.level, draft.urgency = level, rank(level)
    above_scan = rank(level) > rank(draft.current.level)
    draft.raised_level = level if raised or above_scan else None
    if act.action == "approve":
        may_decide(db, draft, stage, reviewer)


def _need_current(draft: Draft, opinion: Opinion) -> None:
    if opinion.content_sha256 != draft.current.content_sha256:
        raise Conflict("stale_content", "您看到的不是稿件的最新内容，请刷新后重新审核。")


def _need_comment(act: Act) -> None:
    if act.action != "approve" and not act.opinion.comment.strip():
        raise Invalid("comment_required", "退回或否决须写明理由。")


def _log(
    db: Session,
    ring: KeyRing,
    caller: Caller,
    event: str,
    draft: Draft,
    act: Act,
    stage: Status | None,
    role: Role | None,
) -> None:
    opinion = act.opinion
    data = {
        "level": draft.level,
        "comment": opinion.comment,
        "checklist": sorted(opinion.checklist),
        "dispositions": [asdict(word) for word in opinion.words],
        "return_to": opinion.return_to,
    }
    actor = caller.actor(role) if isinstance(caller, PersonCaller) else caller.actor()
    log_act(db, ring, actor, event, draft, data, stage=stage, decision=act.action if stage else None)
