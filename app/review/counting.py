"""How often each code was found in each version of a draft: what figures over time are added up from."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import ForeignKeyConstraint, Index, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.db import BEIJING, Base
from app.review.content import Scanned
from app.review.models import Draft, Version


class FindingCount(Base):
    """How often the scan of a version found a code; `day` is when the version was written, in Beijing.

    A scan is large, and the versions of a year are many: figures read this narrow table and no scan.
    """

    __tablename__ = "finding_counts"
    __table_args__ = (
        ForeignKeyConstraint(["draft_id", "version"], ["draft_versions.draft_id", "draft_versions.n"]),
        Index(None, "org_id", "day", "code", "count"),
    )

    draft_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    org_id: Mapped[str] = mapped_column(String(50))
    day: Mapped[date]
    count: Mapped[int]


def count_findings(db: Session, draft: Draft, version: Version, scanned: Scanned) -> None:
    """Store the counts of a version's scan in place of those of the scan before."""
    former = delete(FindingCount).where(FindingCount.draft_id == draft.id, FindingCount.version == version.n)
    db.execute(former)
    found = Counter(finding["code"] for finding in scanned.report["findings"])
    day = version.created_at.astimezone(BEIJING).date()
    db.add_all(
        FindingCount(
            draft_id=draft.id, version=version.n, code=code, org_id=draft.org_id, day=day, count=count
        )
        for code, count in found.items()
    )
    db.flush()
