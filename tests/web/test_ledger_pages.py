"""The audit administrator's pages: the ledger, the chain of responsibility, everybody's record."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import orjson
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.ledger import checking, verify
from app.ledger.checking import Check
from app.ledger.entry import EVENTS
from app.web.telling import told
from tests.desk import BLOCKED, CLEAN, Desk, on_sqlite
from tests.web.browser import text_of
from tests.web.office_day import SignIn

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)


def rows(html: str) -> list[str]:
    """The rows of a page's list."""
    return [text_of(row) for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)[1:]]


# The ledger


def test_the_ledger_is_filtered_by_day_both_days_counted(sign_in: SignIn, desk: Desk) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        for days in range(3):
            Desk(desk.client, desk.runtime).create(title=f"第{days}天")
            clock.shift(timedelta(days=1))
    auditor = sign_in("auditor")
    wanted = {"event": "draft.created", "since": "2026-11-24", "until": "2026-11-24"}
    found = rows(auditor.get("/ledger", **wanted).text)
    assert len(found) == 1 and "第1天" in found[0]
    assert len(rows(auditor.get("/ledger", **wanted | {"until": "9999-12-31"}).text)) == 2
    assert len(rows(auditor.get("/ledger", **wanted | {"since": "x", "until": "y"}).text)) == 3


def test_the_ledger_is_filtered_by_draft_and_person_and_turned(sign_in: SignIn, desk: Desk) -> None:
    draft = desk.released()["id"]
    other = desk.create()["id"]
    auditor = sign_in("auditor")
    page = auditor.get("/ledger", draft=f"https://office.example/drafts/{draft}").text
    assert len(rows(page)) == 5 and other not in page
    chief = desk.get("chief", "/me").json()["id"]
    assert all("周明远" in row for row in rows(auditor.get("/ledger", actor=chief).text))
    for _ in range(51):
        desk.create()
    page = auditor.get("/ledger", event="draft.created").text
    following = re.search(r'href="(/ledger\?[^"]*cursor=[^"]+)"', page)
    assert following and len(rows(page)) == 50
    assert len(rows(auditor.get(following[1].replace("&amp;", "&")).text)) == 3


def test_the_ledger_is_verified_with_counts_and_an_earlier_checkpoint(sign_in: SignIn, desk: Desk) -> None:
    earlier = desk.get("auditor", "/ledger/checkpoint").json()
    desk.released()
    auditor = sign_in("auditor")
    auditor.get("/ledger")
    entries = desk.get("auditor", "/ledger/checkpoint").json()["seq"]
    assert f"台账完整。{entries} 条记录逐条核验" in text_of(auditor.post("/ledger/verify", {}).text)
    given = auditor.post("/ledger/verify", {"checkpoint": orjson.dumps(earlier).decode()})
    assert "也经过了您给出的检查点" in text_of(given.text)
    for wrong in ("x", "{}", orjson.dumps(earlier | {"seq": 1}).decode()):
        shown = text_of(auditor.post("/ledger/verify", {"checkpoint": wrong}).text)
        assert "台账有问题" in shown and "检查点" in shown


def test_a_check_shows_how_far_it_is(sign_in: SignIn, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "STEP", 10)
    desk.released()
    auditor = sign_in("auditor")
    auditor.get("/ledger")
    entries = desk.get("auditor", "/ledger/checkpoint").json()["seq"]
    page = auditor.post("/ledger/verify", {})
    assert f"已核对 10 / {entries} 条" in page.text
    assert text_of(page.text).index("已核对 10") < text_of(page.text).index("台账完整")
    assert page.headers["cache-control"] == "no-store"
    assert "'unsafe-inline'" not in page.headers["content-security-policy"]


@on_sqlite
def test_two_checks_at_once_are_one_and_a_word(
    sign_in: SignIn, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PATIENCE", 0)
    runtime = desk.runtime
    auditor = sign_in("auditor")
    auditor.get("/ledger")
    with runtime.checks.turn(Check(runtime.database, runtime.ring, "demo")):
        shown = text_of(auditor.post("/ledger/verify", {}).text)
    assert "正在核验，已核对 0 /" in shown
    assert "台账完整" not in shown
    assert "台账完整" in auditor.post("/ledger/verify", {}).text


@on_sqlite
def test_a_check_that_the_database_fails_accuses_nobody(sign_in: SignIn, desk: Desk) -> None:
    auditor = sign_in("auditor")
    auditor.get("/ledger")
    with desk.runtime.database.engine.connect() as connection:
        connection.execute(text("ALTER TABLE ledger_entries RENAME TO gone"))
        connection.commit()
    shown = text_of(auditor.post("/ledger/verify", {}).text)
    assert "核验没有做完" in shown
    assert "台账有问题" not in shown


def test_an_export_says_beforehand_how_large_it_is(sign_in: SignIn, desk: Desk) -> None:
    auditor = sign_in("auditor")
    entries = desk.get("auditor", "/ledger/checkpoint").json()["seq"]
    shown = text_of(auditor.get("/ledger").text)
    assert re.search(rf"导出台账 {entries} 条，约 [\d.]+ kB", shown)


@on_sqlite
def test_the_first_bad_entry_is_named_and_led_to(sign_in: SignIn, desk: Desk) -> None:
    desk.released()
    auditor = sign_in("auditor")
    auditor.get("/ledger")
    with desk.runtime.database.engine.connect() as connection:
        connection.execute(text("DROP TRIGGER ledger_entries_refuse_update"))
        connection.execute(
            text("UPDATE ledger_entries SET line = replace(line, '林知秋', '林知春') WHERE seq = 2 + 1")
        )
        connection.commit()
    page = auditor.post("/ledger/verify", {})
    assert "台账有问题" in text_of(page.text)
    beside = re.search(r'href="(/ledger\?cursor=[^"]+)"', page.text)
    bad = re.search(r"从第 (\d+) 条起", text_of(page.text))
    assert beside and bad
    assert [row.split()[0] for row in rows(auditor.get(beside[1]).text)][:4] == [
        str(int(bad[1]) + n) for n in (3, 2, 1, 0)
    ]


@given(
    st.dictionaries(
        st.sampled_from(
            ["name", "roles", "before", "comment", "reason", "dispositions", "username", "return_to"]
        ),
        st.none(),
    )
)
def test_whatever_an_entry_holds_it_is_told(data: dict[str, None]) -> None:
    assert told({"data": data}) == []


def test_every_event_of_a_day_is_told(desk: Desk) -> None:
    desk.released()
    for entry in desk.get("auditor", "/ledger", limit=200).json()["items"]:
        assert entry["event"] in EVENTS
        assert all(isinstance(line, str) and line for line in told(entry))


# The chain of responsibility


def test_the_sheet_names_who_did_what_on_each_version(sign_in: SignIn, desk: Desk) -> None:
    draft = desk.create(body=BLOCKED)
    found = [one["id"] for one in draft["scan"]["findings"] if one["severity"] == "block"]
    words = [{"finding": one, "verdict": "accepted", "reason": "说明错误提法"} for one in found]
    desk.submit("editor", draft["id"], dispositions=words)
    desk.decide("chief", draft["id"], "return", comment="请补充依据")
    desk.edit("editor", draft["id"], body=CLEAN)
    desk.submit("editor", draft["id"])
    desk.decide("chief2", draft["id"])
    desk.decide("deputy", draft["id"], comment="同意发布")
    for who in ("auditor", "editor", "deputy"):
        shown = text_of(sign_in(who).get(f"/drafts/{draft['id']}/sheet").text)
        first, _, second = shown.partition("第 2 版 内容摘要")
        assert "保留 台湾政府 说明错误提法" in first and "请补充依据" in first
        assert "何静" in second and "同意发布" in second and "cert_" in second
        assert "宋立群分管领导（主要责任人）" in shown and "何静科室负责人（直接责任人）" in shown
        assert "已确认 6 项" in second and "根哈希" in shown


@on_sqlite
def test_the_sheet_is_for_who_may_see_the_draft(sign_in: SignIn, desk: Desk) -> None:
    path = f"/drafts/{desk.create()['id']}/sheet"
    assert "还没有有效的签署" in sign_in("editor").get(path).text
    assert sign_in("b-editor").get(path).status_code == 404
    for who in ("contributor", "sysadmin", "secadmin"):
        assert sign_in(who).get(path).status_code == 403


@on_sqlite
def test_a_program_s_draft_has_its_sheet(sign_in: SignIn, desk: Desk) -> None:
    draft = desk.create("key")["id"]
    desk.submit("key", draft)
    shown = text_of(sign_in("auditor").get(f"/drafts/{draft}/sheet").text)
    assert "接口提交" in shown and "演示用网站后台接口" in shown


# Records


def test_everybody_s_record(sign_in: SignIn, desk: Desk) -> None:
    draft = desk.released()["id"]
    desk.post("principal", f"/drafts/{draft}/revoke", {"reason": "内容有误"}, If_Match=desk.draft(draft)[1])
    returned = desk.create(title="须补充的通知")["id"]
    desk.submit("editor", returned)
    desk.decide("chief", returned, "return", comment="请补充")
    auditor = sign_in("auditor")
    listed = {row.split()[0]: row.split()[-4:] for row in rows(auditor.get("/reviewers").text)}
    assert listed["周明远"] == ["1", "1", "0", "1"]
    assert listed["林知秋"] == ["2", "0", "0", "1"]
    assert listed["陈正阳"] == ["0", "0", "0", "0"]
    assert len(rows(auditor.get("/reviewers", q="chief").text)) == 2

    chief = desk.get("chief", "/me").json()["id"]
    shown = text_of(auditor.get(f"/reviewers/{chief}").text)
    assert "后被撤销" in shown and "须补充的通知" in shown and "请补充" in shown
    for who, status in (
        ("chief", 200),
        ("deputy", 200),
        ("editor", 403),
        ("sysadmin", 403),
        ("b-auditor", 404),
    ):
        assert sign_in(who).get(f"/reviewers/{chief}").status_code == status, who


@on_sqlite
def test_a_record_turns_pages(sign_in: SignIn, desk: Desk) -> None:
    for _ in range(51):
        desk.submit("editor", desk.create()["id"])
    editor = desk.get("editor", "/me").json()["id"]
    auditor = sign_in("auditor")
    page = auditor.get(f"/reviewers/{editor}").text
    following = re.search(r'href="(/reviewers/[^"]+cursor=[^"]+)"', page)
    assert following and len(rows(page)) == 50
    assert len(rows(auditor.get(following[1]).text)) == 1


@pytest.mark.parametrize("path", ["/reviewers?q=%00", "/ledger?until=0000-00-00", "/ledger?since=9999-12-31"])
@on_sqlite
def test_odd_addresses_do_no_harm(sign_in: SignIn, path: str) -> None:
    assert sign_in("auditor").get(path).status_code == 200
