"""A file read into the form of a draft: what comes into it, what is shown beside, and nothing is lost."""

from __future__ import annotations

import re
from hashlib import sha256
from html import unescape

import pytest
from markupsafe import escape
from PIL import Image

from tests.desk import CLEAN, Desk
from tests.files.making import docx, encoded, p, part, pdf, poster, zipped
from tests.web.browser import Browser, Fields, text_of
from tests.web.office_day import NEW, SignIn, written

SLIP = docx(
    p("关于缴费的通知") + p("请登陆网站。", inside='<w:r><w:commentReference w:id="0"/></w:r>'),
    {"rId1": ("comments", "comments.xml")},
    {"word/comments.xml": part("comments", f'<w:comment w:id="0">{p("再核实")}</w:comment>')},
)
TYPED = NEW | {"note": "给审核人的话", "title": "已写的标题", "body": "已写的正文。"}


def read_in(browser: Browser, name: str, data: bytes, address: str = "/drafts/new", **fields: str) -> str:
    browser.get(address)
    sent: Fields = browser.hidden(address) | NEW | {"title": "", "body": ""} | fields
    response = browser.send_file(f"{address}/file", sent, name, data)
    assert response.headers["content-type"].startswith("text/html")
    return response.text


def field(html: str, name: str) -> str:
    """What stands in a text field of the page."""
    area = re.search(rf'<textarea name="{name}"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    line = re.search(rf'<input name="{name}" value="([^"]*)"', html)
    found = area or line
    assert found
    return unescape(found[1])


def test_a_word_file_becomes_title_and_body_with_its_findings_by_place(sign_in: SignIn, desk: Desk) -> None:
    html = read_in(sign_in("editor"), "通知.docx", SLIP)
    assert (field(html, "title"), field(html, "body")) == ("关于缴费的通知", "请登陆网站。")
    text = text_of(html)
    assert "已读入“通知.docx”，还没有保存" in text
    for place in ("文字关 · 第 2 段", "文字关 · 第 2 段 批注 1", "提醒 批注没有删除"):
        assert place in text
    assert desk.get("auditor", "/drafts").json()["items"] == []


@pytest.mark.parametrize(
    ("name", "data", "format", "body"),
    [
        ("a.md", "# 题\n\n请**登陆**。", "markdown", "请**登陆**。"),
        ("a.html", "<h1>题</h1><p>请登陆</p>", "html", "<h1>题</h1><p>请登陆</p>"),
        ("a.txt", "题\n请登陆。", "text", "请登陆。"),
    ],
)
def test_a_text_file_keeps_its_format(sign_in: SignIn, name: str, data: str, format: str, body: str) -> None:
    html = read_in(sign_in("editor"), name, data.encode("gb18030"))
    assert (field(html, "title"), field(html, "body")) == ("题", body)
    assert f'<option value="{format}" selected>' in html


def test_a_poster_comes_along_as_an_attachment(sign_in: SignIn, desk: Desk) -> None:
    editor, data = (
        sign_in("editor"),
        encoded(poster("周末开放", "请登陆网站", code="https://item.taobao.com/1")),
    )
    html = read_in(editor, "海报.png", data)
    digest = sha256(data).hexdigest()
    assert f'name="asset" value="{digest} 海报.png" checked' in html
    assert "图片 1 中的码" in html
    assert html.count("<rect") == 2
    assert "data:image/jpeg;base64," in html
    editor.get("/drafts/new")
    sent = NEW | {"asset": f"{digest} 海报.png"}
    draft = str(editor.post("/drafts/new", sent).headers["location"].partition("?")[0])
    stored = desk.draft(draft.removeprefix("/drafts/"))[0]
    assert stored["assets"] == [{"url": "海报.png", "sha256": digest}]
    editor.get(f"{draft}/edit")
    assert editor.post(f"{draft}/edit", NEW).status_code == 303
    assert desk.draft(draft.removeprefix("/drafts/"))[0]["assets"] == []


@pytest.mark.parametrize("value", ["x", f"{'g' * 64} a.png", f"{'0' * 64} {'长' * 2001}"])
def test_an_attachment_that_is_none_is_refused(sign_in: SignIn, value: str) -> None:
    editor = sign_in("editor")
    editor.get("/drafts/new")
    response = editor.post("/drafts/new", NEW | {"asset": value})
    assert response.status_code == 422
    assert "附件信息不完整" in response.text


def test_too_many_attachments_are_refused(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    editor.get("/drafts/new")
    response = editor.post("/drafts/new", NEW | {"asset": [f"{n:064x} a.png" for n in range(101)]})
    assert (response.status_code, "最多 100 个" in response.text) == (422, True)


def test_a_file_is_put_behind_what_is_typed_or_in_its_place(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    html = read_in(editor, "a.docx", SLIP, **TYPED)
    assert field(html, "body") == "已写的正文。\n\n请登陆网站。"
    assert field(html, "title") == "已写的标题"
    html = read_in(editor, "a.docx", SLIP, **TYPED, put="replace")
    assert field(html, "body") == "请登陆网站。"
    assert field(html, "title") == "关于缴费的通知"
    html = read_in(editor, "a.html", "<p>请登陆网站</p>".encode(), **TYPED)
    assert "不能接在后面" in html
    assert field(html, "body") == "已写的正文。"
    assert "“登陆”" in text_of(html)


def test_a_picture_without_text_changes_nothing_but_the_attachments(sign_in: SignIn) -> None:
    html = read_in(sign_in("editor"), "a.png", encoded(Image.new("RGB", (300, 300), "white")), **TYPED)
    assert (field(html, "title"), field(html, "body")) == ("已写的标题", "已写的正文。")
    assert 'a.png" checked' in html


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 999
BOMB = zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b" " * (300 << 20)})


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [
        ("", b"", 422, "请选择文件"),
        ("a.docx", b"", 422, "文件是空的"),
        ("a.docx", LOCKED, 422, "文件已加密"),
        ("a.docx", b"PK\x03\x04" * 50, 422, "损坏"),
        ("a.docx", b"%PDF-1.7", 422, "内容却是 PDF"),
        ("a.docx", BOMB, 422, "过于复杂"),
        ("a.docm", SLIP, 422, "含有宏"),
        ("a.docx", docx(p(inside='<w:fldSimple w:instr="DDEAUTO cmd"/>')), 422, "含有宏"),
        ("a.doc", b"x", 415, "另存为 .docx"),
        ("a.pdf", b"%PDF-1.7 broken", 422, "损坏"),
        ("a.png", b"\x89PNG\r\n\x1a\nbroken", 422, "损坏"),
        ("a.txt", b"\xff\xfe\xfa", 422, "不是可识别的文本"),
        ("a.txt", b"a" * (5 << 20), 413, "不能超过 4 MiB"),
        ("a.txt", "字".encode() * 400_000, 413, "不能超过 1 MiB"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_loses_nothing(
    sign_in: SignIn, name: str, data: bytes, status: int, said: str
) -> None:
    editor = sign_in("editor")
    editor.get("/drafts/new")
    response = editor.send_file("/drafts/new/file", editor.hidden("/drafts/new") | TYPED, name, data)
    assert response.status_code == status
    assert said in text_of(response.text)
    assert (field(response.text, "title"), field(response.text, "body")) == ("已写的标题", "已写的正文。")
    assert field(response.text, "note") == "给审核人的话"
    assert '<option value="wechat" selected>' in response.text


def test_a_large_text_typed_beside_a_file_is_kept(sign_in: SignIn) -> None:
    body = CLEAN * 8000
    html = read_in(sign_in("editor"), "a.docx", b"x", body=body)
    assert field(html, "body") == body


def test_a_file_for_a_draft_keeps_the_state_that_was_seen(sign_in: SignIn) -> None:
    editor, other = sign_in("editor"), sign_in("editor2")
    draft = written(editor)
    address = f"{draft}/edit"
    editor.get(address)
    seen = editor.hidden(address)
    other.get(address)
    assert other.post(address, NEW | {"body": "他人的修改。"}).status_code == 303
    response = editor.send_file(f"{address}/file", seen | NEW, "a.docx", SLIP)
    assert f'name="if_match" value="{escape(str(seen["if_match"]))}"' in response.text
    assert "请登陆网站。" in field(response.text, "body")


def test_files_are_for_those_who_write(sign_in: SignIn) -> None:
    draft = written(sign_in("editor"))
    chief, contributor = sign_in("chief"), sign_in("contributor")
    chief.get("/")
    token = chief.hidden("/logout")
    for address in ("/drafts/new", f"{draft}/edit"):
        assert chief.send_file(f"{address}/file", token | NEW, "a.docx", SLIP).status_code == 403
    contributor.get("/drafts/new")
    sent = contributor.hidden("/drafts/new") | NEW
    assert contributor.send_file("/drafts/new/file", sent, "a.docx", SLIP).status_code == 200
    assert contributor.send_file(f"{draft}/edit/file", sent, "a.docx", SLIP).status_code == 403
    assert contributor.send_file("/drafts/new/file", sent | {"csrf": "x"}, "a.docx", SLIP).status_code == 403


def test_a_reloaded_address_leads_back_to_the_form(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    draft = written(editor)
    assert editor.get("/drafts/new/file").headers["location"] == "/drafts/new"
    assert editor.get(f"{draft}/edit/file").headers["location"] == f"{draft}/edit"


def test_a_pdf_says_its_pages(sign_in: SignIn) -> None:
    html = read_in(sign_in("editor"), "解读.pdf", pdf(["政策解读", "背景。"], ["请登陆网站。"]))
    assert "第 2 页 第 1 行" in html


def test_what_a_file_is_called_does_no_harm(sign_in: SignIn) -> None:
    html = read_in(sign_in("editor"), '<script>alert(1)</script>".txt', "题\n请登陆。".encode())
    assert "<script>alert" not in html
