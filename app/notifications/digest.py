"""The digest (通知汇总): one an hour at most for each person with unread notifications, mailed or logged."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from app.db import Database, now
from app.errors import Invalid
from app.notifications.models import DigestRecord, Notification
from app.people.models import Person

PAUSE = timedelta(hours=1)
"""Between two digests to one person, and between two tries."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told: how many unread notifications of each kind, up to the one with this id.

    Nothing of a draft: mail leaves the office.
    """

    person_id: str
    name: str
    address: str
    counts: Mapping[str, int]
    through: int


Outlet = Callable[[Digest], bool]
"""Passes a digest on; False where that failed, so that it is tried again."""


def address_of(db: Session, person_id: str) -> str:
    """Where the person's digest goes; empty for nowhere."""
    record = db.get(DigestRecord, person_id)
    return record.address if record else ""


def set_address(db: Session, person_id: str, address: str) -> None:
    """Set where the person's digest goes; `Invalid` where that is no mail address."""
    address = address.strip()
    if address and (len(address) > 254 or not _ADDRESS.fullmatch(address)):
        raise Invalid("bad_address", "邮箱地址不对，应如 zhang@office.gov.cn；不需要邮件时留空。")
    _record(db, person_id).address = address


def due(db: Session, moment: datetime, *, by_mail: bool) -> Sequence[str]:
    """Ids of the people who have unread notifications they were not told of, and were told nothing lately.

    By mail, only those who gave an address.
    """
    told = func.coalesce(DigestRecord.told_through, 0)
    lately = DigestRecord.tried_at > moment - PAUSE
    statement = (
        select(Notification.person_id)
        .join(Person, Person.id == Notification.person_id)
        .join(DigestRecord, DigestRecord.person_id == Notification.person_id, isouter=True)
        .where(Notification.read_at.is_(None), Notification.id > told, Person.active)
        .where(or_(DigestRecord.tried_at.is_(None), ~lately))
    )
    if by_mail:
        statement = statement.where(DigestRecord.address != "")
    return db.scalars(statement.distinct().order_by(Notification.person_id)).all()


def deliver(database: Database, person_id: str, outlet: Outlet, *, by_mail: bool) -> bool:
    """Pass on one person's digest, if it is still due; whether it was passed on.

    The try is on record before it is made, so that no two processes make it; what was told is on record after
    it, so that what failed is tried again when the hour is over.
    """
    with database.write() as db:
        digest = _take(db, person_id, by_mail=by_mail)
    if digest is None or not outlet(digest):
        return False
    with database.write() as db:
        _record(db, person_id).told_through = digest.through
    return True


def _take(db: Session, person_id: str, *, by_mail: bool) -> Digest | None:
    record = _record(db, person_id)
    if person_id not in due(db, now(), by_mail=by_mail):
        return None
    rows = db.execute(_unread(person_id, record.told_through)).all()
    record.tried_at = now()
    name = db.get_one(Person, person_id).name
    return Digest(
        person_id, name, record.address, {kind: n for kind, n, _ in rows}, max(last for *_, last in rows)
    )


def _record(db: Session, person_id: str) -> DigestRecord:
    # The person's row is locked, for the record may not be there yet.
    db.get(Person, person_id, with_for_update={"key_share": True})
    record = db.get(DigestRecord, person_id, populate_existing=True)
    if record is None:
        record = DigestRecord(person_id=person_id, address="", told_through=0)
        db.add(record)
        db.flush()
    return record


def _unread(person_id: str, through: int) -> Select[str, int, int]:
    unread = select(Notification.kind, func.count(), func.max(Notification.id)).where(
        Notification.person_id == person_id, Notification.read_at.is_(None), Notification.id > through
    )
    return unread.group_by(Notification.kind)
