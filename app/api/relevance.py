"""`/drafts/{id}/relevant`: a reviewer says that a draft belongs to the duties of its account after all."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.api.deps import IfMatch, OnceDep, PersonDep, RuntimeDep
from app.api.fields import API, problems
from app.api.paths import DraftId
from app.api.shapes import DraftShape, shown
from app.api.views import draft_answer
from app.review.relevance import say_relevant

router = APIRouter(prefix=f"{API}/drafts", tags=["稿件"], responses=problems())


@router.post(
    "/{draft_id}/relevant",
    summary="认定与职责相关",
    responses=shown(DraftShape) | problems(404, 409, 412, 428),
)
def call_relevant(
    draft_id: DraftId, reviewer: PersonDep, runtime: RuntimeDep, once: OnceDep, if_match: IfMatch = None
) -> Response:
    """A false positive of REL-01, said without a signature; `sanshen relevance train` learns from it."""
    return once.run(
        lambda: None,
        lambda db, _: draft_answer(db, say_relevant(db, runtime.ring, reviewer, draft_id, if_match)),
    )
