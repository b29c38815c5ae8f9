"""Certificates: read one, verify one, and the keys to verify offline."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import StringConstraints

from app.api.answers import answer
from app.api.deps import CallerDep, RuntimeDep
from app.api.fields import API, NO_NUL, Format, Kind, Level, Model, Text, problems
from app.api.paths import DraftId
from app.api.shapes import Shape, shown
from app.certificates.register import certificate_of
from app.certificates.verify import TEXTS, Reason, check, is_revoked, payload_of
from app.content import need_size
from app.db import now
from app.errors import Conflict
from app.people.callers import KeyCaller, Scope
from app.review.queries import get_released

router = APIRouter(prefix=API, tags=["签发"], responses=problems())
public = APIRouter(tags=["签发"])


class VerifyIn(Model):
    """What is about to be published, and the certificate that should cover it."""

    certificate: Annotated[str, StringConstraints(pattern=NO_NUL, max_length=1 << 20)]
    title: Text = ""
    body: Text
    format: Format = "text"
    account: Text


class LedgerTip(Shape):
    """Where the organisation's ledger stood at the issue."""

    seq: int
    root: str


class CertifiedSignoff(Shape):
    """One signature behind a release; `person` is the user name."""

    stage: str
    person: str
    name: str
    role: str
    at: datetime


class Payload(Shape):
    """What a certificate states."""

    cert_id: str
    org: str
    account: str
    kind: Kind
    source: dict[str, Any] | None
    assets: list[dict[str, Any]]
    draft: str
    version: int
    content_sha256: str
    level: Level
    signoffs: list[CertifiedSignoff]
    issued_at: datetime
    not_before: datetime
    expires_at: datetime
    ledger: LedgerTip


class CertificateOut(Shape):
    """A certificate: the compact JWS, and its payload to read."""

    certificate: str
    payload: Payload


class VerdictOut(Shape):
    """Whether the content may be published; `details` are the `reasons` in Chinese."""

    valid: bool
    reasons: list[Reason]
    details: list[str]


@router.get(
    "/drafts/{draft_id}/certificate",
    summary="签发凭证",
    responses=shown(CertificateOut) | problems(404, 409),
)
def read_certificate(draft_id: DraftId, caller: CallerDep, runtime: RuntimeDep) -> Response:
    """The certificate of a released draft."""
    if isinstance(caller, KeyCaller):
        caller.need(Scope.RELEASES_READ)
    with runtime.database.read() as db:
        draft = get_released(db, caller, draft_id)
        certificate = certificate_of(db, draft.id, draft.version)
    if certificate is None:
        raise Conflict("not_released", "稿件尚未签发，没有签发凭证。")
    payload = payload_of(certificate.token, runtime.ring.keys)
    return answer({"certificate": certificate.token, "payload": payload})


@router.post("/certificates/verify", summary="核验签发凭证", responses=shown(VerdictOut))
def verify_certificate(body: VerifyIn, caller: CallerDep, runtime: RuntimeDep) -> Response:
    """Whether exactly this content may be published now on this account; if not, why."""
    if isinstance(caller, KeyCaller):
        caller.need(Scope.RELEASES_READ)
    need_size(body.title, body.body)
    keys = runtime.ring.keys
    reasons = check(
        body.certificate,
        keys,
        now=now(),
        title=body.title,
        body=body.body,
        format=body.format,
        account=body.account,
        org=caller.org,
    )
    with runtime.database.read() as db:
        if is_revoked(db, body.certificate, keys):
            reasons.append(Reason.REVOKED)
    texts = [TEXTS[reason] for reason in reasons]
    return answer({"valid": not reasons, "reasons": reasons, "details": texts})


@public.get("/.well-known/jwks.json", summary="核验用公钥")
def read_keys(runtime: RuntimeDep) -> Response:
    """The public keys of certificates and checkpoints (RFC 7517)."""
    return answer(runtime.ring.jwks(), headers={"Cache-Control": "public, max-age=300"})
