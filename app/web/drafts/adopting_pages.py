"""Adopting proposals on the draft page (采用建议): one by its button, several by their boxes."""

from __future__ import annotations

import re
from uuid import UUID

from fastapi import APIRouter, Response

from app.errors import AppError, Invalid
from app.people.callers import PersonCaller
from app.review.content import Content
from app.review.drafting import Origin, edit, prepare_edit
from app.review.findings import findings_of
from app.review.policy import may_edit
from app.review.proposals import Choice, adopted
from app.review.queries import check_match, get_draft
from app.runtime import Runtime
from app.web.drafts.draft_pages import draft_page
from app.web.forms import Form
from app.web.rendering import see_other
from app.web.session import FormDep, RuntimeDep, VisitorDep

router = APIRouter()

_CHOICE = re.compile(r"(?P<finding>\w{1,64}) (?P<n>[0-9]{1,3})")


@router.post("/drafts/{draft_id:uuid}/proposals")
def adopt(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Store the draft with the chosen suggestions as a new version; every signature so far is void."""
    person = visitor.person
    try:
        _adopt(runtime, person, draft_id.hex, form)
    except AppError as error:
        with runtime.database.read() as db:
            return draft_page(db, visitor, get_draft(db, person, draft_id.hex), form, error=error)
    return see_other(f"/drafts/{draft_id.hex}?done=adopted")


def _adopt(runtime: Runtime, person: PersonCaller, draft_id: str, form: Form) -> None:
    match = form.get("if_match")
    with runtime.database.read() as db:
        draft = get_draft(db, person, draft_id)
        may_edit(draft, person)
        check_match(draft, match)
        content = adopted(Content.of(draft.current), findings_of(draft.current.scan), choices_of(form))
    rules = runtime.rules.of(person.org)
    prepared = prepare_edit(runtime.database, rules, person, draft_id, match, Origin(None), content)
    with runtime.database.write() as db:
        edit(db, runtime.ring, person, draft_id, match, prepared)


def choices_of(form: Form) -> list[Choice]:
    """The one proposal whose button was pressed, or else those whose boxes are ticked."""
    chosen = [_CHOICE.fullmatch(value) for value in form.all("one") or form.all("proposal")]
    if None in chosen:
        raise Invalid("bad_proposal", "所选建议无法识别，请刷新页面后重试。")
    return [Choice(found["finding"], int(found["n"])) for found in chosen if found]
