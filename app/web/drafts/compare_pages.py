"""A draft beside what it should agree with: a reprint's original (原文), the standard wording (标准表述)."""

from __future__ import annotations

from typing import Literal, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Response

from app.errors import NotFound
from app.review.content import Content
from app.review.diff import diff
from app.review.findings import findings_of
from app.review.models import Version
from app.review.proposals import Choice, adopted
from app.review.queries import get_draft
from app.web.rendering import page
from app.web.session import RuntimeDep, VisitorDep
from app.web.text.highlight import beside

router = APIRouter()


class Other(NamedTuple):
    """The text that a draft is compared with."""

    title: str
    body: str


@router.get("/drafts/{draft_id:uuid}/beside/{what}")
def show_beside(
    draft_id: UUID, what: Literal["original", "standard"], visitor: VisitorDep, runtime: RuntimeDep
) -> Response:
    """Both texts side by side, with what differs marked in each."""
    with runtime.database.read() as db:
        draft = get_draft(db, visitor.person, draft_id.hex)
        other = original(draft.current) if what == "original" else standard(draft.current)
    mine = Other(draft.current.title, draft.current.body)
    old, new = (other, mine) if what == "original" else (mine, other)
    title, body = diff(old.title, new.title), diff(old.body, new.body)
    return page(
        "beside.html",
        visitor,
        draft=draft,
        what=what,
        changes=len(title) + len(body),
        titles=beside(old.title, new.title, title),
        bodies=beside(old.body, new.body, body),
    )


def original(version: Version) -> Other:
    """The original that came with a reprint; `NotFound` where none did."""
    if not version.source or not version.source["body"]:
        raise NotFound("转载原文")
    return Other(version.source["title"] or version.title, version.source["body"])


def standard(version: Version) -> Other:
    """The text with the first proposal of every finding in it; of proposals that overlap, the first."""
    content, findings = Content.of(version), findings_of(version.scan)
    choices, ends = [], {"title": 0, "body": 0}
    for finding in sorted(findings, key=lambda finding: (finding["start"], finding["end"])):
        if finding["suggestions"] and ends[finding["field"]] <= finding["start"] < finding["end"]:
            choices.append(Choice(finding["id"], 0))
            ends[finding["field"]] = finding["end"]
    content = adopted(content, findings, choices) if choices else content
    return Other(content.title, content.body)
