"""The life of a list (词库变更): proposed, then approved by another person, refused or withdrawn.

Each act checks, changes and logs in one transaction. What is slow comes before it: the whole new ruleset is
compiled, it must still answer the canaries, and its preview tells what the gate objects to. A list goes out
of use in the same way, by a proposal without content; an older version comes back by a proposal with its
content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import Database, now
from app.errors import Conflict, Forbidden, Invalid, Unavailable
from app.keys import KeyRing
from app.ledger.append import append
from app.people.callers import PersonCaller
from app.people.models import Person
from app.people.roles import Role
from app.rulesets.active import ActiveRulesets, Candidate
from app.rulesets.canaries import first_silent
from app.rulesets.compiling import NotCompiled
from app.rulesets.lists import DamagedList, get_version, in_state, sha256
from app.rulesets.models import LexiconVersion, State
from app.rulesets.state import bump, lock
from app.scanner.lexicon import LexiconError

SECURITY = frozenset({Role.SECURITY_ADMIN})


@dataclass(frozen=True, slots=True)
class Change:
    """A proposed change of the list `name`: its new content as `lists.canonical` writes it; None retires it.

    `terms` counts its terms, `file_name` is where it came from, `preview` the counts that were shown to who
    proposes it (试运行), as `review.previewing` makes them.
    """

    name: str
    content: str | None
    reason: str
    terms: int = 0
    file_name: str = ""
    preview: Mapping[str, Any] | None = None


def check(rules: ActiveRulesets, admin: PersonCaller, change: Change) -> Candidate:
    """The ruleset as the change would make it; raises where it could not come into force. Slow; no lock.

    `Invalid`: `bad_lexicon` with file, line or term and reason, `canary_silent` with the rule and sentence.
    """
    admin.need(SECURITY)
    try:
        candidate = rules.candidate(admin.org, change.name, change.content)
    except LexiconError as error:
        where = {"line": error.line} if error.line else {"entry": error.entry}
        raise Invalid("bad_lexicon", f"词库有误：{error}", reason=error.reason, **where) from error
    except (DamagedList, NotCompiled) as error:
        raise Unavailable("ruleset_unavailable", str(error)) from error
    ruleset = candidate.compiled.ruleset
    if doubles := [term for name, term in ruleset.yielded if name == change.name]:
        detail = f"词库有误：“{doubles[0]}”等 {len(doubles)} 个词条与现行词库的词条或豁免短语重复。"
        raise Invalid("bad_lexicon", detail, reason="重复", entry=doubles[0])
    if canary := first_silent(ruleset):
        raise Invalid("canary_silent", canary.complaint, rule=canary.rule, text=canary.text)
    return candidate


def reversion(database: Database, admin: PersonCaller, name: str, number: int, reason: str) -> Change:
    """The change that brings version `number` of a list back."""
    admin.need(SECURITY)
    with database.read() as db:
        version = get_version(db, admin.org, name, number, content=True)
        return Change(name, version.content, reason, version.terms, version.file_name)


def propose(db: Session, ring: KeyRing, admin: PersonCaller, change: Change) -> LexiconVersion:
    """Store a change that was checked, to wait for the approval of another security administrator."""
    role = admin.need(SECURITY)
    _need_passed(change)
    lock(db, admin.org)
    if in_state(db, admin.org, change.name, State.PROPOSED):
        raise Conflict("already_proposed", f"词库“{change.name}”已有待批准的变更，请先批准、驳回或撤回。")
    _need_difference(db, admin.org, change)
    version = LexiconVersion(
        org_id=admin.org,
        name=change.name,
        number=_next_number(db, admin.org, change.name),
        content=change.content,
        sha256=None if change.content is None else sha256(change.content),
        file_name=change.file_name,
        terms=change.terms,
        state=State.PROPOSED,
        reason=change.reason,
        proposed_by=admin.id,
        proposed_at=now(),
        preview=None if change.preview is None else dict(change.preview),
    )
    db.add(version)
    db.flush()
    data = _facts(version) | {"reason": change.reason}
    append(db, ring, admin.org, "lexicon.proposed", admin.actor(role), data=data)
    return version


def check_approval(
    database: Database, rules: ActiveRulesets, admin: PersonCaller, name: str, number: int
) -> Candidate:
    """What `check` does, again before the approval: other rules may have changed since the proposal."""
    admin.need(SECURITY)
    with database.read() as db:
        version = get_version(db, admin.org, name, number, content=True)
        _need_waiting(version)
        _need_another(version, admin)
        change = Change(name, version.content, version.reason)
    candidate = check(rules, admin, change)
    rules.offer(candidate)
    return candidate


def approve(
    db: Session,
    ring: KeyRing,
    admin: PersonCaller,
    name: str,
    number: int,
    candidate: Candidate,
    comment: str,
) -> LexiconVersion:
    """Bring a version into force in place of the one before; `Conflict` where the rules moved meanwhile."""
    role = admin.need(SECURITY)
    state = lock(db, admin.org)
    version = get_version(db, admin.org, name, number)
    _need_waiting(version)
    _need_another(version, admin)
    if state.revision != candidate.revision:
        raise Conflict("ruleset_changed", "本单位的规则刚刚有其他变更，请重新核对后再批准。")
    former = in_state(db, admin.org, name, State.ACTIVE)
    if former:
        former.state = State.RETIRED
        db.flush()
    _decide(db, version, admin, State.RETIRED if version.retires else State.ACTIVE, comment)
    version.ruleset_sha256 = candidate.ruleset.digest
    bump(db, admin.org, candidate.ruleset.digest)
    append(
        db,
        ring,
        admin.org,
        "lexicon.approved",
        admin.actor(role),
        ruleset_sha256=candidate.ruleset.digest,
        data=_facts(version) | {"replaces": former.number if former else None, "comment": comment},
    )
    return version


def refuse(
    db: Session, ring: KeyRing, admin: PersonCaller, name: str, number: int, comment: str
) -> LexiconVersion:
    """Refuse another's proposal, with the reason."""
    role = admin.need(SECURITY)
    lock(db, admin.org)
    version = get_version(db, admin.org, name, number)
    _need_waiting(version)
    _need_another(version, admin)
    _decide(db, version, admin, State.REFUSED, comment)
    data = _facts(version) | {"comment": comment}
    append(db, ring, admin.org, "lexicon.refused", admin.actor(role), data=data)
    return version


def withdraw(
    db: Session, ring: KeyRing, admin: PersonCaller, name: str, number: int, comment: str
) -> LexiconVersion:
    """Take one's own proposal back."""
    role = admin.need(SECURITY)
    lock(db, admin.org)
    version = get_version(db, admin.org, name, number)
    _need_waiting(version)
    if version.proposed_by != admin.id:
        raise Forbidden("forbidden", "只有提出人本人可以撤回；不同意的，请驳回。")
    _decide(db, version, admin, State.WITHDRAWN, comment)
    data = _facts(version) | {"comment": comment}
    append(db, ring, admin.org, "lexicon.withdrawn", admin.actor(role), data=data)
    return version


def _decide(db: Session, version: LexiconVersion, admin: PersonCaller, state: State, comment: str) -> None:
    version.state = state
    version.decider = db.get_one(Person, admin.id)
    version.decided_at, version.comment = now(), comment
    db.flush()


def _need_waiting(version: LexiconVersion) -> None:
    if version.state != State.PROPOSED:
        raise Conflict("not_proposed", "该词库变更不在待批准状态，可能他人刚刚处理过，请刷新后查看。")


def _need_another(version: LexiconVersion, admin: PersonCaller) -> None:
    if version.proposed_by == admin.id:
        raise Forbidden("separation_of_duties", "词库变更须由提出人以外的另一位安全管理员批准或驳回。")


def _need_passed(change: Change) -> None:
    """The gate (词库准入): no term that clean official prose uses as a matter of course."""
    objections = (change.preview or {}).get("objections", {"count": 0})
    if objections["count"]:
        named = "、".join(each["term"] for each in objections["listed"][:10])
        raise Invalid(
            "gate_refused",
            f"有 {objections['count']} 个词条在正式公文中常见，单凭这些词会大量误报：{named}。"
            "请写明附近词、除外词等语境，或把级别改为提示。",
            terms=objections["listed"],
        )


def _need_difference(db: Session, org: str, change: Change) -> None:
    active = in_state(db, org, change.name, State.ACTIVE)
    if change.content is None and active is None:
        raise Conflict("not_in_use", f"本单位没有在用的词库“{change.name}”，不需要停用。")
    if active and change.content is not None and active.sha256 == sha256(change.content):
        raise Conflict("nothing_changes", f"与词库“{change.name}”在用的第 {active.number} 版内容相同。")


def _next_number(db: Session, org: str, name: str) -> int:
    statement = select(func.max(LexiconVersion.number))
    last = db.scalar(statement.where(LexiconVersion.org_id == org, LexiconVersion.name == name))
    return (last or 0) + 1


def _facts(version: LexiconVersion) -> dict[str, Any]:
    """What the ledger says of a version: enough to prove which content it was."""
    return {
        "lexicon": version.name,
        "version": version.number,
        "sha256": version.sha256,
        "terms": version.terms,
    }
