"""Hot reload: several processes on one database, races, damage and repair, restart."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.db import Database
from app.keys import KeyRing
from app.main import create_app
from app.people.api_keys import KeyDoor
from app.review.rescanning import rescan
from app.rulesets.active import ActiveRulesets
from app.rulesets.base import Base
from app.runtime import Runtime
from app.scanner.ruleset import Ruleset
from tests.desk import Desk, code
from tests.rulesets.lists import act, bring_in, content, found, propose

DRAFT = "请使用“启明通道”办理。"
FOUND = [("office-terms", "启明通道")]


@contextmanager
def another_process(runtime: Runtime, base: Base) -> Iterator[Desk]:
    """The same service once more, as in another process: all it shares is the database. It is watching."""
    database = Database(runtime.settings.database_url)
    rules = ActiveRulesets(database, base)
    other = Runtime(runtime.settings, database, runtime.ring, rules, KeyDoor(database))
    watch = other.watch()
    with TestClient(create_app(runtime=other)) as client:
        watch.start()
        yield Desk(client, other)
        watch.stop()
    database.close()


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until it holds, for a minute at most: on a busy machine a second may be long."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.05)


def damage(runtime: Runtime) -> None:
    """Change the stored list behind the service's back, as nothing but a faulty disk or an intruder can."""
    with runtime.database.write() as db:
        if runtime.database.is_sqlite:
            db.execute(text("DROP TRIGGER lexicon_versions_refuse_change"))
        else:
            db.execute(text("ALTER TABLE lexicon_versions DISABLE TRIGGER USER"))
        db.execute(text("UPDATE lexicon_versions SET content = replace(content, '启明', '星河')"))


def repair(runtime: Runtime) -> None:
    with runtime.database.write() as db:
        db.execute(text("UPDATE lexicon_versions SET content = replace(content, '星河', '启明')"))


def test_another_process_has_the_change_within_seconds(desk: Desk, runtime: Runtime, base: Base) -> None:
    with another_process(runtime, base) as other:
        bring_in(desk, "office-terms", content("启明通道"))
        assert found(desk, DRAFT) == FOUND
        eventually(lambda: found(other, DRAFT) == FOUND)
        digests = {each.get("secadmin", "/ruleset").json()["ruleset_sha256"] for each in (desk, other)}
        assert len(digests) == 1
        desk.post("secadmin", "/lexicons/office-terms/retire", {"reason": "不再需要"})
        act(desk, "secadmin2", "office-terms", 2, "approve")
        eventually(lambda: found(other, DRAFT) == [])


def test_a_signature_never_waits_for_the_next_look(desk: Desk, runtime: Runtime, base: Base) -> None:
    with another_process(runtime, base) as other:
        draft = desk.create(body="便民服务大厅增设启明通道，欢迎广大群众前来咨询。")["id"]
        other.runtime.rules.refresh()
        digest = bring_in(desk, "office-terms", content("启明通道", severity="hint"))["ruleset_sha256"]
        assert other.submit("editor", draft).status_code == 200
        assert desk.draft(draft)[0]["scan"]["ruleset_sha256"] == digest


def test_the_watch_sends_back_what_must_not_go_on(desk: Desk, runtime: Runtime, base: Base) -> None:
    draft = desk.create(body="便民服务大厅增设启明通道，欢迎广大群众前来咨询。")["id"]
    assert desk.submit("editor", draft).status_code == 200
    with another_process(runtime, base), another_process(runtime, base):
        bring_in(desk, "office-terms", content("启明通道"))
        eventually(lambda: desk.draft(draft)[0]["status"] == "returned")
    history = desk.get("auditor", f"/drafts/{draft}/history").json()["items"]
    assert [entry["event"] for entry in history].count("draft.returned") == 1


def test_a_draft_that_cannot_be_scanned_does_not_stop_the_watch(
    desk: Desk, runtime: Runtime, base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = [desk.create(body=f"第{n}号大厅增设启明通道，欢迎前来咨询。")["id"] for n in range(3)]
    for draft in drafts:
        assert desk.submit("editor", draft).status_code == 200

    def failing(database: Database, ring: KeyRing, ruleset: Ruleset, draft: str) -> bool:
        if draft == drafts[1]:
            raise AssertionError("a check that raises")
        return rescan(database, ring, ruleset, draft)

    monkeypatch.setattr("app.runtime.rescan", failing)
    with another_process(runtime, base) as other:
        bring_in(desk, "office-terms", content("启明通道"))
        eventually(lambda: [desk.draft(draft)[0]["status"] for draft in drafts].count("returned") == 2)
        bring_in(desk, "office-terms", content("启明通道", "曙光通道"))
        eventually(lambda: found(other, "走曙光通道。") == [("office-terms", "曙光通道")])
    assert desk.draft(drafts[1])[0]["status"] == "second_review"


def test_a_restart_keeps_what_is_in_force(desk: Desk, runtime: Runtime, base: Base) -> None:
    digest = bring_in(desk, "office-terms", content("启明通道"))["ruleset_sha256"]
    with another_process(runtime, base) as restarted:
        assert found(restarted, DRAFT) == FOUND
        assert restarted.get("secadmin", "/ruleset").json()["ruleset_sha256"] == digest
        assert found(restarted, DRAFT, "b-editor") == []


def test_organisations_without_lists_share_one_ruleset(desk: Desk, runtime: Runtime, base: Base) -> None:
    bring_in(desk, "office-terms", content("启明通道"))
    assert runtime.rules.of("demo-b") is base.ruleset
    assert runtime.rules.of("demo") is not base.ruleset


def test_of_two_approvals_at_once_one_wins(desk: Desk) -> None:
    propose(desk, "office-terms", content("启明通道"))
    desk.auth("secadmin2")
    answers: list[int] = []
    start = threading.Barrier(4)

    def approve() -> None:
        start.wait()
        answers.append(act(desk, "secadmin2", "office-terms", 1, "approve").status_code)

    threads = [threading.Thread(target=approve) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409, 409, 409]
    assert found(desk, DRAFT) == FOUND
    events = [entry["event"] for entry in desk.get("auditor", "/ledger", limit=200).json()["items"]]
    assert events.count("lexicon.approved") == 1


def test_a_damaged_list_gives_no_answer_until_it_is_repaired(
    desk: Desk, runtime: Runtime, base: Base
) -> None:
    draft = desk.create()["id"]
    bring_in(desk, "office-terms", content("启明通道"))
    damage(runtime)
    with another_process(runtime, base) as other:
        for path in ("/precheck", "/drafts"):
            body = {"account": "wechat", "title": "通知", "body": DRAFT}
            refused = other.post("editor", path, body)
            assert code(refused) == (503, "ruleset_unavailable")
        assert code(other.post("key", "/precheck", {"body": DRAFT, "depth": "fast"}))[0] == 503
        assert code(other.submit("editor", draft)) == (503, "ruleset_unavailable")
        assert other.client.get("/readyz").status_code == 503
        assert found(other, DRAFT, "b-editor") == []
        assert found(desk, DRAFT) == FOUND
        repair(runtime)
        eventually(lambda: other.client.get("/readyz").status_code == 200)
        assert found(other, DRAFT) == FOUND


def test_a_damaged_list_is_replaced_by_approving_another_version(
    desk: Desk, runtime: Runtime, base: Base
) -> None:
    bring_in(desk, "office-terms", content("启明通道"))
    damage(runtime)
    with another_process(runtime, base) as other:
        assert other.client.get("/readyz").status_code == 503
        bring_in(other, "office-terms", content("启明通道", "曙光通道"))
        assert found(other, DRAFT) == FOUND
        assert other.client.get("/readyz").status_code == 200


def test_the_database_refuses_to_change_what_was_proposed(desk: Desk, runtime: Runtime) -> None:
    bring_in(desk, "office-terms", content("启明通道"))
    for statement in (
        "UPDATE lexicon_versions SET content = '{}'",
        "UPDATE lexicon_versions SET number = 7",
        "DELETE FROM lexicon_versions",
    ):
        with pytest.raises(DBAPIError, match="never changes"), runtime.database.write() as db:
            db.execute(text(statement))
