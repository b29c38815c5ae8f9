"""The release sheet (签发单): certificate, three signatures and text on one page, made for the printer."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from app.certificates.register import certificate_of
from app.certificates.verify import payload_of
from app.errors import Conflict
from app.review.queries import get_draft, signoffs
from app.web.rendering import page
from app.web.session import RuntimeDep, VisitorDep

router = APIRouter()


@router.get("/drafts/{draft_id:uuid}/certificate")
def show_certificate(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """The certificate of the released version in words."""
    with runtime.database.read() as db:
        draft = get_draft(db, visitor.person, draft_id.hex)
        certificate = certificate_of(db, draft.id, draft.version)
        if certificate is None:
            raise Conflict("not_released", "稿件尚未签发，没有签发凭证。")
        return page(
            "certificate.html",
            visitor,
            draft=draft,
            version=draft.current,
            certificate=certificate,
            payload=payload_of(certificate.token, runtime.ring.keys),
            signed=signoffs(db, draft),
        )
