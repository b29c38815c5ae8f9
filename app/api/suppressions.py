"""`/suppressions`: false alarms silenced for the office (误报豁免), proposed, reviewed, listed, ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from app.api.answers import answer, list_answer
from app.api.deps import OnceDep, PersonDep, RuntimeDep
from app.api.fields import API, NO_NUL, Code, Day, Model, Reason, Remark, problems
from app.api.paths import Cursor, Limit, ObjectId
from app.api.shapes import Page, SuppressionShape, shown
from app.api.views import moment
from app.db import now
from app.errors import Invalid
from app.people.callers import PersonCaller
from app.people.models import Person
from app.people.roles import REVIEWERS
from app.review.false_alarms import alarm_in, silenced
from app.rulesets.alarms import MAX_TEXT, Alarm, alarm_of, raised
from app.rulesets.state import revision_of
from app.rulesets.suppressing import Basis, Proposal, approve, end, propose, refuse
from app.rulesets.suppressions import State, SuppressionRecord, get_suppression, list_suppressions, today
from app.runtime import Runtime

router = APIRouter(prefix=f"{API}/suppressions", tags=["误报豁免"], responses=problems())

COUNTED = timedelta(days=90)
"""How far back the list counts what was silenced."""
NONE_YET: Mapping[str, int] = {}
"""What suppressions that were never in force have silenced."""
ACTED = shown(SuppressionShape) | problems(404, 409)
Id = Annotated[str, StringConstraints(pattern=NO_NUL, min_length=1, max_length=64)]
Words = Annotated[str, StringConstraints(pattern=NO_NUL, min_length=1, max_length=5 * MAX_TEXT)]


class SuppressionIn(Model):
    """A false alarm: a `finding` of a `draft`, or a `rule` and `text` (in a `sentence`, if it needs one).

    With `phrase`, which holds the text once, only that phrase is silenced; with `account`, only there.
    """

    draft: Id | None = None
    finding: Id | None = None
    rule: Code | None = None
    text: Words | None = None
    sentence: Annotated[Remark, Field(description="规则在其中报出该文字的整句，不保存")] = ""
    phrase: Words | None = None
    account: Code | None = None
    reason: Reason
    ends_on: Day


class CommentIn(Model):
    """What is said to a decision."""

    comment: Remark = ""


@router.post(
    "", status_code=201, summary="申请误报豁免", responses=shown(SuppressionShape, 201) | problems(404, 409)
)
def create_suppression(
    body: SuppressionIn, reviewer: PersonDep, runtime: RuntimeDep, once: OnceDep
) -> Response:
    """Ask that a false alarm be silenced for the office until a day; a security administrator decides."""

    def act(db: Session, alarm: Alarm) -> Response:
        proposal = Proposal(alarm, body.reason, body.ends_on, body.account)
        record = propose(db, runtime.ring, reviewer, proposal, body.draft)
        return answer(view(record), 201, {"Location": f"{router.prefix}/{record.id}"})

    return once.run(lambda: alarm_meant(runtime, reviewer, body), act)


@router.get("", summary="误报豁免列表", responses=shown(Page[SuppressionShape]))
def read_suppressions(
    person: PersonDep,
    runtime: RuntimeDep,
    state: State | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Suppressions of the office, the newest first; for reviewers, security and audit administrators."""
    with runtime.database.read() as db:
        listing = list_suppressions(db, person, state=state, limit=limit, cursor=cursor)
        counts = silenced(db, person.org, now() - COUNTED) if listing.items else NONE_YET
        return list_answer(listing, lambda record: view(record, counts))


@router.get("/{id}", summary="误报豁免", responses=shown(SuppressionShape) | problems(404))
def read_suppression(id: ObjectId, person: PersonDep, runtime: RuntimeDep) -> Response:
    """One suppression with its people and reasons."""
    with runtime.database.read() as db:
        record = get_suppression(db, person, id)
        return answer(view(record, silenced(db, person.org, now() - COUNTED)))


@router.post("/{id}/approve", summary="批准误报豁免", responses=ACTED)
def approve_suppression(
    id: ObjectId, body: CommentIn, admin: PersonDep, runtime: RuntimeDep, once: OnceDep
) -> Response:
    """It is in force at once here, and within seconds in every process."""

    def act(db: Session, basis: Basis) -> Response:
        return answer(view(approve(db, runtime.ring, admin, id, body.comment, basis)))

    return changing(runtime, lambda: once.run(lambda: present(runtime, admin), act))


@router.post("/{id}/refuse", summary="驳回误报豁免", responses=ACTED)
def refuse_suppression(
    id: ObjectId, body: CommentIn, admin: PersonDep, runtime: RuntimeDep, once: OnceDep
) -> Response:
    """Turn a proposal down; the comment is required."""
    return once.run(
        lambda: None, lambda db, _: answer(view(refuse(db, runtime.ring, admin, id, body.comment)))
    )


@router.post("/{id}/end", summary="提前终止误报豁免", responses=ACTED)
def end_suppression(
    id: ObjectId, body: CommentIn, person: PersonDep, runtime: RuntimeDep, once: OnceDep
) -> Response:
    """A security administrator or its proposer ends it before its day; the comment is required."""

    def prepare() -> tuple[Basis, Mapping[str, int]]:
        basis = present(runtime, person)
        with runtime.database.read() as db:
            return basis, silenced(db, person.org, now() - COUNTED)

    def act(db: Session, prepared: tuple[Basis, Mapping[str, int]]) -> Response:
        basis, counts = prepared
        return answer(view(end(db, runtime.ring, person, id, body.comment, basis), counts))

    return changing(runtime, lambda: once.run(prepare, act))


def alarm_meant(runtime: Runtime, reviewer: PersonCaller, body: SuppressionIn) -> Alarm:
    """The alarm that the request names, as the server itself sees it."""
    reviewer.need(REVIEWERS)
    phrase = body.phrase or ""
    if body.draft and body.finding and not (body.rule or body.text):
        with runtime.database.read() as db:
            return alarm_in(db, reviewer, body.draft, body.finding, phrase)
    if body.rule and body.text and not (body.draft or body.finding):
        sentence = body.sentence or phrase or body.text
        return alarm_of(*raised(runtime.rules.of(reviewer.org), body.rule, body.text, sentence), phrase)
    raise Invalid(
        "finding_or_text", "请写明稿件及其问题（draft 和 finding），或规则名及文字（rule 和 text）。"
    )


def present(runtime: Runtime, person: PersonCaller) -> Basis:
    """The rules that an act changes, as they are now."""
    with runtime.database.read() as db:
        revision = revision_of(db, person.org)
    runtime.rules.fresh(person.org)
    return Basis(runtime.rules.unsuppressed(person.org), revision)


def changing(runtime: Runtime, act: Callable[[], Response]) -> Response:
    """Do what changes the rules, and have this process go by the new ones before it answers."""
    response = act()
    runtime.rules.refresh()
    return response


def view(record: SuppressionRecord, counts: Mapping[str, int] = NONE_YET) -> dict[str, Any]:
    """A suppression as JSON; `counts` says how much each silenced."""
    names = ("id", "code", "rule", "severity", "text", "before", "after", "reason", "comment", "end_reason")
    return {
        **{name: getattr(record, name) for name in names},
        "account": record.account or None,
        "ends_on": record.ends_on.isoformat(),
        "state": record.state_on(today()),
        **_named("proposed", record.proposer),
        "proposed_at": moment(record.proposed_at),
        **_named("decided", record.decider),
        "decided_at": moment(record.decided_at),
        **_named("ended", record.ender),
        "ended_at": moment(record.ended_at),
        "silenced": counts.get(record.id, 0),
    }


def _named(act: str, person: Person | None) -> dict[str, str | None]:
    return {
        f"{act}_by": person.username if person else None,
        f"{act}_by_name": person.name if person else None,
    }
