"""`/drafts/{id}/comments`: comments on a draft, answers, resolved or not. People only."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from app.api.answers import answer as as_json
from app.api.comment_shapes import AnswerShape, CommentShape, answer_view, thread_view
from app.api.deps import OnceDep, PersonDep, RuntimeDep
from app.api.fields import API, NO_NUL, Model, Reason, problems
from app.api.paths import DraftId, VersionNumber
from app.api.shapes import Page, shown
from app.people.callers import PersonCaller
from app.review.commenting import MAX_QUOTE, Remark, answer, comment_on, resolve
from app.review.comments import Comment, threads
from app.review.queries import get_draft
from app.scanner.finding import FieldName

router = APIRouter(prefix=f"{API}/drafts/{{draft_id}}/comments", tags=["批注"], responses=problems(404))

CommentId = Annotated[int, Path(ge=1, le=2**31 - 1, description="批注编号")]
Quote = Annotated[str, StringConstraints(pattern=NO_NUL, max_length=MAX_QUOTE)]


class CommentIn(Model):
    """A comment, on the passage `quote` or, without one, on the whole draft.

    Without `field`, the body is searched before the title; `start` (code points) tells between several places
    that say the same. `version` is the one that was read: 409 where there is a newer one.
    """

    text: Reason
    quote: Quote = ""
    field: FieldName | None = None
    start: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    version: VersionNumber | None = None


class AnswerIn(Model):
    """An answer."""

    text: Reason


class ResolveIn(Model):
    """Resolved, or open again."""

    resolved: bool = True


@router.get("", summary="批注列表", responses=shown(Page[CommentShape]))
def read_comments(draft_id: DraftId, person: PersonDep, runtime: RuntimeDep) -> Response:
    """All comments on the draft, the first first, each with its place in the present version."""
    with runtime.database.read() as db:
        draft = get_draft(db, person, draft_id)
        return as_json({"items": [thread_view(thread) for thread in threads(db, draft)], "next": None})


@router.post("", status_code=201, summary="写批注", responses=shown(CommentShape, 201) | problems(409))
def add_comment(
    draft_id: DraftId, body: CommentIn, person: PersonDep, runtime: RuntimeDep, once: OnceDep
) -> Response:
    """Comment on the draft's present version; whom it mentions is notified."""
    remark = Remark(**body.model_dump())
    return once.run(
        lambda: None,
        lambda db, _: _shown(db, person, comment_on(db, runtime.ring, person, draft_id, remark), 201),
    )


@router.post(
    "/{comment_id}/answers",
    status_code=201,
    summary="回复批注",
    responses=shown(AnswerShape, 201) | problems(409),
)
def add_answer(
    draft_id: DraftId,
    comment_id: CommentId,
    body: AnswerIn,
    person: PersonDep,
    runtime: RuntimeDep,
    once: OnceDep,
) -> Response:
    """Answer a comment; who took part in the thread is notified."""
    return once.run(
        lambda: None,
        lambda db, _: as_json(
            answer_view(answer(db, runtime.ring, person, draft_id, comment_id, body.text)), 201
        ),
    )


@router.post(
    "/{comment_id}/resolve", summary="标为已解决或重新打开", responses=shown(CommentShape) | problems(409)
)
def resolve_comment(
    draft_id: DraftId,
    comment_id: CommentId,
    body: ResolveIn,
    person: PersonDep,
    runtime: RuntimeDep,
    once: OnceDep,
) -> Response:
    """Call a comment resolved, or open again."""
    return once.run(
        lambda: None,
        lambda db, _: _shown(
            db,
            person,
            resolve(db, runtime.ring, person, draft_id, comment_id, resolved=body.resolved),
        ),
    )


def _shown(db: Session, person: PersonCaller, comment: Comment, status: int = 200) -> Response:
    draft = get_draft(db, person, comment.draft_id)
    thread = next(each for each in threads(db, draft) if each.comment.id == comment.id)
    return as_json(thread_view(thread), status)
