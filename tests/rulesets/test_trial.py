"""The trial of a change: what it would hit in the office's drafts, in numbers that hold no draft's words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
import time_machine

from app.demo.office import ORGANISATIONS
from app.people.callers import PersonCaller
from app.people.directory import list_people
from app.people.sessions import caller_of
from app.review import trial
from app.review.previewing import prepare_import, previewed
from app.rulesets.importing import Defaults
from app.rulesets.proposals import Change, approve, check_approval, propose
from app.rulesets.suppressions import today
from app.runtime import Runtime
from app.scanner.finding import Severity
from tests.desk import CLEAN, Desk

NAME = "office-terms"
SECRET = "本稿另有一句不该被别人看到的话"


def person(runtime: Runtime, username: str) -> PersonCaller:
    with runtime.database.read() as db:
        people = {one.username: caller_of(one) for org in ORGANISATIONS for one in list_people(db, org)}
    return people[username]


def change_of(runtime: Runtime, text: str, code: str = "POL-07", **defaults: Any) -> Change:
    """The previewed change that importing a text file asks for."""
    return prepare_import(
        runtime.database,
        runtime.rules,
        person(runtime, "secadmin"),
        "list.txt",
        text.encode(),
        Defaults(NAME, code, **defaults),
        "统一用语",
    )


def preview_of(runtime: Runtime, text: str, **defaults: Any) -> dict[str, Any]:
    preview = change_of(runtime, text, **defaults).preview
    assert preview is not None
    return dict(preview)


def activate(runtime: Runtime, change: Change) -> None:
    """Let two administrators bring a change into force."""
    with runtime.database.write() as db:
        number = propose(db, runtime.ring, person(runtime, "secadmin"), change).number
    second = person(runtime, "secadmin2")
    candidate = check_approval(runtime.database, runtime.rules, second, NAME, number)
    with runtime.database.write() as db:
        approve(db, runtime.ring, second, NAME, number, candidate, "")
    runtime.rules.refresh()


def test_a_trial_counts_what_would_be_new(desk: Desk, runtime: Runtime) -> None:
    desk.create(body=f"启明工程与曙光计划。启明工程再次出现。{SECRET}。")
    desk.create(body="<p>启<b>明</b>工程</p>", format="html")
    desk.create(body=CLEAN)
    desk.create("b-editor", "启明工程", account="b-wechat")
    preview = preview_of(runtime, "启明工程\n曙光计划\n无此用语者", severity=Severity.BLOCK)
    assert preview["changes"] == {"added": 3, "removed": 0, "changed": 0}
    drafts = preview["drafts"]
    assert (drafts["scanned"], drafts["is_complete"]) == (3, True)
    assert drafts["new"] == {"drafts": 2, "block": 4, "warn": 0, "hint": 0}
    assert drafts["gone"] == {"drafts": 0, "block": 0, "warn": 0, "hint": 0}
    assert drafts["terms"] == [
        {"term": "启明工程", "drafts": 2, "findings": 3},
        {"term": "曙光计划", "drafts": 1, "findings": 1},
    ]
    assert SECRET not in orjson.dumps(preview).decode()


def test_a_trial_shows_the_lists_words_however_the_draft_disguises_them(desk: Desk, runtime: Runtime) -> None:
    desk.create(body="启 明.工 程已经开始。")
    preview = preview_of(runtime, "启明工程")
    assert preview["drafts"]["terms"] == [{"term": "启明工程", "drafts": 1, "findings": 1}]
    assert "启 明" not in orjson.dumps(preview).decode()


def test_a_trial_counts_what_would_go(desk: Desk, runtime: Runtime) -> None:
    desk.create(body="启明工程与曙光计划。")
    activate(runtime, change_of(runtime, "启明工程\n曙光计划"))
    preview = preview_of(runtime, "启明工程=>启明行动\n朝阳计划")
    assert preview["changes"] == {"added": 1, "removed": 1, "changed": 1}
    assert preview["drafts"]["new"]["drafts"] == 0
    assert preview["drafts"]["gone"] == {"drafts": 1, "block": 0, "warn": 1, "hint": 0}
    admin = person(runtime, "secadmin")
    retired = previewed(runtime.database, runtime.rules, admin, Change(NAME, None, "停用"))
    assert retired.preview is not None
    assert retired.preview["drafts"]["gone"] == {"drafts": 1, "block": 0, "warn": 2, "hint": 0}
    assert retired.preview["changes"] == {"added": 0, "removed": 2, "changed": 0}


def test_another_severity_is_another_finding(desk: Desk, runtime: Runtime) -> None:
    desk.create(body="启明工程。")
    activate(runtime, change_of(runtime, "启明工程"))
    drafts = preview_of(runtime, "启明工程", severity=Severity.BLOCK)["drafts"]
    assert (drafts["new"]["block"], drafts["gone"]["warn"]) == (1, 1)


def test_drafts_older_than_ninety_days_do_not_count(desk: Desk, runtime: Runtime) -> None:
    desk.create(body="启明工程。")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=89)):
        assert preview_of(runtime, "启明工程")["drafts"]["scanned"] == 1
    with time_machine.travel(datetime.now(UTC) + timedelta(days=91)):
        assert preview_of(runtime, "启明工程")["drafts"]["scanned"] == 0


def test_a_trial_reads_the_newest_drafts_and_says_where_it_stopped(
    desk: Desk, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "BATCH", 2)
    for number in range(5):
        desk.create(body=f"启明工程第{'一二三四五'[number]}期。" if number >= 2 else CLEAN)
    whole = preview_of(runtime, "启明工程")["drafts"]
    assert (whole["scanned"], whole["is_complete"], whole["new"]["drafts"]) == (5, True, 3)
    monkeypatch.setattr(trial, "MOST_DRAFTS", 3)
    cut = preview_of(runtime, "启明工程")["drafts"]
    assert (cut["scanned"], cut["is_complete"], cut["new"]["drafts"]) == (3, False, 3)
    monkeypatch.setattr(trial, "MOST_CHARACTERS", 20)
    assert preview_of(runtime, "启明工程")["drafts"]["is_complete"] is False


def test_only_the_present_version_counts(desk: Desk, runtime: Runtime) -> None:
    draft = desk.create(body="启明工程。")
    assert desk.edit("editor", draft["id"], body=CLEAN).status_code == 200
    drafts = preview_of(runtime, "启明工程")["drafts"]
    assert (drafts["scanned"], drafts["new"]["drafts"]) == (1, 0)


def test_terms_of_plain_official_prose_are_objected_to(runtime: Runtime) -> None:
    objections = preview_of(runtime, "高质量发展\n曙光启明计划")["objections"]
    assert objections["count"] == 1
    assert objections["listed"][0]["term"] == "高质量发展"
    assert objections["listed"][0]["occurrences"] > 100


def test_a_preview_has_what_the_import_noted(runtime: Runtime) -> None:
    notes = preview_of(runtime, "启明工程\n启明工程\n启明")["notes"]
    assert notes["counts"] == {"duplicate": 1, "overlap": 1}
    assert [note["line"] for note in notes["listed"]] == [1, 2]


def test_a_suppression_does_not_stand_in_the_way_of_a_change(desk: Desk, runtime: Runtime) -> None:
    fields = {"rule": "wrong-terms", "text": "登陆", "sentence": "请登陆网站查询。", "reason": "系统名称"}
    asked = desk.post("editor", "/suppressions", fields | {"ends_on": today().isoformat()})
    assert asked.status_code == 201, asked.text
    approval = desk.post("secadmin2", f"/suppressions/{asked.json()['id']}/approve", {"comment": "同意"})
    assert approval.status_code == 200, approval.text
    assert preview_of(runtime, "启明工程")["changes"]["added"] == 1
