"""What people do about suppressions (误报豁免): propose, approve, refuse, end.

Every act checks, changes and logs in the caller's transaction. Whoever reviews may propose; a security
administrator decides, who is never the proposer.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.registry import find_account
from app.db import now
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.keys import KeyRing
from app.ledger.append import append
from app.people.callers import PersonCaller
from app.people.roles import REVIEWERS, Role
from app.rulesets.alarms import Alarm, exists
from app.rulesets.state import bump, lock
from app.rulesets.suppressions import LIVE, State, SuppressionRecord, in_force, in_state, today
from app.scanner.ruleset import Ruleset

LONGEST = timedelta(days=366)
"""How far ahead a suppression may end."""
DECIDERS = frozenset({Role.SECURITY_ADMIN})
TITLES = {
    State.PROPOSED: "待批准",
    State.ACTIVE: "在用",
    State.REFUSED: "已驳回",
    State.ENDED: "已终止",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a reviewer asks for: this alarm is false, in `account` or (None) in all, through `ends_on`."""

    alarm: Alarm
    reason: str
    ends_on: date
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """The organisation's ruleset before an act, and the revision of its rules that it was loaded at."""

    ruleset: Ruleset
    revision: int


def propose(
    db: Session, ring: KeyRing, reviewer: PersonCaller, proposal: Proposal, draft: str | None = None
) -> SuppressionRecord:
    """Ask for a suppression; `draft` is where the alarm was seen, which only the ledger keeps."""
    role, day = reviewer.need(REVIEWERS), today()
    if not day <= proposal.ends_on <= day + LONGEST:
        raise Invalid("bad_end", "豁免的截止日期应在今天至一年之内。")
    if proposal.account is not None and find_account(db, reviewer.org, proposal.account) is None:
        raise Invalid("unknown_account", f"本单位没有代码为“{proposal.account}”的账号。")
    record = SuppressionRecord(
        id=uuid.uuid4().hex,
        org_id=reviewer.org,
        **asdict(proposal.alarm),
        account=proposal.account or "",
        reason=proposal.reason,
        ends_on=proposal.ends_on,
        state=State.PROPOSED,
        proposed_by=reviewer.id,
        proposed_at=now(),
    )
    _end_lapsed(db, reviewer.org, day)
    _need_new(db, record)
    db.add(record)
    db.flush()
    facts = _facts(record, severity=record.severity, reason=record.reason)
    append(db, ring, reviewer.org, "suppression.proposed", reviewer.actor(role), draft=draft, data=facts)
    return record


def approve(
    db: Session, ring: KeyRing, admin: PersonCaller, id: str, comment: str, basis: Basis
) -> SuppressionRecord:
    """Let a suppression come into force."""
    record = _decide(db, admin, id, State.ACTIVE, comment)
    append(
        db,
        ring,
        admin.org,
        "suppression.approved",
        admin.actor(Role.SECURITY_ADMIN),
        ruleset_sha256=_changed(db, admin.org, basis),
        decision="approve",
        data=_facts(record, comment=comment),
    )
    return record


def refuse(db: Session, ring: KeyRing, admin: PersonCaller, id: str, comment: str) -> SuppressionRecord:
    """Turn a suppression down, and say why."""
    if not comment.strip():
        raise Invalid("comment_required", "驳回须写明理由。")
    record = _decide(db, admin, id, State.REFUSED, comment)
    actor, facts = admin.actor(Role.SECURITY_ADMIN), _facts(record, comment=comment)
    append(db, ring, admin.org, "suppression.refused", actor, decision="refuse", data=facts)
    return record


def end(
    db: Session, ring: KeyRing, person: PersonCaller, id: str, reason: str, basis: Basis
) -> SuppressionRecord:
    """End a suppression before its day. A security administrator may, and its proposer, who may also withdraw
    it before it is decided.
    """
    role = person.need(REVIEWERS | DECIDERS)
    if not reason.strip():
        raise Invalid("comment_required", "终止须写明理由。")
    record = _locked(db, person.org, id)
    mine = record.proposed_by == person.id
    if not mine and role is not Role.SECURITY_ADMIN:
        raise Forbidden("forbidden", "误报豁免须由安全管理员或申请人本人终止。")
    before = _need_state(record, *(LIVE if mine else (State.ACTIVE,)))
    record.state, record.ended_by, record.ended_at, record.end_reason = State.ENDED, person.id, now(), reason
    db.flush()
    db.expire(record, ["ender"])
    digest = _changed(db, person.org, basis) if before is State.ACTIVE else None
    facts = _facts(record, was=before, reason=reason)
    append(db, ring, person.org, "suppression.ended", person.actor(role), ruleset_sha256=digest, data=facts)
    return record


def _decide(db: Session, admin: PersonCaller, id: str, state: State, comment: str) -> SuppressionRecord:
    """Take a proposal to `state`, in the name of somebody else than its proposer."""
    admin.need(DECIDERS)
    record = _locked(db, admin.org, id)
    if record.proposed_by == admin.id:
        raise Forbidden("separation_of_duties", "误报豁免须由申请人以外的人批准。")
    _need_state(record, State.PROPOSED)
    record.state, record.decided_by, record.decided_at, record.comment = state, admin.id, now(), comment
    db.flush()
    db.expire(record, ["decider"])
    return record


def _changed(db: Session, org: str, basis: Basis) -> str:
    """Tell every process that other suppressions are in force now; returns the digest of the ruleset."""
    if lock(db, org).revision != basis.revision:
        raise Conflict("ruleset_changed", "本单位的规则刚刚有变动，请重试。")
    digest = basis.ruleset.suppressing(in_force(db, org, today())).digest
    bump(db, org, digest)
    return digest


def _facts(record: SuppressionRecord, **more: Any) -> dict[str, Any]:
    """What the ledger says of a suppression whenever something happens to it."""
    names = ("code", "rule", "text", "before", "after", "account")
    facts = {name: getattr(record, name) for name in names}
    return {"suppression": record.id, **facts, "ends_on": record.ends_on.isoformat(), **more}


def _need_new(db: Session, record: SuppressionRecord) -> None:
    names = ("org_id", "rule", "text", "before", "after", "account")
    same = (getattr(SuppressionRecord, name) == getattr(record, name) for name in names)
    if found := db.scalar(select(SuppressionRecord.id).where(*same, SuppressionRecord.state.in_(LIVE))):
        raise exists(found)


def _end_lapsed(db: Session, org: str, day: date) -> None:
    """Write down what has come to its last day, so that the same may be proposed anew."""
    lapsed = SuppressionRecord.state.in_(LIVE), in_state(State.ENDED, day)
    db.execute(
        update(SuppressionRecord).where(SuppressionRecord.org_id == org, *lapsed).values(state=State.ENDED)
    )


def _locked(db: Session, org: str, id: str) -> SuppressionRecord:
    statement = select(SuppressionRecord).where(SuppressionRecord.id == id, SuppressionRecord.org_id == org)
    record = db.scalar(statement.with_for_update(of=SuppressionRecord))
    if record is None:
        raise NotFound("误报豁免")
    return record


def _need_state(record: SuppressionRecord, *wanted: State) -> State:
    state = record.state_on(today())
    if state not in wanted:
        raise Conflict("wrong_state", f"该误报豁免{TITLES[state]}，不能进行此操作。")
    return state
