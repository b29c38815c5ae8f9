"""Acting on the draft page: submit, decide, withdraw, revoke. A refused act shows the page again as typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import cast
from uuid import UUID

from fastapi import APIRouter, Response

from app.content import MAX_REMARK
from app.errors import AppError, Conflict, Invalid, Stale
from app.people.callers import PersonCaller
from app.review.findings import Verdict, Word
from app.review.queries import get_draft
from app.review.releasing import revoke, withdraw
from app.review.rescanning import rescan_if_newer
from app.review.routing import LEVELS
from app.review.signing import Act, Opinion, decide, submit
from app.review.stages import STAGES, Action, Status
from app.runtime import Runtime
from app.web.draft_pages import draft_page
from app.web.forms import Form
from app.web.rendering import see_other
from app.web.session import FormDep, RuntimeDep, VisitorDep
from app.web.words import DECISIONS, VERDICTS

router = APIRouter()


@router.post("/drafts/{draft_id:uuid}")
def act_on_draft(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Do what the form asks for, and show the draft."""
    try:
        act = ACTS[form.choice("act", "操作", ACTS)]
        done = act(runtime, visitor.person, draft_id.hex, form)
    except AppError as error:
        with runtime.database.read() as db:
            draft = get_draft(db, visitor.person, draft_id.hex)
            return draft_page(db, visitor, draft, _still_valid(form, error), error=error)
    return see_other(f"/drafts/{draft_id.hex}?done={done}")


def _submit(runtime: Runtime, person: PersonCaller, draft_id: str, form: Form) -> str:
    rescanned = rescan_if_newer(runtime.database, runtime.rules.fresh(person.org), person, draft_id)
    act = Act("approve", opinion_of(form), rescanned)
    with runtime.database.write() as db:
        submit(db, runtime.ring, person, draft_id, form.get("if_match"), act)
    return "submit"


def _decide(runtime: Runtime, person: PersonCaller, draft_id: str, form: Form) -> str:
    action = cast(Action, form.choice("action", "审核意见", DECISIONS))
    rescanned = rescan_if_newer(runtime.database, runtime.rules.fresh(person.org), person, draft_id)
    act = Act(action, opinion_of(form), rescanned)
    ttl = timedelta(seconds=runtime.settings.certificate_ttl)
    with runtime.database.write() as db:
        decide(db, runtime.ring, person, draft_id, form.get("if_match"), act, ttl)
    return action


def _withdraw(runtime: Runtime, person: PersonCaller, draft_id: str, form: Form) -> str:
    reason = form.need("withdraw_reason", "撤稿理由", MAX_REMARK)
    with runtime.database.write() as db:
        withdraw(db, runtime.ring, person, draft_id, form.get("if_match"), reason)
    return "withdraw"


def _revoke(runtime: Runtime, person: PersonCaller, draft_id: str, form: Form) -> str:
    reason = form.need("revoke_reason", "撤销理由", MAX_REMARK)
    with runtime.database.write() as db:
        revoke(db, runtime.ring, person, draft_id, form.get("if_match"), reason)
    return "revoke"


ACTS: dict[str, Callable[[Runtime, PersonCaller, str, Form], str]] = {
    "submit": _submit,
    "decide": _decide,
    "withdraw": _withdraw,
    "revoke": _revoke,
}


def opinion_of(form: Form) -> Opinion:
    """The opinion (审核意见) that the form states."""
    level, return_to = form.get("level"), form.get("return_to")
    return Opinion(
        content_sha256=form.get("content_sha256"),
        checklist=form.all("checklist"),
        words=words_of(form),
        comment=form.text("comment", "意见", MAX_REMARK),
        level=level if level in LEVELS else None,
        return_to=Status(return_to) if return_to in STAGES and form.get("action") == "return" else None,
    )


def words_of(form: Form) -> tuple[Word, ...]:
    """What was said on findings: a verdict and a reason each; `Invalid` where one of them is missing."""
    verdicts, words = form.starting("verdict-"), []
    for finding, reason in form.starting("reason-").items():
        verdict = verdicts.get(finding, "")
        if not verdict and not reason.strip():
            continue
        if verdict not in VERDICTS or not reason.strip():
            raise Invalid("disposition_incomplete", "处置问题须选定“误报”或“保留”，并写明理由。")
        if len(reason) > MAX_REMARK:
            raise Invalid("too_long", f"处置理由最多 {MAX_REMARK} 字。")
        words.append(Word(finding, cast(Verdict, verdict), reason.strip()))
    return tuple(words)


def _still_valid(form: Form, error: AppError) -> Form:
    """What was typed; where the draft has changed meanwhile, nothing counts as confirmed any more."""
    changed = isinstance(error, Stale) or (isinstance(error, Conflict) and error.code == "stale_content")
    return form.without("checklist", "action") if changed else form
