"""The desk in Chromium: by keyboard, on a telephone, two people at once, with a session that ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from app.review.checklists import CHECKLISTS
from app.review.stages import Status
from tests.desk import CLEAN
from tests.web.chromium import DESK, TELEPHONE, Watched

THREE = "来信中的“台湾政府”一词系引用。“台湾政府网站”和“台湾政府官员”亦然。"
LONG = "\n".join(f"第{n}项事项已经办结，群众可以在窗口领取结果。" for n in range(1, 301))
Open = Callable[..., Watched]


@pytest.fixture
def open_at(chromium: Browser, address: str) -> Iterator[Open]:
    """Windows of people who work at the same time, watched."""
    opened: list[Watched] = []

    def open_window(who: str, size: tuple[int, int] = DESK, *, script: bool = True) -> Watched:
        width, height = size
        context = chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script, locale="zh-CN"
        )
        context.set_default_timeout(10_000)
        watched = Watched(context, address)
        watched.sign_in(who)
        opened.append(watched)
        return watched

    yield open_window
    for watched in opened:
        watched.page.context.close()
        assert watched.faults == []


@pytest.fixture
def submit(address: str) -> Callable[..., str]:
    """Makes a draft that waits for its second review; returns its page."""

    def make(title: str, body: str = CLEAN) -> str:
        with httpx2.Client(base_url=f"{address}/api/v1") as client:
            credentials = {"grant_type": "password", "username": "editor", "password": "demo-editor"}
            token = client.post("/auth/token", data=credentials).json()["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"
            made = client.post("/drafts", json={"account": "wechat", "title": title, "body": body})
            draft: dict[str, Any] = made.json()
            opinion = {
                "content_sha256": draft["content_sha256"],
                "checklist": list(CHECKLISTS[Status.FIRST_REVIEW]),
                "dispositions": [
                    {"finding": finding["id"], "verdict": "accepted", "reason": "引用来信原文"}
                    for finding in draft["scan"]["findings"]
                    if finding["severity"] == "block"
                ],
            }
            match = {"If-Match": made.headers["etag"]}
            done = client.post(f"/drafts/{draft['id']}/submit", json=opinion, headers=match)
            assert done.status_code == 200, done.text
        return f"{address}/drafts/{draft['id']}"

    return make


def tick_all(page: Page) -> None:
    """Confirm the whole checklist."""
    for box in page.locator("[name=checklist]").all():
        box.check()


def test_a_chief_disposes_of_three_findings_and_approves_by_few_keys(
    open_at: Open, submit: Callable[..., str]
) -> None:
    draft = submit("三处问题", THREE)
    watched = open_at("chief")
    page = watched.page
    page.goto(draft)
    assert page.locator(".findings li.block").count() == 3
    expect(page.locator("[data-state]")).to_have_text("还有 6 项未核对")
    pressed = ["f", "j", "f", "j", "x", "a"]
    for key in pressed:
        page.keyboard.press(key)
    expect(page.locator(".findings [name^=verdict-]:checked")).to_have_count(3)
    assert "/drafts/" in page.url
    expect(page.locator("[name=checklist]").first).to_be_focused()
    for n in range(1, 7):
        page.keyboard.press(str(n))
    expect(page.locator("[data-state]")).to_have_text("可以签署")
    page.keyboard.press("a")
    pressed.append("a")
    expect(page.get_by_role("status").first).to_contain_text("已签署《三处问题》")
    assert len(pressed) <= 8
    page.goto(draft)
    said = page.locator(".findings .said").filter(has_text="周明远")
    expect(said).to_contain_text(["误报 固有名称", "误报 固有名称", "保留 引用法规原文"])


def test_the_day_by_keyboard(open_at: Open, submit: Callable[..., str]) -> None:
    first, second = submit("键盘一"), submit("键盘二")
    page = open_at("chief2").page
    expect(page.locator("html.keyed")).to_be_attached()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("键盘操作")
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("n")
    expect(page.locator(".rows .title").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-bar]")).to_be_visible()
    page.goto(first)
    page.keyboard.press("n")
    page.wait_for_url(second)
    page.keyboard.press("p")
    page.wait_for_url(first)
    page.keyboard.press("r")
    expect(page.get_by_label("意见（退回")).to_be_focused()
    page.keyboard.type("请补充来源？a1")
    expect(page.locator("[name=checklist]:checked")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_role("status").first).to_contain_text("已退回《键盘一》")


def test_on_a_telephone_approval_takes_two_taps_beyond_the_list(
    open_at: Open, submit: Callable[..., str]
) -> None:
    draft = submit("电话上签")
    watched = open_at("chief", TELEPHONE)
    page = watched.page
    page.goto(draft)
    watched.need_width()
    approve = page.get_by_role("button", name="通过")
    expect(approve).to_be_in_viewport()
    approve.click()
    expect(page.locator("[name=checklist]").first).to_be_in_viewport()
    tick_all(page)
    expect(approve).to_be_in_viewport()
    approve.click()
    expect(page.get_by_role("status").first).to_contain_text("已签署《电话上签》")


def test_a_long_text_is_read_to_its_end_before_it_is_approved(
    open_at: Open, submit: Callable[..., str]
) -> None:
    draft = submit("长文", LONG)
    page = open_at("chief", TELEPHONE).page
    page.goto(draft)
    tick_all(page)
    page.evaluate("scrollTo(0, 0)")
    page.goto(draft)
    expect(page.locator("[data-state]")).to_contain_text("全文尚未读到末尾")
    page.get_by_role("button", name="通过").click()
    expect(page.get_by_text("全文完")).to_be_in_viewport()
    expect(page.locator("[data-state]")).to_have_text("还有 6 项未核对")
    tick_all(page)
    page.get_by_role("button", name="通过").click()
    expect(page.get_by_role("status").first).to_contain_text("已签署《长文》")


def test_a_long_text_is_signed_on_its_last_page_without_javascript(
    open_at: Open, submit: Callable[..., str]
) -> None:
    draft = submit("逐页", LONG)
    watched = open_at("chief", TELEPHONE, script=False)
    page = watched.page
    page.goto(draft)
    expect(page.get_by_role("button", name="通过")).to_be_disabled()
    page.get_by_role("link", name="逐页阅读").click()
    while page.get_by_role("link", name="下一页").count():
        watched.need_width()
        expect(page.get_by_role("button", name="通过")).to_have_count(0)
        page.get_by_role("link", name="下一页").click()
    tick_all(page)
    page.get_by_role("button", name="通过").click()
    expect(page.get_by_role("status").first).to_contain_text("已签署《逐页》")


def test_two_people_see_each_other_and_what_happens(open_at: Open, submit: Callable[..., str]) -> None:
    draft = submit("两人同审")
    one, other, queue = open_at("chief"), open_at("chief2"), open_at("chief2")
    one.page.goto(draft)
    row = queue.page.locator(".rows li").filter(has_text="两人同审")
    expect(row).to_contain_text("周明远正在审阅")
    other.page.goto(draft)
    expect(other.page.locator("[data-readers]")).to_contain_text("周明远正在审阅")
    expect(one.page.locator("[data-readers]")).to_contain_text("何静正在审阅")
    other.page.get_by_label("意见（退回").fill("我再想想")
    tick_all(one.page)
    one.page.get_by_role("button", name="通过").click()
    expect(one.page.get_by_role("status").first).to_contain_text("已签署《两人同审》")
    told = other.page.locator("[data-readers]")
    expect(told).to_contain_text("审核通过（复审），周明远")
    expect(row).to_have_count(0)
    other.page.get_by_role("button", name="退回").click()
    expect(other.page.get_by_role("alert")).to_contain_text("您刚才填写的意见：我再想想")
    other.faults = [fault for fault in other.faults if "412" not in fault]


def test_a_session_that_ends_in_the_middle_loses_nothing(open_at: Open, submit: Callable[..., str]) -> None:
    draft = submit("会话中断", THREE)
    watched = open_at("chief")
    page = watched.page
    page.goto(draft)
    page.get_by_label("意见（退回").fill("第二段的数字请与统计局核对。")
    page.locator(".findings li.block").first.locator("summary").first.click()
    page.get_by_label("保留：自写理由").first.check()
    page.get_by_label("理由", exact=True).first.fill("来信原话")
    page.context.clear_cookies()
    page.get_by_role("button", name="退回").click()
    page.get_by_label("用户名").fill("chief")
    page.get_by_label("密码").fill("demo-chief")
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(draft)
    expect(page.get_by_label("意见（退回")).to_have_value("第二段的数字请与统计局核对。")
    expect(page.get_by_label("保留：自写理由").first).to_be_checked()
    expect(page.get_by_label("理由", exact=True).first).to_have_value("来信原话")
    expect(page.locator("[name=checklist]:checked")).to_have_count(0)
    page.get_by_role("button", name="退回").click()
    expect(page.get_by_role("status").first).to_contain_text("已退回《会话中断》")
    page.go_back()
    expect(page.get_by_text("已退回").first).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('opinion ')).length") == 0
