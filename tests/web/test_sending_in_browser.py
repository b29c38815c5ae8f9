"""A file on its way: seen, stopped, read into the open page, and never at the cost of what was typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.web.chromium import TELEPHONE, Watched

SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
"""A line on which three megabytes take a quarter of a minute (bytes a second)."""
LARGE = FilePayload(name="长文.txt", mimeType="text/plain", buffer="请登陆网站。\n".encode() * 160_000)
SMALL = FilePayload(name="通知.txt", mimeType="text/plain", buffer="请登陆网站。".encode())
LEAVING = "() => dispatchEvent(new Event('beforeunload', { cancelable: true }))"


@pytest.fixture
def watched(chromium: Browser, address: str) -> Iterator[Watched]:
    """A contributor on a telephone; at the end the page must have been silent."""
    width, height = TELEPHONE
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    context.set_default_timeout(10_000)
    watched = Watched(context, address)
    watched.sign_in("contributor")
    yield watched
    context.close()
    assert watched.faults == []


def begin(watched: Watched) -> Page:
    page = watched.page
    page.goto(f"{watched.address}/drafts/new")
    page.locator("#body").fill("已写的正文。")
    return page


def choose(page: Page, file: FilePayload) -> None:
    summary = page.locator(".reading-in > summary")
    if not page.locator("input[type=file]").is_visible():
        summary.click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="读入文件").click()


def test_a_file_on_its_way_is_seen_and_may_be_stopped(watched: Watched) -> None:
    page = begin(watched)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    choose(page, LARGE)
    on_its_way = page.get_by_role("dialog", name="正在上传“长文.txt”")
    expect(on_its_way.get_by_role("progressbar")).to_be_visible()
    expect(on_its_way).to_contain_text("/ 2.9 MiB")
    watched.need_width()
    on_its_way.get_by_role("button", name="停止").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#body")).to_have_value("已写的正文。")
    line.detach()
    choose(page, SMALL)
    expect(page.get_by_text("已读入“通知.txt”")).to_be_focused()


def test_the_page_goes_on_with_what_was_read(watched: Watched) -> None:
    page = begin(watched)
    for _ in range(2):
        choose(page, SMALL)
        expect(page.get_by_text("已读入“通知.txt”")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#body")).to_have_value("已写的正文。\n\n请登陆网站。\n\n请登陆网站。")
    expect(page.locator("[data-found] [data-field]")).to_have_count(2)
    assert not page.evaluate(LEAVING), "what was read is not saved yet"
    page.goto("about:blank")


def test_a_lost_session_leaves_what_was_typed(watched: Watched) -> None:
    page = begin(watched)
    page.context.clear_cookies()
    choose(page, SMALL)
    expect(page.get_by_role("dialog")).to_contain_text("登录已过期")
    page.get_by_role("button", name="返回").click()
    expect(page.locator("#body")).to_have_value("已写的正文。")
