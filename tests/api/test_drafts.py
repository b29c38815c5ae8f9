"""`/drafts`: writing, reading, editing and versions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.moves import OTHER, at, new
from tests.desk import BLOCKED, CLEAN, Desk, code

KEYS = {
    "id",
    "external_ref",
    "version",
    "status",
    "content_sha256",
    "level",
    "level_reasons",
    "scan",
    "author",
    "signoffs",
    "account",
    "title",
    "body",
    "format",
    "kind",
}
"""What the contract names; more may stand beside it."""
# Creating


def test_a_new_draft_is_as_the_contract_writes_it(office: Desk) -> None:
    response = new("editor", office, title="关于预约的通知", note="请尽快", text_date="2026-11-21")
    assert response.status_code == 201
    draft = response.json()
    assert draft.keys() >= KEYS
    assert response.headers["location"] == f"/api/v1/drafts/{draft['id']}"
    assert response.headers["etag"] == office.draft(draft["id"])[1]
    assert office.client.get(response.headers["location"], headers=office.auth("editor")).json() == draft
    assert (draft["version"], draft["status"], draft["signoffs"]) == (1, "editing", [])
    assert (draft["account"], draft["author"], draft["external_ref"]) == ("wechat", "editor", None)
    assert draft["content_sha256"] == draft["scan"]["content_sha256"]
    assert draft["level"] == draft["scan"]["level"]
    assert (draft["note"], draft["text_date"]) == ("请尽快", "2026-11-21")


def test_the_scan_is_that_of_the_precheck(office: Desk) -> None:
    content = {"account": "wechat", "title": "通知", "body": "请登陆网站，" + BLOCKED}
    scan = office.post("editor", "/drafts", content).json()["scan"]
    report = office.post("editor", "/precheck", content).json()
    assert scan | {"elapsed_ms": 0} == report | {"elapsed_ms": 0}


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("contributor", 201),
        ("editor", 201),
        ("key", 201),
        ("chief", 403),
        ("deputy", 403),
        ("principal", 403),
        ("sysadmin", 403),
        ("secadmin", 403),
        ("auditor", 403),
    ],
)
def test_contributors_editors_and_keys_write(office: Desk, who: str, status: int) -> None:
    assert new(who, office).status_code == status


@pytest.mark.parametrize(
    "wrong",
    [
        {"account": None},
        {"account": "nowhere"},
        {"account": "b-wechat"},
        {"body": ""},
        {"body": " \n\u3000"},
        {"body": "\0"},
        {"assets": [{"url": "https://x.gov.cn/a.png", "sha256": "A" * 64}]},
        {"assets": [{"url": "https://x.gov.cn/a.png"}]},
        {"assets": [{"url": "", "sha256": "0" * 64}] * 101},
        {"external_ref": ""},
        {"external_ref": "x" * 201},
        {"note": "x" * 2001},
        {"author": "chief"},
        {"author": "nobody"},
    ],
)
def test_a_wrong_draft_is_422(office: Desk, wrong: dict[str, Any]) -> None:
    assert code(new("editor", office, **wrong))[0] == 422


def test_a_reprint_keeps_its_source(office: Desk) -> None:
    source = {"name": "新华社", "url": "https://www.news.cn/1", "title": "通知", "body": CLEAN}
    draft = new("editor", office, kind="reprint", source=source).json()
    assert (draft["kind"], draft["source"]) == ("reprint", source)
    reply = new("editor", office, kind="reply", question="周六办公吗？").json()
    assert (reply["kind"], reply["question"]) == ("reply", "周六办公吗？")


def test_a_key_names_the_author_who_counts_for_the_separation(office: Desk) -> None:
    draft = new("key", office, author="editor").json()
    assert draft["author"] == "editor"
    assert office.submit("key", draft["id"]).json()["status"] == "first_review"
    assert office.decide("editor", draft["id"]).json()["status"] == "second_review"
    other = new("key", office, author="chief").json()
    office.submit("key", other["id"])
    office.decide("editor", other["id"])
    assert code(office.decide("chief", other["id"])) == (403, "separation_of_duties")
    assert office.decide("chief2", other["id"]).json()["status"] == "final_review"


@pytest.mark.parametrize("author", ["nobody", "b-editor", "sysadmin", "secadmin", "auditor", ""])
def test_an_author_is_a_person_of_the_office(office: Desk, author: str) -> None:
    assert code(new("key", office, author=author))[0] == 422


def test_without_an_author_there_is_none(office: Desk) -> None:
    draft = new("key", office).json()
    assert draft["author"] is None
    assert office.submit("key", draft["id"]).json()["status"] == "first_review"
    assert office.decide("editor", draft["id"]).json()["signoffs"][0]["person"] == "editor"


def test_an_external_reference_is_unique_for_a_key(desk: Desk) -> None:
    first = new("key", desk, external_ref="cms-1")
    assert first.json()["external_ref"] == "cms-1"
    refused = new("key", desk, external_ref="cms-1", title="另一篇")
    assert code(refused) == (409, "external_ref_exists")
    assert refused.json()["draft"] == first.json()["id"]
    secret = desk.post("sysadmin", "/keys", {"name": "二号", "scopes": ["drafts:write"]}).json()["secret"]
    other = desk.client.post(
        "/api/v1/drafts",
        json={"account": "wechat", "body": CLEAN, "external_ref": "cms-1"},
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert other.status_code == 201
    found = desk.get("key", "/drafts", external_ref="cms-1").json()["items"]
    assert [draft["id"] for draft in found] == [first.json()["id"]]


def test_one_of_many_with_the_same_reference_wins(desk: Desk) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: new("key", desk, external_ref="race").status_code, range(12)))
    assert sorted(answers) == [201] + [409] * 11


# Reading


def test_who_may_read_a_draft(office: Desk) -> None:
    draft_id = office.create()["id"]
    for who in ("editor", "editor2", "chief", "deputy", "principal", "auditor"):
        assert office.get(who, f"/drafts/{draft_id}").status_code == 200
    for who in ("contributor", "sysadmin", "secadmin"):
        assert code(office.get(who, f"/drafts/{draft_id}")) == (403, "forbidden")
    for who in ("key", "b-editor", "b-auditor"):
        assert code(office.get(who, f"/drafts/{draft_id}")) == (404, "not_found")


def test_a_contributor_sees_their_own(office: Desk) -> None:
    own, others = new("contributor", office).json()["id"], office.create()["id"]
    listed = {draft["id"] for draft in office.get("contributor", "/drafts", limit=200).json()["items"]}
    assert own in listed
    assert others not in listed


def test_the_list_pages_through_everything_once_the_newest_first(desk: Desk) -> None:
    made = [desk.create(title=f"第{n}篇", account=("wechat", "weibo")[n % 2])["id"] for n in range(7)]
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = desk.get("editor", "/drafts", limit=3, **cursor).json()
        seen += [draft["id"] for draft in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
        desk.create(title="后来的")
    assert seen == made[::-1]
    weibo = desk.get("editor", "/drafts", account="weibo").json()["items"]
    assert [draft["id"] for draft in weibo] == [made[5], made[3], made[1]]
    desk.submit("editor", made[0])
    waiting = desk.get("editor", "/drafts", status="second_review").json()["items"]
    assert [draft["id"] for draft in waiting] == [made[0]]
    assert code(desk.get("editor", "/drafts", status="lost"))[0] == 422


# Editing


def test_an_edit_is_a_new_version_scanned_anew(office: Desk) -> None:
    draft = office.create()
    edited = office.edit("editor", draft["id"], body=BLOCKED)
    assert edited.status_code == 200
    assert (edited.json()["version"], edited.json()["status"]) == (2, "editing")
    assert edited.json()["scan"]["verdict"] == "block"
    assert edited.json()["content_sha256"] != draft["content_sha256"]
    assert edited.headers["etag"] != '"1"'
    first = office.get("editor", f"/drafts/{draft['id']}/versions/1").json()
    assert (first["body"], first["scan"]) == (draft["body"], draft["scan"])


@pytest.mark.parametrize("status", ["first_review", "second_review", "final_review", "returned"])
def test_an_edit_voids_every_signature(office: Desk, status: str) -> None:
    draft_id = at(office, status)
    edited = office.edit("editor2", draft_id, body=OTHER).json()
    assert (edited["status"], edited["signoffs"], edited["version"]) == ("editing", [], 2)
    assert office.submit("editor", draft_id).json()["status"] == "second_review"
    assert office.decide("chief", draft_id).status_code == 200
    assert office.decide("deputy", draft_id).json()["status"] == "released"


@pytest.mark.parametrize("status", ["editing", "first_review", "second_review", "final_review", "returned"])
def test_the_same_content_changes_nothing_and_voids_nothing(office: Desk, status: str) -> None:
    draft_id = at(office, status)
    before, tag = office.draft(draft_id)
    again = office.put(
        "editor2", f"/drafts/{draft_id}", {"account": "wechat", "title": "通知", "body": CLEAN}, If_Match=tag
    )
    assert again.status_code == 200
    assert (again.json(), again.headers["etag"]) == (before, tag)


def test_the_whole_of_a_draft_is_repeated_without_a_change(office: Desk) -> None:
    fields = {
        "title": "通知",
        "body": CLEAN,
        "format": "markdown",
        "kind": "reprint",
        "source": {"name": "新华社", "url": "", "title": "通知", "body": CLEAN},
        "question": "问",
        "text_date": "2026-11-21",
        "exemption": {"ground": "公示", "basis": "某法"},
        "assets": [{"url": "https://x.gov.cn/1.png", "sha256": "1" * 64}],
        "note": "备注",
        "publish_after": "2026-12-01T08:00:00.123456+08:00",
    }
    draft = office.create(**fields)
    again = office.put("editor", f"/drafts/{draft['id']}", fields, If_Match="*")
    assert again.json() == draft
    for name, value in (
        ("note", "改"),
        ("text_date", None),
        ("publish_after", None),
        ("assets", []),
        ("kind", "original"),
    ):
        edited = office.put("editor", f"/drafts/{draft['id']}", fields | {name: value}, If_Match="*").json()
        assert edited["version"] == draft["version"] + 1, name
        draft = office.put("editor", f"/drafts/{draft['id']}", fields, If_Match="*").json()


@pytest.mark.parametrize(
    ("fixed", "stable"),
    [
        ({"account": "weibo"}, "account_fixed"),
        ({"account": "b-wechat"}, "account_fixed"),
        ({"external_ref": "other"}, "external_ref_fixed"),
        ({"author": "editor2"}, "author_fixed"),
    ],
)
def test_what_is_fixed_may_be_repeated_but_not_changed(
    office: Desk, fixed: dict[str, str], stable: str
) -> None:
    draft = new("key", office, external_ref=f"fixed-{stable}-{fixed}", author="editor").json()
    same = {
        "account": "wechat",
        "external_ref": draft["external_ref"],
        "author": "editor",
        "title": "",
        "body": OTHER,
    }
    path = f"/drafts/{draft['id']}"
    assert office.put("key", path, same, If_Match="*").json()["version"] == 2
    assert code(office.put("key", path, same | fixed, If_Match="*")) == (422, stable)
    assert office.draft(draft["id"])[0]["version"] == 2


@pytest.mark.parametrize("status", ["released", "revoked", "rejected", "withdrawn"])
def test_what_is_done_is_not_editable(office: Desk, status: str) -> None:
    draft_id = at(office, status)
    for body in (OTHER, CLEAN):
        assert code(office.edit("editor", draft_id, body=body)) == (409, "not_editable")
    assert office.draft(draft_id)[0]["status"] == status


@pytest.mark.parametrize("who", ["chief", "deputy", "principal", "contributor", "auditor", "sysadmin"])
def test_the_author_or_an_editor_edits(office: Desk, who: str) -> None:
    draft_id = office.create()["id"]
    assert code(office.edit(who, draft_id, body=OTHER)) == (403, "forbidden")
    own = new("contributor", office).json()["id"]
    assert office.edit("contributor", own, body=OTHER).json()["version"] == 2
    assert office.edit("editor2", own, body=CLEAN).json()["version"] == 3


def test_versions_and_their_difference(office: Desk) -> None:
    draft_id = office.create(body="第一行\n第二行😀\n第三行")["id"]
    office.edit("editor", draft_id, title="通告", body="第一行\n第2行😀\n第三行\n第四行")
    path = f"/drafts/{draft_id}"
    assert office.get("editor", f"{path}/versions/1").json()["title"] == "通知"
    assert office.get("editor", f"{path}/versions/2").json()["title"] == "通告"
    difference = office.get("chief", f"{path}/diff", **{"from": 1, "to": 2}).json()
    assert (difference["from"], difference["to"]) == (1, 2)
    assert_difference(difference["body"], "第一行\n第二行😀\n第三行", "第一行\n第2行😀\n第三行\n第四行")
    assert_difference(difference["title"], "通知", "通告")
    same = office.get("chief", f"{path}/diff", **{"from": 2, "to": 2}).json()
    assert (same["title"], same["body"]) == ([], [])


def assert_difference(changes: list[dict[str, Any]], old: str, new: str) -> None:
    rebuilt = old
    for change in reversed(changes):
        assert old[slice(*change["from"])] == change["old"]
        assert new[slice(*change["to"])] == change["new"]
        rebuilt = rebuilt[: change["from"][0]] + change["new"] + rebuilt[change["from"][1] :]
    assert rebuilt == new


@pytest.mark.parametrize("path", ["/versions/3", "/diff?from=1&to=3", "/diff?from=3&to=1"])
def test_a_version_that_is_not_there_is_404(office: Desk, path: str) -> None:
    draft_id = office.create()["id"]
    url = f"/api/v1/drafts/{draft_id}{path}"
    assert code(office.client.get(url, headers=office.auth("editor"))) == (404, "not_found")


@pytest.mark.parametrize(
    "path", ["/versions/0", "/versions/x", "/versions/99999999999", "/diff", "/diff?from=1"]
)
def test_a_version_is_a_number(office: Desk, path: str) -> None:
    draft_id = office.create()["id"]
    url = f"/api/v1/drafts/{draft_id}{path}"
    assert code(office.client.get(url, headers=office.auth("editor")))[0] == 422


def test_a_key_disposes_of_nothing(office: Desk) -> None:
    draft = office.create("key", body=BLOCKED)
    words = [{"finding": draft["scan"]["findings"][0]["id"], "verdict": "accepted", "reason": "保留"}]
    refused = office.submit("key", draft["id"], dispositions=words, checklist=[])
    assert code(refused) == (422, "dispositions_need_person")
    assert office.submit("key", draft["id"], checklist=[]).json()["status"] == "first_review"
