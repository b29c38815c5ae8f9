"""The policy of an office (审签规则): who signs what and by when, kept by the security administrator.

The organisation states one policy, each account may state a stricter one. It counts at once for who signs;
a stage that waits already keeps the time by which it is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.errors import Invalid
from app.keys import KeyRing
from app.ledger.append import append
from app.people.callers import PersonCaller
from app.people.roles import Role
from app.review.models import PolicyRecord, in_force
from app.review.routing import LEVELS, Hours, Policy, rank
from app.review.stages import STAGE_TITLES, STAGES, Status
from app.scanner.level import TITLES

SECURITY = frozenset({Role.SECURITY_ADMIN})
LONGEST = 240
"""Hours that a policy may give a stage at most."""
Reasons = Mapping[str, Sequence[str]]
"""Reasons that are ready (现成理由) for disposing of a finding, by verdict (see `app.review.findings`)."""
USUAL_REASONS: Reasons = {
    "false_positive": ["固有名称", "与上下文相符"],
    "accepted": ["引用法规原文", "已核实无误"],
}
"""What is ready where an organisation states nothing."""
MOST_REASONS, LONGEST_REASON = 8, 40
"""Ready reasons of a verdict, and characters of one."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a policy states: the organisation's states everything, an account's what is stricter.

    `ready_reasons` are the organisation's only; None leaves them as they are.
    """

    principal_from: str | None
    hours: Hours
    ready_reasons: Reasons | None = None


def statements(db: Session, org: str) -> dict[str, PolicyRecord]:
    """What is stated, by account id; the organisation's own by the empty text."""
    rows = db.scalars(select(PolicyRecord).where(PolicyRecord.org_id == org))
    return {row.account_id: row for row in rows}


def policy_for(stated: Mapping[str, PolicyRecord], account: Account | None = None) -> Policy:
    """What is in force for an account, or for the organisation where it states nothing of its own."""
    places = ("", account.id) if account else ("",)
    return in_force([stated[place] for place in places if place in stated])


def ready_reasons(stated: Iterable[PolicyRecord]) -> Reasons:
    """The reasons that are ready in an organisation of which these policies are stated."""
    own = (record.ready_reasons for record in stated if not record.account_id)
    return next((reasons for reasons in own if reasons is not None), USUAL_REASONS)


def state_policy(
    db: Session,
    ring: KeyRing,
    admin: PersonCaller,
    account: Account | None,
    statement: Statement,
    reason: str,
) -> Policy:
    """State the policy of the organisation, or of one account; returns what is then in force for it.

    `Invalid` where it is not whole, out of bounds, gives an urgent level more time than a lesser one, or is
    laxer for the account than the organisation's.
    """
    role = admin.need(SECURITY)
    if not reason.strip():
        raise Invalid("reason_required", "请写明变更理由。")
    stated = statements(db, admin.org)
    _need_bounds(statement.hours)
    if account is None:
        _need_whole(statement)
    else:
        _need_stricter(statement, policy_for(stated))
    record = stated.get(account.id if account else "") or _new_record(db, admin.org, account)
    record.principal_from = statement.principal_from
    record.hours = {level: dict(row) for level, row in statement.hours.items() if row}
    if account is None and statement.ready_reasons is not None:
        record.ready_reasons = _checked(statement.ready_reasons)
    policy = policy_for(statements(db, admin.org), account)
    _need_urgency(policy)
    data = {"account": account.code if account else None, "reason": reason, **_data(record)}
    append(db, ring, admin.org, "policy.changed", admin.actor(role), data=data)
    return policy


def _new_record(db: Session, org: str, account: Account | None) -> PolicyRecord:
    record = PolicyRecord(org_id=org, account_id=account.id if account else "", hours={})
    db.add(record)
    return record


def _data(record: PolicyRecord) -> dict[str, Any]:
    reasons = {} if record.ready_reasons is None else {"ready_reasons": record.ready_reasons}
    return {"principal_from": record.principal_from, "hours": record.hours, **reasons}


def _checked(reasons: Reasons) -> dict[str, list[str]]:
    """The reasons by verdict, each once and without blanks around it."""
    checked = {verdict: [*dict.fromkeys(map(str.strip, each))] for verdict, each in reasons.items()}
    if checked.keys() != USUAL_REASONS.keys() or any("" in each for each in checked.values()):
        raise Invalid("bad_policy", "现成理由须按“误报”和“保留”填写，每条都要有文字。")
    for each in checked.values():
        if len(each) > MOST_REASONS or any(len(reason) > LONGEST_REASON for reason in each):
            detail = f"“误报”和“保留”的现成理由各最多 {MOST_REASONS} 条，每条最多 {LONGEST_REASON} 字。"
            raise Invalid("bad_policy", detail)
    return checked


def _need_bounds(hours: Hours) -> None:
    for level, row in hours.items():
        for stage, length in row.items():
            if level not in LEVELS or stage not in STAGES:
                raise Invalid("bad_policy", "时限须按信息级别和审核环节填写。")
            if not 1 <= length <= LONGEST:
                raise Invalid("bad_policy", f"审核时限须为 1 至 {LONGEST} 小时。")


def _need_whole(statement: Statement) -> None:
    missing = [1 for level in LEVELS for stage in STAGES if stage not in statement.hours.get(level, {})]
    if missing or statement.principal_from is None:
        raise Invalid("bad_policy", "单位的审签规则须写明由谁终审，以及每个级别、每个环节的时限。")


def _need_urgency(policy: Policy) -> None:
    """Urgent matters never wait longer (遇突发公共事件快速响应)."""
    for stage in STAGES:
        for lesser, graver in pairwise(LEVELS):
            if policy.hours[graver][stage] > policy.hours[lesser][stage]:
                raise Invalid(
                    "bad_policy",
                    f"{STAGE_TITLES[stage]}的时限，{TITLES[graver]}不得比{TITLES[lesser]}更长。",
                )


def _need_stricter(statement: Statement, whole: Policy) -> None:
    floor = statement.principal_from
    if floor is not None and rank(floor) > rank(whole.principal_from):
        raise Invalid("policy_laxer", "账号的终审要求只能比本单位更严，不能更宽。")
    for level, title in TITLES.items():
        for stage, length in statement.hours.get(level, {}).items():
            limit = whole.hours[level][stage]
            if length > limit:
                place = f"{title}信息的{STAGE_TITLES[Status(stage)]}时限"
                raise Invalid("policy_laxer", f"{place}，本单位规定 {limit} 小时，账号只能更短。")
