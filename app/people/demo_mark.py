"""Whether this database is the demo's: its known passwords and its known key work nowhere else."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.db import DatabaseFact

DEMO_KEY = "sk_demo_precheck"


def is_demo(db: Session) -> bool:
    """Whether `sanshen demo` made this database."""
    return db.get(DatabaseFact, "demo") is not None


def mark_demo(db: Session) -> None:
    """Mark this database as the demo's."""
    db.add(DatabaseFact(name="demo", value="yes"))
