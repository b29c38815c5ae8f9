"""Suppressions over HTTP: proposed by one, approved by another, in force until their last day."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import orjson
import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.errors import Conflict
from app.ledger.verify import verify
from app.people.models import Person
from app.people.sessions import caller_of
from app.review.rescanning import outdated, rescan
from app.rulesets.active import ActiveRulesets
from app.rulesets.base import Base
from app.rulesets.suppressing import Basis, approve
from app.rulesets.suppressions import in_force, next_change, today
from app.runtime import Runtime
from tests.desk import BLOCKED, CLEAN, Desk, Json, code
from tests.review.race import Call, crowd_at

WORDING = {"rule": "hmt-wording", "text": "台湾政府"}


@pytest.fixture(autouse=True)
def _whole_ledger(desk: Desk, runtime: Runtime) -> Iterator[None]:
    """Whatever a test does, the ledger must verify afterwards."""
    yield
    whole = Desk(desk.client, runtime).get("auditor", "/ledger/export").content
    verdict = verify(io.BytesIO(whole), key=orjson.dumps(runtime.ring.jwks()))
    assert verdict.ok, verdict


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def propose(desk: Desk, who: str = "editor", **fields: Any) -> httpx2.Response:
    named = {} if "draft" in fields else WORDING
    body = named | {"reason": "本栏目介绍规范用语，须引用错误提法", "ends_on": in_days(30)}
    return desk.post(who, "/suppressions", body | fields)


def proposed(desk: Desk, who: str = "editor", **fields: Any) -> str:
    response = propose(desk, who, **fields)
    assert response.status_code == 201, response.text
    return str(response.json()["id"])


def act(desk: Desk, who: str, id: str, verb: str, comment: str = "") -> httpx2.Response:
    return desk.post(who, f"/suppressions/{id}/{verb}", {"comment": comment})


def in_use(desk: Desk, **fields: Any) -> str:
    """A suppression that is in force."""
    id = proposed(desk, **fields)
    response = act(desk, "secadmin", id, "approve")
    assert response.status_code == 200, response.text
    assert response.json()["state"] == "active"
    return id


def check(desk: Desk, body: str = BLOCKED, who: str = "key", **fields: Any) -> Json:
    response = desk.post(who, "/precheck", {"body": body} | fields)
    assert response.status_code == 200, response.text
    return dict(response.json())


def listed(desk: Desk, who: str = "auditor", **params: Any) -> list[Json]:
    response = desk.get(who, "/suppressions", **params)
    assert response.status_code == 200, response.text
    return list(response.json()["items"])


def logged(desk: Desk) -> list[Json]:
    """The entries of the ledger about suppressions, the first first."""
    lines = desk.get("auditor", "/ledger/export").content.splitlines()
    entries = [orjson.loads(line) for line in lines]
    return [entry for entry in entries if entry.get("event", "").startswith("suppression.")]


def test_from_a_false_alarm_in_a_draft_to_silence_and_back(desk: Desk) -> None:
    draft = desk.create(body=BLOCKED)
    (finding,) = draft["scan"]["findings"]
    before = check(desk)
    assert code(desk.submit("editor", draft["id"])) == (409, "open_findings")

    id = proposed(desk, draft=draft["id"], finding=finding["id"])
    assert check(desk)["ruleset_sha256"] == before["ruleset_sha256"]
    response = act(desk, "secadmin", id, "approve", "同意，仅限引用")
    assert response.status_code == 200
    shown = response.json()
    assert (shown["state"], shown["rule"], shown["code"], shown["text"]) == (
        *("active", "hmt-wording", "POL-04", "台湾政府"),
    )
    assert (shown["proposed_by"], shown["decided_by"], shown["comment"]) == (
        *("editor", "secadmin", "同意，仅限引用"),
    )

    after = check(desk)
    assert (before["verdict"], before["level"]) == ("block", "critical")
    assert (after["verdict"], after["level"], after["findings"]) == ("pass", "general", [])
    (silenced,) = after["suppressed"]
    start = BLOCKED.index("台湾政府")
    assert silenced == {
        **{"suppression": id, "code": "POL-04", "rule": "hmt-wording", "field": "body"},
        **{"start": start, "end": start + 4, "text": "台湾政府", "until": in_days(30)},
    }
    assert desk.submit("editor", draft["id"]).status_code == 200
    stored = desk.draft(draft["id"])[0]["scan"]
    assert (stored["findings"], stored["suppressed"]) == ([], [silenced])
    assert stored["ruleset_sha256"] == after["ruleset_sha256"] != before["ruleset_sha256"]
    (one,) = listed(desk, "secadmin", state="active")
    assert (one["id"], one["silenced"]) == (id, 1)

    ended = act(desk, "editor", id, "end", "栏目已停办").json()
    assert (ended["state"], ended["ended_by"], ended["end_reason"]) == ("ended", "editor", "栏目已停办")
    assert {**check(desk), "elapsed_ms": 0} == {**before, "elapsed_ms": 0}
    first, approved, last = logged(desk)
    assert [entry["event"] for entry in (first, approved, last)] == [
        *("suppression.proposed", "suppression.approved", "suppression.ended"),
    ]
    assert (first["draft"], first["ruleset_sha256"]) == (draft["id"], None)
    assert approved["ruleset_sha256"] == after["ruleset_sha256"]
    assert last["ruleset_sha256"] == before["ruleset_sha256"]
    assert [entry["actor"]["role"] for entry in (first, approved, last)] == [
        *("editor", "security_admin", "editor"),
    ]
    assert all(entry["data"]["suppression"] == id for entry in (first, approved, last))


def test_other_accounts_and_organisations_hear_it_still(desk: Desk) -> None:
    in_use(desk, account="wechat")
    assert check(desk, account="wechat")["verdict"] == "pass"
    assert check(desk, account="wechat", depth="fast")["verdict"] == "pass"
    assert check(desk, account="weibo")["verdict"] == "block"
    assert check(desk)["verdict"] == "block"
    assert check(desk, who="b-editor", account="b-wechat")["verdict"] == "block"
    assert check(desk, who="b-editor", account="b-wechat")["suppressed"] == []
    assert desk.create(body=BLOCKED, account="weibo")["scan"]["verdict"] == "block"
    assert desk.create(body=BLOCKED)["scan"]["verdict"] == "pass"


def test_every_way_of_a_precheck_shows_it(desk: Desk) -> None:
    in_use(desk)
    batch = desk.post("key", "/precheck/batch", {"items": [{"body": BLOCKED}, {"body": CLEAN}]}).json()
    assert [len(item["suppressed"]) for item in batch["items"]] == [1, 0]
    file = {"file": ("稿件.txt", BLOCKED.encode(), "text/plain")}
    answer = desk.client.post("/api/v1/precheck/file", files=file, headers=desk.auth("key")).json()
    assert (answer["verdict"], len(answer["suppressed"])) == ("pass", 1)
    astral = check(desk, "😀" + BLOCKED, depth="fast", title="通知")
    wide = desk.client.post(
        "/api/v1/precheck?offsets=utf16",
        json={"body": "😀" + BLOCKED, "title": "通知", "depth": "fast"},
        headers=desk.auth("key"),
    ).json()
    assert wide["suppressed"][0]["start"] == astral["suppressed"][0]["start"] + 1


def test_only_the_phrase_is_silenced_where_one_is_given(desk: Desk) -> None:
    in_use(desk, phrase="使用“台湾政府”这一提法", sentence=BLOCKED)
    assert check(desk)["verdict"] == "pass"
    assert check(desk, "代表团拜访了台湾政府。")["verdict"] == "block"
    (one,) = listed(desk)
    assert (one["before"], one["text"], one["after"]) == ("使用“", "台湾政府", "”这一提法")


def test_it_ends_by_itself_after_its_last_day_in_beijing(desk: Desk, runtime: Runtime) -> None:
    before, id = check(desk), in_use(desk, ends_on=in_days(1))
    with runtime.database.read() as db:
        change = next_change(db, "demo", datetime.now(UTC))
    assert change is not None
    assert change.isoformat() == f"{in_days(2)}T00:00:00+08:00"
    with time_machine.travel(change - timedelta(seconds=2), tick=False):
        runtime.rules.refresh()
        assert check(desk)["verdict"] == "pass"
    with time_machine.travel(change, tick=False):
        runtime.rules.refresh()
        later = Desk(desk.client, runtime)
        assert {**check(later), "elapsed_ms": 0} == {**before, "elapsed_ms": 0}
        (one,) = listed(later, state="ended")
        assert (one["id"], one["ended_by"], one["ended_at"]) == (id, None, None)
        assert listed(later, state="active") == []
        assert code(act(later, "secadmin", id, "end", "再次终止")) == (409, "wrong_state")
        again = in_use(later)
        assert check(later)["suppressed"][0]["suppression"] == again
        with runtime.database.read() as db:
            assert [one.id for one in in_force(db, "demo", today())] == [again]


def test_a_proposal_that_nobody_decided_in_time_lapses(desk: Desk, runtime: Runtime) -> None:
    id = proposed(desk, ends_on=in_days(0))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1), tick=False):
        later = Desk(desk.client, runtime)
        assert [one["state"] for one in listed(later)] == ["ended"]
        assert code(act(later, "secadmin", id, "approve")) == (409, "wrong_state")
        assert proposed(later) != id


def test_a_refused_proposal_changes_nothing_and_may_be_made_again(desk: Desk) -> None:
    before, id = check(desk)["ruleset_sha256"], proposed(desk)
    assert code(act(desk, "secadmin", id, "refuse", " ")) == (422, "comment_required")
    assert act(desk, "secadmin", id, "refuse", "应修改稿件").json()["state"] == "refused"
    assert code(act(desk, "secadmin2", id, "approve")) == (409, "wrong_state")
    assert check(desk)["ruleset_sha256"] == before
    assert [one["state"] for one in listed(desk, state="refused")] == ["refused"]
    assert [entry["decision"] for entry in logged(desk)] == [None, "refuse"]
    proposed(desk, "chief")


def test_who_proposed_may_withdraw_and_a_security_administrator_may_end(desk: Desk) -> None:
    id = proposed(desk)
    assert code(act(desk, "chief", id, "end", "不需要")) == (403, "forbidden")
    assert code(act(desk, "secadmin", id, "end", "不需要")) == (409, "wrong_state")
    assert code(act(desk, "editor", id, "end")) == (422, "comment_required")
    assert act(desk, "editor", id, "end", "不需要").json()["state"] == "ended"
    assert logged(desk)[-1]["ruleset_sha256"] is None
    again = in_use(desk)
    assert code(act(desk, "chief", again, "end", "不需要")) == (403, "forbidden")
    assert act(desk, "secadmin2", again, "end", "规则已更正").json()["ended_by"] == "secadmin2"
    assert check(desk)["verdict"] == "block"


@pytest.mark.parametrize(
    ("rule", "words"),
    [("secrecy-marking", "机密★一年"), ("identity-number", "11010519491231002X")],
)
def test_secrets_and_personal_data_cannot_be_suppressed(desk: Desk, rule: str, words: str) -> None:
    body = f"姓名张三，身份证号：{words}"
    response = propose(desk, rule=rule, text=words, sentence=body)
    assert code(response) == (422, "not_suppressible")
    draft = desk.create(body=body)
    finding = next(each for each in draft["scan"]["findings"] if each["rule"] == rule)
    assert code(propose(desk, draft=draft["id"], finding=finding["id"])) == (422, "not_suppressible")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"rule": "no-such-rule"}, "not_raised"),
        ({"text": "台湾方面"}, "not_raised"),
        ({"rule": "wrong-terms"}, "not_raised"),
        ({"ends_on": "2020-01-01"}, "bad_end"),
        ({"ends_on": "2999-01-01"}, "bad_end"),
        ({"account": "nothing"}, "unknown_account"),
        ({"reason": " "}, "validation_error"),
        ({"text": None}, "finding_or_text"),
        ({"finding": "x"}, "finding_or_text"),
        ({"phrase": "台湾方面", "sentence": BLOCKED}, "bad_phrase"),
        ({"phrase": "台湾政府和台湾政府"}, "bad_phrase"),
        ({"phrase": "访问台湾政府", "sentence": BLOCKED}, "phrase_elsewhere"),
        ({"phrase": "台湾政府" + "长" * 40}, "text_too_long"),
        ({"rule": "unpaired-mark", "text": "《", "sentence": "《通知已印发。"}, "phrase_required"),
    ],
)
def test_a_proposal_that_makes_no_sense_is_explained(
    desk: Desk, fields: dict[str, Any], problem: str
) -> None:
    assert code(propose(desk, **fields)) == (422, problem)
    assert listed(desk) == logged(desk) == []


def test_a_mark_is_silenced_in_its_phrase_only(desk: Desk) -> None:
    body = "《通知已印发。"
    in_use(desk, rule="unpaired-mark", text="《", phrase="《通知已", sentence=body)
    assert [each["text"] for each in check(desk, body)["suppressed"]] == ["《"]
    assert [each["text"] for each in check(desk, "《办法已印发。")["findings"]] == ["《"]


def test_the_same_is_not_proposed_twice(desk: Desk) -> None:
    id = proposed(desk)
    proposed(desk, account="weibo")
    proposed(desk, phrase="“台湾政府”", sentence=BLOCKED)
    for _ in range(2):
        response = propose(desk, "chief")
        assert code(response) == (409, "suppression_exists")
        assert response.json()["suppression"] == id
        act(desk, "secadmin", id, "approve")


def test_who_may_do_what(desk: Desk) -> None:
    for who in ("contributor", "sysadmin", "secadmin", "auditor"):
        assert code(propose(desk, who)) == (403, "forbidden")
    assert code(propose(desk, "key")) == (403, "people_only")
    id = proposed(desk, "deputy")
    for who in ("editor", "chief", "deputy", "principal", "sysadmin", "auditor", "contributor"):
        assert code(act(desk, who, id, "approve")) == (403, "forbidden")
        assert code(act(desk, who, id, "refuse", "不同意")) == (403, "forbidden")
    for who in ("editor", "chief", "principal", "secadmin", "secadmin2", "auditor"):
        assert [one["id"] for one in listed(desk, who)] == [id]
        assert desk.get(who, f"/suppressions/{id}").status_code == 200
    for who in ("contributor", "sysadmin"):
        assert code(desk.get(who, "/suppressions")) == (403, "forbidden")
        assert code(desk.get(who, f"/suppressions/{id}")) == (403, "forbidden")
    assert listed(desk, "b-editor") == []
    assert code(desk.get("b-editor", f"/suppressions/{id}")) == (404, "not_found")
    assert code(act(desk, "b-editor", id, "end", "不需要")) == (404, "not_found")
    draft = desk.create(body=BLOCKED)
    named = {"draft": draft["id"], "finding": draft["scan"]["findings"][0]["id"]}
    assert code(propose(desk, "b-editor", **named)) == (404, "not_found")
    assert code(propose(desk, "b-editor", draft="x", finding="y")) == (404, "not_found")
    assert code(propose(desk, **named | {"finding": "y"})) == (422, "unknown_finding")


def test_who_proposed_cannot_approve_in_another_role(desk: Desk) -> None:
    id = proposed(desk, "editor2")
    people = desk.get("sysadmin", "/people").json()["items"]
    (person,) = (each["id"] for each in people if each["username"] == "editor2")
    changed = desk.put("sysadmin", f"/people/{person}/roles", {"roles": ["security_admin"]})
    assert changed.status_code == 200, changed.text
    for verb in ("approve", "refuse"):
        assert code(act(desk, "editor2", id, verb, "同意")) == (403, "separation_of_duties")
    assert act(desk, "secadmin", id, "approve").status_code == 200


def test_other_processes_hear_of_it(desk: Desk, runtime: Runtime, base: Base) -> None:
    other = ActiveRulesets(runtime.database, base)
    other.refresh()
    plain = other.of("demo").digest
    id = in_use(desk)
    other.refresh()
    assert other.of("demo").digest == runtime.rules.of("demo").digest != plain
    assert other.of("demo-b").digest == plain
    act(desk, "secadmin", id, "end", "规则已更正")
    assert other.fresh("demo").digest == plain


def test_an_act_over_other_rules_than_the_present_ones_is_refused(desk: Desk, runtime: Runtime) -> None:
    first, second = proposed(desk), proposed(desk, account="weibo")
    stale = Basis(runtime.rules.unsuppressed("demo"), 0)
    act(desk, "secadmin", first, "approve")
    with pytest.raises(Conflict) as caught, runtime.database.write() as db:
        admin = caller_of(db.scalars(select(Person).where(Person.username == "secadmin2")).one())
        approve(db, runtime.ring, admin, second, "", stale)
    assert caught.value.code == "ruleset_changed"
    assert [one["state"] for one in listed(desk)] == ["proposed", "active"]


def test_when_it_ends_drafts_in_review_go_back_to_their_editors(desk: Desk, runtime: Runtime) -> None:
    id, draft = in_use(desk), desk.create(body=BLOCKED)
    assert desk.submit("editor", draft["id"]).status_code == 200
    act(desk, "secadmin", id, "end", "规则已更正")
    ruleset = runtime.rules.of("demo")
    with runtime.database.read() as db:
        assert outdated(db, "demo", ruleset) == [draft["id"]]
    assert rescan(runtime.database, runtime.ring, ruleset, draft["id"])
    after = desk.draft(draft["id"])[0]
    assert (after["status"], after["scan"]["verdict"], after["signoffs"]) == ("returned", "block", [])


def test_a_repeated_request_acts_once(desk: Desk) -> None:
    fields = WORDING | {"reason": "误报", "ends_on": in_days(3)}
    once, again = (desk.post("editor", "/suppressions", fields, Idempotency_Key="k") for _ in range(2))
    assert once.status_code == again.status_code == 201
    assert once.content == again.content
    assert once.headers["location"] == f"/api/v1/suppressions/{once.json()['id']}"
    assert len(listed(desk)) == 1


def test_the_list_comes_in_pages(desk: Desk) -> None:
    accounts = [None, "wechat", "weibo"]
    ids = [proposed(desk, account=account) for account in accounts]
    seen, cursor = [], None
    for _ in accounts:
        page = desk.get("chief", "/suppressions", limit=1, **({"cursor": cursor} if cursor else {})).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert (seen, cursor) == (ids[::-1], None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE suppressions SET text = '台湾'",
        "UPDATE suppressions SET ends_on = '2999-01-01'",
        "UPDATE suppressions SET account = ''",
        "DELETE FROM suppressions",
    ],
)
def test_the_database_keeps_what_was_proposed(desk: Desk, runtime: Runtime, statement: str) -> None:
    in_use(desk, account="wechat")
    with pytest.raises(DBAPIError, match="never changes"), runtime.database.write() as db:
        db.execute(text(statement))


def test_of_many_at_once_one_wins(desk: Desk, runtime: Runtime) -> None:
    fields = WORDING | {"reason": "误报", "ends_on": in_days(3)}
    with crowd_at(runtime) as (crowd, _):
        answers = crowd.rush([call(desk, who, "/suppressions", fields) for who in ("editor", "chief") * 4])
        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 7}
        (id,) = (answer.json()["id"] for answer in answers if answer.status_code == 201)
        verbs = ("approve", "refuse") * 4
        said = {"comment": "同时决定"}
        calls = [
            call(desk, who, f"/suppressions/{id}/{verb}", said)
            for who, verb in zip(("secadmin", "secadmin2") * 4, verbs, strict=True)
        ]
        answers = crowd.rush(calls)
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 7}
    (state,) = (answer.json()["state"] for answer in answers if answer.status_code == 200)
    assert check(desk)["verdict"] == {"active": "pass", "refused": "block"}[state]
    assert len(logged(desk)) == 2
    if state == "active":
        assert logged(desk)[1]["ruleset_sha256"] == check(desk)["ruleset_sha256"]


def call(desk: Desk, who: str, path: str, body: Json) -> Call:
    headers = desk.auth(who)
    return lambda client: client.post(path, json=body, headers=headers)
