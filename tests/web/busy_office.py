"""The demo after some days of work, so that every page of every role has something to show."""

from __future__ import annotations

from datetime import timedelta

from fastapi.testclient import TestClient

from app.demo import fill
from app.main import create_app
from app.rulesets.suppressions import today
from app.runtime import Runtime
from tests.desk import Desk
from tests.rulesets.lists import bring_in, content, propose

LONG = "关于进一步规范全市政务新媒体信息发布审核工作并做好节假日期间值班值守和舆情应对准备有关事项的通知" * 3


def fill_busy(runtime: Runtime) -> None:
    """Fill an empty database with the demo, and let its people work on."""
    fill(runtime)
    with TestClient(create_app(runtime=runtime)) as client:
        desk = Desk(client, runtime)
        bring_in(desk, "office-terms", content("启明工程", "曙光计划"))
        propose(desk, "office-terms", content("启明工程", "晨光行动"))
        propose(desk, "names", content("便民服务站点"))
        _false_alarms(desk)
        _commented(desk)
        desk.create("editor", title=LONG, body="\n".join(f"一、{LONG}" for _ in range(40)))
        draft = desk.create(
            "editor", kind="reply", question="办证要带什么？", note="请核对", body="请带身份证。"
        )
        desk.edit("editor", draft["id"], body="请带身份证和户口簿。", kind="reply", question="办证要带什么？")


def _false_alarms(desk: Desk) -> None:
    for number, decision in enumerate(("approve", "refuse", "")):
        draft = desk.create("editor", body=f"系统今日启用，请登陆{number}号系统。")
        findings = desk.draft(draft["id"])[0]["scan"]["findings"]
        wrong = next(finding["id"] for finding in findings if finding["text"] == "登陆")
        asked = {
            "draft": draft["id"],
            "finding": wrong,
            "phrase": f"请登陆{number}号",
            "reason": "系统名称如此",
        }
        ends_on = (today() + timedelta(days=30)).isoformat()
        made = desk.post("editor", "/suppressions", asked | {"ends_on": ends_on}).json()
        if decision:
            desk.post("secadmin", f"/suppressions/{made['id']}/{decision}", {"comment": "已核实"})


def _commented(desk: Desk) -> None:
    draft = desk.create(
        "editor", title="中秋假期服务安排", body="请登陆网站预约，联系台湾政府。\n大厅照常开放。"
    )
    address = f"/drafts/{draft['id']}"
    made = desk.post(
        "chief", f"{address}/comments", {"text": "@林知秋 请核对时间。", "quote": "大厅照常开放"}
    )
    desk.post("editor", f"{address}/comments/{made.json()['id']}/answers", {"text": "已核对。"})
