from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.certificates.models import Certificate
from app.db import Base, Database
from app.keys import KeyRing
from app.ledger.models import LedgerEntry, LedgerHead


@pytest.fixture(scope="session")
def ring() -> KeyRing:
    return KeyRing([Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32)])


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("certificates")
    database = Database(f"sqlite:///{folder / 'test.sqlite3'}")
    models = (LedgerEntry, LedgerHead, Certificate)
    Base.metadata.create_all(
        database.engine, tables=[Base.metadata.tables[model.__tablename__] for model in models]
    )
    yield database
    database.close()
