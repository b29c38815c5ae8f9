"""The service on a free port, for a real browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from app.config import Settings
from app.db import Database
from app.keys import KeyRing
from app.main import create_app
from app.people.api_keys import KeyDoor
from app.rulesets.active import ActiveRulesets
from app.rulesets.base import Base
from app.runtime import Runtime
from app.schema import migrate


@contextmanager
def empty_office(folder: Path, data_dir: Path, ring: KeyRing, base: Base) -> Iterator[Runtime]:
    """A service over a new SQLite database."""
    url = f"sqlite:///{folder / 'office.sqlite3'}"
    settings = Settings(database_url=url, data_dir=data_dir, plain_cookie=True, log_level="CRITICAL")
    database = Database(url)
    migrate(database)
    yield Runtime(settings, database, ring, ActiveRulesets(database, base), KeyDoor(database))
    database.close()


@contextmanager
def served(runtime: Runtime) -> Iterator[str]:
    """The address at which it answers, as long as the block lasts."""
    server = uvicorn.Server(uvicorn.Config(create_app(runtime=runtime), port=0, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
