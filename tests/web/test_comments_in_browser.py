"""Comments at a real browser: a passage is selected, a colleague is named, the notification leads back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.chromium import DESK, TELEPHONE, Watched

SELECT = """([from, to]) => {
  const texts = document.createTreeWalker(document.querySelector("#text > .body"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) /* to the last */;
  const range = document.createRange();
  range.setStart(texts.currentNode, from);
  range.setEnd(texts.currentNode, to);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
WORDS = "批注（用 @姓名 提醒同事）"


def open_comments(watched: Watched, who: str) -> Page:
    """The comments on the first draft of the list."""
    watched.sign_in(who)
    page = watched.page
    page.goto(f"{watched.address}/drafts")
    draft = page.locator("main a[href^='/drafts/']:not([href*='/new']):not([href*='?'])").first
    page.goto(f"{watched.address}{draft.get_attribute('href')}/comments")
    return page


@pytest.mark.parametrize("size", [DESK, TELEPHONE], ids=["desk", "telephone"])
def test_a_passage_is_selected_and_a_colleague_named(
    chromium: Browser, address: str, size: tuple[int, int]
) -> None:
    width, height = size
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    context.set_default_timeout(10_000)
    watched = Watched(context, address)
    page = open_comments(watched, "deputy")
    offer = page.get_by_role("button", name="批注所选文字")
    expect(offer).to_be_hidden()
    page.evaluate(SELECT, [2, 8])
    quote = page.evaluate("getSelection().toString()")
    offer.click()
    expect(offer).to_be_hidden()
    expect(page.get_by_label("针对哪一段原文")).to_have_value(quote)
    words = page.get_by_label(WORDS)
    words.press_sequentially("请@周")
    expect(page.get_by_role("option")).to_have_text("周明远 chief")
    words.press("Enter")
    words.press_sequentially("核实")
    expect(words).to_have_value("请@周明远 核实")
    words.press_sequentially("，@")
    expect(page.get_by_role("option")).not_to_have_count(1)
    words.press("ArrowDown")
    words.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.get_by_role("button", name="写入批注").click()
    expect(page.locator(".threads .mention").last).to_have_text("@周明远")
    expect(page.locator(".noted", has_text=quote)).to_be_visible()
    watched.need_width()

    watched.sign_in("chief")
    page.get_by_role("link", name="通知").click()
    watched.need_width()
    page.locator("li", has_text="批注中提到您").locator(".link").first.click()
    assert page.url.partition("#")[0].endswith("/comments")
    expect(page.locator(":target")).to_contain_text("核实")
    page.locator(":target").get_by_text("回复", exact=True).first.click()
    page.locator(":target").get_by_label("回复宋立群").fill("已核实。")
    page.locator(":target").get_by_role("button", name="回复").click()
    expect(page.locator(".answer:target")).to_contain_text("已核实。")
    context.close()
    assert watched.faults == []


def test_without_a_script_the_passage_is_copied_by_hand(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    context.set_default_timeout(10_000)
    watched = Watched(context, address)
    page = open_comments(watched, "principal")
    title = page.locator(".headline").inner_text()
    if not page.get_by_label(WORDS).is_visible():
        page.get_by_text("写批注").click()
    page.get_by_label("针对哪一段原文").fill(title)
    page.get_by_label(WORDS).fill("标题再短些。")
    page.get_by_role("button", name="写入批注").click()
    expect(page.locator(":target")).to_contain_text("标题再短些。")
    expect(page.locator(".headline .noted")).to_have_text(title)
    context.close()
    assert watched.faults == []
