"""The pages in Chromium: the three people's day on a desk and on a telephone, with and without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.chromium import Watched


def decide(watched: Watched, who: str, title: str, stage: str) -> None:
    """Take the draft from the queue, tick every item, approve."""
    page = watched.page
    watched.sign_in(who)
    watched.need_width()
    page.get_by_role("link", name=title).first.click()
    tick_all(page)
    page.get_by_label("意见（退回").fill(f"{stage}同意。")
    page.get_by_role("button", name="通过").click()
    expect(page.get_by_role("status").first).to_contain_text(f"已签署《{title}》")
    watched.need_width()


def tick_all(page: Page) -> None:
    """Confirm the whole checklist."""
    for box in page.locator("[name=checklist]").all():
        box.check()


def test_the_day_of_three_people(watched: Watched, request: pytest.FixtureRequest) -> None:
    page = watched.page
    title = f"端午假期办事安排 {request.node.callspec.id}"
    watched.sign_in("editor")
    page.goto(f"{watched.address}/drafts/new")
    page.get_by_label("账号").select_option("wechat")
    page.get_by_label("标题", exact=True).fill(title)
    page.get_by_label("正文", exact=True).fill("一网通办平台照常受理。\n台湾政府一词见附件，请登陆网站查看。")
    watched.need_width()
    page.get_by_role("button", name="保存并检查").click()

    mark = page.locator("mark.block")
    expect(mark).to_have_text("台湾政府")
    mark.get_by_role("link").click()
    assert "#f" in page.url
    tick_all(page)
    page.get_by_role("button", name="签署初审并提交").click()
    expect(page.get_by_role("alert")).to_contain_text("尚未处置")
    expect(page.locator("[name=checklist]:checked")).to_have_count(7)
    page.get_by_role("radiogroup").first.get_by_label("保留：自写理由").check()
    page.locator("li.block").get_by_role("textbox", name="理由").fill("引用来信原文。")
    page.get_by_role("button", name="签署初审并提交").click()
    expect(page.get_by_role("status")).to_contain_text("已提交审核")
    watched.need_width()

    # The refused submission is a 409, which Chromium notes on the console.
    watched.faults = [fault for fault in watched.faults if "409" not in fault]
    draft = page.url.partition("?")[0]
    decide(watched, "chief", title, "复审")
    decide(watched, "principal", title, "终审")
    page.goto(draft)
    expect(page.get_by_text("凭证有效")).to_be_visible()
    page.get_by_role("link", name="签发单").click()
    expect(page.get_by_text("cert_").first).to_be_visible()
    watched.need_width()


def test_the_auditor_verifies_the_ledger(watched: Watched) -> None:
    watched.sign_in("auditor")
    watched.need_width()
    watched.page.get_by_role("button", name="核验完整性").click()
    expect(watched.page.get_by_role("status")).to_contain_text("台账完整")
    watched.need_width()


def test_two_administrators_bring_a_list_into_force(
    watched: Watched, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    page = watched.page
    name = f"office-{request.node.callspec.id}"
    file = tmp_path / "词表.csv"
    file.write_text(
        "词条,建议,级别\n便民服务站点,便民服务站,提示\n延时办理服务,延时服务,\n", encoding="utf-8-sig"
    )
    watched.sign_in("secadmin")
    page.goto(f"{watched.address}/lexicons")
    page.get_by_role("link", name="导入词库").click()
    watched.need_width()
    page.get_by_label("词库文件").set_input_files(file)
    page.get_by_label("词库名").fill(name)
    page.get_by_label("类别").select_option({"desk": "POL-03", "telephone": "TXT-01"}.get(name[7:], "TON-02"))
    page.get_by_label("变更理由").fill("统一用语")
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("heading", name="变更预览")).to_be_visible()
    watched.need_width()
    page.get_by_role("button", name="提出变更").click()
    expect(page.get_by_role("status")).to_contain_text("变更已提出")

    watched.sign_in("secadmin2")
    page.goto(f"{watched.address}/lexicons")
    watched.need_width()
    page.get_by_role("row", name=name).get_by_role("link", name="第 1 版").click()
    watched.need_width()
    page.get_by_role("button", name="批准").click()
    expect(page.get_by_role("status")).to_contain_text("变更已批准")
    page.get_by_role("link", name=f"词库 {name}").click()
    expect(page.get_by_text("在用").first).to_be_visible()
    watched.need_width()


def test_a_list_may_be_dropped_on_its_field(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    watched = Watched(context, address)
    watched.sign_in("secadmin")
    page = watched.page
    page.goto(f"{address}/lexicon-upload")
    expect(page.get_by_text("也可以把文件拖到这里")).to_be_visible()
    dropped = page.evaluate_handle(
        "() => { const held = new DataTransfer();"
        " held.items.add(new File(['甲乙丙'], 'dropped.txt')); return held; }"
    )
    page.locator("[data-drop]").dispatch_event("drop", {"dataTransfer": dropped})
    expect(page.get_by_text("dropped.txt")).to_be_visible()
    assert page.get_by_label("词库文件").evaluate("field => field.files.length") == 1
    context.close()
    assert watched.faults == []


def test_an_editor_asks_for_a_suppression_and_an_administrator_grants_it(
    watched: Watched, request: pytest.FixtureRequest
) -> None:
    page = watched.page
    word = {"desk": "登陆", "telephone": "布署", "no-script": "按装"}[request.node.callspec.id]
    watched.sign_in("editor")
    page.goto(f"{watched.address}/drafts/new")
    page.get_by_label("账号").select_option("wechat")
    page.get_by_label("标题", exact=True).fill("通知")
    page.get_by_label("正文", exact=True).fill(f"我市{word}系统于今日启用，欢迎市民使用。")
    page.get_by_role("button", name="保存并检查").click()
    page.get_by_text("申请豁免（今后不再提示）").first.click()
    page.get_by_label("为什么是误报").first.fill("系统名称如此")
    watched.need_width()
    page.get_by_role("button", name="申请豁免").first.click()
    expect(page.get_by_role("status")).to_contain_text("误报豁免已申请")

    watched.sign_in("secadmin")
    page.goto(f"{watched.address}/suppressions")
    watched.need_width()
    page.get_by_role("article").filter(has_text=word).get_by_role("button", name="批准").click()
    expect(page.get_by_role("status")).to_contain_text("豁免已批准")
    watched.need_width()


def test_the_fields_of_a_reprint_show_when_they_are_needed(watched: Watched) -> None:
    page = watched.page
    watched.sign_in("contributor")
    page.goto(f"{watched.address}/drafts/new")
    expect(page.get_by_label("稿源单位")).to_be_hidden()
    page.get_by_label("稿件类型").select_option("reprint")
    expect(page.get_by_label("稿源单位")).to_be_visible()
    watched.need_width()


def test_the_documentation_shows_every_call(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    watched = Watched(context, address)
    watched.page.goto(f"{address}/docs")
    expect(watched.page.get_by_text("/api/v1/precheck", exact=True)).to_be_visible(timeout=20_000)
    context.close()
    assert watched.faults == []
