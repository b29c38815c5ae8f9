"""Submitting, deciding, returning, withdrawing and revoking a draft."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from app.review.checklists import CHECKLISTS
from tests.api.moves import OTHER, STATUSES, at, new, take, words
from tests.desk import BLOCKED, CLEAN, CRITICAL, Desk, code

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


@pytest.fixture(scope="module")
def all_three(office: Desk) -> str:
    """The user name of somebody who is editor, section chief and deputy leader at once."""
    body = {
        "username": "all-three",
        "name": "身兼数职",
        "password": "ying-ke-2026",
        "roles": ["editor", "section_chief", "deputy_leader"],
    }
    assert office.post("sysadmin", "/people", body).status_code == 201
    return "all-three"


def test_three_stages_three_people(office: Desk, all_three: str) -> None:
    draft_id = new("contributor", office).json()["id"]
    office.submit("contributor", draft_id)
    assert office.decide(all_three, draft_id).status_code == 200
    assert code(office.decide(all_three, draft_id)) == (403, "separation_of_duties")
    assert office.decide("chief", draft_id).status_code == 200
    assert code(office.decide(all_three, draft_id)) == (403, "separation_of_duties")
    assert draft_id not in office.get(all_three, "/queue", limit=200).text
    assert office.decide("deputy", draft_id).json()["status"] == "released"


def test_whoever_edited_any_version_signs_only_the_first_review(office: Desk, all_three: str) -> None:
    draft_id = office.create()["id"]
    office.edit(all_three, draft_id, body=OTHER)
    office.edit("editor", draft_id, body=CLEAN)
    office.submit("editor2", draft_id)
    assert code(office.decide(all_three, draft_id)) == (403, "separation_of_duties")
    office.decide("chief", draft_id)
    assert code(office.decide(all_three, draft_id)) == (403, "separation_of_duties")
    own = office.create(all_three)["id"]
    assert office.submit(all_three, own).json()["status"] == "second_review"


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


# History


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
