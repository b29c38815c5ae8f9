"""Verifying certificates (凭证核验): offline from the token and the public keys, or with the register too."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from app.certificates.models import Certificate
from app.certificates.token import parse_token
from app.content import content_sha256
from app.keys import PublicKeys, verified


class Reason(StrEnum):
    """Why a certificate does not cover a publication."""

    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    CONTENT_MISMATCH = "content_mismatch"
    ACCOUNT_MISMATCH = "account_mismatch"
    ORG_MISMATCH = "org_mismatch"
    REVOKED = "revoked"


TEXTS: dict[Reason, str] = {
    Reason.MALFORMED: "不是本系统的签发凭证，或凭证不完整。",
    Reason.UNKNOWN_KEY: "凭证由不认识的密钥签名。",
    Reason.BAD_SIGNATURE: "凭证的签名不符，内容可能被改动。",
    Reason.NOT_YET_VALID: "未到凭证允许的发布时间。",
    Reason.EXPIRED: "凭证已过有效期。",
    Reason.CONTENT_MISMATCH: "标题、正文或格式与签发的内容不一致。",
    Reason.ACCOUNT_MISMATCH: "凭证是为另一个账号签发的。",
    Reason.ORG_MISMATCH: "凭证属于另一个单位。",
    Reason.REVOKED: "签发已被撤销。",
}
"""The reasons in words, for the person at the screen."""


class Untrusted(ValueError):
    """A token that proves nothing, with its `reason`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(TEXTS[reason])
        self.reason = reason


def payload_of(token: str, keys: PublicKeys) -> dict[str, Any]:
    """What a token states, its signature proved with one of `keys`; raises `Untrusted` otherwise."""
    try:
        parsed = parse_token(token)
    except ValueError as error:
        raise Untrusted(Reason.MALFORMED) from error
    key = keys.get(parsed.kid)
    if key is None:
        raise Untrusted(Reason.UNKNOWN_KEY)
    if not verified(key, parsed.signature, parsed.message):
        raise Untrusted(Reason.BAD_SIGNATURE)
    return parsed.payload


def check(
    token: str,
    keys: PublicKeys,
    *,
    now: datetime,
    title: str,
    body: str,
    format: str,
    account: str,
    org: str | None = None,
) -> list[Reason]:
    """Why the token does not cover this publication now; empty if it does.

    Whether it was revoked is not asked here. The assets are taken from the certificate. `org` None means any
    organisation of the service.
    """
    try:
        payload = payload_of(token, keys)
    except Untrusted as error:
        return [error.reason]
    digest = content_sha256(title, body, format, [asset["sha256"] for asset in payload["assets"]])
    faults = {
        Reason.NOT_YET_VALID: now < datetime.fromisoformat(payload["not_before"]),
        Reason.EXPIRED: now >= datetime.fromisoformat(payload["expires_at"]),
        Reason.CONTENT_MISMATCH: digest != payload["content_sha256"],
        Reason.ACCOUNT_MISMATCH: account != payload["account"],
        Reason.ORG_MISMATCH: org is not None and org != payload["org"],
    }
    return [reason for reason, holds in faults.items() if holds]


def is_revoked(db: Session, token: str, keys: PublicKeys) -> bool:
    """Whether the register says that this certificate was revoked; False for a token that proves nothing."""
    try:
        payload = payload_of(token, keys)
    except Untrusted:
        return False
    certificate = db.get(Certificate, payload["cert_id"])
    return certificate is not None and certificate.revoked_at is not None
