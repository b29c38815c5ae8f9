"""The ledger's two tables: the lines, and per organisation the end of its chain."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class LedgerEntry(Base):
    """One entry (台账记录). `line` is the truth, byte for byte; the other columns repeat it for searching."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        Index(None, "org_id", "draft_id", "seq"),
        Index(None, "org_id", "actor_id", "seq"),
        Index(None, "org_id", "event", "seq"),
        Index(None, "org_id", "at", "seq"),
    )

    org_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[str] = mapped_column(Text)
    draft_id: Mapped[str | None] = mapped_column(String(64))
    actor_id: Mapped[str] = mapped_column(String(64))
    event: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]


class LedgerHead(Base):
    """The end of an organisation's chain: last number, hash of the last line, Merkle frontier."""

    __tablename__ = "ledger_heads"

    org_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    frontier: Mapped[str] = mapped_column(Text)
