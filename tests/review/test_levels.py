"""The level: who may raise and lower it, what outlives an edit, and what a newer ruleset does to it."""

from __future__ import annotations

from tests.desk import CLEAN, CRITICAL, Desk, code
from tests.review.later import bring_later_rules

LIBRARY = "市图书馆周末延长开放时间，欢迎广大读者前来借阅。"


def at_final(desk: Desk, body: str = CLEAN, who: str = "editor", **fields: str) -> str:
    """A draft that waits for the final review."""
    draft_id: str = desk.create(who, body=body, **fields)["id"]
    assert desk.submit("editor", draft_id).status_code == 200
    assert desk.decide("chief2", draft_id).status_code == 200
    return draft_id


def test_a_deputy_cannot_sign_what_he_raises_beyond_himself(desk: Desk) -> None:
    draft = at_final(desk)
    assert code(desk.decide("deputy", draft, level="critical")) == (403, "level_requires_principal")
    assert desk.draft(draft)[0]["level"] == "general"
    returned = desk.decide(
        "deputy", draft, "return", comment="升级", level="critical", return_to="second_review"
    )
    assert (returned.json()["status"], returned.json()["level"]) == ("second_review", "critical")
    assert desk.decide("chief2", draft).status_code == 200
    assert code(desk.decide("deputy", draft)) == (403, "level_requires_principal")
    assert desk.decide("principal", draft).json()["status"] == "released"


def test_who_would_sign_the_higher_level_alone_may_lower_it(desk: Desk) -> None:
    draft = desk.create(body=CRITICAL)["id"]
    desk.submit("editor", draft)
    assert code(desk.decide("chief", draft, level="general")) == (403, "level_lowering")
    assert desk.decide("chief", draft).status_code == 200
    assert code(desk.decide("deputy", draft, level="general"))[0] == 403
    released = desk.decide("principal", draft, level="general").json()
    assert (released["status"], released["level"]) == ("released", "general")


def test_a_raised_level_outlives_edits_until_a_leader_lowers_it(desk: Desk) -> None:
    draft = desk.create()["id"]
    desk.submit("editor", draft)
    desk.decide("chief", draft, "return", comment="升级", level="critical")
    assert desk.edit("editor", draft, body=CLEAN + "请带身份证。").json()["level"] == "critical"
    desk.submit("editor", draft)
    desk.decide("chief", draft)
    returned = desk.decide("principal", draft, "return", comment="降一级", level="important").json()
    assert returned["level"] == "important"
    assert desk.edit("editor", draft, body=CLEAN + "请带户口簿。").json()["level"] == "important"


def test_what_a_leader_lowered_is_not_lowered_further_by_a_new_scan(desk: Desk) -> None:
    draft = desk.create(body=LIBRARY)["id"]
    desk.submit("editor", draft)
    desk.decide("chief", draft, level="critical")
    desk.decide("principal", draft, "return", comment="降一级", level="important", return_to="second_review")
    bring_later_rules(desk.runtime)
    assert desk.decide("chief", draft).json()["level"] == "important"
    events = [item["event"] for item in desk.get("auditor", f"/drafts/{draft}/history").json()["items"]]
    assert "draft.rescanned" in events


def test_a_new_blocking_term_must_be_disposed_of_before_the_signature(desk: Desk) -> None:
    draft = at_final(desk, "便民服务大厅增设绿色通道，欢迎广大群众前来咨询。")
    bring_later_rules(desk.runtime)
    refused = desk.decide("principal", draft)
    assert code(refused) == (409, "open_findings")
    words = [
        {"finding": finding["id"], "verdict": "accepted", "reason": "固定名称"}
        for finding in refused.json()["findings"]
    ]
    released = desk.decide("principal", draft, dispositions=words).json()
    assert released["status"] == "released"
    assert [word["person"] for word in released["dispositions"]] == ["principal"]


def test_a_new_rule_binds_a_draft_that_is_under_review(desk: Desk) -> None:
    draft = at_final(desk)
    bring_later_rules(desk.runtime)
    assert code(desk.decide("deputy", draft)) == (403, "level_requires_principal")
    released = desk.decide("principal", draft).json()
    assert (released["status"], released["level"]) == ("released", "critical")
    events = [item["event"] for item in desk.get("auditor", f"/drafts/{draft}/history").json()["items"]]
    assert events[-3:] == ["draft.rescanned", "draft.approved", "draft.released"]


def test_an_author_named_by_the_program_signs_only_the_first_review(desk: Desk) -> None:
    draft = desk.create("key", author="chief")["id"]
    assert desk.submit("key", draft).json()["status"] == "first_review"
    assert desk.decide("editor", draft).json()["status"] == "second_review"
    assert code(desk.decide("chief", draft)) == (403, "separation_of_duties")
    assert desk.get("chief", "/queue").json()["items"] == []
    assert [item["draft"] for item in desk.get("chief2", "/queue").json()["items"]] == [draft]
    assert desk.decide("chief2", draft).json()["status"] == "final_review"
