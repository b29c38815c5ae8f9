"""Who is notified of what, in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from app.courier import go_round
from app.demo.office import PEOPLE
from app.notifications.models import Notification
from app.notifications.sending import KEPT
from app.people.models import Person
from app.review import commenting, signing
from app.review.reminding import remind
from tests.desk import CRITICAL, Desk

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
REVIEWERS = ("editor", "editor2", "chief", "chief2", "deputy", "principal")


def notices(desk: Desk, who: str, **params: Any) -> list[dict[str, Any]]:
    """What somebody is notified of, the newest first."""
    response = desk.get(who, "/notifications", **params)
    assert response.status_code == 200, response.text
    return list(response.json()["items"])


def told(desk: Desk, who: str) -> list[tuple[str, str | None]]:
    """The kinds of a person's unread notifications, each with its actor's user name."""
    return [(each["kind"], each["actor"]) for each in notices(desk, who, unread=True)]


def told_of(desk: Desk, draft: str, kind: str) -> set[str]:
    """Who has an unread notification of this kind on the draft, by user name."""
    statement = (
        select(Person.username)
        .join(Notification, Notification.person_id == Person.id)
        .where(Notification.draft_id == draft, Notification.kind == kind, Notification.read_at.is_(None))
    )
    with desk.runtime.database.read() as db:
        return set(db.scalars(statement))


def queued(desk: Desk, draft: str) -> set[str]:
    """In whose queue the draft stands."""
    return {
        who
        for who in REVIEWERS
        if draft in {item["draft"] for item in desk.get(who, "/queue", limit=200).json()["items"]}
    }


@pytest.mark.parametrize(
    ("author", "account", "body"),
    [
        ("contributor", "wechat", "请于周五前办理。"),
        ("editor", "weibo", CRITICAL),
        ("key", "wechat", "请于周五前办理。"),
    ],
)
def test_at_every_stage_those_are_told_whose_queue_it_enters(
    desk: Desk, author: str, account: str, body: str
) -> None:
    draft = desk.create(author, body=body, account=account)["id"]
    assert told_of(desk, draft, "waiting") == set()
    desk.submit(author, draft)
    seen = []
    while desk.draft(draft)[0]["status"].endswith("_review"):
        assert told_of(desk, draft, "waiting") == queued(desk, draft)
        who = min(queued(desk, draft))
        assert desk.decide(who, draft).status_code == 200
        seen.append(who)
    assert desk.draft(draft)[0]["status"] == "released"
    assert told_of(desk, draft, "waiting") == set()
    assert told_of(desk, draft, "released") == ({author} if author != "key" else set())
    assert len(seen) == (2 if author == "editor" else 3)


@pytest.mark.parametrize(
    ("acts", "kind", "actor"),
    [
        ([("chief", "return")], "returned", "chief"),
        ([("chief", "reject")], "rejected", "chief"),
        ([("chief", "approve"), ("deputy", "approve")], "released", "deputy"),
    ],
)
def test_the_author_learns_what_became_of_the_draft(
    desk: Desk, acts: list[tuple[str, str]], kind: str, actor: str
) -> None:
    draft = desk.create("contributor")["id"]
    desk.submit("contributor", draft)
    desk.decide("editor", draft)
    for who, action in acts:
        assert desk.decide(who, draft, action, comment="见批注。").status_code == 200
    assert told(desk, "contributor") == [(kind, actor)]
    assert notices(desk, "contributor")[0]["draft"] == draft
    assert notices(desk, "contributor")[0]["title"] == "通知"


def test_a_revoked_release_is_told_and_the_actor_tells_themselves_nothing(desk: Desk) -> None:
    draft = desk.released()["id"]
    etag = desk.draft(draft)[1]
    desk.post("deputy", f"/drafts/{draft}/revoke", {"reason": "有误"}, If_Match=etag)
    assert told(desk, "editor") == [("revoked", "deputy"), ("released", "deputy")]
    assert told(desk, "deputy") == []


def test_a_draft_that_comes_back_to_its_stage_is_one_notification(desk: Desk) -> None:
    draft = desk.create("contributor")["id"]
    for _ in range(2):
        desk.submit("contributor", draft)
        desk.decide("editor", draft, "return", comment="请补充。")
    desk.submit("contributor", draft)
    assert told(desk, "editor2") == [("waiting", "contributor")]
    assert told(desk, "contributor") == [("returned", "editor")]


@pytest.mark.parametrize("leaves", ["edit", "withdraw"])
def test_a_draft_that_left_its_stage_waits_for_nobody(desk: Desk, leaves: str) -> None:
    draft = desk.create()["id"]
    desk.submit("editor", draft)
    assert told(desk, "chief") == [("waiting", "editor")]
    if leaves == "edit":
        desk.edit("editor", draft, body="另一种写法。")
    else:
        etag = desk.draft(draft)[1]
        desk.post("editor", f"/drafts/{draft}/withdraw", {"reason": "不发了"}, If_Match=etag)
    assert told(desk, "chief") == []
    assert notices(desk, "chief")[0]["read_at"]


def test_who_left_the_office_is_not_told(desk: Desk) -> None:
    person = next(p for p in desk.get("sysadmin", "/people").json()["items"] if p["username"] == "chief2")
    assert desk.post("sysadmin", f"/people/{person['id']}/deactivate", {}).status_code == 200
    draft = desk.create()["id"]
    desk.submit("editor", draft)
    assert told_of(desk, draft, "waiting") == {"chief"}


# Comments


def test_mentions_and_answers_reach_whom_they_concern_once(desk: Desk) -> None:
    draft = desk.create("contributor")["id"]
    path = f"/drafts/{draft}/comments"
    made = desk.post("chief", path, {"text": "@方小满 请补充来源，@editor2 @周明远 知悉。@赵禾 @孙谨"}).json()
    assert len(made["mentions"]) == 4
    for who in ("contributor", "editor2", "auditor"):
        assert told(desk, who) == [("mention", "chief")]
    assert told(desk, "chief") == told(desk, "b-editor") == []
    desk.post("contributor", f"{path}/{made['id']}/answers", {"text": "已补充。"})
    desk.post("deputy", f"{path}/{made['id']}/answers", {"text": "@周明远 可以。"})
    assert told(desk, "chief") == [("mention", "deputy"), ("answer", "contributor")]
    assert told(desk, "contributor") == [("answer", "deputy"), ("mention", "chief")]
    assert {each["comment"] for each in notices(desk, "chief")} == {made["id"]}


def test_who_may_not_see_the_draft_is_not_mentioned(desk: Desk) -> None:
    draft = desk.create("editor")["id"]
    made = desk.post("chief", f"/drafts/{draft}/comments", {"text": "@方小满 @吴工 @郑工"}).json()
    assert made["mentions"] == []
    assert told(desk, "contributor") == told(desk, "sysadmin") == []


def test_an_act_that_fails_tells_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = desk.create()["id"]

    def broken(*_: object, **__: object) -> None:
        raise commenting.Conflict("broken", "坏了")

    monkeypatch.setattr(commenting, "log_act", broken)
    assert desk.post("chief", f"/drafts/{draft}/comments", {"text": "@林知秋"}).status_code == 409
    assert told(desk, "editor") == []
    announce = signing.announce
    monkeypatch.setattr(signing, "announce", _then(announce, broken))
    assert desk.submit("editor", draft).status_code == 409
    assert told_of(desk, draft, "waiting") == set()


def _then(one: Callable[..., None], other: Callable[..., None]) -> Callable[..., None]:
    def both(*given: Any) -> None:
        one(*given)
        other()

    return both


# Time


def test_what_is_overdue_is_told_once_for_each_stage(desk: Desk) -> None:
    database = desk.runtime.database
    with time_machine.travel(MONDAY, tick=False) as clock:
        at = Desk(desk.client, desk.runtime)
        draft = at.create()["id"]
        at.submit("editor", draft)
        clock.shift(timedelta(hours=23))
        assert remind(database) == 0
        clock.shift(timedelta(hours=2))
        at = Desk(desk.client, desk.runtime)
        assert [remind(database), remind(database)] == [1, 0]
        assert told_of(at, draft, "overdue") == {"chief", "chief2"}
        assert told(at, "chief") == [("overdue", None), ("waiting", "editor")]
        at.decide("chief", draft)
        assert told(at, "chief2") == []
        assert remind(database) == 0
        clock.shift(timedelta(hours=25))
        at = Desk(desk.client, desk.runtime)
        assert [remind(database), remind(database)] == [1, 0]
        assert told_of(at, draft, "overdue") == {"deputy", "principal"}


def test_old_notifications_are_forgotten(desk: Desk) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        draft = Desk(desk.client, desk.runtime).create()["id"]
        Desk(desk.client, desk.runtime).submit("editor", draft)
        clock.shift(KEPT + timedelta(seconds=1))
        go_round(desk.runtime.database, None)
        at = Desk(desk.client, desk.runtime)
        assert [each["kind"] for each in notices(at, "chief")] == ["overdue"]


# Reading


def test_reading_and_unreading(desk: Desk) -> None:
    for _ in range(3):
        desk.submit("editor", desk.create()["id"])
    listed = notices(desk, "chief")
    assert [each["id"] for each in listed] == sorted((each["id"] for each in listed), reverse=True)
    one = f"/notifications/{listed[0]['id']}/read"
    assert desk.post("chief", one, {}).json()["read_at"]
    assert desk.post("chief", one, {"read": False}).json()["read_at"] is None
    assert desk.post("chief2", one, {}).status_code == 404
    assert desk.post("chief", "/notifications/read", {"through": listed[1]["id"]}).json() == {"unread": 1}
    assert [each["id"] for each in notices(desk, "chief", unread=True)] == [listed[0]["id"]]
    first = desk.get("chief", "/notifications", limit=2).json()
    rest = desk.get("chief", "/notifications", limit=2, cursor=first["next"]).json()
    assert [*first["items"], *rest["items"]] == notices(desk, "chief")
    assert rest["next"] is None


def test_a_title_is_not_shown_to_who_may_not_see_the_draft(desk: Desk) -> None:
    draft = desk.create("contributor")["id"]
    desk.post("chief", f"/drafts/{draft}/comments", {"text": "@方小满 @林知秋"})
    people = {p["username"]: p["id"] for p in desk.get("sysadmin", "/people").json()["items"]}
    assert set(people) == set(PEOPLE["demo"])
    roles = {"roles": ["security_admin"]}
    assert desk.put("sysadmin", f"/people/{people['editor']}/roles", roles).status_code == 200
    assert notices(Desk(desk.client, desk.runtime), "editor")[0]["title"] is None
    assert notices(desk, "contributor")[0]["title"] == "通知"
