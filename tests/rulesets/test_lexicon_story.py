"""The life of a list over HTTP: proposed, approved by another, compared, reverted, retired."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.ledger.verify import verify_file
from tests.desk import BASE, Desk, Json, code
from tests.rulesets.lists import act, bring_in, content, found, propose

DRAFT = "请使用“启明通道”办理，也可走曙光通道。"


def entries(desk: Desk) -> list[Json]:
    """The ledger's entries about lists, in order."""
    items = desk.get("auditor", "/ledger", limit=200).json()["items"]
    return [entry for entry in items if entry["event"].startswith("lexicon.")]


def events(desk: Desk) -> list[str]:
    return [entry["event"] for entry in entries(desk)]


def test_from_proposal_to_retirement(desk: Desk, tmp_path: Path) -> None:
    assert found(desk, DRAFT) == []
    before = desk.get("secadmin", "/ruleset").json()["ruleset_sha256"]

    proposed = propose(desk, "office-terms", content("启明通道"))
    assert proposed.status_code == 201, proposed.text
    assert proposed.headers["location"] == f"{BASE}/lexicons/office-terms/versions/1"
    assert (proposed.json()["state"], proposed.json()["terms"]) == ("proposed", 1)
    assert found(desk, DRAFT) == []

    approved = act(desk, "secadmin2", "office-terms", 1, "approve").json()
    assert (approved["state"], approved["decided_by"]) == ("active", "secadmin2")
    assert found(desk, DRAFT) == [("office-terms", "启明通道")]
    after = desk.get("secadmin", "/ruleset").json()
    assert after["ruleset_sha256"] == approved["ruleset_sha256"] != before
    assert [each["name"] for each in after["lists"]] == ["office-terms"]

    bring_in(desk, "office-terms", content("启明通道", "曙光通道"))
    assert [text for _, text in found(desk, DRAFT)] == ["启明通道", "曙光通道"]
    difference = desk.get("auditor", "/lexicons/office-terms/diff", **{"from": 1, "to": 2}).json()
    assert difference["added"] == ["曙光通道"]
    assert difference["counts"] == {"added": 1, "removed": 0, "changed": 0}

    reverted = desk.post("secadmin2", "/lexicons/office-terms/revert", {"version": 1, "reason": "误增"})
    assert reverted.json()["version"] == 3
    assert (
        act(desk, "secadmin", "office-terms", 3, "approve").json()["ruleset_sha256"]
        == after["ruleset_sha256"]
    )
    assert found(desk, DRAFT) == [("office-terms", "启明通道")]

    retired = desk.post("secadmin", "/lexicons/office-terms/retire", {"reason": "不再需要"})
    assert (retired.status_code, retired.json()["retires"]) == (201, True)
    assert act(desk, "secadmin2", "office-terms", 4, "approve").json()["state"] == "retired"
    assert found(desk, DRAFT) == []
    assert desk.get("secadmin", "/ruleset").json()["ruleset_sha256"] == before

    versions = desk.get("auditor", "/lexicons/office-terms/versions").json()["items"]
    assert [(each["version"], each["state"]) for each in versions] == [
        (number, "retired") for number in (4, 3, 2, 1)
    ]
    kept = desk.get("secadmin", "/lexicons/office-terms/versions/2").json()["content"]
    assert kept["terms"].keys() == {"启明通道", "曙光通道"}
    assert events(desk) == ["lexicon.proposed", "lexicon.approved"] * 4
    export = tmp_path / "ledger.jsonl"
    export.write_bytes(desk.client.get(f"{BASE}/ledger/export", headers=desk.auth("auditor")).content)
    assert verify_file(export).ok


def test_the_ledger_names_content_and_ruleset(desk: Desk) -> None:
    version = bring_in(desk, "office-terms", content("启明通道"))
    proposed, approved = entries(desk)
    facts = {"lexicon": "office-terms", "version": 1, "sha256": version["sha256"], "terms": 1}
    assert proposed["data"] == {**facts, "reason": "办公室会议纪要"}
    assert approved["data"] == {**facts, "replaces": None, "comment": "同意"}
    assert approved["ruleset_sha256"] == version["ruleset_sha256"]
    assert (proposed["actor"]["role"], approved["actor"]["name"]) == ("security_admin", "冯工")


def test_who_proposed_a_change_neither_approves_nor_refuses_it(desk: Desk) -> None:
    propose(desk, "office-terms", content("启明通道"))
    for what in ("approve", "refuse"):
        assert code(act(desk, "secadmin", "office-terms", 1, what)) == (403, "separation_of_duties")
    assert code(act(desk, "secadmin2", "office-terms", 1, "withdraw")) == (403, "forbidden")
    assert found(desk, DRAFT) == []


@pytest.mark.parametrize(
    ("who", "what", "state"), [("secadmin2", "refuse", "refused"), ("secadmin", "withdraw", "withdrawn")]
)
def test_a_change_that_is_turned_down_changes_nothing(desk: Desk, who: str, what: str, state: str) -> None:
    propose(desk, "office-terms", content("启明通道"))
    answered = act(desk, who, "office-terms", 1, what).json()
    assert (answered["state"], answered["comment"]) == (state, "再斟酌")
    assert code(act(desk, "secadmin2", "office-terms", 1, "approve")) == (409, "not_proposed")
    assert found(desk, DRAFT) == []
    assert events(desk) == ["lexicon.proposed", f"lexicon.{state}"]
    assert propose(desk, "office-terms", content("启明通道")).json()["version"] == 2


def test_one_proposal_of_a_list_waits_at_a_time(desk: Desk) -> None:
    propose(desk, "office-terms", content("启明通道"))
    assert code(propose(desk, "office-terms", content("曙光通道"), "secadmin2")) == (409, "already_proposed")
    assert propose(desk, "other-terms", content("曙光通道"), "secadmin2").status_code == 201


def test_the_same_content_again_and_a_list_that_is_not_there_are_refused(desk: Desk) -> None:
    bring_in(desk, "office-terms", content("启明通道"))
    assert code(propose(desk, "office-terms", content("启明通道"))) == (409, "nothing_changes")
    assert code(desk.post("secadmin", "/lexicons/no-list/retire", {"reason": "无"})) == (409, "not_in_use")
    missing = desk.post("secadmin", "/lexicons/office-terms/revert", {"version": 7, "reason": "无"})
    assert code(missing) == (404, "not_found")


def test_another_change_between_check_and_approval_asks_to_look_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    propose(desk, "office-terms", content("启明通道"))
    propose(desk, "other-terms", content("曙光通道"))
    offer = desk.runtime.rules.offer

    def overtaken(candidate: object) -> None:
        monkeypatch.setattr(desk.runtime.rules, "offer", offer)
        assert act(desk, "secadmin2", "other-terms", 1, "approve").status_code == 200

    monkeypatch.setattr(desk.runtime.rules, "offer", overtaken)
    assert code(act(desk, "secadmin2", "office-terms", 1, "approve")) == (409, "ruleset_changed")
    assert found(desk, DRAFT) == [("other-terms", "曙光通道")]
    assert act(desk, "secadmin2", "office-terms", 1, "approve").status_code == 200
    assert [text for _, text in found(desk, DRAFT)] == ["启明通道", "曙光通道"]


def test_a_list_that_is_wrong_is_refused_with_the_term_and_stores_nothing(desk: Desk) -> None:
    for listed, said in (
        (content("绿"), "不足两个字"),
        (content("启明通道", near=[""]), "near"),
        (content("启明通道", code="XXX-01"), "XXX-01"),
        (content("启明通道", source="nowhere"), "nowhere"),
        (content("启明通道", allow=("启明通道",)), "豁免短语"),
        (content("台湾政府", code="POL-04"), "重复"),
    ):
        refused = propose(desk, "office-terms", listed)
        assert code(refused) == (422, "bad_lexicon")
        assert said in refused.json()["detail"]
    assert desk.get("secadmin", "/lexicons").json()["own"] == []


@pytest.mark.parametrize(
    ("phrase", "rule"),
    [
        ("台湾政府的负责人", "hmt-wording"),
        ("全面布署", "wrong-terms"),
        ("受中国银保监会监管", "former-institutions"),
    ],
)
def test_an_allow_phrase_that_silences_a_shipped_rule_is_refused(desk: Desk, phrase: str, rule: str) -> None:
    listed = content("启明通道", allow=(phrase,))
    refused = propose(desk, "office-terms", listed)
    assert code(refused) == (422, "canary_silent")
    assert refused.json()["rule"] == rule
    assert phrase in refused.json()["text"]
    assert desk.get("secadmin", "/lexicons").json()["own"] == []


def test_an_allow_phrase_of_its_own_is_fine(desk: Desk) -> None:
    bring_in(desk, "office-terms", content("启明通道", allow=("高速启明通道",)))
    assert found(desk, "走启明通道或高速启明通道。") == [("office-terms", "启明通道")]


def test_a_term_of_clean_prose_is_refused_with_the_sentence(desk: Desk) -> None:
    refused = propose(desk, "office-terms", content("共同富裕"))
    assert code(refused) == (422, "canary_silent")
    assert "共同富裕" in refused.json()["text"]


def test_the_gate_refuses_terms_that_official_prose_uses_unless_they_need_context(desk: Desk) -> None:
    refused = propose(desk, "office-terms", content("营商环境", "启明通道"))
    assert code(refused) == (422, "gate_refused")
    assert [each["term"] for each in refused.json()["terms"]] == ["营商环境"]
    assert propose(desk, "office-terms", content("营商环境", near=["启明"])).status_code == 201
    assert (
        propose(desk, "other-terms", content("营商环境", code="TXT-01", severity="hint")).status_code == 201
    )


def test_a_list_that_is_too_large_for_json_is_sent_to_the_import(desk: Desk) -> None:
    terms = [f"启明{number}号通道" for number in range(60_000)]
    assert code(propose(desk, "office-terms", content(*terms))) == (413, "list_too_large")


def test_only_security_administrators_change_lists_and_the_auditor_reads(desk: Desk) -> None:
    bring_in(desk, "office-terms", content("启明通道"))
    for who in ("editor", "chief", "principal", "sysadmin", "auditor", "contributor"):
        assert code(propose(desk, "office-terms", content("曙光通道"), who))[0] == 403
        for what in ("approve", "refuse", "withdraw"):
            assert code(act(desk, who, "office-terms", 1, what))[0] == 403
    paths = ("/lexicons", "/ruleset", "/lexicons/office-terms/versions", "/lexicons/office-terms/versions/1")
    for path in paths:
        assert desk.get("auditor", path).status_code == 200
        assert code(desk.get("editor", path))[0] == 403
        assert code(desk.get("key", path)) == (403, "people_only")


def test_another_organisation_has_neither_the_list_nor_its_findings(desk: Desk) -> None:
    bring_in(desk, "office-terms", content("启明通道"))
    assert found(desk, DRAFT, "b-editor") == []
    assert desk.get("b-auditor", "/lexicons").json()["own"] == []
    assert code(desk.get("b-auditor", "/lexicons/office-terms/versions")) == (404, "not_found")
    assert code(desk.get("b-auditor", "/lexicons/office-terms/versions/1")) == (404, "not_found")


def test_a_change_asked_for_twice_happens_once(desk: Desk) -> None:
    body = {"content": content("启明通道"), "reason": "会议纪要"}
    key = {"Idempotency_Key": "once"}
    first, second = (desk.post("secadmin", "/lexicons/office-terms/versions", body, **key) for _ in range(2))
    assert first.content == second.content
    path = "/lexicons/office-terms/versions/1/approve"
    first, second = (desk.post("secadmin2", path, {"comment": ""}, **key) for _ in range(2))
    assert (first.status_code, first.content) == (200, second.content)
    assert events(desk) == ["lexicon.proposed", "lexicon.approved"]


def test_the_shipped_lists_are_shown_with_counts_and_digests(desk: Desk) -> None:
    shipped = desk.get("secadmin", "/lexicons").json()["shipped"]
    by_name = {each["name"]: each for each in shipped}
    assert by_name["wrong-terms"]["terms"] > 1000
    assert all(len(each["sha256"]) == 64 for each in shipped)
