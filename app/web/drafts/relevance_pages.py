"""The button 与职责相关 on the draft page: a reviewer contradicts REL-01."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from app.errors import AppError
from app.review.queries import get_draft
from app.review.relevance import say_relevant
from app.web.drafts.draft_pages import draft_page
from app.web.rendering import see_other
from app.web.session import FormDep, RuntimeDep, VisitorDep

router = APIRouter()


@router.post("/drafts/{draft_id:uuid}/relevant")
def call_relevant(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Store the reviewer's word and show the draft."""
    try:
        with runtime.database.write() as db:
            say_relevant(db, runtime.ring, visitor.person, draft_id.hex, form.get("if_match"))
    except AppError as error:
        with runtime.database.read() as db:
            return draft_page(db, visitor, get_draft(db, visitor.person, draft_id.hex), form, error=error)
    return see_other(f"/drafts/{draft_id.hex}?done=relevant")
