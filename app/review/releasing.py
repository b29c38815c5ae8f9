"""Release (签发): the certificate at the last approval; and the two ways back, withdraw and revoke."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from app.certificates.issue import Release, SignOff, issue, new_cert_id
from app.certificates.models import Certificate
from app.certificates.register import certificate_of, revoke_certificate
from app.errors import Conflict
from app.keys import KeyRing
from app.ledger.append import Actor
from app.people.callers import Caller, PersonCaller
from app.review.acts import log_act, move
from app.review.models import Draft
from app.review.notices import announce
from app.review.policy import may_revoke, may_withdraw
from app.review.queries import check_match, lock_draft, signoffs
from app.review.stages import EDITABLE, IN_FORCE, TITLES, Status


def release(db: Session, ring: KeyRing, actor: Actor, draft: Draft, ttl: timedelta) -> Certificate:
    """Mint the certificate over exactly what the three signed; it binds the ledger entry made before."""
    cert_id, version = new_cert_id(), draft.current
    log_act(db, ring, actor, "draft.released", draft, {"certificate": cert_id, "level": draft.level})
    facts = Release(
        org=draft.org_id,
        account=draft.account.code,
        kind=version.kind,
        source=version.source,
        assets=version.assets,
        draft=draft.id,
        version=draft.version,
        content_sha256=version.content_sha256,
        level=draft.level,
        signoffs=[
            SignOff(signed.stage, signed.person.username, signed.person.name, signed.role, signed.at)
            for signed in signoffs(db, draft)
        ],
        issued_at=draft.updated_at,
        ttl=ttl,
        not_before=version.publish_after,
    )
    return issue(db, ring, facts, cert_id=cert_id)


def withdraw(
    db: Session, ring: KeyRing, caller: Caller, draft_id: str, match: str | None, reason: str
) -> Draft:
    """Take a draft out of review (撤稿); its author may, before release."""
    draft = lock_draft(db, caller, draft_id)
    check_match(draft, match)
    may_withdraw(draft, caller)
    if draft.status not in EDITABLE:
        raise Conflict("wrong_stage", f"稿件{TITLES[Status(draft.status)]}，不能撤稿。")
    move(draft, Status.WITHDRAWN)
    log_act(db, ring, caller.actor(), "draft.withdrawn", draft, {"reason": reason})
    announce(db, draft, caller)
    return draft


def revoke(
    db: Session, ring: KeyRing, leader: PersonCaller, draft_id: str, match: str | None, reason: str
) -> Draft:
    """Take a release back (撤销签发); from now on its certificate is not valid."""
    role = may_revoke(leader)
    draft = lock_draft(db, leader, draft_id)
    check_match(draft, match)
    if draft.status not in IN_FORCE:
        raise Conflict("wrong_stage", f"稿件{TITLES[Status(draft.status)]}，没有可撤销的签发。")
    move(draft, Status.REVOKED)
    certificate = certificate_of(db, draft.id, draft.version)
    assert certificate is not None, "a released draft has a certificate"
    revoke_certificate(certificate, leader.id, reason)
    data = {"certificate": certificate.cert_id, "reason": reason}
    log_act(db, ring, leader.actor(role), "draft.revoked", draft, data)
    announce(db, draft, leader)
    return draft
