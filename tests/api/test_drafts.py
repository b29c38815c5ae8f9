"""`/drafts`: who writes, reads, edits, submits, decides, withdraws and revokes, and what each answers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from app.review.checklists import CHECKLISTS
from app.review.stages import Status
from tests.desk import BLOCKED, CLEAN, CRITICAL, Desk, code

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
OTHER = "请各单位于周五前报送本月政务新媒体更新情况，逾期将予以提醒。"


def new(who: str, desk: Desk, **fields: Any) -> httpx2.Response:
    return desk.post(who, "/drafts", {"account": "wechat", "title": "通知", "body": CLEAN} | fields)


def at(desk: Desk, status: str) -> str:
    """A draft that has come to this status."""
    if status == "first_review":
        draft = new("contributor", desk).json()
        assert desk.submit("contributor", draft["id"]).status_code == 200
        return str(draft["id"])
    draft_id = str(desk.create()["id"])
    steps = {
        "editing": [],
        "second_review": ["s"],
        "final_review": ["s", "c"],
        "released": ["s", "c", "d"],
        "revoked": ["s", "c", "d", "v"],
        "returned": ["s", "r"],
        "rejected": ["s", "x"],
        "withdrawn": ["w"],
    }[status]
    for step in steps:
        done = {
            "s": lambda: desk.submit("editor", draft_id),
            "c": lambda: desk.decide("chief", draft_id),
            "d": lambda: desk.decide("deputy", draft_id),
            "r": lambda: desk.decide("chief", draft_id, "return", comment="请补充"),
            "x": lambda: desk.decide("chief", draft_id, "reject", comment="不宜发布"),
            "w": lambda: take(desk, "editor", draft_id, "withdraw"),
            "v": lambda: take(desk, "deputy", draft_id, "revoke"),
        }[step]()
        assert done.status_code == 200, done.text
    assert desk.draft(draft_id)[0]["status"] == status
    return draft_id


def take(desk: Desk, who: str, draft_id: str, act: str, **body: Any) -> httpx2.Response:
    return desk.post(who, f"/drafts/{draft_id}/{act}", {"reason": "情况有变"} | body, If_Match="*")


STATUSES = [
    "editing",
    "first_review",
    "second_review",
    "final_review",
    "released",
    "revoked",
    "returned",
    "rejected",
    "withdrawn",
]


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


# Submitting


def test_an_editor_s_submission_is_the_first_signature(office: Desk) -> None:
    draft = office.create()
    submitted = office.submit("editor", draft["id"], comment="已核对").json()
    assert submitted["status"] == "second_review"
    signature = submitted["signoffs"][0]
    assert (signature["stage"], signature["person"], signature["role"]) == (
        "first_review",
        "editor",
        "editor",
    )
    assert signature["at"].endswith("Z")
    assert signature["comment"] == "已核对"


@pytest.mark.parametrize("who", ["contributor", "key"])
def test_a_contributor_or_a_key_submits_without_a_checklist(office: Desk, who: str) -> None:
    draft = new(who, office, body=BLOCKED).json()
    submitted = office.post(
        who, f"/drafts/{draft['id']}/submit", {"content_sha256": draft["content_sha256"]}, If_Match="*"
    )
    assert submitted.status_code == 200, submitted.text
    assert (submitted.json()["status"], submitted.json()["signoffs"]) == ("first_review", [])


def test_an_editor_may_submit_a_contributor_s_draft(office: Desk) -> None:
    draft = new("contributor", office).json()
    assert office.submit("editor", draft["id"]).json()["status"] == "second_review"


@pytest.mark.parametrize("stage", ["editing", "first_review", "second_review", "final_review"])
def test_a_checklist_is_confirmed_whole(office: Desk, stage: str) -> None:
    draft_id = at(office, stage)
    who = {"second_review": "chief", "final_review": "deputy"}.get(stage, "editor")
    act = office.submit if stage == "editing" else office.decide
    listed = office.get("contributor", "/checklists").json()
    items = [item["code"] for item in listed["first_review" if stage == "editing" else stage]]
    for checklist in ([], items[1:], items[:-1]):
        refused = act(who, draft_id, checklist=checklist)
        assert code(refused) == (422, "checklist_incomplete")
        assert [item["code"] for item in refused.json()["missing"]] == [
            i for i in items if i not in checklist
        ]
    assert code(act(who, draft_id, checklist=[*items, "more"])) == (422, "checklist_unknown")
    assert office.draft(draft_id)[0]["status"] == stage
    assert act(who, draft_id, checklist=[*items, items[0]]).status_code == 200


def test_the_checklists_are_readable(office: Desk) -> None:
    listed = office.get("auditor", "/checklists").json()
    assert list(listed) == ["first_review", "second_review", "final_review"]
    assert all(item.keys() == {"code", "text"} for items in listed.values() for item in items)
    codes = [[item["code"] for item in items] for items in listed.values()]
    assert codes == [list(items) for items in CHECKLISTS.values()]
    assert len({tuple(sorted(items)) for items in codes}) == 3


@pytest.mark.parametrize("status", [status for status in STATUSES if status not in {"editing", "returned"}])
def test_a_draft_is_submitted_from_editing_or_returned(office: Desk, status: str) -> None:
    assert code(office.submit("editor", at(office, status))) == (409, "wrong_stage")


@pytest.mark.parametrize("stage", ["editing", "second_review", "final_review"])
def test_only_the_present_content_is_signed(office: Desk, stage: str) -> None:
    draft_id = at(office, stage)
    who = {"second_review": "chief", "final_review": "deputy"}.get(stage, "editor")
    act = office.submit if stage == "editing" else office.decide
    assert code(act(who, draft_id, content_sha256="0" * 64)) == (409, "stale_content")
    assert code(act(who, draft_id, content_sha256="0" * 63)) == (422, "validation_error")


# Dispositions


def words(draft: dict[str, Any], severity: str, verdict: str = "accepted") -> list[dict[str, str]]:
    return [
        {"finding": finding["id"], "verdict": verdict, "reason": "说明错误提法"}
        for finding in draft["scan"]["findings"]
        if finding["severity"] == severity
    ]


@pytest.mark.parametrize("verdict", ["accepted", "false_positive"])
def test_a_disposition_stays_with_the_version_for_the_later_stages(office: Desk, verdict: str) -> None:
    draft = office.create(body="请登陆网站。" + BLOCKED)
    said = words(draft, "block", verdict)
    assert office.submit("editor", draft["id"], dispositions=said).status_code == 200
    shown = office.draft(draft["id"], "chief")[0]["dispositions"]
    assert [(word["finding"], word["verdict"], word["person"], word["stage"]) for word in shown] == [
        (word["finding"], verdict, "editor", "first_review") for word in said
    ]
    assert office.decide("chief", draft["id"]).json()["status"] == "final_review"
    assert office.decide("principal", draft["id"], "return", comment="请删去该提法").status_code == 200
    edited = office.edit("editor", draft["id"], body="请登录网站。" + BLOCKED).json()
    assert edited["dispositions"] == []
    assert code(office.submit("editor", draft["id"])) == (409, "open_findings")


def test_findings_that_do_not_block_may_be_disposed_of(office: Desk) -> None:
    draft = office.create(body="请登陆网站办理。")
    assert office.submit("editor", draft["id"], dispositions=words(draft, "warn")).status_code == 200


def test_a_contributor_s_word_is_shown_and_clears_nothing(office: Desk) -> None:
    draft = new("contributor", office, body=BLOCKED).json()
    office.submit("contributor", draft["id"], dispositions=words(draft, "block"))
    assert [word["person"] for word in office.draft(draft["id"])[0]["dispositions"]] == ["contributor"]
    assert code(office.decide("editor", draft["id"])) == (409, "open_findings")


@pytest.mark.parametrize(
    ("word", "stable"),
    [
        ({"finding": "0" * 16, "verdict": "accepted", "reason": "无"}, "unknown_finding"),
        ({"finding": "\0", "verdict": "accepted", "reason": "无"}, "unknown_finding"),
        ({"verdict": "ignored"}, "validation_error"),
        ({"reason": " "}, "validation_error"),
        ({"reason": "x" * 2001}, "validation_error"),
    ],
)
def test_a_disposition_is_about_a_finding_with_a_reason(
    office: Desk, word: dict[str, str], stable: str
) -> None:
    draft = office.create(body=BLOCKED)
    said = words(draft, "block")[0] | word
    assert code(office.submit("editor", draft["id"], dispositions=[said])) == (422, stable)


def test_dispositions_of_any_length_are_no_server_error(office: Desk) -> None:
    draft = office.create(body=BLOCKED)
    said = words(draft, "block")[0] | {"reason": "\x01由" * 1000}
    refused = office.submit("editor", draft["id"], dispositions=[said] * 500)
    assert code(refused) == (422, "reasons_too_long")
    assert office.submit("editor", draft["id"], dispositions=[said] * 50).status_code == 200


# Deciding


@pytest.mark.parametrize(
    ("stage", "able"),
    [
        ("first_review", {"editor", "editor2"}),
        ("second_review", {"chief", "chief2"}),
        ("final_review", {"deputy", "principal"}),
    ],
)
def test_each_stage_has_its_people(office: Desk, stage: str, able: set[str]) -> None:
    draft_id = at(office, stage)
    everybody = ["contributor", "editor", "editor2", "chief", "chief2", "deputy", "principal", "auditor"]
    for who in everybody:
        if who not in able:
            assert code(office.decide(who, draft_id))[0] == 403, who
    assert office.draft(draft_id)[0]["status"] == stage
    assert office.decide(sorted(able)[-1], draft_id).status_code == 200


@pytest.mark.parametrize("status", [s for s in STATUSES if not s.endswith("review")])
def test_where_no_stage_waits_nothing_is_decided(office: Desk, status: str) -> None:
    assert code(office.decide("chief", at(office, status))) == (409, "wrong_stage")


@pytest.mark.parametrize("action", ["return", "reject"])
@pytest.mark.parametrize("stage", ["first_review", "second_review", "final_review"])
def test_to_return_or_reject_takes_a_comment_and_no_checklist(office: Desk, stage: str, action: str) -> None:
    draft_id = at(office, stage)
    who = {"first_review": "editor", "second_review": "chief", "final_review": "deputy"}[stage]
    for comment in (None, "", " \n"):
        assert code(office.decide(who, draft_id, action, comment=comment)) == (422, "comment_required")
    done = office.decide(who, draft_id, action, comment="请补充依据", checklist=[])
    assert done.json()["status"] == {"return": "returned", "reject": "rejected"}[action]
    assert action == "reject" or done.json()["signoffs"] == []


def test_an_unknown_action_is_422(office: Desk) -> None:
    assert code(office.decide("chief", at(office, "second_review"), "delete"))[0] == 422


def test_three_stages_three_people(office: Desk) -> None:
    person = office.post(
        "sysadmin",
        "/people",
        {
            "username": "all-three",
            "name": "身兼数职",
            "password": "ying-ke-2026",
            "roles": ["editor", "section_chief", "deputy_leader"],
        },
    )
    assert person.status_code == 201
    draft_id = new("contributor", office).json()["id"]
    office.submit("contributor", draft_id)
    assert office.decide("all-three", draft_id).status_code == 200
    assert code(office.decide("all-three", draft_id)) == (403, "separation_of_duties")
    assert office.decide("chief", draft_id).status_code == 200
    assert code(office.decide("all-three", draft_id)) == (403, "separation_of_duties")
    assert draft_id not in office.get("all-three", "/queue", limit=200).text
    assert office.decide("deputy", draft_id).json()["status"] == "released"


def test_whoever_edited_any_version_signs_only_the_first_review(office: Desk) -> None:
    draft_id = office.create()["id"]
    office.edit("all-three", draft_id, body=OTHER)
    office.edit("editor", draft_id, body=CLEAN)
    office.submit("editor2", draft_id)
    assert code(office.decide("all-three", draft_id)) == (403, "separation_of_duties")
    office.decide("chief", draft_id)
    assert code(office.decide("all-three", draft_id)) == (403, "separation_of_duties")
    own = office.create("all-three")["id"]
    assert office.submit("all-three", own).json()["status"] == "second_review"


def test_one_of_many_decisions_wins(desk: Desk) -> None:
    draft_id = at(desk, "second_review")
    tag = desk.draft(draft_id)[1]
    for who in ("chief", "chief2"):
        desk.auth(who)

    def decide(n: int) -> httpx2.Response:
        return desk.decide(("chief", "chief2")[n % 2], draft_id, etag=tag)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(decide, range(8)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses.count(200) == 1
    assert set(statuses) <= {200, 409, 412}
    assert len(desk.draft(draft_id)[0]["signoffs"]) == 2


def test_an_approval_against_an_edit_at_the_same_moment(desk: Desk) -> None:
    draft_id = at(desk, "final_review")
    tag = desk.draft(draft_id)[1]
    desk.auth("deputy")
    body = {"title": "通知", "body": OTHER}
    with ThreadPoolExecutor(2) as pool:
        edit = pool.submit(desk.put, "editor", f"/drafts/{draft_id}", body, If_Match=tag)
        approval = pool.submit(desk.decide, "deputy", draft_id, etag=tag)
    statuses = {edit.result().status_code, approval.result().status_code}
    assert 200 in statuses
    assert statuses & {409, 412}
    draft = desk.draft(draft_id)[0]
    assert (draft["status"], draft["version"]) in {("released", 1), ("editing", 2)}


# Levels


def test_any_reviewer_raises_the_level(office: Desk) -> None:
    draft_id = at(office, "second_review")
    raised = office.decide("chief", draft_id, level="critical").json()
    assert (raised["level"], raised["status"]) == ("critical", "final_review")
    assert draft_id not in office.get("deputy", "/queue", limit=200).text
    assert code(office.decide("deputy", draft_id)) == (403, "level_requires_principal")
    assert code(office.decide("deputy", draft_id, level="general"))[0] == 403
    assert office.draft(draft_id)[0]["level"] == "critical"
    assert office.decide("principal", draft_id, level="general").json()["level"] == "general"


def test_lowering_takes_who_would_sign_the_higher_level(office: Desk) -> None:
    draft_id = office.create(body=CRITICAL)["id"]
    office.submit("editor", draft_id)
    assert code(office.decide("chief", draft_id, level="general")) == (403, "level_lowering")
    assert office.decide("chief", draft_id).status_code == 200
    lowered = office.decide("principal", draft_id, "return", comment="降级后重报", level="general")
    assert lowered.json()["level"] == "general"
    important = at(office, "second_review")
    assert office.decide("chief", important, level="important").json()["level"] == "important"
    assert office.decide("deputy", important, level="general").json()["status"] == "released"


def test_a_raised_level_outlives_an_edit(office: Desk) -> None:
    draft_id = at(office, "second_review")
    office.decide("chief", draft_id, "return", comment="敏感", level="critical")
    assert office.edit("editor", draft_id, body=OTHER).json()["level"] == "critical"


def test_an_account_may_be_stricter(office: Desk) -> None:
    draft_id = office.create(account="weibo", body=CLEAN)["id"]
    office.submit("editor", draft_id)
    office.decide("chief", draft_id, level="important")
    assert code(office.decide("deputy", draft_id)) == (403, "level_requires_principal")
    assert office.decide("principal", draft_id).json()["status"] == "released"


# Returning


def test_a_return_goes_to_the_author_or_to_an_earlier_stage(office: Desk) -> None:
    draft_id = at(office, "final_review")
    back = office.decide("deputy", draft_id, "return", comment="请复核", return_to="second_review").json()
    assert (back["status"], [s["stage"] for s in back["signoffs"]]) == ("second_review", ["first_review"])
    assert office.decide("chief2", draft_id).json()["status"] == "final_review"
    back = office.decide("deputy", draft_id, "return", comment="请重审", return_to="first_review").json()
    assert (back["status"], back["signoffs"]) == ("first_review", [])
    assert office.decide("editor2", draft_id).json()["status"] == "second_review"
    assert code(office.decide("chief", draft_id, "return", comment="再看", return_to="second_review")) == (
        422,
        "bad_return_to",
    )
    back = office.decide("chief", draft_id, "return", comment="退作者", return_to="editing").json()
    assert (back["status"], back["signoffs"]) == ("returned", [])
    assert office.submit("editor", draft_id).json()["status"] == "second_review"


# Withdrawing and revoking


@pytest.mark.parametrize("status", ["editing", "second_review", "final_review", "returned"])
def test_the_author_withdraws_before_the_release(office: Desk, status: str) -> None:
    draft_id = at(office, status)
    for who in ("editor2", "chief", "deputy", "contributor", "auditor"):
        assert code(take(office, who, draft_id, "withdraw"))[0] == 403
    assert take(office, "editor", draft_id, "withdraw").json()["status"] == "withdrawn"
    assert code(take(office, "editor", draft_id, "withdraw")) == (409, "wrong_stage")


def test_a_key_withdraws_what_it_made(office: Desk) -> None:
    draft_id = new("key", office).json()["id"]
    assert take(office, "key", draft_id, "withdraw").json()["status"] == "withdrawn"


def test_a_leader_revokes_after_the_release(office: Desk) -> None:
    draft_id = at(office, "released")
    assert code(take(office, "editor", draft_id, "withdraw")) == (409, "wrong_stage")
    for who in ("editor", "chief", "contributor", "auditor"):
        assert code(take(office, who, draft_id, "revoke")) == (403, "forbidden")
    revoked = take(office, "principal", draft_id, "revoke")
    assert revoked.json()["status"] == "revoked"
    assert code(take(office, "deputy", draft_id, "revoke")) == (409, "wrong_stage")


@pytest.mark.parametrize("status", [s for s in STATUSES if s not in {"released", "revoked"}])
def test_only_a_release_is_revoked(office: Desk, status: str) -> None:
    assert code(take(office, "deputy", at(office, status), "revoke")) == (409, "wrong_stage")


@pytest.mark.parametrize("reason", ["", " ", "\n\t", None, "x" * 2001, "a\0"])
def test_a_reason_is_given(office: Desk, reason: str | None) -> None:
    draft_id = office.create()["id"]
    assert code(take(office, "editor", draft_id, "withdraw", reason=reason))[0] == 422
    assert code(take(office, "deputy", draft_id, "revoke", reason=reason))[0] == 422


# History and queue


def test_the_history_tells_every_act_in_order(office: Desk) -> None:
    draft_id = at(office, "second_review")
    office.decide("chief", draft_id, "return", comment="请补充日期")
    office.edit("editor2", draft_id, body=OTHER)
    office.submit("editor", draft_id)
    office.decide("chief", draft_id)
    office.decide("deputy", draft_id)
    take(office, "principal", draft_id, "revoke")
    listed = office.get("editor", f"/drafts/{draft_id}/history").json()
    assert listed["next"] is None
    told = [(entry["event"], entry["actor"]["name"], entry["version"]) for entry in listed["items"]]
    assert told == [
        ("draft.created", "林知秋", 1),
        ("draft.submitted", "林知秋", 1),
        ("draft.returned", "周明远", 1),
        ("draft.edited", "许安", 2),
        ("draft.submitted", "林知秋", 2),
        ("draft.approved", "周明远", 2),
        ("draft.approved", "宋立群", 2),
        ("draft.released", "宋立群", 2),
        ("draft.revoked", "陈正阳", 2),
    ]
    assert listed["items"][2]["data"]["comment"] == "请补充日期"


QUEUE_KEYS = {
    "draft",
    "title",
    "account",
    "stage",
    "level",
    "level_reasons",
    "findings",
    "waiting_since",
    "due_at",
    "claimed_by",
}


def test_the_queue_shows_the_most_urgent_first(desk: Desk) -> None:
    made = {}
    for name, body in (("one", CLEAN), ("two", CRITICAL), ("three", OTHER), ("four", CRITICAL)):
        made[name] = desk.create(body=body, title=name)["id"]
        desk.submit("editor", made[name])
    important = desk.create(title="five")["id"]
    desk.submit("editor", important)
    desk.decide("chief", important, level="important")
    items = desk.get("chief", "/queue").json()["items"]
    assert [item["title"] for item in items] == ["two", "four", "one", "three"]
    assert all(item.keys() == QUEUE_KEYS for item in items)
    assert items[0]["findings"].keys() == {"block", "warn", "hint"}
    assert items[0]["due_at"] > items[0]["waiting_since"]
    for title in ("one", "two"):
        desk.decide("chief", made[title])
    assert [item["title"] for item in desk.get("principal", "/queue").json()["items"]] == [
        "two",
        "five",
        "one",
    ]
    assert [item["title"] for item in desk.get("deputy", "/queue").json()["items"]] == ["five", "one"]


def test_the_queue_is_filtered_and_paged(desk: Desk) -> None:
    made = []
    for n in range(7):
        account, body = ("wechat", "weibo")[n % 2], (CLEAN, CRITICAL)[n % 3 == 0]
        made.append(desk.create(title=str(n), account=account, body=body)["id"])
        desk.submit("editor", made[-1])
    whole = [item["draft"] for item in desk.get("chief", "/queue").json()["items"]]
    assert sorted(whole) == sorted(made)
    for limit in (1, 2, 3, 7):
        paged: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = desk.get("chief", "/queue", limit=limit, **cursor).json()
            assert len(page["items"]) <= limit
            paged += [item["draft"] for item in page["items"]]
            if page["next"] is None:
                break
            cursor = {"cursor": page["next"]}
        assert paged == whole
    for name, value in (("account", "weibo"), ("level", "critical"), ("stage", "second_review")):
        items = desk.get("chief", "/queue", **{name: value}).json()["items"]
        assert items
        assert all(item[name] == value for item in items)
    assert desk.get("chief", "/queue", stage="final_review").json()["items"] == []
    assert desk.get("chief", "/queue", account="b-wechat").json()["items"] == []
    for wrong in ({"stage": "released"}, {"level": "urgent"}, {"account": "\0"}):
        assert code(desk.get("chief", "/queue", **wrong))[0] == 422


def test_whatever_the_queue_shows_the_caller_may_decide_and_nothing_else(desk: Desk) -> None:
    for who, body in (
        ("contributor", CLEAN),
        ("editor", CLEAN),
        ("editor2", CRITICAL),
        ("contributor", CRITICAL),
    ):
        for steps in range(3):
            draft_id = new(who, desk, body=body).json()["id"]
            acts = [
                lambda draft_id=draft_id: desk.submit("editor2", draft_id),
                lambda draft_id=draft_id: desk.decide("chief2", draft_id),
            ]
            for act in acts[:steps]:
                assert act().status_code == 200
            if steps == 0:
                desk.submit("contributor", draft_id)
    listed = desk.get("auditor", "/drafts", limit=200).json()["items"]
    for who in ("editor", "editor2", "chief", "chief2", "deputy", "principal"):
        shown = {item["draft"] for item in desk.get(who, "/queue", limit=200).json()["items"]}
        for draft in listed:
            refused = desk.decide(who, draft["id"], checklist=[], comment=None)
            stable = code(refused)
            may = stable == (422, "checklist_incomplete")
            assert may == (draft["id"] in shown), (who, draft["status"], stable)


def test_the_queue_is_for_reviewers(office: Desk) -> None:
    assert code(office.get("contributor", "/queue")) == (403, "forbidden")
    assert code(office.get("key", "/queue")) == (403, "people_only")


def test_every_status_is_known_to_these_tests() -> None:
    assert set(STATUSES) == set(Status) - {"published"}
