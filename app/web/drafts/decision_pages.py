"""Acting on the draft page: submit, decide, withdraw, revoke. A refused act shows the page again as typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import cast
from uuid import UUID

from fastapi import APIRouter, Response

from app.content import MAX_REMARK
from app.errors import AppError, Conflict, Invalid, Stale
from app.review.findings import Verdict, Word
from app.review.queries import get_draft
from app.review.releasing import revoke, withdraw
from app.review.rescanning import rescan_if_newer
from app.review.routing import LEVELS
from app.review.signing import Act, Opinion, decide, submit
from app.review.stages import STAGES, Action, Status
from app.review.waiting import first_waiting
from app.runtime import Runtime
from app.web.drafts.draft_pages import DECIDED, draft_page
from app.web.drafts.reading import need_read
from app.web.forms import Form
from app.web.rendering import see_other
from app.web.session import FormDep, RuntimeDep, Visitor, VisitorDep
from app.web.words import DECISIONS, VERDICTS

router = APIRouter()


@router.post("/drafts/{draft_id:uuid}")
def act_on_draft(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Do what the form asks for, and show the draft; after a decision, the next of the queue."""
    try:
        act = ACTS[form.choice("act", "操作", ACTS)]
        done = act(runtime, visitor, draft_id.hex, form)
    except AppError as error:
        with runtime.database.read() as db:
            draft = get_draft(db, visitor.person, draft_id.hex)
            return draft_page(db, visitor, draft, _still_valid(form, error), error=error)
    if done not in DECIDED:
        return see_other(f"/drafts/{draft_id.hex}?done={done}")
    with runtime.database.read() as db:
        waiting = first_waiting(db, visitor.person)
    shown = waiting.id if waiting else draft_id.hex
    return see_other(f"/drafts/{shown}?done={done}&of={draft_id.hex}")


def _submit(runtime: Runtime, visitor: Visitor, draft_id: str, form: Form) -> str:
    person = visitor.person
    rescanned = rescan_if_newer(runtime.database, runtime.rules.fresh(person.org), person, draft_id)
    act = Act("approve", opinion_of(form), rescanned)
    with runtime.database.write() as db:
        submit(db, runtime.ring, person, draft_id, form.get("if_match"), act)
    return "submit"


def _decide(runtime: Runtime, visitor: Visitor, draft_id: str, form: Form) -> str:
    person = visitor.person
    action = cast(Action, form.choice("action", "审核意见", DECISIONS))
    rescanned = rescan_if_newer(runtime.database, runtime.rules.fresh(person.org), person, draft_id)
    act = Act(action, opinion_of(form), rescanned)
    ttl = timedelta(seconds=runtime.settings.certificate_ttl)
    with runtime.database.write() as db:
        decide(db, runtime.ring, person, draft_id, form.get("if_match"), act, ttl)
        if action == "approve":
            need_read(visitor, draft_id, act.opinion.content_sha256, form.get("proof"))
    return action


def _withdraw(runtime: Runtime, visitor: Visitor, draft_id: str, form: Form) -> str:
    reason = form.need("withdraw_reason", "撤稿理由", MAX_REMARK)
    with runtime.database.write() as db:
        withdraw(db, runtime.ring, visitor.person, draft_id, form.get("if_match"), reason)
    return "withdraw"


def _revoke(runtime: Runtime, visitor: Visitor, draft_id: str, form: Form) -> str:
    reason = form.need("revoke_reason", "撤销理由", MAX_REMARK)
    with runtime.database.write() as db:
        revoke(db, runtime.ring, visitor.person, draft_id, form.get("if_match"), reason)
    return "revoke"


ACTS: dict[str, Callable[[Runtime, Visitor, str, Form], str]] = {
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
    """What was said on findings: a verdict and a reason each, ready-made or typed.

    `Invalid` where one of them is missing.
    """
    verdicts, reasons, words = form.starting("verdict-"), form.starting("reason-"), []
    for finding in verdicts | reasons:
        verdict, reason = _word(verdicts.get(finding, ""), reasons.get(finding, ""))
        if not verdict and not reason.strip():
            continue
        if verdict not in VERDICTS or not reason.strip():
            raise Invalid("disposition_incomplete", "处置问题须选定“误报”或“保留”，并写明理由。")
        if len(reason) > MAX_REMARK:
            raise Invalid("too_long", f"处置理由最多 {MAX_REMARK} 字。")
        words.append(Word(finding, cast(Verdict, verdict), reason.strip()))
    return tuple(words)


def _word(chosen: str, typed: str) -> tuple[str, str]:
    """Verdict and reason; a ready reason (现成理由) comes with its verdict: `accepted:已核实无误`."""
    verdict, _, ready = chosen.partition(":")
    return verdict, ready or typed


def _still_valid(form: Form, error: AppError) -> Form:
    """What was typed; where the draft has changed meanwhile, nothing counts as confirmed any more."""
    changed = isinstance(error, Stale) or (isinstance(error, Conflict) and error.code == "stale_content")
    return form.without("checklist", "action") if changed else form
