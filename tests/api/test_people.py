"""The system administrator's acts: one-time passwords, departures and returns, nobody's own record."""

from __future__ import annotations

from collections import Counter
from typing import Any

import httpx2
import pytest

from app.people.passwords import new_password
from tests.desk import BASE, CLEAN, Desk, Json, code, on_sqlite
from tests.review.race import Call, crowd_at

NEW = {"username": "newcomer", "name": "高新", "roles": ["editor"]}
OWN = "wo-zi-ji-de-2026"


def sign_in(desk: Desk, username: str, password: str) -> httpx2.Response:
    return desk.client.post(BASE + "/auth/token", data={"username": username, "password": password})


def id_of(desk: Desk, username: str) -> str:
    return str(desk.get(username, "/me").json()["id"])


def act(desk: Desk, username: str, verb: str, who: str = "sysadmin", **headers: str) -> httpx2.Response:
    return desk.post(who, f"/people/{id_of(desk, username)}/{verb}", None, **headers)


def events(desk: Desk, person: str) -> list[str]:
    """What the ledger says was done to a person."""
    items = desk.get("auditor", "/ledger", limit=200).json()["items"]
    return [item["event"] for item in items if item["data"].get("person") == person]


def second_admin(desk: Desk) -> Json:
    body = {"username": "sysadmin2", "name": "褚工", "password": OWN, "roles": ["system_admin"]}
    return dict(desk.post("sysadmin", "/people", body).json())


def test_a_one_time_password_opens_no_session(desk: Desk) -> None:
    made = desk.post("sysadmin", "/people", NEW)
    assert (made.status_code, made.headers["cache-control"]) == (201, "no-store")
    assert code(sign_in(desk, "newcomer", made.json()["password"])) == (403, "password_change_required")
    assert code(sign_in(desk, "newcomer", "guess-2026"))[0] == 401
    exported = desk.client.get(BASE + "/ledger/export", headers=desk.auth("auditor")).text
    assert made.json()["password"] not in exported


def test_a_chosen_password_is_not_a_one_time_password(desk: Desk) -> None:
    made = desk.post("sysadmin", "/people", NEW | {"password": OWN})
    assert "password" not in made.json()
    assert sign_in(desk, "newcomer", OWN).status_code == 200


def test_a_repeated_request_does_not_show_the_password_again(desk: Desk) -> None:
    first, again = (desk.post("sysadmin", "/people", NEW, Idempotency_Key="k1") for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert again.json() == {name: value for name, value in first.json().items() if name != "password"}
    reset = act(desk, "editor", "password", Idempotency_Key="k2")
    person = reset.json()["id"]
    replay = desk.post("sysadmin", f"/people/{person}/password", None, Idempotency_Key="k2")
    assert "password" in reset.json() and "password" not in replay.json()
    assert events(desk, person).count("password.reset") == 1


def test_a_reset_ends_the_sessions_and_the_old_password(desk: Desk) -> None:
    person = id_of(desk, "editor")
    password = act(desk, "editor", "password").json()["password"]
    assert code(desk.get("editor", "/me")) == (401, "session_expired")
    assert code(sign_in(desk, "editor", "demo-editor")) == (401, "wrong_credentials")
    assert code(sign_in(desk, "editor", password)) == (403, "password_change_required")
    assert events(desk, person) == ["person.created", "password.reset"]


def test_one_time_passwords_are_long_and_readable() -> None:
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(one) == 19 and not set(one) & set("01ilo") for one in made)


def test_who_left_may_come_back(desk: Desk) -> None:
    person = id_of(desk, "editor2")
    act(desk, "editor2", "deactivate")
    assert code(desk.post("sysadmin", f"/people/{person}/password", None)) == (409, "person_inactive")
    for _ in range(2):
        assert desk.post("sysadmin", f"/people/{person}/reactivate", None).json()["active"] is True
    assert sign_in(desk, "editor2", "demo-editor2").status_code == 200
    assert events(desk, person) == ["person.created", "person.deactivated", "person.reactivated"]


def test_the_same_roles_change_nothing(desk: Desk) -> None:
    person = id_of(desk, "editor")
    for _ in range(2):
        assert desk.put("sysadmin", f"/people/{person}/roles", {"roles": ["editor"]}).status_code == 200
    assert events(desk, person) == ["person.created"]
    desk.put("sysadmin", f"/people/{person}/roles", {"roles": ["editor", "section_chief"]})
    changed = desk.get("auditor", "/ledger", event="person.changed").json()["items"][0]["data"]
    assert (changed["before"], changed["roles"]) == (["editor"], ["editor", "section_chief"])


@pytest.mark.parametrize("verb", ["deactivate", "reactivate", "password", "roles"])
def test_nobody_changes_their_own_record(desk: Desk, verb: str) -> None:
    person = id_of(desk, "sysadmin")
    refused = (
        desk.put("sysadmin", f"/people/{person}/roles", {"roles": ["principal_leader"]})
        if verb == "roles"
        else desk.post("sysadmin", f"/people/{person}/{verb}", None)
    )
    assert code(refused) == (403, "own_record")
    assert desk.get("sysadmin", "/me").json()["roles"] == ["system_admin"]


def test_a_second_administrator_may_replace_the_first(desk: Desk) -> None:
    second_admin(desk)
    assert act(desk, "sysadmin", "deactivate", who="sysadmin2").status_code == 200
    assert code(desk.get("sysadmin", "/people"))[0] == 401


def test_two_administrators_cannot_remove_each_other(desk: Desk) -> None:
    first, second = id_of(desk, "sysadmin"), second_admin(desk)["id"]
    headers = desk.auth("sysadmin"), desk.auth("sysadmin2")

    def give_away(person: str, number: int) -> Call:
        body = {"roles": ["contributor"]}
        return lambda http: http.put(f"/people/{person}/roles", json=body, headers=headers[number])

    with crowd_at(desk.runtime) as (crowd, _):
        answers = crowd.rush([give_away(second, 0), give_away(first, 1)])
    counted = Counter(answer.status_code for answer in answers)
    assert counted[200] == 1, [answer.text for answer in answers]
    assert counted[409] + counted[403] == 1
    winner = "sysadmin" if answers[0].status_code == 200 else "sysadmin2"
    kept = desk.get(winner, "/people", role="system_admin")
    assert len(kept.json()["items"]) == 1


@on_sqlite
def test_people_are_searched_and_paged(desk: Desk) -> None:
    def found(**query: Any) -> list[str]:
        return [one["username"] for one in desk.get("sysadmin", "/people", **query).json()["items"]]

    assert found(q="陈正") == ["principal"]
    assert found(q="CHIEF") == ["chief", "chief2"]
    assert found(q="%") == found(q="_") == []
    assert found(role="security_admin") == ["secadmin", "secadmin2"]
    act(desk, "editor2", "deactivate")
    assert found(active=False) == ["editor2"]
    first = desk.get("sysadmin", "/people", limit=4).json()
    rest = found(cursor=first["next"])
    assert [one["username"] for one in first["items"]] + rest == found()
    assert code(desk.get("sysadmin", "/people", role="king")) == (422, "validation_error")


@on_sqlite
def test_another_office_s_people_do_not_exist(desk: Desk) -> None:
    person = id_of(desk, "b-editor")
    for verb in ("deactivate", "reactivate", "password"):
        assert code(desk.post("sysadmin", f"/people/{person}/{verb}", None)) == (404, "not_found")


# Accounts and keys


def test_a_closed_account_takes_no_new_drafts(desk: Desk) -> None:
    waiting = desk.create()["id"]
    desk.submit("editor", waiting)
    assert desk.post("sysadmin", "/accounts/wechat/close", None).json()["active"] is False
    refused = desk.post("editor", "/drafts", {"account": "wechat", "body": CLEAN})
    assert code(refused) == (422, "account_closed")
    assert desk.decide("chief", waiting).status_code == 200
    assert desk.post("sysadmin", "/accounts/wechat/reopen", None).json()["active"] is True
    desk.create()
    ours = desk.get("auditor", "/ledger", limit=200).json()["items"]
    told = [item["event"] for item in ours if item["data"].get("account") == "wechat"]
    assert [event for event in told if event.startswith("account.")] == [
        "account.created",
        "account.closed",
        "account.reopened",
    ]


@on_sqlite
def test_accounts_are_for_the_system_administrator_to_keep(desk: Desk) -> None:
    facts = {
        "name": "江州数据发布",
        "platform": "微信公众号",
        "duties": "政务公开",
        "keywords": ["政务", "数据"],
        "filing_number": "皖政新备2026001",
    }
    for who in ("secadmin", "auditor", "principal"):
        assert code(desk.post(who, "/accounts/wechat/close", None)) == (403, "forbidden")
    for _ in range(2):
        changed = desk.put("sysadmin", "/accounts/wechat", facts)
        assert changed.json() == facts | {"code": "wechat", "active": True}
    assert len(desk.get("auditor", "/ledger", event="account.changed").json()["items"]) == 1
    assert code(desk.put("sysadmin", "/accounts/b-wechat", facts)) == (404, "not_found")
    assert [one["code"] for one in desk.get("editor", "/accounts", q="皖政").json()["items"]] == ["wechat"]
    assert code(desk.put("sysadmin", "/accounts/wechat", facts | {"principal_from": "general"}))[0] == 422


def test_a_key_shows_when_it_was_last_used(desk: Desk) -> None:
    key = desk.get("sysadmin", "/keys").json()["items"][0]
    assert key["last_used_on"] is None
    desk.post("key", "/precheck", {"body": CLEAN})
    used = desk.get("sysadmin", "/keys").json()["items"][0]["last_used_on"]
    assert used is not None and len(used) == 10
