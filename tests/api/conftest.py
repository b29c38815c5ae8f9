"""One office on SQLite for a whole module, where the database does not matter to its tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.config import Settings
from app.db import Database
from app.keys import KeyRing
from app.main import create_app
from app.people.api_keys import KeyDoor
from app.rulesets.active import ActiveRulesets
from app.rulesets.base import Base
from app.runtime import Runtime
from tests.conftest import build
from tests.desk import Desk


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory, ring: KeyRing) -> Path:
    """A SQLite file with the two offices, to be copied."""
    path = tmp_path_factory.mktemp("founded") / "office.sqlite3"
    build(f"sqlite:///{path}", ring)
    return path


@pytest.fixture(scope="module")
def office(
    founded: Path,
    tmp_path_factory: pytest.TempPathFactory,
    data_dir: Path,
    ring: KeyRing,
    base: Base,
) -> Iterator[Desk]:
    """The people of an office that a module's tests share; each test makes its own drafts."""
    path = tmp_path_factory.mktemp("office") / "office.sqlite3"
    shutil.copy(founded, path)
    settings = Settings(
        database_url=f"sqlite:///{path}", data_dir=data_dir, plain_cookie=True, log_level="CRITICAL"
    )
    database = Database(settings.database_url)
    runtime = Runtime(settings, database, ring, ActiveRulesets(database, base), KeyDoor(database))
    with TestClient(create_app(runtime=runtime)) as client:
        yield Desk(client, runtime)
    database.close()
