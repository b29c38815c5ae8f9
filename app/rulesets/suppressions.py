"""Suppressions (误报豁免) of an office as they are kept, and which of them are in force.

A suppression that has come to its last day ends by itself: no act is needed, whatever its row says.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    and_,
    func,
    or_,
    select,
    text,
    tuple_,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from app.db import BEIJING, Base, now
from app.errors import NotFound
from app.paging import Listing, decode_cursor, encode_cursor
from app.people.callers import PersonCaller
from app.people.models import Person
from app.people.roles import REVIEWERS, Role
from app.rulesets.alarms import Alarm
from app.scanner.finding import Severity
from app.scanner.suppression import Suppression

READERS = REVIEWERS | {Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}


class State(StrEnum):
    """Where a suppression stands: 待批准, 在用, 已驳回, 已终止."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    REFUSED = "refused"
    ENDED = "ended"


LIVE = (State.PROPOSED, State.ACTIVE)
_LIVE = text("state IN ('proposed', 'active')")


class SuppressionRecord(Base):
    """A suppression with its people and reasons. What it silences, and until when, never changes.

    `text`, `before` and `after` are packed (see `app.scanner.suppression`); an `account` of "" means all
    accounts. Where its last day ended it, `ended_by` and `ended_at` are None.
    """

    __tablename__ = "suppressions"
    __table_args__ = (
        Index(
            "uq_suppressions_live",
            *("org_id", "rule", "text", "before", "after", "account"),
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(None, "org_id", "proposed_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    org_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    code: Mapped[str] = mapped_column(String(10))
    rule: Mapped[str] = mapped_column(String(200))
    severity: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(50))
    before: Mapped[str] = mapped_column(String(50))
    after: Mapped[str] = mapped_column(String(50))
    account: Mapped[str] = mapped_column(String(50))
    reason: Mapped[str] = mapped_column(Text)
    ends_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10))
    proposed_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")

    proposer: Mapped[Person] = relationship(foreign_keys=[proposed_by], lazy="joined")
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by], lazy="joined")
    ender: Mapped[Person | None] = relationship(foreign_keys=[ended_by], lazy="joined")

    def state_on(self, day: date) -> State:
        """The state, in view of the last day."""
        lapsed = self.state in LIVE and self.ends_on < day
        return State.ENDED if lapsed else State(self.state)

    def suppression(self) -> Suppression:
        """What the scanner goes by."""
        alarm = Alarm(self.code, self.rule, Severity(self.severity), self.text, self.before, self.after)
        return alarm.suppression(self.id, self.ends_on, self.account or None)


def today() -> date:
    """The present day in Beijing."""
    return now().astimezone(BEIJING).date()


def in_force(db: Session, org: str, day: date) -> tuple[Suppression, ...]:
    """The organisation's suppressions that hold on this day."""
    statement = select(SuppressionRecord).where(SuppressionRecord.org_id == org, in_state(State.ACTIVE, day))
    return tuple(record.suppression() for record in db.scalars(statement))


def next_change(db: Session, org: str, moment: datetime) -> datetime | None:
    """When the next of the suppressions in force ends by itself: at the end of its last day in Beijing."""
    day = moment.astimezone(BEIJING).date()
    days = select(SuppressionRecord.ends_on).where(
        SuppressionRecord.org_id == org, in_state(State.ACTIVE, day)
    )
    last = db.scalar(days.order_by(SuppressionRecord.ends_on).limit(1))
    return datetime.combine(last + timedelta(days=1), time(), BEIJING) if last else None


def get_suppression(db: Session, person: PersonCaller, id: str) -> SuppressionRecord:
    """One suppression of the organisation."""
    record = db.scalar(_readable(person).where(SuppressionRecord.id == id))
    if record is None:
        raise NotFound("误报豁免")
    return record


def list_suppressions(
    db: Session, person: PersonCaller, *, state: State | None, limit: int, cursor: str | None
) -> Listing[SuppressionRecord]:
    """The organisation's suppressions, the newest first."""
    statement, key = _readable(person), tuple_(SuppressionRecord.proposed_at, SuppressionRecord.id)
    if state is not None:
        statement = statement.where(in_state(state, today()))
    if cursor:
        at, last = decode_cursor(cursor, datetime, str)
        statement = statement.where(key < tuple_(at, last))
    order = SuppressionRecord.proposed_at.desc(), SuppressionRecord.id.desc()
    rows = db.scalars(statement.order_by(*order).limit(limit + 1)).all()
    more = encode_cursor(rows[limit - 1].proposed_at, rows[limit - 1].id) if rows[limit:] else None
    return Listing(list(rows[:limit]), more)


def count_proposed(db: Session, org: str) -> int:
    """How many suppressions wait for a security administrator."""
    waiting = SuppressionRecord.org_id == org, in_state(State.PROPOSED, today())
    return db.scalar(select(func.count()).select_from(SuppressionRecord).where(*waiting)) or 0


def in_state(state: State, day: date) -> ColumnElement[bool]:
    """Rows of which `state_on(day)` is `state`."""
    written = SuppressionRecord.state == state
    if state is State.ENDED:
        return or_(written, and_(SuppressionRecord.state.in_(LIVE), SuppressionRecord.ends_on < day))
    return and_(written, SuppressionRecord.ends_on >= day) if state in LIVE else written


def _readable(person: PersonCaller) -> Select[SuppressionRecord]:
    person.need(READERS)
    return select(SuppressionRecord).where(SuppressionRecord.org_id == person.org)
