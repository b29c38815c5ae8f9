"""Who is reading (正在审阅): whoever opens a draft that they may decide claims it until they leave."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from app.review.claims import claim, claims_on, release
from app.review.history import history
from app.review.policy import may_decide
from app.review.queries import etag, get_draft
from app.review.stages import STAGES, Status
from app.web.rendering import page, see_other
from app.web.session import FormDep, RuntimeDep, VisitorDep

router = APIRouter()


@router.post("/drafts/{draft_id:uuid}/claim")
def claim_draft(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Claim the draft; `live` asks for who else reads it, or what became of it, instead of the page."""
    with runtime.database.write() as db:
        draft = get_draft(db, visitor.person, draft_id.hex)
        changed = form.get("live") and form.get("if_match") != etag(draft)
        if draft.status in STAGES and not changed:
            may_decide(db, draft, Status(draft.status), visitor.person)
            claim(db, visitor.person, draft)
            db.flush()
        if not form.get("live"):
            return see_other(f"/drafts/{draft_id.hex}")
        last = history(db, draft)[-1] if changed else None
        return page("readers.html", visitor, draft=draft, readers=claims_on(db, [draft])[draft.id], last=last)


@router.post("/drafts/{draft_id:uuid}/claim/release")
def release_draft(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep, _: FormDep) -> Response:
    """Give the claim up; what the page sends when it is left."""
    with runtime.database.write() as db:
        release(db, visitor.person, draft_id.hex)
    return Response(status_code=204)
