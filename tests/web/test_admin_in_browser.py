"""The administrators in Chromium: on a desk and on a telephone, with and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.chromium import Watched


def test_a_new_person_is_added_and_signs_in(watched: Watched, request: pytest.FixtureRequest) -> None:
    page, username = watched.page, f"gaoxin-{request.node.callspec.id}"
    watched.sign_in("sysadmin")
    watched.need_width()
    page.get_by_text("新建人员").first.click()
    page.get_by_label("姓名", exact=True).fill("高新")
    page.get_by_label("用户名（").fill(username)
    page.get_by_label("编辑", exact=True).check()
    watched.need_width()
    page.get_by_role("button", name="新建人员").click()
    password = page.locator("output").inner_text()
    watched.need_width()

    page.get_by_role("button", name="退出").click()
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("设定自己的密码")
    page.get_by_label("一次性密码").fill(password)
    page.get_by_label("新密码（").fill("wo-zi-ji-de-2026")
    page.get_by_label("再输一次").fill("wo-zi-ji-de-2026")
    watched.need_width()
    page.get_by_role("button", name="设定密码并登录").click()
    expect(page.get_by_role("heading", name="待我审核")).to_be_visible()
    # The sign-in without a new password is a 403, which Chromium notes on the console.
    watched.faults = [fault for fault in watched.faults if "403" not in fault]


def test_the_system_administrator_s_pages(watched: Watched) -> None:
    page = watched.page
    watched.sign_in("sysadmin")
    page.get_by_role("link", name="周明远").click()
    expect(page.get_by_label("科室负责人")).to_be_checked()
    page.get_by_text("停用（离职").click()
    watched.need_width()
    for path, link in (("/accounts", "江州数据发布"), ("/keys", ""), ("/password", "")):
        page.goto(watched.address + path)
        watched.need_width()
        if link:
            page.get_by_role("link", name=link).first.click()
            watched.need_width()


def test_an_account_is_signed_more_strictly(watched: Watched) -> None:
    page = watched.page
    watched.sign_in("secadmin")
    page.goto(f"{watched.address}/policy")
    watched.need_width()
    page.get_by_role("link", name="江州数据发布").click()
    page.locator("[name=principal_from]").select_option("important")
    page.get_by_label("重大敏感，终审").fill("2")
    page.get_by_label("变更理由").fill("从严")
    watched.need_width()
    page.get_by_role("button", name="保存账号规则").click()
    expect(page.get_by_role("status")).to_contain_text("审签规则已变更")
    page.goto(f"{watched.address}/sources")
    watched.need_width()


def test_the_auditor_follows_an_article_and_a_person(watched: Watched) -> None:
    page = watched.page
    watched.sign_in("auditor")
    page.get_by_label("事项").select_option("draft.revoked")
    page.get_by_role("button", name="筛选").click()
    watched.need_width()
    page.get_by_role("link", name="市政务服务中心周六").first.click()
    expect(page.get_by_role("heading", name="稿件审核单")).to_be_visible()
    expect(page.get_by_text("何静").first).to_be_visible()
    watched.need_width()
    page.goto(f"{watched.address}/reviewers")
    watched.need_width()
    page.get_by_role("link", name="何静").click()
    expect(page.get_by_text("后被撤销").first).to_be_visible()
    watched.need_width()
