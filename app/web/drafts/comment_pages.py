"""Comments at the browser (批注): the text with them in place, writing one, answering, resolving."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from app.content import MAX_REMARK
from app.errors import AppError
from app.review.commenting import Remark, answer, comment_on, resolve
from app.review.comments import FIELDS
from app.review.models import Draft
from app.review.queries import get_draft
from app.web.forms import Form
from app.web.rendering import page, see_other
from app.web.session import FormDep, RuntimeDep, Visitor, VisitorDep
from app.web.text.commented import commented
from app.web.text.highlight import highlight

router = APIRouter(prefix="/drafts/{draft_id:uuid}/comments")

CommentId = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("")
def show_comments(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """The draft's present text with its comments."""
    with runtime.database.read() as db:
        return _page(db, visitor, get_draft(db, visitor.person, draft_id.hex), Form())


@router.post("")
def add_comment(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Store the comment and show it in its place."""
    try:
        with runtime.database.write() as db:
            remark = remark_of(form)
            comment = comment_on(db, runtime.ring, visitor.person, draft_id.hex, remark)
    except AppError as error:
        return _again(runtime, visitor, draft_id, form, error)
    return _back(draft_id, form, comment.id)


@router.post("/{comment_id}/answers")
def add_answer(
    draft_id: UUID, comment_id: CommentId, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep
) -> Response:
    """Store the answer and show it under its comment."""
    form = form.having(answered=str(comment_id))
    try:
        with runtime.database.write() as db:
            text = form.text("text", "回复", MAX_REMARK)
            stored = answer(db, runtime.ring, visitor.person, draft_id.hex, comment_id, text)
    except AppError as error:
        return _again(runtime, visitor, draft_id, form, error)
    return _back(draft_id, form, stored.id)


@router.post("/{comment_id}/resolve")
def resolve_comment(
    draft_id: UUID, comment_id: CommentId, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep
) -> Response:
    """Call the comment resolved, or open again."""
    resolved = form.get("resolved") == "1"
    try:
        with runtime.database.write() as db:
            resolve(db, runtime.ring, visitor.person, draft_id.hex, comment_id, resolved=resolved)
    except AppError as error:
        return _again(runtime, visitor, draft_id, form, error)
    return _back(draft_id, form, comment_id)


def remark_of(form: Form) -> Remark:
    """What the form says, and of which passage."""
    start, version, field = form.get("start"), form.get("version"), form.get("field")
    return Remark(
        text=form.text("text", "批注", MAX_REMARK),
        quote=form.get("quote"),
        field=next((name for name in FIELDS if name == field), None),
        start=_number(start) or 0,
        version=_number(version),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _page(
    db: Session, visitor: Visitor, draft: Draft, form: Form, *, error: AppError | None = None
) -> Response:
    comments, version = commented(db, draft, visitor.person), draft.current
    return page(
        "draft_comments.html",
        visitor,
        error.status if error else 200,
        draft=draft,
        version=version,
        comments=comments,
        marked_title=highlight(version.title, (), comments.notes("title")),
        marked_body=highlight(version.body, (), comments.notes("body")),
        form=form,
        error=error,
    )


def _again(runtime: RuntimeDep, visitor: Visitor, draft_id: UUID, form: Form, error: AppError) -> Response:
    """The page of comments with what was typed, wherever it was typed."""
    with runtime.database.read() as db:
        draft = get_draft(db, visitor.person, draft_id.hex)
        return _page(db, visitor, draft, form, error=error)


def _back(draft_id: UUID, form: Form, comment_id: int) -> RedirectResponse:
    """To the page that the form stood on."""
    page_of = "" if form.get("on") == "draft" else "/comments"
    return see_other(f"/drafts/{draft_id.hex}{page_of}#c{comment_id}")
