"""Older versions of a draft, and what changed between two."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.review.diff import diff
from app.review.models import Draft, Version
from app.review.queries import dispositions, get_draft, get_version
from app.web.drafts.draft_pages import scan_view
from app.web.rendering import page
from app.web.session import RuntimeDep, VisitorDep
from app.web.text.highlight import compared

router = APIRouter()


@router.get("/drafts/{draft_id:uuid}/versions/{n:int}")
def show_version(draft_id: UUID, n: int, visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """A version as it was submitted, with the findings of its time."""
    with runtime.database.read() as db:
        draft = get_draft(db, visitor.person, draft_id.hex)
        view = scan_view(_version(db, draft, n), dispositions(db, draft, n))
        return page("version.html", visitor, draft=draft, **view)


@router.get("/drafts/{draft_id:uuid}/diff")
def show_diff(
    draft_id: UUID,
    visitor: VisitorDep,
    runtime: RuntimeDep,
    first: Annotated[int, Query(alias="from")] = 1,
    second: Annotated[int, Query(alias="to")] = 0,
) -> Response:
    """What was deleted and inserted between two versions; by default the first and the present one."""
    with runtime.database.read() as db:
        draft = get_draft(db, visitor.person, draft_id.hex)
        old, new = _version(db, draft, first), _version(db, draft, second or draft.version)
        return page(
            "diff.html",
            visitor,
            draft=draft,
            old=old,
            new=new,
            title=compared(old.title, diff(old.title, new.title)),
            body=compared(old.body, diff(old.body, new.body)),
        )


def _version(db: Session, draft: Draft, n: int) -> Version:
    # A number beyond the present version may be too large for the database's column.
    if not 1 <= n <= draft.version:
        raise NotFound("稿件版本")
    return get_version(db, draft, n)
