"""`Idempotency-Key`: acts once, answers again for a day, and never with a secret."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
import time_machine
from fastapi import Response

from app.api.idempotency import Once
from app.errors import Conflict
from app.runtime import Runtime
from tests.desk import BASE, CLEAN, Desk, code

SHA = "0" * 64
LONG = "市政务服务中心周六照常开放，群众可以提前预约办理。" * 12_000
"""A body that takes a good while to scan."""


def new(body: str = CLEAN, **fields: Any) -> dict[str, Any]:
    return {"account": "wechat", "title": "通知", "body": body} | fields


def count(desk: Desk) -> int:
    return len(desk.get("auditor", "/drafts", limit=200).json()["items"])


def same(one: httpx2.Response, other: httpx2.Response) -> bool:
    kept = ("location", "etag", "content-type")
    return (
        one.status_code == other.status_code
        and one.content == other.content
        and all(one.headers.get(name) == other.headers.get(name) for name in kept)
    )


def test_a_creation_is_replayed_and_acts_once(desk: Desk) -> None:
    first = desk.post("key", "/drafts", new(), Idempotency_Key="a-1")
    assert first.status_code == 201
    again = desk.post("key", "/drafts", new(), Idempotency_Key="a-1")
    assert same(first, again)
    assert again.headers["location"] == f"{BASE}/drafts/{first.json()['id']}"
    assert count(desk) == 1
    assert desk.post("key", "/drafts", new(), Idempotency_Key="a-2").json()["id"] != first.json()["id"]


def test_a_replay_answers_before_if_match_is_looked_at(desk: Desk) -> None:
    draft, tag = desk.draft(desk.create()["id"])
    path, opinion = f"/drafts/{draft['id']}/submit", checked(desk, draft, "first_review")
    first = desk.post("editor", path, opinion, If_Match=tag, Idempotency_Key="s")
    assert first.status_code == 200
    for match in ({"If_Match": tag}, {"If_Match": '"stale"'}, {}):
        assert same(first, desk.post("editor", path, opinion, Idempotency_Key="s", **match))
    assert [s["person"] for s in desk.draft(draft["id"])[0]["signoffs"]] == ["editor"]


def checked(desk: Desk, draft: dict[str, Any], stage: str) -> dict[str, Any]:
    items = desk.get("editor", "/checklists").json()[stage]
    return {"content_sha256": draft["content_sha256"], "checklist": [item["code"] for item in items]}


def test_every_act_is_replayed(desk: Desk) -> None:
    draft = desk.released()
    tag = desk.draft(draft["id"])[1]
    other, other_tag = desk.draft(desk.create()["id"])
    for who, path, body, match in (
        ("deputy", f"/drafts/{draft['id']}/revoke", {"reason": "内容有误"}, tag),
        ("editor", f"/drafts/{other['id']}/withdraw", {"reason": "不发了"}, other_tag),
    ):
        first = desk.post(who, path, body, If_Match=match, Idempotency_Key=path[-8:])
        assert first.status_code == 200, first.text
        assert same(first, desk.post(who, path, body, If_Match=match, Idempotency_Key=path[-8:]))
    events = desk.get("auditor", "/ledger", limit=200, event="draft.revoked").json()["items"]
    assert len(events) == 1


def test_a_replayed_decision_is_not_a_second_decision(desk: Desk) -> None:
    draft_id = desk.create()["id"]
    desk.submit("editor", draft_id)
    draft, tag = desk.draft(draft_id)
    body = checked(desk, draft, "second_review") | {"action": "approve"}
    path = f"/drafts/{draft_id}/decisions"
    first = desk.post("chief", path, body, If_Match=tag, Idempotency_Key="d")
    desk.decide("deputy", draft_id, "return", comment="请补充日期")
    assert same(first, desk.post("chief", path, body, If_Match=tag, Idempotency_Key="d"))
    assert desk.draft(draft_id)[0]["status"] == "returned"


@pytest.mark.parametrize(
    "other",
    [
        lambda desk: desk.post("key", "/drafts", new(title="公告"), Idempotency_Key="k"),
        lambda desk: desk.post("key", "/drafts?x=1", new(), Idempotency_Key="k"),
        lambda desk: desk.post("key", "/drafts/none/withdraw", {"reason": "撤"}, Idempotency_Key="k"),
    ],
    ids=["body", "query", "path"],
)
def test_the_same_key_for_another_request_is_422(office: Desk, other: Callable[[Desk], Any]) -> None:
    assert office.post("key", "/drafts", new(), Idempotency_Key="k").status_code == 201
    assert code(other(office)) == (422, "idempotency_key_reused")


def test_a_key_belongs_to_its_caller(office: Desk) -> None:
    made = [
        office.post(who, "/drafts", new(), Idempotency_Key="mine") for who in ("editor", "editor2", "key")
    ]
    assert len({response.json()["id"] for response in made}) == 3


def test_while_the_first_is_running_the_second_is_409(desk: Desk) -> None:
    def post(_: int) -> httpx2.Response:
        return desk.post("key", "/drafts", new(LONG), Idempotency_Key="slow")

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(post, range(4)))
    running = [answer for answer in answers if answer.status_code != 201]
    made = [answer for answer in answers if answer.status_code == 201]
    assert {code(answer) for answer in running} == {(409, "idempotency_in_progress")}
    assert all(same(answer, post(0)) for answer in made)
    assert len(made) >= 1
    assert count(desk) == 1


def test_a_request_that_slept_too_long_gives_way_to_the_one_that_took_its_place(runtime: Runtime) -> None:
    def once() -> Once:
        return Once(runtime.database, "somebody", "key", "POST", "/", b"")

    acts: list[str] = []

    def act(name: str) -> Response:
        acts.append(name)
        return Response(name)

    def sleep_while_another_acts() -> None:
        with time_machine.travel(datetime.now(UTC) + timedelta(seconds=61)):
            assert once().run(lambda: None, lambda *_: act("second")).body == b"second"

    with pytest.raises(Conflict, match="正在处理"):
        once().run(sleep_while_another_acts, lambda *_: act("first"))
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=62)):
        assert once().run(lambda: None, lambda *_: act("third")).body == b"second"
    assert acts == ["second", "first"], "the first one acted, and was rolled back"


def test_many_at_once_act_once(desk: Desk) -> None:
    def post(_: int) -> httpx2.Response:
        return desk.post("key", "/drafts", new(), Idempotency_Key="crowd")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, range(16)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert count(desk) == 1


def test_a_secret_is_not_replayed(desk: Desk) -> None:
    body = {"name": "网站", "scopes": ["precheck"]}
    first = desk.post("sysadmin", "/keys", body, Idempotency_Key="k")
    again = desk.post("sysadmin", "/keys", body, Idempotency_Key="k")
    assert first.json()["secret"].startswith("sk_")
    assert first.headers["cache-control"] == "no-store"
    assert again.status_code == 201
    assert again.json() == {name: value for name, value in first.json().items() if name != "secret"}
    assert first.json()["secret"] not in desk.get("sysadmin", "/keys").text
    assert len(desk.get("sysadmin", "/keys").json()["items"]) == 2


def test_an_act_that_failed_is_not_remembered(desk: Desk) -> None:
    draft, tag = desk.draft(desk.create()["id"])
    path, opinion = f"/drafts/{draft['id']}/submit", checked(desk, draft, "first_review")
    assert code(desk.post("editor", path, opinion, Idempotency_Key="f")) == (428, "if_match_required")
    assert code(desk.post("editor", path, opinion, Idempotency_Key="f", If_Match='"0"'))[0] == 412
    assert desk.post("editor", path, opinion, Idempotency_Key="f", If_Match=tag).status_code == 200


def test_a_refused_creation_can_be_mended_under_the_same_key(office: Desk) -> None:
    refused = office.post("key", "/drafts", new(author="nobody"), Idempotency_Key="m")
    assert code(refused) == (422, "unknown_author")
    assert office.post("key", "/drafts", new(author="editor"), Idempotency_Key="m").status_code == 201


def test_an_answer_is_remembered_for_a_day(desk: Desk) -> None:
    start = datetime.now(UTC)
    first = desk.post("key", "/drafts", new(), Idempotency_Key="day")
    with time_machine.travel(start + timedelta(hours=23, minutes=59)):
        assert same(first, desk.post("key", "/drafts", new(), Idempotency_Key="day"))
    with time_machine.travel(start + timedelta(hours=24, minutes=1)):
        later = desk.post("key", "/drafts", new(title="另一篇"), Idempotency_Key="day")
    assert later.status_code == 201
    assert later.json()["id"] != first.json()["id"]


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_a_key_is_some_visible_characters(office: Desk, key: str) -> None:
    headers = office.auth("key") | {"Idempotency-Key": key}
    response = office.client.post(BASE + "/drafts", json=new(), headers=headers)
    assert code(response) == (422, "bad_idempotency_key")


def test_a_key_may_be_long_and_odd(office: Desk) -> None:
    for key in ("x" * 255, "😀".encode().decode("latin-1").encode("latin-1"), b"\xff", 'a b;c="d"'):
        headers: dict[str, Any] = office.auth("key") | {"Idempotency-Key": key}
        response = office.client.post(BASE + "/drafts", json=new(), headers=headers)
        assert response.status_code in {201, 422}
        assert same(response, office.client.post(BASE + "/drafts", json=new(), headers=headers))
