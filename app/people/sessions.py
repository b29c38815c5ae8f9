"""Signing in and out: password → token, token → caller. A token's digest is stored, never the token."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.db import Database, now
from app.errors import Forbidden, Invalid, TooMany, Unauthenticated
from app.keys import KeyRing
from app.ledger.append import SYSTEM, append
from app.people.callers import PersonCaller
from app.people.demo_mark import is_demo
from app.people.models import Person, SessionToken
from app.people.passwords import check_new_password, demo_password, hash_password, verify_password

CHANGE_REQUIRED = "password_change_required"
FAILURES = RateLimitItemPerMinute(10, 5)
"""Ten wrong passwords in five minutes, per user name and address."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: the token to hand out once, and its life in seconds."""

    token: str
    csrf: str
    expires_in: int
    caller: PersonCaller


class LoginThrottle:
    """Counts wrong passwords per user name and client address, in this process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, username: str, client: str) -> None:
        """`TooMany` after too many failures."""
        if not self._limiter.test(FAILURES, username, client):
            wait = str(FAILURES.get_expiry())
            raise TooMany(
                "too_many_attempts", "密码错误次数过多，请五分钟后再试。", headers={"Retry-After": wait}
            )

    def failed(self, username: str, client: str) -> None:
        """Count one failure."""
        self._limiter.hit(FAILURES, username, client)


def sign_in(
    database: Database,
    ring: KeyRing,
    throttle: LoginThrottle,
    username: str,
    password: str,
    *,
    client: str,
    lifetime: int,
    chosen: str = "",
) -> SignedIn:
    """Open a session of `lifetime` seconds; `Unauthenticated` for a wrong name or password.

    A one-time password is `Forbidden` unless the person's own new password comes with it as `chosen`.
    """
    person = _prove(database, ring, throttle, username, password, client)
    if person.one_time and not chosen:
        raise Forbidden(CHANGE_REQUIRED, "这是一次性密码，请在网页登录，先设定自己的密码。")
    with database.write() as db:
        if person.one_time:
            _choose(db, ring, db.get_one(Person, person.id), password, chosen)
        return open_session(db, ring, person, lifetime)


def change_password(
    database: Database,
    ring: KeyRing,
    throttle: LoginThrottle,
    caller: PersonCaller,
    password: str,
    chosen: str,
    *,
    client: str,
    token: str,
) -> None:
    """Set one's own password, proved by the present one; every session but that of `token` ends."""
    person = _prove(database, ring, throttle, caller.username, password, client)
    with database.write() as db:
        _choose(db, ring, db.get_one(Person, person.id), password, chosen)
        others = delete(SessionToken).where(SessionToken.person_id == person.id)
        db.execute(others.where(SessionToken.digest != digest(token)))


def _prove(
    database: Database, ring: KeyRing, throttle: LoginThrottle, username: str, password: str, client: str
) -> Person:
    """The person whose user name and password these are; failures are counted and on record."""
    throttle.check(username, client)
    with database.read() as db:
        person = db.scalar(select(Person).where(Person.username == username))
        demo = is_demo(db)
    right = verify_password(password, person.password_hash if person else None)
    if right and person and person.active and (demo or password != demo_password(username)):
        return person
    throttle.failed(username, client)
    if person is not None:
        with database.write() as db:
            append(db, ring, person.org_id, "session.refused", SYSTEM, data={"username": username})
    raise Unauthenticated("wrong_credentials", "用户名或密码不正确。")


def _choose(db: Session, ring: KeyRing, person: Person, former: str, chosen: str) -> None:
    check_new_password(person.username, chosen)
    if chosen == former:
        raise Invalid("weak_password", "新密码不能与原密码相同。")
    person.password_hash, person.one_time = hash_password(chosen), False
    append(db, ring, person.org_id, "password.changed", caller_of(person).actor())


def open_session(db: Session, ring: KeyRing, person: Person, lifetime: int) -> SignedIn:
    """A new session of somebody who has proved who they are."""
    token, csrf, moment = secrets.token_urlsafe(32), secrets.token_urlsafe(24), now()
    db.execute(delete(SessionToken).where(SessionToken.expires_at < moment))
    db.add(
        SessionToken(
            digest=digest(token),
            person_id=person.id,
            csrf=csrf,
            created_at=moment,
            expires_at=moment + timedelta(seconds=lifetime),
        )
    )
    caller = caller_of(person)
    append(db, ring, person.org_id, "session.opened", caller.actor())
    return SignedIn(token, csrf, lifetime, caller)


def find_session(db: Session, token: str) -> tuple[PersonCaller, str] | None:
    """The caller and the CSRF token of a live session, or None."""
    row = db.execute(
        select(Person, SessionToken.csrf)
        .join(SessionToken, SessionToken.person_id == Person.id)
        .where(SessionToken.digest == digest(token), SessionToken.expires_at > now(), Person.active)
    ).first()
    return (caller_of(row[0]), row[1]) if row else None


def sign_out(db: Session, ring: KeyRing, caller: PersonCaller, token: str) -> None:
    """End this session."""
    db.execute(delete(SessionToken).where(SessionToken.digest == digest(token)))
    append(db, ring, caller.org, "session.closed", caller.actor())


def caller_of(person: Person) -> PersonCaller:
    """The person as a caller."""
    return PersonCaller(person.id, person.username, person.name, person.org_id, person.roles)


def digest(secret: str) -> str:
    """SHA-256 hex; enough for secrets of 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()
