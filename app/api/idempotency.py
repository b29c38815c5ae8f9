"""`Idempotency-Key`: the same key and body act once and get the same answer for 24 hours."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any, TypeVar

import orjson
from fastapi import Response
from sqlalchemy import JSON, LargeBinary, String, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.db import Base, Database, now
from app.errors import Conflict, Invalid

Prepared = TypeVar("Prepared")
REMEMBERED = timedelta(hours=24)
ABANDONED = timedelta(seconds=60)
"""A request still running after this long has died with its process; its key is free again."""


class IdempotencyRecord(Base):
    """What a caller's key stands for: the request's fingerprint and, once done, its answer."""

    __tablename__ = "idempotency_records"

    actor_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    body: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    headers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(index=True)


class Once:
    """Runs an act at most once for a caller's key; without a key it just runs it."""

    def __init__(
        self, database: Database, actor_id: str, key: str | None, method: str, path: str, body: bytes
    ) -> None:
        if key is not None and not (0 < len(key) <= 255 and key.isprintable()):
            raise Invalid("bad_idempotency_key", "Idempotency-Key 须为 1 至 255 个可见字符。")
        self._database = database
        self._place = (actor_id, key)
        self._since = now()
        self._fingerprint = hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()

    def run(
        self,
        prepare: Callable[[], Prepared],
        act: Callable[[Session, Prepared], Response],
        *,
        secrets: Collection[str] = (),
    ) -> Response:
        """Answer from memory, or `prepare()` without a lock and then `act()` in one transaction.

        The answer is remembered in the act's own transaction, without the members named in `secrets`. An act
        that fails is not remembered, so that it can be tried again.
        """
        if self._place[1] is None:
            prepared = prepare()
            with self._database.write() as db:
                return act(db, prepared)
        if replay := self._reserve():
            return replay
        try:
            prepared = prepare()
            with self._database.write() as db:
                response = act(db, prepared)
                self._remember(db, response, secrets)
        except BaseException:
            self._let_go()
            raise
        return response

    def _reserve(self) -> Response | None:
        try:
            with self._database.write() as db:
                db.execute(delete(IdempotencyRecord).where(IdempotencyRecord.created_at < now() - REMEMBERED))
                record = db.get(IdempotencyRecord, self._place, with_for_update=True)
                if record is not None:
                    return self._answer_again(record)
                actor_id, key = self._place
                fresh = IdempotencyRecord(
                    actor_id=actor_id, key=key, fingerprint=self._fingerprint, created_at=self._since
                )
                db.add(fresh)
        except IntegrityError:
            raise _running() from None
        return None

    def _answer_again(self, record: IdempotencyRecord) -> Response | None:
        if record.fingerprint != self._fingerprint:
            raise Invalid("idempotency_key_reused", "该 Idempotency-Key 已用于另一个请求。")
        if record.status is not None:
            return Response(record.body, record.status, record.headers, "application/json")
        if record.created_at > now() - ABANDONED:
            raise _running()
        record.created_at = self._since
        return None

    def _remember(self, db: Session, response: Response, secrets: Collection[str]) -> None:
        record = db.get(IdempotencyRecord, self._place, with_for_update=True)
        if record is None or record.created_at != self._since:
            # This request slept so long that another took its place; that one's act counts.
            raise _running()
        record.status = response.status_code
        record.body = _without(bytes(response.body), secrets)
        names = ("location", "etag")
        record.headers = {name: response.headers[name] for name in names if name in response.headers}

    def _let_go(self) -> None:
        actor_id, key = self._place
        with self._database.write() as db:
            db.execute(
                delete(IdempotencyRecord).where(
                    IdempotencyRecord.actor_id == actor_id,
                    IdempotencyRecord.key == key,
                    IdempotencyRecord.created_at == self._since,
                    IdempotencyRecord.status.is_(None),
                )
            )


def _without(body: bytes, secrets: Collection[str]) -> bytes:
    if not secrets:
        return body
    return orjson.dumps({name: value for name, value in orjson.loads(body).items() if name not in secrets})


def _running() -> Conflict:
    return Conflict("idempotency_in_progress", "同一请求正在处理，请稍候再查询结果。")
