"""The registry of government new-media accounts (政务新媒体账号)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Account(Base):
    """An account with its duties (职责) and how strictly its drafts are signed.

    `principal_from` is the lowest level that the principal leader alone signs: `critical` by rule
    (通政办发〔2019〕90号第十七条), or stricter: `important`, `general`.
    `keywords` are separated by spaces.
    """

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("org_id", "code"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    org_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    code: Mapped[str] = mapped_column(String(50))
    name: Mapped[str] = mapped_column(String(200))
    platform: Mapped[str] = mapped_column(String(50))
    duties: Mapped[str] = mapped_column(Text)
    keywords: Mapped[str] = mapped_column(Text, default="")
    principal_from: Mapped[str] = mapped_column(String(10), default="critical")
    created_at: Mapped[datetime]
