"""“与职责相关” from the click to the ruleset: stored, logged, learned from, in force, taken back."""

from __future__ import annotations

from sqlalchemy import select

from app.people.callers import PersonCaller
from app.people.models import Person
from app.review.relevance import CODE, decided
from app.rulesets.teaching import teach
from app.scanner.relevance.learning import learn
from tests.desk import CLEAN, Desk, Json, code

MATCH = "昨晚的中超联赛，主场球队2比1逆转，前锋的绝杀进球让球迷沸腾，主教练赛后称赞防守。"
GOSSIP = "女星新剧杀青晒写真，与男友恋情曝光，粉丝期待演唱会和新专辑。"


def foreign(desk: Desk, body: str = MATCH, **fields: str) -> Json:
    draft = desk.create(body=body, title="", **fields)
    assert [found["code"] for found in draft["scan"]["findings"]].count(CODE) == 1
    return draft


def say(desk: Desk, who: str, draft: Json, etag: str = "") -> tuple[int, str]:
    response = desk.post(
        who, f"/drafts/{draft['id']}/relevant", None, If_Match=etag or desk.draft(draft["id"])[1]
    )
    return (200, "") if response.status_code == 200 else code(response)


def admin(desk: Desk) -> PersonCaller:
    with desk.runtime.database.read() as db:
        person = db.scalars(select(Person).where(Person.username == "secadmin")).one()
        return PersonCaller(person.id, person.username, person.name, person.org_id, person.roles)


def test_a_reviewer_says_so_once_and_by_name(desk: Desk) -> None:
    draft = foreign(desk)
    before = desk.draft(draft["id"])[1]
    assert say(desk, "chief", draft) == (200, "")
    after, etag = desk.draft(draft["id"])
    assert etag != before
    (said,) = after["dispositions"]
    assert (said["verdict"], said["reason"]) == ("false_positive", "与职责相关")
    history = desk.get("auditor", f"/drafts/{draft['id']}/history").json()["items"]
    assert [(entry["event"], entry["title"]) for entry in history][-1] == ("draft.relevant", "认定与职责相关")
    assert history[-1]["content_sha256"] == draft["content_sha256"]
    assert say(desk, "chief", draft) == (200, "")
    assert desk.draft(draft["id"])[1] == etag, "said again, it changes nothing"
    assert say(desk, "editor", draft) == (200, "")
    assert len(desk.draft(draft["id"])[0]["dispositions"]) == 2


def test_who_may_not_and_when_it_cannot_be_said(desk: Desk) -> None:
    draft = foreign(desk)
    assert say(desk, "contributor", draft)[0] == 403
    assert say(desk, "secadmin", draft)[0] == 403
    assert say(desk, "chief", draft, '"99"') == (412, "stale_draft")
    assert code(desk.post("chief", f"/drafts/{draft['id']}/relevant", None)) == (428, "if_match_required")
    assert say(desk, "chief", desk.create()) == (409, "no_such_finding")
    assert desk.draft(draft["id"])[0]["dispositions"] == []


def test_what_people_decided_is_told(desk: Desk) -> None:
    agreed, rejected, kept, waiting = (foreign(desk) for _ in range(4))
    released = desk.released()
    say(desk, "chief", agreed)
    for draft in (rejected, kept):
        finding = next(f["id"] for f in draft["scan"]["findings"] if f["code"] == CODE)
        words = [{"finding": finding, "verdict": "accepted", "reason": "领导要求发布"}]
        desk.submit("editor", draft["id"], dispositions=words if draft is kept else [])
    desk.decide("chief", rejected["id"], "reject", comment="与本单位工作无关")
    desk.decide("chief", kept["id"])
    desk.decide("deputy", kept["id"])
    assert desk.draft(kept["id"])[0]["status"] == "released"
    with desk.runtime.database.read() as db:
        examples = decided(db, "demo")
        assert len(decided(db, "demo", limit=1)) == 1
        assert decided(db, "demo-b") == []
    told = {(example.draft.body, example.relevant) for example in examples}
    assert told == {(MATCH, True), (MATCH, False), (released["body"], True)}
    assert len(examples) == 3
    assert all(example.duties and example.duties.account == "wechat" for example in examples)
    assert desk.draft(waiting["id"])[0]["status"] == "editing"


def test_what_was_taught_is_in_force_in_every_process_until_it_is_reset(desk: Desk) -> None:
    draft = foreign(desk)
    say(desk, "chief", draft)
    runtime, person = desk.runtime, admin(desk)
    before = runtime.rules.fresh("demo")
    with runtime.database.read() as db:
        learned = learn(decided(db, "demo") * 3, before.facts)
    with runtime.database.write() as db:
        assert teach(db, runtime.ring, person, learned, {"relevant": 3}).number == 1
    after = runtime.rules.fresh("demo")
    assert after.digest != before.digest
    checked = desk.create(body=MATCH, title="")
    assert [found for found in checked["scan"]["findings"] if found["code"] == CODE] == []
    assert checked["scan"]["ruleset_sha256"] == after.digest
    assert foreign(desk, GOSSIP), "what is foreign stays foreign"
    with runtime.database.write() as db:
        assert teach(db, runtime.ring, person, None, {}).number == 2
    assert runtime.rules.fresh("demo").digest == before.digest
    assert runtime.rules.fresh("demo-b").digest == before.digest


def test_a_damaged_model_stops_the_office_and_says_so(desk: Desk) -> None:
    runtime, person = desk.runtime, admin(desk)
    with runtime.database.write() as db:
        record = teach(db, runtime.ring, person, learn([], runtime.rules.of("demo").facts), {})
        record.content = b"broken"
    runtime.rules.refresh()
    refused = desk.post("key", "/precheck", {"body": CLEAN, "depth": "full"})
    assert code(refused) == (503, "ruleset_unavailable")
    with runtime.database.write() as db:
        teach(db, runtime.ring, person, None, {})
    runtime.rules.refresh()
    assert desk.post("key", "/precheck", {"body": CLEAN}).status_code == 200
