"""One office on SQLite for a whole module, where the database does not matter to its tests."""

from __future__ import annotations

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
from tests.conftest import Template
from tests.desk import Desk


@pytest.fixture(scope="module")
def office(
    sqlite_template: Template,
    tmp_path_factory: pytest.TempPathFactory,
    data_dir: Path,
    ring: KeyRing,
    base: Base,
) -> Iterator[Desk]:
    """The people of an office that a module's tests share; each test makes its own drafts."""
    url = sqlite_template.copy(tmp_path_factory.mktemp("office"))
    settings = Settings(database_url=url, data_dir=data_dir, plain_cookie=True, log_level="CRITICAL")
    database = Database(url)
    runtime = Runtime(settings, database, ring, ActiveRulesets(database, base), KeyDoor(database))
    with TestClient(create_app(runtime=runtime)) as client:
        yield Desk(client, runtime)
    database.close()
