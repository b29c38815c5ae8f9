from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.db import Base, Database
from app.keys import KeyRing
from app.ledger.models import LedgerEntry, LedgerHead


def new_ring(number: int, *older: int) -> KeyRing:
    """A ring with fixed keys, so that every run signs alike."""
    return KeyRing([Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32) for seed in (*older, number)])


@pytest.fixture(scope="session")
def ring() -> KeyRing:
    return new_ring(1)


@pytest.fixture(scope="session")
def strangers_ring() -> KeyRing:
    return new_ring(2)


@pytest.fixture(scope="session")
def rotated_ring() -> KeyRing:
    """The service's ring after a rotation: signs with a new key, still knows the first."""
    return new_ring(3, 1)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("ledger")
    database = Database(f"sqlite:///{folder / 'test.sqlite3'}")
    tables = [Base.metadata.tables[model.__tablename__] for model in (LedgerEntry, LedgerHead)]
    Base.metadata.create_all(database.engine, tables=tables)
    yield database
    database.close()
