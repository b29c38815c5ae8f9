"""The database: engine, transactions, the declarative base.

SQLite runs in WAL mode with `synchronous=FULL`; a writer begins with `BEGIN IMMEDIATE` under a process
lock, so that it waits its turn instead of failing with "locked". PostgreSQL uses row locks. Nobody waits
for a lock longer than `PATIENCE` seconds.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, ClassVar

from sqlalchemy import DateTime, Dialect, Engine, String, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.schema import MetaData
from sqlalchemy.types import TypeDecorator

from app.errors import Unavailable

PATIENCE = 30
"""Seconds that a writer waits for its turn."""
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

BEIJING = timezone(timedelta(hours=8), "北京时间")
"""The time that people of an office go by (no summer time since 1991); stored times are UTC."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; only aware values go in, only aware values come out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as UTC; SQLite keeps it without a zone."""
        if value is None:
            return None
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime}


class DatabaseFact(Base):
    """A fact about the database itself, e.g. that it holds the demo."""

    __tablename__ = "database_facts"

    name: Mapped[str] = mapped_column(String(50), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


class Database:
    """An engine with two kinds of transaction: `read()` and `write()`."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._reader = sessionmaker(self.engine, expire_on_commit=False)
        self._writer = sessionmaker(self.engine.execution_options(write=True), expire_on_commit=False)
        self._lock = threading.Lock()
        self._closed = False
        event.listen(self.engine, "checkin", self._checked_in)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session to read with; nothing is committed."""
        with self._reader() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction to write with: commits at the end, rolls back on any error."""
        with self._turn(), self._writer() as session, session.begin():
            yield session

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """SQLite has one writer at a time; `Unavailable` where the turn does not come."""
        if not self.is_sqlite:
            yield
            return
        if not self._lock.acquire(timeout=PATIENCE):
            raise Unavailable("database_busy", "数据库繁忙，本次操作没有保存，请稍后重试。")
        try:
            yield
        finally:
            self._lock.release()

    def close(self) -> None:
        """Give back all connections; those in use by a thread that is not done yet, when it is."""
        self._closed = True
        self.engine.dispose()

    def _checked_in(self, _connection: Any, record: ConnectionPoolEntry) -> None:
        # A pool that was disposed of keeps what comes back, and nobody would ever close it.
        if self._closed:
            record.invalidate()


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_engine(url, pool_size=20, max_overflow=20, pool_pre_ping=True)
        event.listen(engine, "connect", _configure_postgresql)
        return engine
    engine = create_engine(url, pool_size=20, max_overflow=20, connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_postgresql(connection: Any, _record: Any) -> None:
    connection.execute(f"SET lock_timeout = '{PATIENCE}s'")
    connection.commit()


def _configure_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN would come too late and without IMMEDIATE; `_begin_sqlite` emits it.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def now() -> datetime:
    """The present moment in UTC, in whole milliseconds, as it is stored and signed."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def rfc3339(moment: datetime) -> str:
    """`2026-11-21T08:00:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
