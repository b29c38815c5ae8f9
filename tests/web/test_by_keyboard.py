"""The day of an editor and of a leader by keyboard alone, in Chromium: not one click."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.chromium import DESK, Watched

FAR = 80
"""Presses of Tab after which nobody would look for a field any more."""


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A window at the login page; at the end it must have been silent."""
    width, height = DESK
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    context.set_default_timeout(10_000)
    watched = Watched(context, address)
    watched.page.goto(address)
    yield watched.page
    context.close()
    assert watched.faults == []


def sign_in(page: Page, who: str) -> None:
    for word, key in ((who, "Tab"), (f"demo-{who}", "Enter")):
        page.keyboard.type(word)
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def reach(page: Page, place: Locator) -> None:
    """Tab on until it has the focus."""
    for _ in range(FAR):
        if place.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{place} is not reached by Tab")


def write(page: Page, label: str, words: str) -> None:
    reach(page, page.get_by_label(label, exact=True))
    page.keyboard.type(words)


def ready(page: Page) -> None:
    """The page listens to keys."""
    expect(page.locator("html.keyed")).to_be_attached()


def tick(page: Page) -> None:
    for n in range(page.locator("[name=checklist]").count()):
        page.keyboard.press(str(n + 1))


def test_an_editor_writes_adopts_disposes_and_submits(page: Page) -> None:
    sign_in(page, "editor")
    reach(page, page.get_by_role("link", name="新建稿件").first)
    page.keyboard.press("Enter")
    reach(page, page.get_by_label("账号"))
    page.keyboard.press("ArrowDown")
    write(page, "标题", "键盘写成的通知")
    write(page, "正文", "请登陆网站办理。来信提到“台湾政府”一词。")
    expect(page.locator("[data-found] [data-field]")).to_have_count(2)
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+Enter")
    expect(page.locator("#body")).to_have_value("请登录网站办理。来信提到“台湾政府”一词。")
    reach(page, page.get_by_role("button", name="保存并检查"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("稿件已保存")
    ready(page)
    page.keyboard.press("x")
    tick(page)
    page.keyboard.press("a")
    expect(page.get_by_role("status").first).to_contain_text("已提交审核")
    expect(page.locator(".findings .said")).to_contain_text("保留 引用法规原文")


def test_a_leader_reads_the_queue_and_signs(page: Page) -> None:
    sign_in(page, "principal")
    ready(page)
    page.keyboard.press("n")
    expect(page.locator(".rows .title").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-bar]")).to_be_visible()
    ready(page)
    draft = page.url
    page.keyboard.press("End")
    tick(page)
    expect(page.locator("[data-state]")).to_have_text("可以签署")
    page.keyboard.press("a")
    expect(page.get_by_role("status").first).to_contain_text("已签署")
    assert page.url != draft
    page.goto(draft)
    expect(page.get_by_text("凭证有效")).to_be_visible()
