"""Dashboard and search pages: the numbers are those of the office, the pictures and tables tell the same."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from app.review import statistics
from app.web.desk.charts import columns, stacked
from tests.desk import BLOCKED, CLEAN, Desk
from tests.web.browser import text_of
from tests.web.office_day import SignIn

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
values = st.lists(st.integers(0, 10**6), max_size=60)


def table(sign_in: SignIn, name: str, who: str = "auditor", weeks: str = "12") -> list[dict[str, str]]:
    """The rows of a section's CSV."""
    answer = sign_in(who).get(f"/dashboard/{name}.csv", weeks=weeks)
    assert answer.status_code == 200 and answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def fresh(desk: Desk) -> Desk:
    """The same office with nobody signed in: sessions do not outlast the clock's leaps."""
    return Desk(desk.client, desk.runtime)


# The pictures


@given(values)
def test_bars_end_to_end_fill_what_they_are_a_part_of(counts: list[int]) -> None:
    bars = stacked(counts, sum(counts))
    assert [bar.n for bar in bars] == [n for n, count in enumerate(counts) if count]
    assert abs(sum(bar.width for bar in bars) - (100 if any(counts) else 0)) < 0.5
    assert all(bar.x + bar.width <= 100.02 for bar in bars)


@given(values)
def test_columns_stand_on_the_ground_side_by_side(counts: list[int]) -> None:
    bars = columns(counts, max(counts, default=0))
    assert all(abs(bar.y + bar.height - 100) < 0.02 and bar.x + bar.width <= 100.02 for bar in bars)
    assert not counts or not any(counts) or max(bar.height for bar in bars) == 100


# The numbers


def test_an_empty_office_shows_every_section(sign_in: SignIn) -> None:
    shown = text_of(sign_in("chief").get("/dashboard").text)
    for title in ("在办稿件", "检查发现的问题", "误报率", "退回", "退回理由", "审核用时"):
        assert title in shown
    assert "这段时间没有记录" in shown


def test_what_waits_is_told_by_stage_and_age(sign_in: SignIn, desk: Desk) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        for hours in (80, 30, 5, 1):
            clock.move_to(MONDAY - timedelta(hours=hours))
            now = fresh(desk)
            assert now.submit("editor", now.create()["id"]).status_code == 200
        assert now.submit("contributor", now.create("contributor")["id"]).status_code == 200
        clock.move_to(MONDAY)
        rows = {row["环节"]: row for row in table(sign_in, "waiting")}
        page = sign_in("chief").get("/dashboard").text
    second = rows["待复审"]
    ages = ("4 小时内", "4 至 8 小时", "8 至 24 小时", "1 至 3 天", "3 天以上")
    assert [second[age] for age in ages] == ["1", "1", "0", "1", "1"]
    assert (second["合计"], second["已超时"], second["等待最久（小时）"]) == ("4", "2", "80.0")
    assert rows["待初审"]["合计"] == "1" and rows["待终审"]["合计"] == "0"
    assert "4 件，其中已超时 2 件" in text_of(page)


def test_findings_are_counted_by_family_and_week(sign_in: SignIn, desk: Desk) -> None:
    with time_machine.travel(MONDAY - timedelta(weeks=1), tick=False) as clock:
        draft = fresh(desk).create(body=BLOCKED)
        clock.move_to(MONDAY)
        assert fresh(desk).edit("editor", draft["id"], body=BLOCKED + CLEAN).status_code == 200
        rows = table(sign_in, "findings", weeks="4")
    assert [row["周一"] for row in rows] == ["11-02", "11-09", "11-16", "11-23"]
    assert [row["政治表述"] for row in rows] == ["0", "0", "1", "1"]


def test_an_edit_and_a_rescan_count_each_version_once(desk: Desk) -> None:
    draft = desk.create(body=BLOCKED)
    assert desk.edit("editor", draft["id"], body=BLOCKED).status_code == 200
    with desk.runtime.database.read() as db:
        assert statistics.findings_by_week(db, "demo", 1)["POL"] == [1]


def test_false_alarms_are_a_share_of_what_was_disposed_of(sign_in: SignIn, desk: Desk) -> None:
    for verdict in ("false_positive", "accepted", "accepted"):
        draft = desk.create(body=BLOCKED)
        said = [
            {"finding": finding["id"], "verdict": verdict, "reason": "引用原文"}
            for finding in draft["scan"]["findings"]
            if finding["severity"] == "block"
        ]
        assert desk.submit("editor", draft["id"], dispositions=said).status_code == 200
    (row,) = table(sign_in, "alarms")
    assert (row["问题"], row["处置"], row["误报"], row["误报率"]) == ("港澳台表述", "3", "1", "33%")
    assert row["规则"] == next(
        each["rule"] for each in draft["scan"]["findings"] if each["id"] == said[0]["finding"]
    )


def test_returns_are_told_by_stage_and_reason(sign_in: SignIn, desk: Desk) -> None:
    for n in range(4):
        draft = desk.create()["id"]
        assert desk.submit("editor", draft).status_code == 200
        reason = "请核实数据来源。" if n else "只写一次的话"
        assert desk.decide("chief", draft, "return", comment=reason).status_code == 200
    assert [tuple(row.values()) for row in table(sign_in, "returns")] == [("复审退回作者", "4")]
    assert [tuple(row.values()) for row in table(sign_in, "reasons")] == [("请核实数据来源。", "3")]
    assert "只写一次的话" not in sign_in("chief").get("/dashboard").text
    assert sign_in("contributor").get("/dashboard/reasons.csv").status_code == 404
    assert "请核实数据来源" not in sign_in("contributor").get("/dashboard").text


def test_turnaround_is_the_median_and_the_ninth_tenth(sign_in: SignIn, desk: Desk) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        for hours in range(1, 11):
            now = fresh(desk)
            draft = now.create()["id"]
            assert now.submit("editor", draft).status_code == 200
            clock.shift(timedelta(hours=hours))
            reviewer = "chief2" if hours == 10 else "chief"
            assert fresh(desk).decide(reviewer, draft).status_code == 200
        rows = [tuple(row.values()) for row in table(sign_in, "turnaround")]
        own = [row["人员"] for row in table(sign_in, "turnaround", "contributor")]
    assert ("复审", "全部", "10", "5.0", "9.0") in rows
    assert ("复审", "周明远", "9", "5.0", "9.0") in rows
    assert ("复审", "何静", "1", "10.0", "10.0") in rows
    assert set(own) == {"全部"}


def test_another_office_and_an_earlier_time_are_not_counted(sign_in: SignIn, desk: Desk) -> None:
    with time_machine.travel(MONDAY - timedelta(weeks=30), tick=False) as clock:
        fresh(desk).released()
        clock.move_to(MONDAY)
        assert table(sign_in, "turnaround") == []
        assert len(table(sign_in, "turnaround", weeks="52")) == 6
        assert table(sign_in, "turnaround", "b-auditor", "52") == []


@pytest.mark.parametrize(("who", "status"), [("sysadmin", 403), ("secadmin", 403), ("contributor", 200)])
def test_administrators_of_systems_and_rules_see_neither(sign_in: SignIn, who: str, status: int) -> None:
    for address in ("/dashboard", "/dashboard/waiting.csv", "/search"):
        assert sign_in(who).get(address).status_code == status


def test_what_a_spreadsheet_would_reckon_is_text(sign_in: SignIn, desk: Desk) -> None:
    for _ in range(3):
        draft = desk.create()["id"]
        assert desk.submit("editor", draft).status_code == 200
        assert desk.decide("chief", draft, "return", comment='=HYPERLINK("x")').status_code == 200
    assert table(sign_in, "reasons")[0]["理由"] == '\'=HYPERLINK("x")'


# The search page


def test_the_search_page_marks_what_was_found(sign_in: SignIn, desk: Desk) -> None:
    desk.create(title="防汛<b>通知", body="各县区做好防汛值守。<script>alert(1)</script>")
    page = sign_in("editor").get("/search", q="防汛 通知").text
    assert page.count('<mark class="found">防汛</mark>') == 2
    assert "<script>alert" not in page and "防汛<b>" not in page
    assert "没有找到" in text_of(sign_in("editor").get("/search", q="没有的词").text)


def test_a_search_is_turned_with_its_filters(sign_in: SignIn, desk: Desk) -> None:
    for n in range(31):
        desk.create(title=f"防汛{n}")
    desk.create("contributor", title="防汛稿")
    editor = sign_in("editor")
    page = editor.get("/search", q="防汛", author="editor", since="2020-01-01", until="坏").text
    following = re.search(r'href="(/search\?[^"]*cursor=[^"]+)"', page)
    assert following and page.count('class="title"') == 30
    last = editor.get(following[1].replace("&amp;", "&")).text
    assert last.count('class="title"') == 1 and "防汛0" in text_of(last) and "第一页" in last


def test_any_address_is_answered(sign_in: SignIn, desk: Desk) -> None:
    desk.create()
    editor = sign_in("editor")
    for asked in (
        {"q": "\0"},
        {"q": "'\"()*%" * 40},
        {"status": "x", "account": "\0", "until": "9999-12-31"},
    ):
        assert editor.get("/search", **asked).status_code == 200
    for day in ("0001-01-01", "1970-01-01", "9999-12-31", "x"):
        assert editor.get("/search", since=day, until=day).status_code == 200
    assert editor.get("/search", cursor="坏").status_code == 422
    assert editor.get("/dashboard", weeks="x").status_code == 200
    assert editor.get("/dashboard/x.csv").status_code == 404


def test_what_was_looked_for_is_in_no_log_and_no_figure(
    sign_in: SignIn, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[dict[str, Any]] = []
    recorder = SimpleNamespace(info=lambda event, **facts: noted.append({"event": event, **facts}))
    monkeypatch.setattr("app.api.middleware.log", recorder)
    desk.create(title="不应入日志的题目")
    assert "不应入日志" in text_of(sign_in("editor").get("/search", q="不应入日志").text)
    desk.get("editor", "/drafts", q="不应入日志")
    assert {"/search", "/api/v1/drafts"} <= {each["route"] for each in noted}
    assert "不应入日志" not in f"{noted}{desk.client.get('/metrics').text}"
