"""Finding drafts: one by its id, the list, the queue of what waits for a reviewer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    false,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Account
from app.errors import NotFound, PreconditionMissing, Stale
from app.paging import Listing, decode_cursor, encode_cursor
from app.people.callers import Caller, KeyCaller, PersonCaller
from app.people.models import Person
from app.people.roles import LEADERS, REVIEWERS, Role
from app.review.models import Decision, Disposition, Draft, PolicyRecord, Version
from app.review.policy import READERS, may_list, may_read
from app.review.routing import LEVELS, RULE, rank, signers
from app.review.stages import CERTIFIED, STAGES, Status


def get_draft(db: Session, caller: Caller, draft_id: str) -> Draft:
    """The draft, if the caller may see it."""
    return _found(db, caller, draft_id, select(Draft))


def lock_draft(db: Session, caller: Caller, draft_id: str) -> Draft:
    """The same, locked until the transaction ends."""
    return _found(db, caller, draft_id, select(Draft).with_for_update(of=Draft))


def get_released(db: Session, caller: Caller, draft_id: str) -> Draft:
    """The draft for its certificate: a program that reads releases may see those of its whole office."""
    if not isinstance(caller, KeyCaller):
        return get_draft(db, caller, draft_id)
    draft = db.scalar(select(Draft).where(Draft.id == draft_id, Draft.org_id == caller.org))
    if draft is None or (draft.key_id != caller.id and draft.status not in CERTIFIED):
        raise NotFound("稿件")
    return draft


def _found(db: Session, caller: Caller, draft_id: str, statement: Select[Draft]) -> Draft:
    draft = db.scalar(statement.where(Draft.id == draft_id, Draft.org_id == caller.org))
    if draft is None:
        raise NotFound("稿件")
    may_read(draft, caller)
    return draft


def etag(draft: Draft) -> str:
    """The draft's entity tag."""
    return f'"{draft.revision}"'


def check_match(draft: Draft, match: str | None) -> None:
    """`If-Match` must name the draft's present state (RFC 9110, 13.1.1).

    A weak tag counts as its strong one: proxies that compress weaken what they pass on.
    """
    if match is None:
        raise PreconditionMissing("if_match_required", "请求缺少 If-Match，请先读取稿件的最新状态。")
    tags = {tag.strip().removeprefix("W/") for tag in match.split(",")}
    if not tags & {"*", etag(draft)}:
        raise Stale("stale_draft", "稿件已被他人更新，请刷新后重新操作。")


def get_version(db: Session, draft: Draft, n: int) -> Version:
    """One version of a draft."""
    version = db.get(Version, (draft.id, n))
    if version is None:
        raise NotFound("稿件版本")
    return version


def signoffs(db: Session, draft: Draft) -> Sequence[Decision]:
    """The approvals that stand for the current version, in order of stage."""
    statement = select(Decision).where(
        Decision.draft_id == draft.id,
        Decision.version == draft.version,
        Decision.action == "approve",
        Decision.voided.is_(False),
    )
    return db.scalars(statement.order_by(Decision.id)).all()


def dispositions(db: Session, draft: Draft, version: int) -> Sequence[Disposition]:
    """What people said on the findings of a version, the earliest first."""
    statement = select(Disposition).where(Disposition.draft_id == draft.id, Disposition.version == version)
    return db.scalars(statement.order_by(Disposition.id)).all()


def list_drafts(
    db: Session,
    caller: Caller,
    *,
    status: Status | None = None,
    account: str | None = None,
    external_ref: str | None = None,
    author: str | None = None,
    limit: int,
    cursor: str | None,
) -> Listing[Draft]:
    """Drafts that the caller may see, the newest first."""
    statement = brief().where(Draft.org_id == caller.org, visible_to(caller))
    if status:
        statement = statement.where(Draft.status == status)
    if account:
        statement = statement.where(Draft.account.has(Account.code == account))
    if author:
        statement = statement.where(Draft.author_id == author)
    if external_ref:
        statement = statement.where(Draft.external_ref == external_ref)
    if cursor:
        at, last = decode_cursor(cursor, datetime, str)
        key = tuple_(Draft.created_at, Draft.id)
        statement = statement.where(key < tuple_(at, last))
    rows = db.scalars(statement.order_by(Draft.created_at.desc(), Draft.id.desc()).limit(limit + 1)).all()
    more = encode_cursor(rows[limit - 1].created_at, rows[limit - 1].id) if rows[limit:] else None
    return Listing(list(rows[:limit]), more)


def queue(
    db: Session,
    reviewer: PersonCaller,
    *,
    stage: Status | None = None,
    level: str | None = None,
    account: str | None = None,
    limit: int,
    cursor: str | None,
) -> Listing[Draft]:
    """What the reviewer may decide now (待我审核), the most urgent first: by level, then by due time."""
    reviewer.need(REVIEWERS)
    after = decode_cursor(cursor, int, datetime, str) if cursor else None
    first = [
        _first_of(reviewer, one, urgency, after, account, limit + 1)
        for one in ([stage] if stage else STAGES)
        for urgency in ([rank(level)] if level else range(len(LEVELS)))
        if signers(one, LEVELS[urgency], RULE.principal_from) & reviewer.roles
    ]
    if not first:
        return Listing([], None)
    found = union_all(*(select(each) for each in first)).subquery()
    order = Draft.urgency.desc(), Draft.due_at, Draft.id
    statement = brief().join(found, found.c.id == Draft.id).order_by(*order).limit(limit + 1)
    rows = db.scalars(statement).all()
    return Listing(list(rows[:limit]), queue_cursor(rows[limit - 1]) if rows[limit:] else None)


def _first_of(
    reviewer: PersonCaller,
    stage: Status,
    urgency: int,
    after: Sequence[Any] | None,
    account: str | None,
    limit: int,
) -> Subquery:
    """The ids of what is due first at one stage and of one urgency.

    Read so, in the order of an index, the head of a queue costs the same however much waits behind it.
    """
    statement = select(Draft.id).where(waits_for(reviewer, [stage]), Draft.urgency == urgency)
    if account:
        statement = statement.where(Draft.account.has(Account.code == account))
    if after:
        last_urgency, at, last = after
        later = tuple_(Draft.due_at, Draft.id) > tuple_(at, last) if urgency == last_urgency else false()
        statement = statement.where(true() if urgency < last_urgency else later)
    return statement.order_by(Draft.due_at, Draft.id).limit(limit).subquery()


def queue_cursor(draft: Draft) -> str:
    """The place of a draft that waits in any queue: what comes after it is less urgent."""
    assert draft.due_at is not None
    return encode_cursor(draft.urgency, draft.due_at, draft.id)


def waits_for(reviewer: PersonCaller, stages: Iterable[Status] = STAGES) -> ColumnElement[bool]:
    """Whether a draft waits at one of the stages for a decision that the reviewer may take."""
    return and_(Draft.org_id == reviewer.org, or_(*(_decidable(reviewer, stage) for stage in stages)))


def brief() -> Select[Draft]:
    """Drafts with no more of their versions and their authors than lists show."""
    shown = joinedload(Draft.current).load_only(Version.summary, Version.kind, Version.content_sha256)
    return select(Draft).options(shown, joinedload(Draft.author).lazyload(Person.role_rows))


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """Which drafts of the caller's organisation the caller may see; `Forbidden` where it is none."""
    if isinstance(caller, KeyCaller):
        return Draft.key_id == caller.id
    may_list(caller)
    if caller.roles & READERS:
        return Draft.org_id == caller.org
    return Draft.author_id == caller.id


def _decidable(reviewer: PersonCaller, stage: Status) -> ColumnElement[bool]:
    at_stage = Draft.status == stage
    if stage is Status.FIRST_REVIEW:
        return at_stage if Role.EDITOR in reviewer.roles else false()
    roles = LEADERS if stage is Status.FINAL_REVIEW else frozenset({Role.SECTION_CHIEF})
    if not roles & reviewer.roles:
        return false()
    allowed = and_(at_stage, _by_others(reviewer), ~_signed_another(reviewer, stage))
    if stage is Status.FINAL_REVIEW and Role.PRINCIPAL_LEADER not in reviewer.roles:
        return and_(allowed, Draft.level != RULE.principal_from, ~_reserved_for_principal())
    return allowed


def _reserved_for_principal() -> ColumnElement[bool]:
    stated = select(PolicyRecord.org_id).where(
        PolicyRecord.org_id == Draft.org_id,
        or_(PolicyRecord.account_id == "", PolicyRecord.account_id == Draft.account_id),
        or_(
            *(
                and_(PolicyRecord.principal_from == floor, Draft.level.in_(LEVELS[rank(floor) :]))
                for floor in LEVELS
            )
        ),
    )
    return stated.exists()


def _by_others(person: PersonCaller) -> ColumnElement[bool]:
    """Whether the person wrote no version. For an `EXISTS` PostgreSQL may read the versions of all drafts."""
    editors = select(Version.edited_by).where(Version.draft_id == Draft.id, Version.edited_by.is_not(None))
    by_another = or_(Draft.author_id.is_(None), Draft.author_id != person.id)
    return and_(by_another, literal(person.id).not_in(editors))


def _signed_another(person: PersonCaller, stage: Status) -> ColumnElement[bool]:
    return (
        select(Decision.id)
        .where(
            Decision.draft_id == Draft.id,
            Decision.version == Draft.version,
            Decision.person_id == person.id,
            Decision.action == "approve",
            Decision.voided.is_(False),
            Decision.stage != stage,
        )
        .exists()
    )
