"""The chain of responsibility of an article (责任链), from the ledger: the sheet to print (稿件审核单)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import now
from app.ledger.checkpoint import checkpoint
from app.people.roles import Role
from app.review.checklists import CHECKLISTS
from app.review.history import history
from app.review.models import Draft, Version
from app.review.queries import get_draft, signoffs
from app.web.rendering import page
from app.web.session import RuntimeDep, VisitorDep

router = APIRouter()

DUTIES: dict[str, str] = {
    Role.PRINCIPAL_LEADER: "第一责任人",
    Role.DEPUTY_LEADER: "主要责任人",
    Role.SECTION_CHIEF: "直接责任人",
    Role.EDITOR: "直接责任人",
}
"""Who answers as what (东府办函〔2021〕152号)."""
ITEMS = {code: text for items in CHECKLISTS.values() for code, text in items.items()}


@router.get("/drafts/{draft_id:uuid}/sheet")
def show_sheet(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """Who did what and when on each version, for everybody who may see the draft."""
    with runtime.database.read() as db:
        draft = get_draft(db, visitor.person, draft_id.hex)
        acts = history(db, draft)
        return page(
            "sheet.html",
            visitor,
            draft=draft,
            versions=by_version(acts),
            quotes=_quotes(db, draft, acts),
            signed=signoffs(db, draft),
            duties=DUTIES,
            items=ITEMS,
            checkpoint=checkpoint(db, runtime.ring, draft.org_id),
            printed_at=now(),
        )


def by_version(acts: Iterable[Mapping[str, Any]]) -> dict[int, list[Mapping[str, Any]]]:
    """The acts on each version, in the order in which they were done; the first one makes a version.

    What was done on the draft without naming a version (a false alarm asked for) stands with the one of then.
    """
    versions: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    version = 1
    for act in acts:
        version = act["version"] or version
        versions[version].append(act)
    return versions


def _quotes(db: Session, draft: Draft, acts: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The words that the disposed findings stand on, by the findings' ids; one of an older scan has none."""
    said = {word["finding"] for act in acts for word in act["data"].get("dispositions", ())}
    if not said:
        return {}
    scans = db.scalars(select(Version.scan).where(Version.draft_id == draft.id))
    found = (finding for scan in scans for finding in orjson.loads(scan)["findings"])
    return {finding["id"]: finding["text"] for finding in found if finding["id"] in said}
