"""Migrations: up, down and up again on a filled database; code and schema belong together or say why not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fastapi.testclient import TestClient
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

import app.schema
from app import tables
from app.db import Database
from app.demo.office import found_offices
from app.errors import StartupError
from app.keys import KeyRing
from app.main import create_app
from app.people.models import Person
from app.runtime import Runtime
from app.schema import migrate, need_current
from tests.conftest import Template, run_on, url_of
from tests.desk import Desk, on_postgresql

HEAD = sorted(app.schema.MIGRATIONS.glob("versions/*.py"))[-1].name[:4]
INDEX = "draft_grams"
NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "next", "{head}"


def upgrade():
    op.add_column("organisations", sa.Column("remark", sa.Text(), nullable=True))
    {ending}


def downgrade():
    op.drop_column("organisations", "remark")
"""


@pytest.fixture
def empty(template: Template, tmp_path: Path) -> Iterator[Database]:
    """A database without any table."""
    if template.postgres is None:
        database = Database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
        yield database
        database.close()
        return
    run_on(template.postgres, "CREATE DATABASE empty")
    database = Database(url_of(template.postgres, "empty"))
    yield database
    database.close()
    run_on(template.postgres, "DROP DATABASE empty WITH (FORCE)")


@pytest.fixture
def future(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations of a later version of the program, with one more revision; returns its file."""
    folder = tmp_path / "migrations"
    shutil.copytree(app.schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    added = folder / "versions" / "next.py"
    added.write_text(NEXT.format(head=HEAD, ending="pass"), encoding="utf-8")
    monkeypatch.setattr(app.schema, "MIGRATIONS", folder)
    return added


def names(database: Database) -> set[str]:
    """The tables that are there, but for the search index, which each database keeps in its own way."""
    tables = set(inspect(database.engine).get_table_names())
    return {name for name in tables - {"alembic_version"} if not name.startswith(INDEX)}


def refusal(database: Database) -> str:
    """Why the service does not start on this database."""
    with pytest.raises(StartupError) as caught:
        need_current(database)
    sentence = str(caught.value)
    assert any("\u4e00" <= character <= "\u9fff" for character in sentence)
    assert "Traceback" not in sentence and "\n" not in sentence
    return sentence


def test_models_and_migrations_agree(runtime: Runtime) -> None:
    with runtime.database.engine.connect() as connection:
        options = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith(INDEX)}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), tables.metadata) == []


def test_down_and_up_again_on_a_filled_database(desk: Desk, runtime: Runtime, ring: KeyRing) -> None:
    desk.released()
    desk.create("key", external_ref="cms-1")
    migrate(runtime.database, "base")
    assert names(runtime.database) == set()
    assert "sanshen migrate" in refusal(runtime.database)
    migrate(runtime.database)
    need_current(runtime.database)
    assert names(runtime.database) == set(tables.metadata.tables)
    with runtime.database.write() as db:
        assert db.query(Person).count() == 0
        found_offices(db, ring)
    migrate(runtime.database)
    with runtime.database.read() as db:
        assert db.query(Person).count() == 16


def test_up_and_down_leave_nothing_behind(empty: Database) -> None:
    migrate(empty)
    migrate(empty, "base")
    assert names(empty) == set()
    assert set(inspect(empty.engine).get_table_names()) <= {"alembic_version"}
    with empty.engine.connect() as connection:
        if empty.is_sqlite:
            left = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
        else:
            left = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        assert connection.scalar(text(left)) == 0


def test_a_missing_schema_refuses_the_start(empty: Database, runtime: Runtime) -> None:
    assert refusal(empty) == "数据库尚未建表，请先运行：sanshen migrate"
    bare = Runtime(runtime.settings, empty, runtime.ring, runtime.rules, runtime.keys)
    with pytest.raises(StartupError, match="尚未建表"), TestClient(create_app(runtime=bare)):
        pass


def test_an_older_schema_is_not_served_until_it_is_migrated(
    desk: Desk, runtime: Runtime, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("future")
    draft = desk.released()
    assert "较旧" in (sentence := refusal(runtime.database)) and "sanshen migrate" in sentence
    assert desk.client.get("/readyz").status_code == 503
    migrate(runtime.database)
    need_current(runtime.database)
    assert desk.draft(draft["id"])[0]["status"] == "released"


def test_a_newer_schema_refuses_the_start(
    future: Path, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(runtime.database)
    monkeypatch.undo()
    assert "更新的程序" in refusal(runtime.database)


def test_a_migration_that_fails_changes_nothing(future: Path, runtime: Runtime) -> None:
    future.write_text(NEXT.format(head=HEAD, ending="raise OSError('disk gone')"), encoding="utf-8")
    with pytest.raises(OSError, match="disk gone"):
        migrate(runtime.database)
    columns = {column["name"] for column in inspect(runtime.database.engine).get_columns("organisations")}
    assert columns == {"id", "name"}
    assert HEAD in refusal(runtime.database)


def test_a_database_that_cannot_be_reached_refuses_the_start(tmp_path: Path) -> None:
    for url in (
        f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.sqlite3'}",
        "postgresql+psycopg://nobody@127.0.0.1:1/nothing",
    ):
        database = Database(url)
        assert "SANSHEN_DATABASE_URL" in refusal(database)
        database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entries SET line = '{}' WHERE seq = 2",
        "UPDATE ledger_entries SET event = 'org.created'",
        "DELETE FROM ledger_entries WHERE seq = 2",
        "DELETE FROM ledger_entries",
    ],
)
def test_the_database_refuses_to_change_the_ledger(runtime: Runtime, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), runtime.database.write() as db:
        db.execute(text(statement))
    with runtime.database.read() as db:
        assert db.scalar(text("SELECT count(*) FROM ledger_entries WHERE line <> '{}'")) > 16


@on_postgresql
def test_postgresql_refuses_to_truncate_the_ledger(runtime: Runtime) -> None:
    with pytest.raises(DBAPIError, match="append-only"), runtime.database.write() as db:
        db.execute(text("TRUNCATE ledger_entries"))
