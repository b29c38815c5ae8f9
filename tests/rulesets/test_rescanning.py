"""Drafts in review after a change of the rules: scanned again, and sent back where a new blocker is found."""

from __future__ import annotations

from dataclasses import replace

from app.review.rescanning import outdated, rescan
from app.rulesets.active import ActiveRulesets
from app.runtime import Runtime
from tests.api.moves import at
from tests.desk import CLEAN, Desk, Json, code
from tests.review.later import later_ruleset
from tests.rulesets.lists import bring_in, content

GREEN = "便民服务大厅增设启明通道，欢迎广大群众前来咨询。"


def rescan_all(desk: Desk) -> int:
    """What the watch does until nothing waits; how many drafts were scanned anew."""
    runtime, done = desk.runtime, 0
    for org, ruleset in runtime.rules.everywhere():
        with runtime.database.read() as db:
            waiting = outdated(db, org, ruleset)
        done += sum(rescan(runtime.database, runtime.ring, ruleset, draft) for draft in waiting)
    return done


def in_second_review(desk: Desk, body: str) -> str:
    draft = desk.create(body=body)["id"]
    assert desk.submit("editor", draft).status_code == 200
    return str(draft)


def in_final_review(desk: Desk, body: str) -> str:
    draft = in_second_review(desk, body)
    assert desk.decide("chief", draft).status_code == 200
    return draft


def history(desk: Desk, draft: str) -> list[Json]:
    return list(desk.get("auditor", f"/drafts/{draft}/history").json()["items"])


def test_a_new_blocking_finding_sends_a_draft_back_and_voids_its_signatures(desk: Desk) -> None:
    draft = in_final_review(desk, GREEN)
    assert len(desk.draft(draft)[0]["signoffs"]) == 2
    digest = bring_in(desk, "office-terms", content("启明通道"))["ruleset_sha256"]
    assert rescan_all(desk) == 1

    returned = desk.draft(draft)[0]
    assert (returned["status"], returned["signoffs"], returned["due_at"]) == ("returned", [], None)
    assert returned["scan"]["ruleset_sha256"] == digest
    rescanned, sent_back = history(desk, draft)[-2:]
    assert (rescanned["event"], rescanned["actor"]["kind"]) == ("draft.rescanned", "system")
    assert (sent_back["event"], sent_back["actor"]["name"]) == ("draft.returned", "系统")
    assert (sent_back["stage"], sent_back["decision"]) == ("final_review", "return")
    assert "office-terms" in sent_back["data"]["comment"]
    assert "启明通道" not in sent_back["data"]["comment"]
    findings = [each["id"] for each in returned["scan"]["findings"] if each["rule"] == "office-terms"]
    assert sent_back["data"]["findings"] == findings

    words = [{"finding": findings[0], "verdict": "accepted", "reason": "活动名称"}]
    assert desk.submit("editor", draft, dispositions=words).json()["status"] == "second_review"
    assert desk.decide("chief", draft).status_code == 200
    assert desk.decide("principal", draft).json()["status"] == "released"


def test_a_harmless_draft_stays_where_it_is(desk: Desk) -> None:
    draft = in_second_review(desk, CLEAN)
    before, tag = desk.draft(draft)
    digest = bring_in(desk, "office-terms", content("启明通道"))["ruleset_sha256"]
    assert rescan_all(desk) == 1
    after, present = desk.draft(draft)
    assert present == tag
    assert after["scan"]["ruleset_sha256"] == digest
    assert {**after, "scan": None} == {**before, "scan": None}
    assert desk.decide("chief", draft, etag=tag).status_code == 200
    assert rescan_all(desk) == 0


def test_a_new_warning_asks_the_reviewer_to_look_again(desk: Desk) -> None:
    draft = in_second_review(desk, GREEN)
    tag = desk.draft(draft)[1]
    bring_in(desk, "office-terms", content("启明通道", severity="warn"))
    assert rescan_all(desk) == 1
    assert desk.draft(draft)[0]["status"] == "second_review"
    assert code(desk.decide("chief", draft, etag=tag)) == (412, "stale_draft")
    assert desk.decide("chief", draft).status_code == 200


def test_what_was_disposed_of_is_not_new(desk: Desk) -> None:
    bring_in(desk, "office-terms", content("启明通道"))
    draft = desk.create(body=GREEN)["id"]
    findings = [each["id"] for each in desk.draft(draft)[0]["scan"]["findings"]]
    words = [{"finding": each, "verdict": "accepted", "reason": "活动名称"} for each in findings]
    assert desk.submit("editor", draft, dispositions=words).json()["status"] == "second_review"
    bring_in(desk, "office-terms", content("启明通道", "星河通道"))
    assert rescan_all(desk) == 1
    assert desk.draft(draft)[0]["status"] == "second_review"


def test_a_finding_that_becomes_blocking_is_new(desk: Desk) -> None:
    bring_in(desk, "office-terms", content("启明通道", severity="warn"))
    draft = in_second_review(desk, GREEN)
    bring_in(desk, "office-terms", content("启明通道"))
    assert rescan_all(desk) == 1
    assert desk.draft(draft)[0]["status"] == "returned"


def test_only_what_waits_in_review_is_scanned_again(desk: Desk) -> None:
    statuses = (
        "editing",
        "first_review",
        "second_review",
        "final_review",
        "released",
        "returned",
        "withdrawn",
    )
    drafts = {status: at(desk, status) for status in statuses}
    bring_in(desk, "office-terms", content("启明通道"))
    assert rescan_all(desk) == 3
    for status, draft in drafts.items():
        events = [entry["event"] for entry in history(desk, draft)]
        assert events.count("draft.rescanned") == (
            status in ("first_review", "second_review", "final_review")
        )


def test_a_ruleset_that_is_not_in_force_any_more_changes_nothing(desk: Desk) -> None:
    draft = in_second_review(desk, GREEN)
    bring_in(desk, "office-terms", content("启明通道"))
    outrun = desk.runtime.rules.of("demo")
    bring_in(desk, "office-terms", content("星河通道"))
    assert not rescan(desk.runtime.database, desk.runtime.ring, outrun, draft)
    assert desk.draft(draft)[0]["status"] == "second_review"


def test_a_process_with_other_shipped_lexicons_leaves_the_drafts_alone(desk: Desk, runtime: Runtime) -> None:
    draft = in_second_review(desk, GREEN)
    runtime.rules.refresh()
    older = ActiveRulesets(runtime.database, replace(runtime.rules.base, ruleset=later_ruleset()))
    older.refresh()
    runtime.rules.refresh()
    with runtime.database.read() as db:
        assert outdated(db, "demo", runtime.rules.of("demo")) == ()
        assert outdated(db, "demo", older.of("demo")) == [draft]


def test_what_was_edited_meanwhile_is_left_alone(desk: Desk) -> None:
    draft = in_second_review(desk, GREEN)
    bring_in(desk, "office-terms", content("启明通道"))
    assert desk.edit("editor", draft, body=CLEAN).status_code == 200
    assert not rescan(desk.runtime.database, desk.runtime.ring, desk.runtime.rules.of("demo"), draft)
    assert desk.draft(draft)[0]["status"] == "editing"


def test_the_rules_of_one_organisation_do_not_touch_the_drafts_of_another(desk: Desk) -> None:
    foreign = desk.create("b-editor", body=GREEN, account="b-wechat")
    opinion = {
        "content_sha256": foreign["content_sha256"],
        "checklist": [item["code"] for item in desk.get("b-editor", "/checklists").json()["first_review"]],
    }
    assert desk.post("b-editor", f"/drafts/{foreign['id']}/submit", opinion, If_Match="*").status_code == 200
    bring_in(desk, "office-terms", content("启明通道"))
    assert rescan_all(desk) == 0
    assert desk.draft(foreign["id"], "b-auditor")[0]["status"] == "second_review"
