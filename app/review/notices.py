"""Who is notified when a draft moves (审核通知): those whose turn it is, or those who wrote it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.notifications.models import Kind
from app.notifications.sending import notify, settle
from app.people.callers import Caller, PersonCaller
from app.people.models import Person, PersonRole
from app.review.mentions import Named
from app.review.models import Decision, Draft, Version
from app.review.policy import READERS
from app.review.routing import signers
from app.review.stages import STAGES, Status

OUTCOMES = {
    Status.RETURNED: Kind.RETURNED,
    Status.REJECTED: Kind.REJECTED,
    Status.RELEASED: Kind.RELEASED,
    Status.REVOKED: Kind.REVOKED,
}


def announce(db: Session, draft: Draft, by: Caller | None) -> None:
    """Tell of where the draft stands now, right after it moved; `by` is None where the service moved it."""
    settle(db, draft.id)
    actor_id = by.id if isinstance(by, PersonCaller) else None
    status = Status(draft.status)
    if status in STAGES:
        notify(db, Kind.WAITING, deciders(db, draft), draft.id, actor_id=actor_id)
    elif status in OUTCOMES:
        notify(db, OUTCOMES[status], writers_of(draft), draft.id, actor_id=actor_id)


def deciders(db: Session, draft: Draft) -> set[str]:
    """Ids of the people who may decide the draft's present stage: in whose queue it stands."""
    stage = Status(draft.status)
    roles = signers(stage, draft.level, draft.policy.principal_from)
    holders = select(Person.id).where(
        Person.org_id == draft.org_id, Person.active, Person.role_rows.any(PersonRole.role.in_(roles))
    )
    return set(db.scalars(holders)) - _kept_apart(db, draft, stage)


def writers_of(draft: Draft) -> set[str]:
    """Ids of who answers for the text: its author, and who wrote the present version."""
    return {person for person in (draft.author_id, draft.current.edited_by) if person}


def readers(db: Session, draft: Draft) -> list[Named]:
    """The people of the office who may see the draft, by user name."""
    reads = Person.role_rows.any(PersonRole.role.in_(READERS))
    people = select(Person.id, Person.username, Person.name).where(
        Person.org_id == draft.org_id, Person.active, or_(reads, Person.id == draft.author_id)
    )
    return [Named(*row) for row in db.execute(people.order_by(Person.username))]


def titles_for(db: Session, person: PersonCaller, drafts: Iterable[str]) -> dict[str, str]:
    """The titles of those among these drafts that the person may see, by id."""
    wanted = select(Draft.id, Draft.title).where(Draft.org_id == person.org, Draft.id.in_(set(drafts)))
    if not person.roles & READERS:
        wanted = wanted.where(Draft.author_id == person.id)
    return {row.id: row.title for row in db.execute(wanted)}


def _kept_apart(db: Session, draft: Draft, stage: Status) -> set[str | None]:
    """Who signed another stage of this version or, after the first, wrote any version (三审分离)."""
    signed = select(Decision.person_id).where(
        Decision.draft_id == draft.id,
        Decision.version == draft.version,
        Decision.action == "approve",
        Decision.voided.is_(False),
        Decision.stage != stage,
    )
    apart: set[str | None] = set(db.scalars(signed))
    if stage is not Status.FIRST_REVIEW:
        apart |= {draft.author_id, *db.scalars(select(Version.edited_by).where(Version.draft_id == draft.id))}
    return apart
