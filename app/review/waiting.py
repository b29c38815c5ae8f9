"""Around the queue (待我审核): how much waits, what stands before and after a draft, why it came to me."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from app.people.callers import PersonCaller
from app.people.roles import LEADERS, REVIEWERS
from app.review.models import Decision, Draft
from app.review.policies import policy_for, statements
from app.review.queries import queue, queue_cursor, waits_for
from app.review.routing import rank, signers
from app.review.stages import STAGE_TITLES, STAGES, Status
from app.scanner.level import TITLES as LEVEL_TITLES
from app.scanner.level import Level

MOST = 100
"""How far a number in the menu counts: to know that there are more is enough."""


def count_waiting(db: Session, person: PersonCaller) -> int:
    """How many drafts wait for this person, `MOST` at most; none where they review nothing."""
    if not person.roles & REVIEWERS:
        return 0
    some = select(Draft.id).where(waits_for(person)).limit(MOST).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0


def following(db: Session, reviewer: PersonCaller, draft: Draft) -> Draft | None:
    """The next less urgent draft of the reviewer's queue."""
    return next(iter(queue(db, reviewer, limit=1, cursor=queue_cursor(draft)).items), None)


def preceding(db: Session, reviewer: PersonCaller, draft: Draft) -> Draft | None:
    """The next more urgent draft of the reviewer's queue."""
    sooner = tuple_(Draft.due_at, Draft.id) < tuple_(draft.due_at, draft.id)
    before = or_(Draft.urgency > draft.urgency, and_(Draft.urgency == draft.urgency, sooner))
    order = Draft.urgency, Draft.due_at.desc(), Draft.id.desc()
    return db.scalar(select(Draft).where(waits_for(reviewer), before).order_by(*order).limit(1))


def first_waiting(db: Session, reviewer: PersonCaller) -> Draft | None:
    """The most urgent draft of the reviewer's queue."""
    return next(iter(queue(db, reviewer, limit=1, cursor=None).items), None)


def reasons(db: Session, org: str, drafts: Sequence[Draft]) -> dict[str, str]:
    """Why each of these drafts in review came to whom it waits for (送审缘由): one line each, by draft."""
    stated, returned = statements(db, org), _returned(db, drafts)
    lines = {}
    for draft in drafts:
        floor = policy_for(stated, draft.account).principal_from
        back = returned.get(draft.id)
        came = f"{STAGE_TITLES[Status(back.stage)]}退回，" if back else ""
        lines[draft.id] = came + _reason(Status(draft.status), cast(Level, draft.level), floor)
    return lines


def _reason(stage: Status, level: Level, principal_from: str) -> str:
    if stage is Status.FIRST_REVIEW:
        return "尚无编辑签署，须编辑初审"
    if stage is Status.SECOND_REVIEW:
        return "初审已签，须科室负责人复审"
    if signers(stage, level, principal_from) & LEADERS == LEADERS:
        return "复审已签，须分管领导或主要领导终审"
    title = LEVEL_TITLES[level]
    by_rule = "" if rank(level) == rank("critical") else "本账号规定："
    return f"{by_rule}{title}稿件，须主要领导终审"


def _returned(db: Session, drafts: Sequence[Draft]) -> dict[str, Decision]:
    """The decisions that sent drafts back to the stage where they wait now."""
    again = [draft.id for draft in drafts if draft.round > 1]
    if not again:
        return {}
    statement = (
        select(Decision)
        .join(Draft, Draft.id == Decision.draft_id)
        .where(
            Draft.id.in_(again),
            Decision.version == Draft.version,
            Decision.round == Draft.round - 1,
            Decision.return_to == Draft.status,
            Decision.return_to.in_(STAGES),
        )
    )
    return {decision.draft_id: decision for decision in db.scalars(statement)}
