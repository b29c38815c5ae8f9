"""The office's policy: who signs what and by when; stricter per account, never laxer."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.accounts.models import Account
from app.review.models import PolicyRecord
from app.review.policies import policy_for
from app.review.routing import LEVELS, RULE, rank
from app.review.stages import STAGES
from app.schema import migrate, revisions
from tests.desk import CRITICAL, Desk, Json, code, on_sqlite
from tests.review.test_levels import at_final

USUAL: Json = {"principal_from": "critical", "hours": deepcopy(dict(RULE.hours)), "reason": "明确时限"}


def state(desk: Desk, who: str = "secadmin", account: str = "", **change: Any) -> Any:
    """State a policy; the organisation's is the usual one but for what is given."""
    if account:
        return desk.put(who, f"/policy/accounts/{account}", {"reason": "从严"} | change)
    return desk.put(who, "/policy", USUAL | change)


def hours(**change: int) -> dict[str, dict[str, int]]:
    """The usual hours with some replaced: `general_first_review=2`."""
    table = deepcopy({level: dict(row) for level, row in RULE.hours.items()})
    for place, length in change.items():
        level, _, stage = place.partition("_")
        table[level][stage] = length
    return table


def waits(desk: Desk, draft_id: str) -> timedelta:
    draft = desk.draft(draft_id)[0]
    return datetime.fromisoformat(draft["due_at"]) - datetime.fromisoformat(draft["waiting_since"])


def test_without_a_word_the_rule_holds(desk: Desk) -> None:
    policy = desk.get("editor", "/policy").json()
    assert policy["principal_from"] == "critical"
    assert policy["hours"] == {level: dict(row) for level, row in RULE.hours.items()}
    assert {one["account"]: one["principal_from"] for one in policy["accounts"]} == {
        "wechat": "critical",
        "weibo": "important",
    }


def test_an_account_s_stricter_policy_binds_leaders_and_their_queue(desk: Desk) -> None:
    draft = at_final(desk)
    assert desk.get("deputy", "/queue").json()["items"]
    assert state(desk, account="wechat", principal_from="general").status_code == 200
    assert desk.get("deputy", "/queue").json()["items"] == []
    assert [item["draft"] for item in desk.get("principal", "/queue").json()["items"]] == [draft]
    assert code(desk.decide("deputy", draft)) == (403, "level_requires_principal")
    other = at_final(desk, account="weibo")
    assert [item["draft"] for item in desk.get("deputy", "/queue").json()["items"]] == [other]
    assert desk.decide("principal", draft).status_code == 200


def test_the_office_s_stricter_policy_binds_all_its_accounts_and_no_other_office(desk: Desk) -> None:
    drafts = [at_final(desk), at_final(desk, account="weibo")]
    assert state(desk, principal_from="general").status_code == 200
    assert desk.get("deputy", "/queue").json()["items"] == []
    for draft in drafts:
        assert code(desk.decide("deputy", draft)) == (403, "level_requires_principal")
    assert desk.get("b-editor", "/policy").json()["principal_from"] == "critical"


def test_what_is_critical_is_the_principal_s_whatever_is_stated(desk: Desk) -> None:
    draft = at_final(desk, CRITICAL)
    assert state(desk, principal_from="critical").status_code == 200
    assert desk.get("deputy", "/queue").json()["items"] == []
    assert code(desk.decide("deputy", draft)) == (403, "level_requires_principal")


def test_deadlines_follow_level_stage_and_account(desk: Desk) -> None:
    assert state(desk, hours=hours(general_second_review=12, general_final_review=10)).status_code == 200
    assert state(desk, account="wechat", hours={"general": {"final_review": 9}}).status_code == 200
    drafts = {account: desk.create(account=account)["id"] for account in ("wechat", "weibo")}
    for draft in drafts.values():
        desk.submit("editor", draft)
        assert waits(desk, draft) == timedelta(hours=12)
        desk.decide("chief", draft)
    assert waits(desk, drafts["wechat"]) == timedelta(hours=9)
    assert waits(desk, drafts["weibo"]) == timedelta(hours=10)


def test_a_stage_that_waits_keeps_its_time(desk: Desk) -> None:
    draft = desk.create()["id"]
    desk.submit("editor", draft)
    state(desk, hours=hours(general_second_review=9))
    assert waits(desk, draft) == timedelta(hours=24)


@pytest.mark.parametrize(
    "change",
    [
        {"hours": {}},
        {"hours": {"general": {"first_review": 24}}},
        {"hours": hours(critical_final_review=9)},
        {"hours": hours(important_first_review=25)},
    ],
)
@on_sqlite
def test_the_office_s_policy_is_whole_and_urgent_matters_wait_less(desk: Desk, change: Json) -> None:
    assert code(state(desk, **change)) == (422, "bad_policy")
    assert desk.get("editor", "/policy").json()["hours"] == USUAL["hours"]


@pytest.mark.parametrize(
    "change",
    [
        {"principal_from": None},
        {"principal_from": "never"},
        {"reason": " "},
        {"hours": hours(general_first_review=0)},
        {"hours": hours(general_first_review=241)},
        {"hours": hours() | {"secret": {}}},
        {"hours": hours() | {"general": {"press": 3}}},
    ],
)
@on_sqlite
def test_odd_policies_are_refused(desk: Desk, change: Json) -> None:
    assert code(state(desk, **change)) == (422, "validation_error")


@on_sqlite
def test_an_account_may_not_be_laxer(desk: Desk) -> None:
    state(desk, principal_from="important", hours=hours(general_final_review=20))
    for change in (
        {"principal_from": "critical"},
        {"hours": {"general": {"final_review": 21}}},
        {"hours": {"critical": {"first_review": 5}}},
    ):
        assert code(state(desk, account="wechat", **change)) == (422, "policy_laxer")
    later = {"important": {"first_review": 3}}
    assert code(state(desk, account="wechat", hours=later)) == (422, "bad_policy")
    assert desk.get("editor", "/policy").json()["accounts"][0]["stated"] is None


@on_sqlite
def test_when_the_office_becomes_stricter_its_accounts_follow(desk: Desk) -> None:
    state(desk, account="wechat", principal_from="important", hours={"general": {"final_review": 20}})
    state(desk, principal_from="general", hours=hours(general_final_review=10))
    wechat = desk.get("editor", "/policy").json()["accounts"][0]
    assert (wechat["principal_from"], wechat["hours"]["general"]["final_review"]) == ("general", 10)
    state(desk, account="wechat")
    state(desk)
    wechat = desk.get("editor", "/policy").json()["accounts"][0]
    assert (wechat["principal_from"], wechat["hours"]) == ("critical", USUAL["hours"])


@pytest.mark.parametrize("who", ["sysadmin", "auditor", "principal", "editor"])
@on_sqlite
def test_the_policy_is_the_security_administrator_s(desk: Desk, who: str) -> None:
    assert code(state(desk, who)) == (403, "forbidden")
    assert code(state(desk, who, "wechat")) == (403, "forbidden")
    assert code(desk.put("key", "/policy", USUAL)) == (403, "people_only")


def test_every_change_is_on_record_with_its_reason(desk: Desk) -> None:
    assert code(state(desk, account="b-wechat")) == (404, "not_found")
    state(desk, principal_from="important")
    state(desk, account="wechat", hours={"general": {"final_review": 9}})
    said = [item["data"] for item in desk.get("auditor", "/ledger", event="policy.changed").json()["items"]]
    assert [(one["account"], one["reason"]) for one in said[-2:]] == [(None, "明确时限"), ("wechat", "从严")]
    assert said[-1]["hours"] == {"general": {"final_review": 9}}


@on_sqlite
def test_what_accounts_had_stated_before_outlives_the_migrations(desk: Desk) -> None:
    database = desk.runtime.database
    migrate(database, f"-{len(revisions()) - revisions().index('0004') - 1}")
    with database.read() as db:
        rows = db.execute(text("SELECT code, principal_from FROM accounts")).all()
        assert {row.code: row.principal_from for row in rows} == {
            "wechat": "critical",
            "weibo": "important",
            "b-wechat": "critical",
        }
    migrate(database)
    assert code(desk.decide("deputy", at_final(desk, account="weibo"), level="important"))[0] == 403
    assert desk.get("editor", "/policy").json()["accounts"][1]["principal_from"] == "important"


levels = st.sampled_from(LEVELS)
tables = st.fixed_dictionaries(
    {level: st.fixed_dictionaries({str(stage): st.integers(1, 240) for stage in STAGES}) for level in LEVELS}
)
parts = st.dictionaries(levels, st.dictionaries(st.sampled_from(list(map(str, STAGES))), st.integers(1, 240)))


@given(levels, tables, st.none() | levels, parts)
def test_an_account_s_policy_is_never_laxer_than_its_office_s(
    floor: str, office: dict[str, dict[str, int]], own_floor: str | None, own: dict[str, dict[str, int]]
) -> None:
    stated = {
        "": PolicyRecord(org_id="o", account_id="", principal_from=floor, hours=office),
        "a": PolicyRecord(org_id="o", account_id="a", principal_from=own_floor, hours=own),
    }
    whole, part = policy_for(stated), policy_for(stated, Account(id="a"))
    assert rank(part.principal_from) <= rank(whole.principal_from)
    for level in LEVELS:
        assert all(part.hours[level][stage] <= whole.hours[level][stage] for stage in STAGES)


def test_an_office_states_its_ready_reasons_and_keeps_them(desk: Desk) -> None:
    usual = desk.get("editor", "/policy").json()["ready_reasons"]
    assert usual == {
        "false_positive": ["固有名称", "与上下文相符"],
        "accepted": ["引用法规原文", "已核实无误"],
    }
    own = {"false_positive": ["本市地名", " 本市地名 "], "accepted": []}
    kept = {"false_positive": ["本市地名"], "accepted": []}
    assert state(desk, ready_reasons=own).status_code == 200
    assert state(desk, principal_from="general").status_code == 200
    assert desk.get("editor", "/policy").json()["ready_reasons"] == kept
    assert desk.get("b-editor", "/policy").json()["ready_reasons"] == usual


@pytest.mark.parametrize(
    "reasons", [{"false_positive": [" "], "accepted": []}, {"accepted": []}, {"false_positive": ["长" * 41]}]
)
@on_sqlite
def test_a_ready_reason_says_something_and_is_short(desk: Desk, reasons: Json) -> None:
    assert state(desk, ready_reasons={"accepted": [], **reasons}).status_code == 422
    assert "固有名称" in desk.get("editor", "/policy").json()["ready_reasons"]["false_positive"]
