"""What holds for every call: problems, fields, lists, entity tags, digests, offsets, foreign objects."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import orjson
import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk import BASE, BLOCKED, CLEAN, Desk, code

MEMBERS = {"type", "title", "status", "detail", "code"}
SHA = "0" * 64
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
OPINION = {"content_sha256": SHA, "checklist": [], "dispositions": []}
ACTS: list[tuple[str, str, dict[str, Any]]] = [
    ("put", "", {"title": "", "body": "文"}),
    ("post", "/submit", OPINION),
    ("post", "/decisions", OPINION | {"action": "approve"}),
    ("post", "/withdraw", {"reason": "撤"}),
    ("post", "/revoke", {"reason": "撤"}),
]
"""Every act that asks for `If-Match`."""
ACTORS = {
    "": "editor",
    "/submit": "editor",
    "/decisions": "chief",
    "/withdraw": "editor",
    "/revoke": "deputy",
}


def act(desk: Desk, draft_id: str, path: str, who: str = "", **headers: str) -> Any:
    method, _, body = next(row for row in ACTS if row[1] == path)
    call = desk.put if method == "put" else desk.post
    return call(who or ACTORS[path], f"/drafts/{draft_id}{path}", body, **headers)


# Problems


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "stable"),
    [
        ("GET", "/nothing-here", None, 404, "not_found"),
        ("DELETE", "/precheck", None, 405, "method_not_allowed"),
        ("POST", "/precheck", b"{", 422, "validation_error"),
        ("POST", "/precheck", b'{"body": "\xff\xfe"}', 400, "bad_request"),
        ("POST", "/precheck", b"{}", 422, "validation_error"),
        ("POST", "/precheck", b"[]", 422, "validation_error"),
        ("POST", "/precheck", b"null", 422, "validation_error"),
        ("POST", "/precheck", b"", 422, "validation_error"),
        ("GET", "/drafts?limit=x", None, 422, "validation_error"),
        ("GET", "/drafts/" + "0" * 32, None, 404, "not_found"),
    ],
)
def test_every_error_is_a_problem_in_chinese(
    office: Desk, method: str, path: str, body: bytes | None, status: int, stable: str
) -> None:
    headers = office.auth("editor") | {"Content-Type": "application/json"}
    response = office.client.request(method, BASE + path, content=body, headers=headers)
    assert code(response) == (status, stable)
    problem = response.json()
    assert problem.keys() >= MEMBERS
    assert re.search(r"[\u4e00-\u9fff]", problem["detail"])
    assert re.search(r"[\u4e00-\u9fff]", problem["title"])


def test_nobody_signed_in_is_told_so(office: Desk) -> None:
    response = office.client.get(BASE + "/me")
    assert code(response) == (401, "not_signed_in")
    assert response.headers["www-authenticate"] == "Bearer"


def test_a_wrong_method_names_the_right_ones(office: Desk) -> None:
    assert office.client.delete(BASE + "/precheck", headers=office.auth("key")).headers["allow"] == "POST"


def test_wrong_fields_are_named(office: Desk) -> None:
    response = office.post("key", "/precheck", {"body": 1, "format": "pdf", "colour": "red"})
    assert code(response) == (422, "validation_error")
    errors = {error["field"]: error for error in response.json()["errors"]}
    assert errors.keys() == {"body", "format", "colour"}
    assert errors["colour"]["type"] == "extra_forbidden"
    assert all(error["message"] for error in errors.values())


@pytest.mark.parametrize(
    ("who", "path", "body"),
    [
        ("key", "/precheck", {"body": "文"}),
        ("key", "/precheck", {"body": "文", "source": {"name": "新华社"}}),
        ("editor", "/drafts", {"account": "wechat", "body": "文"}),
        ("editor", "/drafts", {"account": "wechat", "body": "文", "assets": [{"url": "", "sha256": SHA}]}),
        ("editor", "/drafts/x/submit", OPINION),
        ("chief", "/drafts/x/decisions", OPINION | {"action": "approve"}),
        ("editor", "/drafts/x/withdraw", {"reason": "撤"}),
        ("deputy", "/drafts/x/revoke", {"reason": "撤"}),
        ("key", "/certificates/verify", {"certificate": "x", "body": "文", "account": "wechat"}),
        ("sysadmin", "/keys", {"name": "网站", "scopes": ["precheck"]}),
        ("sysadmin", "/people", {"username": "n", "name": "某", "password": "p" * 9, "roles": ["editor"]}),
    ],
)
def test_unknown_fields_are_an_error(office: Desk, who: str, path: str, body: dict[str, Any]) -> None:
    nested = next((value for value in body.values() if isinstance(value, dict)), None)
    for target in [body] if nested is None else [body, nested]:
        target["unheard_of"] = 1
        response = office.post(who, path, body, If_Match="*")
        assert code(response) == (422, "validation_error")
        assert "extra_forbidden" in {error["type"] for error in response.json()["errors"]}
        del target["unheard_of"]


@pytest.mark.parametrize("field", ["actor", "at", "status", "id", "version", "level", "decided_at", "person"])
def test_a_client_sets_no_actor_and_no_time_of_decision(office: Desk, field: str) -> None:
    body = {"account": "wechat", "body": CLEAN, field: "2020-01-01T00:00:00Z"}
    assert code(office.post("editor", "/drafts", body))[0] == 422


def test_times_are_rfc_3339_in_utc(office: Desk) -> None:
    draft = office.released(publish_after="2026-11-21T08:00:00+08:00")
    times = [draft["created_at"], draft["updated_at"], *(signed["at"] for signed in draft["signoffs"])]
    assert all(RFC3339.fullmatch(moment) for moment in times)
    assert draft["publish_after"] == "2026-11-21T00:00:00.000Z"


@pytest.mark.parametrize("moment", [0, 1760000000, "1760000000", "2026-11-21T08:00:00", "2026-11-21", "soon"])
def test_a_time_is_written_out_with_its_zone(office: Desk, moment: Any) -> None:
    body = {"account": "wechat", "body": CLEAN, "publish_after": moment}
    assert code(office.post("editor", "/drafts", body)) == (422, "validation_error")


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59Z"]
)
def test_a_time_at_the_end_of_the_calendar_is_no_server_error(office: Desk, moment: str) -> None:
    body = {"account": "wechat", "body": CLEAN, "publish_after": moment}
    assert code(office.post("editor", "/drafts", body)) == (422, "validation_error")
    assert code(office.get("auditor", "/ledger", since=moment)) == (422, "validation_error")


# Lists


LISTS = [("editor", "/drafts"), ("editor", "/queue"), ("auditor", "/ledger")]


@pytest.mark.parametrize(("who", "path"), LISTS)
def test_a_list_has_items_and_a_cursor_and_a_limit(office: Desk, who: str, path: str) -> None:
    assert office.get(who, path).json().keys() == {"items", "next"}
    assert office.get(who, path, limit=200).status_code == 200
    for limit in (0, -1, 201, 10**30):
        assert code(office.get(who, path, limit=limit)) == (422, "validation_error")


@pytest.mark.parametrize(
    ("who", "path"),
    [("auditor", "/reviewers"), ("sysadmin", "/people"), ("sysadmin", "/keys"), ("contributor", "/accounts")],
)
def test_short_lists_look_the_same(office: Desk, who: str, path: str) -> None:
    listed = office.get(who, path).json()
    assert listed.keys() == {"items", "next"}
    assert listed["items"]


def cursors() -> list[str]:
    def sealed(value: object) -> str:
        return base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")

    day = "2026-01-01T00:00:00Z"
    keys: list[object] = [None, 1, "x", {}, [], [day], [2**31], [-(2**63)], [True], [[[[]]]], [1, 2, 3]]
    keys += [["0001-01-01T00:00:00+14:00", "x"], [day, "\0"], [0, day, {"a": 1}]]
    return ["x", "=", "!!!!", "帐号", "A" * 500, "W10=", "%00", *map(sealed, keys)]


@pytest.mark.parametrize(("who", "path"), LISTS)
@pytest.mark.parametrize("cursor", cursors())
def test_a_cursor_that_was_not_ours_is_refused(office: Desk, who: str, path: str, cursor: str) -> None:
    assert code(office.get(who, path, cursor=cursor)) == (422, "bad_cursor")


@pytest.mark.parametrize(("who", "path"), LISTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cursor=st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_no_cursor_breaks_a_list(office: Desk, who: str, path: str, cursor: str) -> None:
    assert office.get(who, path, cursor=cursor).status_code in {200, 422}


@pytest.mark.parametrize(("who", "path"), LISTS)
def test_a_very_long_cursor_is_refused(office: Desk, who: str, path: str) -> None:
    assert code(office.get(who, path, cursor="A" * 20_000)) == (422, "validation_error")


# ETag and If-Match


@pytest.mark.parametrize("path", ACTORS)
def test_an_act_without_if_match_is_428(office: Desk, path: str) -> None:
    draft = office.create()
    assert code(act(office, draft["id"], path)) == (428, "if_match_required")


@pytest.mark.parametrize("path", ACTORS)
@pytest.mark.parametrize("stale", ['"0"', "1", '"1 "', '"x", "y"', 'W/"0"', '"' + "9" * 500 + '"'])
def test_an_act_on_an_older_state_is_412(office: Desk, path: str, stale: str) -> None:
    draft = office.create()
    assert code(act(office, draft["id"], path, If_Match=stale)) == (412, "stale_draft")
    assert office.draft(draft["id"])[0]["status"] == "editing"


@pytest.mark.parametrize("form", ["{}", "W/{}", '"0", {}', "*"])
def test_if_match_takes_the_present_tag_in_every_form(office: Desk, form: str) -> None:
    draft_id = office.create()["id"]
    match = form.format(office.draft(draft_id)[1])
    response = office.put("editor", f"/drafts/{draft_id}", {"title": "通知", "body": "改"}, If_Match=match)
    assert response.status_code == 200, response.text


def test_every_change_gives_a_new_tag_and_reading_gives_none(office: Desk) -> None:
    draft_id = office.create()["id"]
    tags = [office.draft(draft_id)[1], office.draft(draft_id)[1]]
    assert tags[0] == tags[1]
    assert re.fullmatch(r'"[^"]+"', tags[0])
    for step in (
        lambda: office.edit("editor", draft_id, body="改过的正文，供大家查看。"),
        lambda: office.submit("editor", draft_id),
        lambda: office.decide("chief", draft_id),
        lambda: office.decide("deputy", draft_id),
        lambda: act(office, draft_id, "/revoke", If_Match="*"),
    ):
        response = step()
        assert response.status_code == 200, response.text
        assert response.headers["etag"] == office.draft(draft_id)[1]
        tags.append(response.headers["etag"])
    assert len(set(tags[1:])) == 6


# Digests and offsets


def digest(**content: Any) -> str:
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


@pytest.mark.parametrize("format", ["text", "html", "markdown"])
@pytest.mark.parametrize(
    "body", [CLEAN, "\u00e9e\u0301\r\n\t\u2028\u202e", "😀𠮷", '"\\/<>&', "\u0001 \ufeff"]
)
def test_the_digest_is_over_the_canonical_json_as_submitted(office: Desk, format: str, body: str) -> None:
    assets = [{"url": f"https://x.gov.cn/{n}.png", "sha256": f"{n}" * 64} for n in (2, 1)]
    draft = office.create(body=body, title="标\u3000题", format=format, assets=assets)
    content = {"title": "标\u3000题", "body": body, "format": format}
    assert draft["content_sha256"] == digest(**content, assets=["2" * 64, "1" * 64])
    scan = office.post("key", "/precheck", content | {"account": "wechat"}).json()
    assert scan["content_sha256"] == digest(**content, assets=[])
    stored = office.draft(draft["id"])[0]
    assert (stored["title"], stored["body"], stored["assets"]) == ("标\u3000题", body, assets)


def test_account_kind_and_source_are_not_in_the_digest(office: Desk) -> None:
    plain = office.post("key", "/precheck", {"title": "通知", "body": CLEAN}).json()
    source = {"name": "新华社", "url": "https://www.news.cn/1", "title": "通知", "body": CLEAN}
    other = {"title": "通知", "body": CLEAN, "account": "weibo", "kind": "reprint", "source": source}
    assert office.post("key", "/precheck", other).json()["content_sha256"] == plain["content_sha256"]


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.text("😀𠮷a中\n", max_size=12), between=st.text("😀𠮷b文", max_size=12))
def test_offsets_count_code_points_or_utf16_units(office: Desk, before: str, between: str) -> None:
    submitted = {"title": before + "台湾政府", "body": f"{before}请登陆网站{between}台湾政府。"}
    points = office.post("key", "/precheck", submitted).json()
    units = office.post("key", "/precheck?offsets=utf16", submitted).json()
    assert (points["offset_unit"], units["offset_unit"]) == ("codepoint", "utf16")
    assert len(points["findings"]) == len(units["findings"]) >= 2
    for one, other in zip(points["findings"], units["findings"], strict=True):
        text = submitted[one["field"]]
        assert text[one["start"] : one["end"]] == one["text"]
        assert utf16(text)[2 * other["start"] : 2 * other["end"]] == utf16(one["text"])
        assert other["id"] == one["id"]


def test_an_unknown_unit_of_offsets_is_refused(office: Desk) -> None:
    assert code(office.post("key", "/precheck?offsets=utf8", {"body": "文"}))[0] == 422


# Another organisation


def everything_about(draft: str, person: str, key: str, account: str) -> list[tuple[str, str, str, Any]]:
    acts = [(ACTORS[path], method, f"/drafts/{draft}{path}", body) for method, path, body in ACTS]
    reads = [
        ("editor", "get", f"/drafts/{draft}{path}", None)
        for path in ("", "/versions/1", "/diff?from=1&to=1", "/history", "/certificate")
    ]
    roles = {"roles": ["editor"]}
    facts = {"name": "账号", "platform": "微信", "duties": "政务"}
    return [
        *acts,
        *reads,
        ("key", "get", f"/drafts/{draft}", None),
        ("key", "get", f"/drafts/{draft}/certificate", None),
        ("key", "put", f"/drafts/{draft}", {"title": "", "body": "文"}),
        ("secadmin", "get", f"/drafts/{draft}", None),
        ("contributor", "get", f"/drafts/{draft}", None),
        ("auditor", "get", f"/drafts/{draft}", None),
        ("deputy", "get", f"/reviewers/{person}/record", None),
        ("sysadmin", "put", f"/people/{person}/roles", roles),
        ("sysadmin", "post", f"/people/{person}/deactivate", None),
        ("sysadmin", "put", f"/accounts/{account}", facts),
        ("sysadmin", "delete", f"/keys/{key}", None),
    ]


@pytest.mark.parametrize("number", range(len(everything_about("", "", "", ""))))
@pytest.mark.parametrize("released", [False, True])
def test_a_foreign_object_answers_like_one_that_does_not_exist(
    office: Desk, number: int, released: bool
) -> None:
    foreign = foreign_draft(office, released)
    person = office.get("b-editor", "/me").json()["id"]
    answers = []
    for ids in ((foreign, person, "0" * 32, "b-wechat"), ("0" * 32, "1" * 32, "2" * 32, "nowhere")):
        who, method, path, body = everything_about(*ids)[number]
        headers = office.auth(who) | {"If-Match": '"1"'}
        response = office.client.request(method, BASE + path, json=body, headers=headers)
        assert code(response) == (404, "not_found")
        kept = {name: value for name, value in response.headers.items() if name != "x-request-id"}
        answers.append((response.content, kept))
    assert answers[0] == answers[1]
    assert office.draft(foreign, "b-auditor")[0]["version"] == 1


def foreign_draft(office: Desk, released: bool) -> str:
    draft = office.create("b-editor", body=CLEAN, account="b-wechat")
    steps = (("b-editor", "submit"), ("b-chief", ""), ("b-deputy", "")) if released else ()
    for who, step in steps:
        draft_id, etag = draft["id"], office.draft(draft["id"], "b-auditor")[1]
        status = office.draft(draft["id"], "b-auditor")[0]["status"]
        stage = "first_review" if step else status
        checklist = [item["code"] for item in office.get(who, "/checklists").json()[stage]]
        opinion = {"content_sha256": draft["content_sha256"], "checklist": checklist}
        path = "submit" if step else "decisions"
        body = opinion if step else opinion | {"action": "approve"}
        response = office.post(who, f"/drafts/{draft_id}/{path}", body, If_Match=etag)
        assert response.status_code == 200, response.text
    return str(draft["id"])


def test_a_foreign_account_is_as_unknown_as_none(office: Desk) -> None:
    for path in ("/precheck", "/drafts"):
        answers = [
            office.post("editor", path, {"body": BLOCKED, "account": account}).json()
            for account in ("b-wechat", "c-wechat")
        ]
        assert [answer["code"] for answer in answers] == ["unknown_account"] * 2
        assert answers[0]["detail"].replace("b-wechat", "c-wechat") == answers[1]["detail"]


def test_lists_show_nothing_of_another_organisation(office: Desk) -> None:
    foreign = foreign_draft(office, released=False)
    lists = [("editor", "/drafts"), ("auditor", "/ledger"), ("deputy", "/reviewers"), ("key", "/drafts")]
    for who, path in lists:
        response = office.get(who, path, limit=200)
        assert foreign not in response.text
        assert "demo-b" not in response.text
        assert "b-editor" not in response.text
