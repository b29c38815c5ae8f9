"""Who calls: passwords, tokens, keys, roles, and the three administrators kept apart (三员分立)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
import time_machine
from fastapi.testclient import TestClient
from sqlalchemy import delete

from app.db import DatabaseFact
from app.errors import Unauthenticated
from app.people.api_keys import REMEMBERED_SECONDS, KeyDoor
from app.people.roles import Role
from tests.conftest import COSTLY
from tests.desk import BASE, CLEAN, Desk, code

OPINION = {"content_sha256": "0" * 64, "checklist": [], "dispositions": []}
SCOPES = ["precheck", "drafts:write", "releases:read"]


def sign_in(desk: Desk, username: str, password: str, **more: str) -> httpx2.Response:
    form = {"username": username, "password": password} | more
    return desk.client.post(BASE + "/auth/token", data=form)


def bearer(desk: Desk, method: str, path: str, secret: str, body: Any = None) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {secret}"}
    return desk.client.request(method, BASE + path, json=body, headers=headers)


def new_person(desk: Desk, username: str, *roles: str, password: str = "ying-ke-2026") -> httpx2.Response:
    body = {"username": username, "name": "新人", "password": password, "roles": list(roles)}
    return desk.post("sysadmin", "/people", body)


def new_key(desk: Desk, *scopes: str) -> dict[str, Any]:
    response = desk.post("sysadmin", "/keys", {"name": "网站", "scopes": list(scopes)})
    assert response.status_code == 201, response.text
    return dict(response.json())


# Signing in


def test_passwords_are_hashed_at_the_recommended_cost() -> None:
    """RFC 9106, 4: argon2id, three passes over 64 MiB, four lanes."""
    assert COSTLY.hash("a password").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize("grant", [{}, {"grant_type": "password"}, {"scope": "", "client_id": "x"}])
def test_a_password_gives_a_token(office: Desk, grant: dict[str, str]) -> None:
    answer = sign_in(office, "editor", "demo-editor", **grant)
    assert answer.status_code == 200, answer.text
    assert answer.json().keys() == {"access_token", "token_type", "expires_in"}
    assert answer.json()["token_type"] == "bearer"
    assert answer.json()["expires_in"] == office.runtime.settings.token_ttl
    assert answer.headers["cache-control"] == "no-store"
    me = bearer(office, "GET", "/me", answer.json()["access_token"]).json()
    assert me.keys() == {"id", "username", "name", "org", "roles"}
    assert (me["username"], me["org"], me["roles"]) == ("editor", "demo", ["editor"])


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("editor", "wrong"),
        ("nobody", "demo-nobody"),
        ("editor", ""),
        ("EDITOR", "demo-editor"),
        ("' OR 1=1", "x"),
    ],
)
def test_a_wrong_name_or_password_answers_alike(office: Desk, username: str, password: str) -> None:
    answer = sign_in(office, username, password)
    assert code(answer) in {(401, "wrong_credentials"), (422, "validation_error")}
    if password:
        assert answer.json()["detail"] == "用户名或密码不正确。"
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"username": "editor"},
        {"username": "editor\0", "password": "x"},
        {"username": "x" * 65, "password": "x"},
        {"username": "x", "password": "x" * 201},
        {"username": "x", "password": "x", "grant_type": "refresh_token"},
    ],
)
def test_a_token_form_has_its_fields(office: Desk, form: dict[str, str]) -> None:
    assert code(office.client.post(BASE + "/auth/token", data=form)) == (422, "validation_error")


def test_a_token_is_asked_for_by_form_not_json(office: Desk) -> None:
    body = {"username": "editor", "password": "demo-editor"}
    assert code(office.client.post(BASE + "/auth/token", json=body))[0] == 422


@pytest.mark.parametrize(
    ("header", "stable"),
    [
        (b"", "not_signed_in"),
        (b"Bearer", "not_signed_in"),
        (b"Bearer ", "not_signed_in"),
        (b"Basic ZWRpdG9yOmRlbW8tZWRpdG9y", "not_signed_in"),
        (b"Bearer nonsense", "session_expired"),
        (b"Bearer \xff\xfe", "session_expired"),
        (b"Bearer " + b"x" * 8000, "session_expired"),
        (b"Bearer sk_", "wrong_key"),
        (b"Bearer sk_unknown", "wrong_key"),
        (b"Bearer sk_\xff", "wrong_key"),
        (b"Bearer sk_demo_precheck2", "wrong_key"),
    ],
)
def test_a_wrong_authorization_is_401(office: Desk, header: bytes, stable: str) -> None:
    for path in ("/me", "/drafts", "/queue"):
        response = office.client.get(BASE + path, headers={"Authorization": header})
        assert code(response) == (401, stable)
        assert response.headers["www-authenticate"] == "Bearer"


def test_the_scheme_is_read_in_any_case(office: Desk) -> None:
    headers = {"Authorization": office.auth("editor")["Authorization"].replace("Bearer", "bEARER")}
    assert office.client.get(BASE + "/me", headers=headers).status_code == 200


def test_a_session_ends_when_signed_out_or_expired(office: Desk) -> None:
    tokens = [sign_in(office, "editor2", "demo-editor2").json()["access_token"] for _ in range(2)]
    assert bearer(office, "DELETE", "/auth/token", tokens[0]).status_code == 204
    assert code(bearer(office, "GET", "/me", tokens[0])) == (401, "session_expired")
    assert bearer(office, "GET", "/me", tokens[1]).status_code == 200
    life = office.runtime.settings.token_ttl
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=life + 1)):
        assert code(bearer(office, "GET", "/me", tokens[1])) == (401, "session_expired")


def test_a_key_is_not_a_person(office: Desk) -> None:
    assert code(office.get("key", "/me")) == (403, "people_only")


# Throttling


def from_address(desk: Desk, host: str) -> Desk:
    """The same service, called from another address (its lifespan runs already)."""
    return Desk(TestClient(desk.client.app, client=(host, 50000)), desk.runtime)


def test_ten_wrong_passwords_lock_one_name_from_one_address(desk: Desk) -> None:
    for _ in range(10):
        assert code(sign_in(desk, "chief", "guess"))[0] == 401
    locked = sign_in(desk, "chief", "demo-chief")
    assert code(locked) == (429, "too_many_attempts")
    assert 0 < int(locked.headers["retry-after"]) <= 300
    assert sign_in(desk, "chief2", "demo-chief2").status_code == 200
    assert sign_in(from_address(desk, "192.0.2.7"), "chief", "demo-chief").status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=6)):
        assert sign_in(desk, "chief", "demo-chief").status_code == 200


def test_a_refused_password_is_on_record(desk: Desk) -> None:
    sign_in(desk, "deputy", "guess")
    refused = desk.get("auditor", "/ledger", event="session.refused").json()["items"]
    assert [entry["data"]["username"] for entry in refused] == ["deputy"]
    assert "guess" not in desk.client.get(BASE + "/ledger/export", headers=desk.auth("auditor")).text


# People, roles, keys


def test_a_deactivated_person_is_out_at_once(desk: Desk) -> None:
    person = desk.get("editor2", "/me").json()["id"]
    assert desk.post("sysadmin", f"/people/{person}/deactivate", None).json()["active"] is False
    assert code(desk.get("editor2", "/me")) == (401, "session_expired")
    assert code(sign_in(desk, "editor2", "demo-editor2")) == (401, "wrong_credentials")
    drafted = desk.post("key", "/drafts", {"account": "wechat", "body": CLEAN, "author": "editor2"})
    assert code(drafted) == (422, "unknown_author")


def test_a_changed_role_counts_at_once(office: Desk) -> None:
    person = new_person(office, "climber", "contributor").json()
    assert code(office.get("climber", "/queue")) == (403, "forbidden")
    changed = office.put("sysadmin", f"/people/{person['id']}/roles", {"roles": ["editor", "section_chief"]})
    assert sorted(changed.json()["roles"]) == ["editor", "section_chief"]
    assert office.get("climber", "/queue").status_code == 200
    assert set(office.get("climber", "/me").json()["roles"]) == {"editor", "section_chief"}


@pytest.mark.parametrize(
    "roles",
    [
        ["system_admin", "security_admin"],
        ["security_admin", "audit_admin"],
        ["system_admin", "audit_admin"],
        ["system_admin", "security_admin", "audit_admin"],
        *(
            [admin, role]
            for admin in ("system_admin", "security_admin", "audit_admin")
            for role in list(Role)[:5]
        ),
    ],
)
def test_administrators_are_kept_apart_and_from_review(office: Desk, roles: list[str]) -> None:
    assert code(new_person(office, "twice", *roles)) == (422, "roles_conflict")
    person = office.get("contributor", "/me").json()["id"]
    changed = office.put("sysadmin", f"/people/{person}/roles", {"roles": roles})
    assert code(changed) == (422, "roles_conflict")
    assert office.get("contributor", "/me").json()["roles"] == ["contributor"]


@pytest.mark.parametrize(
    ("change", "stable"),
    [
        ({"roles": []}, "validation_error"),
        ({"roles": ["king"]}, "validation_error"),
        ({"password": "short"}, "weak_password"),
        ({"password": "demo-newcomer"}, "weak_password"),
        ({"username": "New Comer"}, "validation_error"),
    ],
)
def test_a_new_person_is_checked(office: Desk, change: dict[str, Any], stable: str) -> None:
    body = {"username": "newcomer", "name": "新人", "password": "ying-ke-2026", "roles": ["editor"]}
    assert code(office.post("sysadmin", "/people", body | change)) == (422, stable)


def test_a_user_name_is_taken_once(office: Desk) -> None:
    assert code(new_person(office, "editor", "editor")) == (409, "username_taken")


@pytest.mark.parametrize("who", ["editor", "principal", "secadmin", "auditor", "contributor"])
def test_people_and_keys_are_for_the_system_administrator(office: Desk, who: str) -> None:
    person = office.get("editor", "/me").json()["id"]
    facts = {"name": "账号", "platform": "微信", "duties": "政务"}
    for method, path, body in (
        ("GET", "/people", None),
        ("POST", "/people", {"username": "x", "name": "新", "password": "y" * 9, "roles": ["editor"]}),
        ("PUT", f"/people/{person}/roles", {"roles": ["audit_admin"]}),
        ("POST", f"/people/{person}/deactivate", None),
        ("GET", "/keys", None),
        ("POST", "/keys", {"name": "网站", "scopes": ["precheck"]}),
        ("DELETE", "/keys/x", None),
        ("POST", "/accounts", facts | {"code": "new"}),
        ("PUT", "/accounts/wechat", facts),
    ):
        response = office.client.request(method, BASE + path, json=body, headers=office.auth(who))
        assert code(response) == (403, "forbidden"), path


# The three administrators


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "secadmin2", "auditor"])
def test_no_administrator_reviews(office: Desk, who: str) -> None:
    draft = office.create()
    path = f"/drafts/{draft['id']}"
    assert code(office.get(who, "/queue")) == (403, "forbidden")
    for refused in (
        office.post(who, "/drafts", {"account": "wechat", "body": CLEAN}),
        office.put(who, path, {"title": "", "body": CLEAN}, If_Match="*"),
        office.post(who, path + "/submit", OPINION, If_Match="*"),
        office.post(who, path + "/decisions", OPINION | {"action": "approve"}, If_Match="*"),
        office.post(who, path + "/withdraw", {"reason": "撤"}, If_Match="*"),
        office.post(who, path + "/revoke", {"reason": "撤"}, If_Match="*"),
    ):
        assert code(refused)[0] == 403
    assert office.draft(draft["id"])[0] == draft


@pytest.mark.parametrize(("who", "status"), [("sysadmin", 403), ("secadmin", 403), ("auditor", 200)])
def test_the_audit_administrator_reads_drafts_and_the_others_do_not(
    office: Desk, who: str, status: int
) -> None:
    draft = office.released()
    assert office.get(who, "/drafts").status_code == status
    for path in ("", "/versions/1", "/diff", "/history", "/certificate"):
        response = office.get(who, f"/drafts/{draft['id']}{path}", **{"from": 1, "to": 1})
        assert response.status_code == status, path


@pytest.mark.parametrize(
    "who", ["contributor", "editor", "chief", "deputy", "principal", "sysadmin", "secadmin"]
)
def test_the_ledger_is_for_the_audit_administrator(office: Desk, who: str) -> None:
    assert code(office.get(who, "/ledger")) == (403, "forbidden")
    assert code(office.get(who, "/ledger/export")) == (403, "forbidden")
    assert office.get(who, "/ledger/checkpoint").status_code == 200


# Keys


@pytest.fixture(scope="module")
def keys(office: Desk) -> Iterator[dict[str, str]]:
    """One key for each single scope."""
    yield {scope: new_key(office, scope)["secret"] for scope in SCOPES}


def test_a_key_does_what_its_scopes_say(office: Desk, keys: dict[str, str]) -> None:
    draft = office.released()
    certificate = office.get("key", f"/drafts/{draft['id']}/certificate").json()["certificate"]
    verify = {"certificate": certificate, "title": "通知", "body": CLEAN, "account": "wechat"}
    acts = [
        ("precheck", "POST", "/precheck", {"body": CLEAN}),
        ("precheck", "POST", "/precheck/batch", {"items": []}),
        ("drafts:write", "POST", "/drafts", {"account": "wechat", "body": CLEAN}),
        ("releases:read", "GET", f"/drafts/{draft['id']}/certificate", None),
        ("releases:read", "POST", "/certificates/verify", verify),
    ]
    for needed, method, path, body in acts:
        for scope, secret in keys.items():
            response = bearer(office, method, path, secret, body)
            if scope == needed:
                assert response.status_code in {200, 201}, response.text
            else:
                assert code(response) == (403, "scope_missing")


def test_a_key_can_never_decide(office: Desk) -> None:
    draft = office.post("key", "/drafts", {"account": "wechat", "title": "通知", "body": CLEAN}).json()
    opinion = OPINION | {"content_sha256": draft["content_sha256"], "action": "approve"}
    path = f"/drafts/{draft['id']}"
    submitted = office.post(
        "key", path + "/submit", {"content_sha256": draft["content_sha256"]}, If_Match="*"
    )
    assert submitted.json()["status"] == "first_review"
    assert submitted.json()["signoffs"] == []
    for refused in (
        office.post("key", path + "/decisions", opinion, If_Match="*"),
        office.post("key", path + "/revoke", {"reason": "撤"}, If_Match="*"),
        office.get("key", "/queue"),
        office.get("key", "/ledger"),
        office.get("key", "/ledger/checkpoint"),
        office.get("key", "/reviewers"),
        office.get("key", "/people"),
        office.post("key", "/keys", {"name": "网站", "scopes": ["precheck"]}),
    ):
        assert code(refused) == (403, "people_only")


def test_a_key_reads_only_the_drafts_it_made(office: Desk, keys: dict[str, str]) -> None:
    own = office.post("key", "/drafts", {"account": "wechat", "body": CLEAN}).json()["id"]
    others = office.create()["id"]
    assert office.get("key", f"/drafts/{own}").status_code == 200
    assert code(office.get("key", f"/drafts/{others}")) == (404, "not_found")
    assert code(bearer(office, "GET", f"/drafts/{own}", keys["drafts:write"])) == (404, "not_found")
    listed = [draft["id"] for draft in office.get("key", "/drafts", limit=200).json()["items"]]
    assert own in listed
    assert others not in listed


def test_a_revoked_key_stops_at_once(desk: Desk) -> None:
    key = new_key(desk, "precheck")
    assert bearer(desk, "POST", "/precheck", key["secret"], {"body": CLEAN}).status_code == 200
    for _ in range(2):
        path = f"{BASE}/keys/{key['id']}"
        assert desk.client.delete(path, headers=desk.auth("sysadmin")).status_code == 204
    refused = bearer(desk, "POST", "/precheck", key["secret"], {"body": CLEAN})
    assert code(refused) == (401, "wrong_key")
    assert [k["revoked_at"] is None for k in desk.get("sysadmin", "/keys").json()["items"]].count(False) == 1


def test_another_process_notices_a_revoked_key_within_seconds(office: Desk) -> None:
    key, other = new_key(office, "precheck"), KeyDoor(office.runtime.database)
    other.admit(key["secret"])
    bearer_of = office.auth("sysadmin")
    assert office.client.delete(f"{BASE}/keys/{key['id']}", headers=bearer_of).status_code == 204
    time.sleep(REMEMBERED_SECONDS)
    assert other.recall(key["secret"]) is None
    with pytest.raises(Unauthenticated):
        other.admit(key["secret"])


def test_a_secret_is_stored_hashed_and_shown_once(desk: Desk) -> None:
    key = new_key(desk, "precheck")
    assert key["secret"].startswith("sk_")
    assert len(key["secret"]) > 40
    listed = desk.get("sysadmin", "/keys").text
    assert key["id"] in listed
    assert key["secret"] not in listed
    assert key["secret"] not in desk.get("auditor", "/ledger/export").text


@pytest.mark.parametrize("scopes", [[], ["decide"], ["precheck", "*"], SCOPES * 2])
def test_a_key_has_known_scopes(office: Desk, scopes: list[str]) -> None:
    assert code(office.post("sysadmin", "/keys", {"name": "网站", "scopes": scopes}))[0] == 422


# Outside a demo database


def test_the_demo_s_passwords_and_key_work_only_in_the_demo(desk: Desk) -> None:
    assert desk.post("key", "/precheck", {"body": CLEAN}).status_code == 200
    with desk.runtime.database.write() as db:
        db.execute(delete(DatabaseFact).where(DatabaseFact.name == "demo"))
    desk.runtime.keys.forget()
    assert code(desk.post("key", "/precheck", {"body": CLEAN})) == (401, "wrong_key")
    for username in ("editor", "chief", "b-deputy"):
        assert code(sign_in(desk, username, f"demo-{username}")) == (401, "wrong_credentials")
    assert new_person(desk, "real-editor", "editor").status_code == 201
    assert sign_in(desk, "real-editor", "ying-ke-2026").status_code == 200
