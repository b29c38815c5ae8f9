"""The register of certificates: find one, take one back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.models import Certificate
from app.db import now


def certificate_of(db: Session, draft_id: str, version: int) -> Certificate | None:
    """The certificate of a released version, or None."""
    return db.scalar(
        select(Certificate).where(Certificate.draft_id == draft_id, Certificate.version == version)
    )


def revoke_certificate(certificate: Certificate, by: str, reason: str) -> None:
    """Take a certificate back; it stays in the register."""
    certificate.revoked_at, certificate.revoked_by, certificate.reason = now(), by, reason
