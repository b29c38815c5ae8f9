"""API keys (接口密钥): made, listed, revoked by the system administrator; shown once, stored hashed."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.db import BEIJING, Database, now
from app.errors import NotFound, Unauthenticated
from app.keys import KeyRing
from app.ledger.append import append
from app.people.callers import KeyCaller, PersonCaller, Scope
from app.people.demo_mark import DEMO_KEY, is_demo
from app.people.models import ApiKey
from app.people.roles import Role
from app.people.sessions import digest

REMEMBERED_SECONDS = 3.0
"""How long a key's answer is remembered: a revoked key stops working within this time everywhere."""


class KeyDoor:
    """Lets programs in by their key, remembering the answer for a moment to spare the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, tuple[float, KeyCaller]] = {}

    def recall(self, secret: str) -> KeyCaller | None:
        """The caller with this key, if it was admitted a moment ago; asks no database."""
        known = self._known.get(secret)
        return known[1] if known and known[0] > time.monotonic() else None

    def admit(self, secret: str) -> KeyCaller:
        """The caller with this key; `Unauthenticated` if it is unknown or revoked."""
        caller = self._look_up(secret)
        if len(self._known) > 1000:
            self._known.clear()
        self._known[secret] = (time.monotonic() + REMEMBERED_SECONDS, caller)
        return caller

    def forget(self) -> None:
        """Ask the database again for every key, as after a revocation."""
        self._known.clear()

    def _look_up(self, secret: str) -> KeyCaller:
        with self._database.read() as db:
            key = db.scalar(
                select(ApiKey).where(ApiKey.digest == digest(secret), ApiKey.revoked_at.is_(None))
            )
            if key is None or (secret == DEMO_KEY and not is_demo(db)):
                raise Unauthenticated("wrong_key", "接口密钥不正确或已停用。")
        self._note_use(key)
        return KeyCaller(key.id, key.name, key.org_id, frozenset(map(Scope, key.scopes.split())))

    def _note_use(self, key: ApiKey) -> None:
        # The day is enough to see which keys nobody needs, and costs one write a day.
        today = now().astimezone(BEIJING).date()
        if key.last_used_on != today:
            with self._database.write() as db:
                db.execute(update(ApiKey).where(ApiKey.id == key.id).values(last_used_on=today))


def create_key(
    db: Session,
    ring: KeyRing,
    admin: PersonCaller,
    name: str,
    scopes: Iterable[Scope],
    secret: str | None = None,
) -> tuple[ApiKey, str]:
    """Make a key; the secret is returned here and never again."""
    role = admin.need({Role.SYSTEM_ADMIN})
    secret = secret or "sk_" + secrets.token_urlsafe(32)
    key = ApiKey(
        id=uuid.uuid4().hex,
        org_id=admin.org,
        name=name,
        digest=digest(secret),
        hint=secret[:7] + "…",
        scopes=" ".join(sorted(set(scopes))),
        created_at=now(),
        revoked_at=None,
    )
    db.add(key)
    data = {"key": key.id, "name": name, "scopes": key.scopes}
    append(db, ring, admin.org, "key.created", admin.actor(role), data=data)
    return key, secret


def revoke_key(db: Session, ring: KeyRing, admin: PersonCaller, key_id: str) -> None:
    """Stop a key. Revoking it again changes nothing."""
    role = admin.need({Role.SYSTEM_ADMIN})
    key = db.scalar(select(ApiKey).where(ApiKey.id == key_id, ApiKey.org_id == admin.org))
    if key is None:
        raise NotFound("接口密钥")
    if key.revoked_at is None:
        key.revoked_at = now()
        append(db, ring, admin.org, "key.revoked", admin.actor(role), data={"key": key.id, "name": key.name})


def list_keys(db: Session, admin: PersonCaller, *, q: str = "") -> Sequence[ApiKey]:
    """The organisation's keys whose name holds `q`, the newest first."""
    admin.need({Role.SYSTEM_ADMIN})
    statement = select(ApiKey).where(ApiKey.org_id == admin.org)
    if q:
        statement = statement.where(ApiKey.name.icontains(q, autoescape=True))
    return db.scalars(statement.order_by(ApiKey.created_at.desc(), ApiKey.id)).all()
