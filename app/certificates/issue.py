"""Minting certificates at release."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.certificates.models import Certificate
from app.certificates.token import sign_token
from app.db import rfc3339
from app.keys import KeyRing
from app.ledger.checkpoint import tip


@dataclass(frozen=True, slots=True)
class SignOff:
    """One signature (签审) behind a release: its stage, who signed, in which role, when."""

    stage: str
    person: str
    name: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """The facts that a certificate states.

    `source` is as in the draft, None for an original; `assets` are `{"url", "sha256"}`, in order;
    `not_before` is the time set for publication, None meaning from the issue on.
    """

    org: str
    account: str
    kind: str
    source: Mapping[str, Any] | None
    assets: Sequence[Mapping[str, str]]
    draft: str
    version: int
    content_sha256: str
    level: str
    signoffs: Sequence[SignOff]
    issued_at: datetime
    ttl: timedelta
    not_before: datetime | None = None


def new_cert_id() -> str:
    """A fresh certificate number, for the ledger entry that precedes the certificate."""
    return f"cert_{secrets.token_hex(16)}"


def issue(db: Session, ring: KeyRing, release: Release, *, cert_id: str | None = None) -> Certificate:
    """Mint and store the certificate of a release, inside the caller's transaction.

    It binds the organisation's ledger as it stands, so the ledger entry of the release comes first. It lives
    for `ttl` from the issue or, where publication is set for later, from then. A source's text goes in as
    `body_sha256`, so that the token stays small. Raises `sqlalchemy.exc.IntegrityError` where this version
    has a certificate already.
    """
    cert_id = cert_id or new_cert_id()
    not_before = release.not_before or release.issued_at
    expires_at = max(not_before, release.issued_at) + release.ttl
    end = tip(db, release.org)
    payload = {
        "cert_id": cert_id,
        "org": release.org,
        "account": release.account,
        "kind": release.kind,
        "source": _source(release.source) if release.source else None,
        "assets": [dict(asset) for asset in release.assets],
        "draft": release.draft,
        "version": release.version,
        "content_sha256": release.content_sha256,
        "level": release.level,
        "signoffs": [_signoff(signoff) for signoff in release.signoffs],
        "issued_at": rfc3339(release.issued_at),
        "not_before": rfc3339(not_before),
        "expires_at": rfc3339(expires_at),
        "ledger": {"seq": end.seq, "root": end.root},
    }
    certificate = Certificate(
        cert_id=cert_id,
        org_id=release.org,
        draft_id=release.draft,
        version=release.version,
        token=sign_token(ring, payload),
        issued_at=release.issued_at,
        expires_at=expires_at,
    )
    db.add(certificate)
    db.flush()
    return certificate


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    stated = {name: value for name, value in source.items() if name != "body"}
    if source.get("body"):
        stated["body_sha256"] = hashlib.sha256(source["body"].encode()).hexdigest()
    return stated


def _signoff(signoff: SignOff) -> dict[str, str]:
    return {
        "stage": signoff.stage,
        "person": signoff.person,
        "name": signoff.name,
        "role": signoff.role,
        "at": rfc3339(signoff.at),
    }
