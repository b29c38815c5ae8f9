"""Each reviewer's record: what they decided, how long it took, what became of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.desk import BLOCKED, CLEAN, Desk, Json, code

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)


def record(desk: Desk, username: str, who: str = "auditor") -> Json:
    """Somebody's record, read by the audit administrator unless said otherwise."""
    person = desk.get(username, "/me").json()["id"]
    response = desk.get(who, f"/reviewers/{person}/record")
    assert response.status_code == 200, response.text
    assert response.json()["username"] == username
    return dict(response.json()["record"])


def empty() -> Json:
    """The record of who never decided."""
    return {
        "approved": 0,
        "returned": 0,
        "rejected": 0,
        "overridden": {"false_positive": 0, "accepted": 0},
        "by_stage": {},
        "seconds_median": None,
        "seconds_longest": None,
        "revoked": [],
    }


def test_who_never_decided_has_an_empty_record(desk: Desk) -> None:
    assert record(desk, "chief") == empty()


def test_what_was_decided_is_counted_with_how_long_it_took(desk: Desk) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        for who in ("editor", "chief", "deputy", "auditor"):
            desk.auth(who)
        for minutes, action in ((5, "approve"), (10, "return"), (25, "reject")):
            draft = desk.create()
            clock.shift(timedelta(minutes=1))
            assert desk.submit("editor", draft["id"]).status_code == 200
            clock.shift(timedelta(minutes=minutes))
            assert desk.decide("chief", draft["id"], action, comment="意见").status_code == 200
        found = record(desk, "chief")
        assert found == empty() | {
            "approved": 1,
            "returned": 1,
            "rejected": 1,
            "by_stage": {"second_review": 3},
            "seconds_median": 10 * 60,
            "seconds_longest": 25 * 60,
        }
        mine = record(desk, "editor")
        assert (mine["approved"], mine["by_stage"]) == (3, {"first_review": 3})
        assert (mine["seconds_median"], mine["seconds_longest"]) == (60, 60)
        assert record(desk, "deputy") == empty()


def test_what_was_overridden_is_counted(desk: Desk) -> None:
    draft = desk.create(body=BLOCKED)
    blocking = [finding["id"] for finding in draft["scan"]["findings"] if finding["severity"] == "block"]
    words = [{"finding": one, "verdict": "accepted", "reason": "说明错误提法"} for one in blocking]
    assert desk.submit("editor", draft["id"], dispositions=words).status_code == 200
    again = [{"finding": blocking[0], "verdict": "false_positive", "reason": "引用"}]
    assert desk.decide("chief", draft["id"], dispositions=again).status_code == 200
    assert record(desk, "editor")["overridden"] == {"false_positive": 0, "accepted": len(blocking)}
    assert record(desk, "chief")["overridden"] == {"false_positive": 1, "accepted": 0}


def test_a_revoked_release_stands_with_each_of_its_three_signers_and_nobody_else(desk: Desk) -> None:
    first = desk.create()
    desk.submit("editor", first["id"])
    desk.decide("chief2", first["id"], "return", comment="补充")
    assert desk.edit("editor", first["id"], body=CLEAN + "请带身份证。").status_code == 200
    desk.submit("editor", first["id"])
    desk.decide("chief", first["id"])
    assert desk.decide("deputy", first["id"]).json()["status"] == "released"
    desk.released()
    etag = desk.draft(first["id"])[1]
    path = f"/drafts/{first['id']}/revoke"
    assert desk.post("principal", path, {"reason": "内容有误"}, If_Match=etag).status_code == 200
    signers = {"editor": "first_review", "chief": "second_review", "deputy": "final_review"}
    for who, stage in signers.items():
        assert record(desk, who)["revoked"] == [{"draft": first["id"], "title": "通知", "stage": stage}]
    assert record(desk, "chief2")["revoked"] == record(desk, "principal")["revoked"] == []
    assert record(desk, "chief2")["returned"] == 1


def test_who_may_read_a_record(desk: Desk) -> None:
    chief = desk.get("chief", "/me").json()["id"]
    for who in ("auditor", "deputy", "principal", "chief"):
        assert desk.get(who, f"/reviewers/{chief}/record").status_code == 200
    for who in ("editor", "chief2", "contributor", "sysadmin", "secadmin"):
        assert code(desk.get(who, f"/reviewers/{chief}/record"))[0] == 403
    for who in ("b-auditor", "b-principal"):
        assert code(desk.get(who, f"/reviewers/{chief}/record")) == (404, "not_found")


@pytest.mark.parametrize("who", ["auditor", "deputy"])
def test_the_reviewers_are_those_who_review_or_ever_decided(desk: Desk, who: str) -> None:
    names = [person["username"] for person in desk.get(who, "/reviewers").json()["items"]]
    assert names == ["chief", "chief2", "deputy", "editor", "editor2", "principal"]
    assert desk.get("editor", "/reviewers").status_code == 403
