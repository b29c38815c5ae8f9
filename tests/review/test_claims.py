"""Who is reading what: claims pass with their time, and with whatever moves the draft."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from sqlalchemy import select

from app.db import now
from app.people.callers import PersonCaller
from app.people.models import Person
from app.people.sessions import caller_of
from app.review.claims import LIFE, claim, claims_on, pulse, release
from app.review.queries import get_draft
from app.runtime import Runtime
from tests.desk import CLEAN, Desk


def caller(runtime: Runtime, who: str) -> PersonCaller:
    """That person of the office."""
    with runtime.database.read() as db:
        return caller_of(db.scalars(select(Person).where(Person.username == who)).one())


def claim_as(runtime: Runtime, who: str, draft_id: str) -> None:
    """Claim a draft."""
    person = caller(runtime, who)
    with runtime.database.write() as db:
        claim(db, person, get_draft(db, person, draft_id))


def readers(runtime: Runtime, draft_id: str) -> list[str]:
    """Who reads a draft, the earliest first."""
    with runtime.database.read() as db:
        draft = get_draft(db, caller(runtime, "auditor"), draft_id)
        return [each.person.username for each in claims_on(db, [draft])[draft_id]]


def submitted(desk: Desk) -> str:
    """A draft that waits for its second review."""
    draft = str(desk.create()["id"])
    desk.submit("editor", draft)
    return draft


def test_a_claim_stands_until_its_time_is_over_unless_renewed(desk: Desk, runtime: Runtime) -> None:
    draft, begun = submitted(desk), now()
    with time_machine.travel(begun, tick=False) as clock:
        claim_as(runtime, "chief", draft)
        clock.shift(LIFE / 2)
        claim_as(runtime, "chief2", draft)
        assert readers(runtime, draft) == ["chief", "chief2"]
        claim_as(runtime, "chief", draft)
        with runtime.database.read() as db:
            person = caller(runtime, "chief")
            (first, _) = claims_on(db, [get_draft(db, person, draft)])[draft]
        assert first.since == begun, "a renewed claim is as old as it was"
        clock.shift(LIFE - timedelta(milliseconds=1))
        assert readers(runtime, draft) == ["chief", "chief2"]
        clock.shift(timedelta(milliseconds=1))
        assert readers(runtime, draft) == []
        with runtime.database.read() as db:
            assert pulse(db) == []
        claim_as(runtime, "chief", draft)
        assert readers(runtime, draft) == ["chief"]


def test_whatever_moves_the_draft_ends_its_claims(desk: Desk, runtime: Runtime) -> None:
    draft = submitted(desk)
    claim_as(runtime, "chief", draft)
    assert desk.decide("chief2", draft).status_code == 200
    assert readers(runtime, draft) == []
    claim_as(runtime, "deputy", draft)
    desk.edit("editor2", draft, body=CLEAN + "另请携带证件。")
    assert readers(runtime, draft) == []


def test_a_claim_is_given_up_by_its_own_person_only(desk: Desk, runtime: Runtime) -> None:
    draft = submitted(desk)
    claim_as(runtime, "chief", draft)
    for who, left in (("chief2", ["chief"]), ("chief", [])):
        with runtime.database.write() as db:
            release(db, caller(runtime, who), draft)
        assert readers(runtime, draft) == left


def test_the_queue_names_the_first_reader(desk: Desk, runtime: Runtime) -> None:
    read, other = submitted(desk), submitted(desk)
    for who in ("chief2", "chief"):
        claim_as(runtime, who, read)
    claimed = {item["draft"]: item["claimed_by"] for item in desk.get("chief", "/queue").json()["items"]}
    assert claimed == {read: "chief2", other: None}
