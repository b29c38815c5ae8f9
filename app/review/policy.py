"""Who may see, edit and sign a draft. Each function raises `Forbidden` and says why."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Forbidden, NotFound
from app.people.callers import Caller, KeyCaller, PersonCaller, Scope
from app.people.roles import LEADERS, REVIEWERS, Role
from app.review.models import Decision, Draft, Version
from app.review.routing import rank, signers
from app.review.stages import STAGE_TITLES, Status

WRITERS = frozenset({Role.CONTRIBUTOR, Role.EDITOR})
READERS = REVIEWERS | {Role.AUDIT_ADMIN}


def may_read(draft: Draft, caller: Caller) -> None:
    """People of the office who review or audit, the author, and the key that made the draft."""
    if isinstance(caller, KeyCaller):
        if draft.key_id != caller.id:
            raise NotFound("稿件")
        return
    if not caller.roles & READERS and draft.author_id != caller.id:
        may_list(caller)
        raise Forbidden("forbidden", "撰稿人只能查看自己的稿件。")


def may_list(caller: PersonCaller) -> None:
    """Administrators of systems and rules read no drafts."""
    if not caller.roles & (READERS | WRITERS):
        raise Forbidden("forbidden", "系统管理员和安全管理员不能查看稿件（三员分立）。")


def may_write(caller: Caller) -> None:
    """Contributors, editors and programs write drafts."""
    if isinstance(caller, KeyCaller):
        caller.need(Scope.DRAFTS_WRITE)
    else:
        caller.need(WRITERS)


def may_edit(draft: Draft, caller: Caller) -> None:
    """The author or an editor, or the program that made the draft."""
    if isinstance(caller, KeyCaller):
        caller.need(Scope.DRAFTS_WRITE)
    elif Role.EDITOR not in caller.roles and draft.author_id != caller.id:
        raise Forbidden("forbidden", "只有作者本人或编辑可以修改、提交该稿件。")


def may_withdraw(draft: Draft, caller: Caller) -> None:
    """The author, or the program that made the draft."""
    if isinstance(caller, KeyCaller):
        caller.need(Scope.DRAFTS_WRITE)
    elif draft.author_id != caller.id:
        raise Forbidden("forbidden", "只有作者本人可以撤稿。")


def may_revoke(caller: PersonCaller) -> Role:
    """A leader takes a release back."""
    return caller.need(LEADERS)


def may_decide(db: Session, draft: Draft, stage: Status, reviewer: PersonCaller) -> Role:
    """The role in which the reviewer may decide this stage now; else why not."""
    roles = signers(stage, draft.level, draft.policy.principal_from)
    if not roles & reviewer.roles and stage is Status.FINAL_REVIEW and reviewer.roles & LEADERS:
        raise Forbidden("level_requires_principal", "重大敏感或本账号规定级别的稿件，须由主要领导终审。")
    role = reviewer.need(roles)
    need_separation(db, draft, stage, reviewer)
    return role


def need_separation(db: Session, draft: Draft, stage: Status, reviewer: PersonCaller) -> None:
    """Three stages, three people; whoever wrote or edited any version signs only the first."""
    if stage is not Status.FIRST_REVIEW and _has_edited(db, draft, reviewer):
        raise Forbidden("separation_of_duties", "您撰写或修改过该稿件，只能参与初审。")
    signed = _stage_signed(db, draft, reviewer)
    if signed is not None and signed is not stage:
        title = STAGE_TITLES[signed]
        raise Forbidden("separation_of_duties", f"您已签署该稿件的{title}，三审须由不同的人完成。")


def may_set_level(draft: Draft, level: str, reviewer: PersonCaller) -> None:
    """Anybody who reviews may raise the level; lowering it takes who would sign the higher level."""
    if rank(level) >= rank(draft.level):
        return
    if not signers(Status.FINAL_REVIEW, draft.level, draft.policy.principal_from) & reviewer.roles:
        raise Forbidden("level_lowering", "降低级别须由有权签发原级别的领导决定。")


def _has_edited(db: Session, draft: Draft, person: PersonCaller) -> bool:
    if draft.author_id == person.id:
        return True
    edited = select(Version.n).where(Version.draft_id == draft.id, Version.edited_by == person.id)
    return db.scalar(edited.limit(1)) is not None


def _stage_signed(db: Session, draft: Draft, person: PersonCaller) -> Status | None:
    signed = select(Decision.stage).where(
        Decision.draft_id == draft.id,
        Decision.version == draft.version,
        Decision.person_id == person.id,
        Decision.action == "approve",
        Decision.voided.is_(False),
    )
    stage = db.scalar(signed.limit(1))
    return Status(stage) if stage else None
