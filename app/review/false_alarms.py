"""False alarms (误报) in drafts: from a finding to what may be suppressed, and what suppressions silenced."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid
from app.people.callers import PersonCaller
from app.review.content import Content
from app.review.findings import findings_of
from app.review.models import Draft, Version
from app.review.queries import get_draft
from app.rulesets.alarms import Alarm, alarm_of
from app.scanner.document import parse
from app.scanner.finding import Finding, Severity


def alarm_in(db: Session, person: PersonCaller, draft_id: str, finding_id: str, phrase: str) -> Alarm:
    """The alarm of a finding in the current version of a draft that the person may see.

    `Invalid` where there is no such finding, or it cannot be suppressed (see `alarm_of`).
    """
    version = get_draft(db, person, draft_id).current
    found = next((found for found in findings_of(version.scan) if found["id"] == finding_id), None)
    if found is None:
        raise Invalid("unknown_finding", "本版扫描结果中没有这个问题，请刷新后重试。")
    finding = Finding(**found | {"severity": Severity(found["severity"])})
    page = parse(Content.of(version).as_scanned())
    field = next(field for field in page.fields if field.name == finding.field)
    return alarm_of(finding, field, phrase)


def silenced(db: Session, org: str, since: datetime) -> Counter[str]:
    """How many findings each suppression silenced in the organisation's drafts made since then."""
    statement = (
        select(Version.summary)
        .join(Draft, (Draft.id == Version.draft_id) & (Draft.version == Version.n))
        .where(Draft.org_id == org, Draft.created_at >= since)
    )
    counts: Counter[str] = Counter()
    for summary in db.scalars(statement):
        counts.update(summary.get("suppressed", {}))
    return counts
