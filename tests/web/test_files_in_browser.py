"""The editor's page in Chromium: files read in, findings while typing, proposals, preview, paste."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.files.making import docx, encoded, p, part, pdf, poster, r, table
from tests.web.chromium import DESK, TELEPHONE, Watched

SHOP = "https://item.taobao.com/item.htm?id=1"
COMMENTED = docx(
    p("关于缴费的通知")
    + p("请登陆网站办理。", inside='<w:r><w:commentReference w:id="0"/></w:r>')
    + table(["序号", "事项"], ["1", "联系台湾政府"]),
    {"rId1": ("comments", "comments.xml"), "rId2": ("header", "header1.xml")},
    {
        "word/comments.xml": part("comments", f'<w:comment w:id="0">{p("这里再核实")}</w:comment>'),
        "word/header1.xml": part("hdr", p("内部资料")),
    },
)
CHANGED = docx(
    p("工作简报")
    + p("周六开放。", inside=f'<w:ins w:id="1">{r("新增一句。")}</w:ins>')
    + p("内文", inside=r("内部口径", "<w:vanish/>"))
)
FILES = {
    "通知.docx": (COMMENTED, ["第 2 段", "表格 1 第 2 行 第 2 列", "批注 1", "页眉 1"]),
    "简报.docx": (CHANGED, ["修订没有接受", "隐藏文字"]),
    "干净.docx": (docx(p("周末开放") + p("政务服务中心周六照常办理业务。")), ["没有发现问题"]),
    "解读.pdf": (pdf(["政策解读", "背景。"], ["请登陆网站。"]), ["第 2 页 第 1 行"]),
    "公告.pdf": (pdf(["公告", "政务服务中心周六照常办理业务。"]), ["没有发现问题"]),
    "店铺.png": (encoded(poster("防汛知识", "请登陆网站", code=SHOP)), ["图片 1 中的码", "淘宝"]),
    "群聊.png": (encoded(poster("扫码加入群聊", code="wxp://f2f0abcd")), ["码的内容不是网页地址"]),
    "海报.jpg": (encoded(poster("周末开放", "请提前预约"), "JPEG"), ["画面内容"]),
}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Three Word files, two PDFs and three posters, one with a code that leads to a shop."""
    for name, (data, _) in FILES.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def begin(watched: Watched) -> Page:
    watched.sign_in("editor")
    page = watched.page
    page.goto(f"{watched.address}/drafts/new")
    page.get_by_label("账号").select_option("wechat")
    return page


def test_a_word_file_and_a_poster_become_drafts(watched: Watched, files: Path) -> None:
    page = begin(watched)
    page.locator("input[type=file]").set_input_files(files / "通知.docx")
    page.get_by_role("button", name="读入文件").click()
    expect(page.get_by_role("status").first).to_contain_text("已读入“通知.docx”")
    expect(page.get_by_label("标题", exact=True)).to_have_value("关于缴费的通知")
    expect(page.locator("#body")).to_have_value("请登陆网站办理。\n\n序号\t事项\n\n1\t联系台湾政府")
    for place in FILES["通知.docx"][1]:
        expect(page.get_by_text(place).first).to_be_visible()
    watched.need_width()
    page.get_by_role("button", name="保存并检查").click()
    expect(page.get_by_role("status")).to_contain_text("稿件已保存")
    page.get_by_role("button", name="采用“台湾方面”").click()
    expect(page.get_by_role("status")).to_contain_text("建议已采用")
    expect(page.locator("#text")).to_contain_text("联系台湾方面")
    watched.need_width()

    page.goto(f"{watched.address}/drafts/new")
    page.get_by_label("账号").select_option("wechat")
    page.locator("input[type=file]").set_input_files(files / "店铺.png")
    page.get_by_role("button", name="读入文件").click()
    expect(page.get_by_role("checkbox", name="店铺.png")).to_be_checked()
    expect(page.locator("rect.block")).to_have_count(1)
    watched.need_width()
    page.get_by_role("button", name="保存并检查").click()
    expect(page.get_by_text("附件 1 个")).to_be_visible()
    page.get_by_role("link", name="手机预览").click()
    expect(page.frame_locator("iframe").get_by_role("heading", name="防汛知识")).to_be_visible()
    watched.need_width()


def test_every_kind_of_file_is_checked(watched: Watched, files: Path) -> None:
    watched.sign_in("contributor")
    page = watched.page
    page.goto(f"{watched.address}/check")
    for name, (_, said) in FILES.items():
        page.locator("input[type=file]").set_input_files(files / name)
        page.get_by_role("button", name="检查", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text(f"已检查“{name}”")
        for words in said:
            expect(page.locator("#main")).to_contain_text(words)
        watched.need_width()


def test_a_file_that_cannot_be_read_leaves_what_was_typed(watched: Watched, tmp_path: Path) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 broken")
    page = begin(watched)
    page.locator("#body").fill("已写的正文。")
    page.locator("input[type=file]").set_input_files(broken)
    page.get_by_role("button", name="读入文件").click()
    expect(page.get_by_role("alert")).to_contain_text("损坏")
    expect(page.locator("#body")).to_have_value("已写的正文。")
    watched.need_width()
    watched.faults = [fault for fault in watched.faults if "422" not in fault]


@pytest.fixture(params=[DESK, TELEPHONE], ids=["desk", "telephone"])
def scripted(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page of a new draft, with JavaScript; at the end it must have been silent."""
    width, height = request.param
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    context.set_default_timeout(10_000)
    watched = Watched(context, address)
    yield begin(watched)
    watched.need_width()
    context.close()
    assert watched.faults == []


def test_findings_appear_while_typing_and_are_adopted_by_click(scripted: Page) -> None:
    body = scripted.locator("#body")
    body.press_sequentially("😀请登陆网站，联系台湾政府。")
    expect(scripted.locator("[data-found] [data-field]")).to_have_count(2)
    expect(scripted.locator(".layer mark")).to_have_text(["登陆", "台湾政府"])
    scripted.get_by_role("button", name="问题 2，看原文").click()
    selection = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert body.evaluate(selection) == "台湾政府"
    scripted.get_by_role("button", name="采用“台湾方面”").click()
    expect(body).to_have_value("😀请登陆网站，联系台湾方面。")
    expect(scripted.locator(".layer mark")).to_have_text(["登陆"])
    scripted.keyboard.press("Control+z")
    expect(body).to_have_value("😀请登陆网站，联系台湾政府。")
    expect(scripted.locator(".layer mark")).to_have_text(["登陆", "台湾政府"])


def test_findings_are_adopted_by_key_alone(scripted: Page) -> None:
    title, body = scripted.get_by_label("标题", exact=True), scripted.locator("#body")
    title.fill("登陆网站须知")
    body.fill("请登陆网站。\n" + "办事指南。\n" * 60 + "身份证号码11010519491231002X。")
    expect(scripted.locator("[data-found] [data-field]")).to_have_count(3)
    title.focus()
    scripted.keyboard.press("Home")
    for _ in range(3):
        scripted.keyboard.press("Alt+ArrowDown")
    expect(body).to_be_focused()
    visible = "field => field.scrollTop > 0"
    assert body.evaluate(visible)
    scripted.keyboard.press("Alt+Enter")
    scripted.keyboard.press("Alt+ArrowUp")
    scripted.keyboard.press("Alt+Enter")
    scripted.keyboard.press("Alt+ArrowUp")
    expect(title).to_be_focused()
    scripted.keyboard.press("Alt+Enter")
    expect(title).to_have_value("登录网站须知")
    expected = "请登录网站。\n" + "办事指南。\n" * 60 + "身份证号码110105********002X。"
    expect(body).to_have_value(expected)


def test_marks_follow_the_text_before_the_next_check(scripted: Page) -> None:
    body = scripted.locator("#body")
    body.fill("请登陆网站。")
    expect(scripted.locator(".layer mark")).to_have_text(["登陆"])
    scripted.route("**/check/typing", lambda route: None)
    body.focus()
    scripted.keyboard.press("Home")
    scripted.keyboard.insert_text("通知：")
    assert scripted.locator(".layer mark").all_inner_texts() == ["登陆"]
    scripted.get_by_role("button", name="采用“登录”").click()
    expect(body).to_have_value("通知：请登录网站。")


def test_a_lost_session_is_said_and_loses_nothing(scripted: Page) -> None:
    scripted.context.clear_cookies()
    scripted.locator("#body").fill("请登陆网站。")
    expect(scripted.locator("[data-state]")).to_contain_text("登录已过期")
    expect(scripted.locator("#body")).to_have_value("请登陆网站。")


def test_a_file_may_be_dropped(scripted: Page) -> None:
    dropped = scripted.evaluate_handle(
        "() => { const held = new DataTransfer();"
        " held.items.add(new File(['关于缴费的通知\\n请登陆网站。'], '通知.txt')); return held; }"
    )
    scripted.locator("[data-drop]").dispatch_event("drop", {"dataTransfer": dropped})
    expect(scripted.get_by_text("已读入“通知.txt”")).to_be_visible()
    expect(scripted.locator("#body")).to_have_value("请登陆网站。")


def test_a_paste_keeps_structure_where_the_format_is_html(scripted: Page) -> None:
    body = scripted.locator("#body")
    paste = """(field, html) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/html", html);
        clipboardData.setData("text/plain", "纯文字");
        const options = { clipboardData, bubbles: true, cancelable: true };
        return field.dispatchEvent(new ClipboardEvent("paste", options));
    }"""
    html = "<p style='x:y'>请<b>办理</b></p><script>alert(1)</script>"
    assert body.evaluate(paste, html)  # a plain text: the browser pastes by itself
    scripted.get_by_label("正文格式").select_option("html")
    assert not body.evaluate(paste, html)
    expect(body).to_have_value("<p>请<b>办理</b></p>")


def test_what_is_typed_is_shown_as_on_a_phone(scripted: Page) -> None:
    scripted.get_by_label("正文格式").select_option("html")
    scripted.locator("#body").fill(
        "<p>请办理</p><script>top.x = 1</script><img src=https://elsewhere.example/a.png>"
    )
    scripted.get_by_text("手机预览").first.click()
    scripted.get_by_role("button", name="显示现在的标题和正文").click()
    expect(scripted.frame_locator("iframe").get_by_text("请办理")).to_be_visible()
    assert scripted.evaluate("window.x") is None
    expect(scripted.get_by_role("button", name="显示现在的标题和正文")).to_be_enabled()
