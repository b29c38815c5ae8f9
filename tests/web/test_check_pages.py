"""Checking without storing: files and texts on a page of their own, and a form while it is being typed."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from typing import Any

import pytest
from fastapi import Request
from starlette.types import Message

from app.content import MAX_CONTENT
from app.errors import Invalid
from app.web.forms import read_upload
from tests.desk import BLOCKED, CLEAN, Desk
from tests.files.making import docx, encoded, p, poster
from tests.web.browser import Browser, text_of
from tests.web.office_day import NEW, SignIn


def check(browser: Browser, name: str = "", data: bytes = b"", **fields: str) -> Any:
    browser.get("/check")
    sent = browser.hidden("") | {"text": "", "format": "text"} | fields
    return browser.send_file("/check", sent, name, data)


def typing(browser: Browser, **fields: str) -> Any:
    browser.get("/drafts/new")
    return browser.post("/check/typing", NEW | {"title": ""} | fields, action="/drafts/new")


def items(html: str) -> list[dict[str, str]]:
    """The findings of the piece of page, by their data."""
    return [
        {name: unescape(value) for name, value in re.findall(r'data-(\w+)="([^"]*)"', tag)}
        for tag in re.findall(r"<li [^>]*data-field[^>]*>", html)
    ]


def test_a_file_is_checked_and_not_kept(sign_in: SignIn, desk: Desk) -> None:
    response = check(sign_in("contributor"), "通知.docx", docx(p("通知") + p("请登陆网站。")))
    assert response.status_code == 200
    text = text_of(response.text)
    assert "已检查“通知.docx”" in text
    assert "文字关 · 第 2 段" in text
    assert '请<a id="m1"></a><mark class="warn"' in response.text
    assert desk.get("auditor", "/drafts").json()["items"] == []
    assert "通知.docx" not in desk.get("auditor", "/ledger").text


def test_a_poster_is_shown_with_the_places_of_its_findings(sign_in: SignIn) -> None:
    data = encoded(poster("周末开放", "请登陆网站", code="https://item.taobao.com/item.htm?id=1"))
    html = check(sign_in("editor"), "海报.png", data).text
    assert 'viewBox="0 0 1080 1440"' in html
    assert '<rect class="warn"' in html
    assert '<rect class="block"' in html
    assert "淘宝" in html


@pytest.mark.parametrize(
    ("format", "text", "place"),
    [("text", "第一行\n请登陆网站。", "第 2 行"), ("html", "<p>请登陆网站</p>", "第 1 行")],
)
def test_a_text_is_checked_too(sign_in: SignIn, format: str, text: str, place: str) -> None:
    response = check(sign_in("editor"), text=text, format=format)
    assert place in text_of(response.text)
    assert "已检查“粘贴的文字”" in text_of(response.text)


def test_a_clean_text_is_said_to_be_clean(sign_in: SignIn) -> None:
    assert "没有发现问题" in check(sign_in("editor"), text=CLEAN).text


@pytest.mark.parametrize(
    ("name", "data", "fields", "status", "said"),
    [
        ("", b"", {}, 422, "请选择文件，或粘贴"),
        ("", b"", {"text": "请登陆", "format": "word"}, 422, "请选择“格式”"),
        ("a.docx", b"PK\x03\x04", {"text": "留住我"}, 422, "损坏"),
        ("a.exe", b"MZ", {"text": "留住我"}, 415, "暂不支持"),
        ("", b"", {"text": "字" * (MAX_CONTENT // 3 + 1)}, 413, "1 MiB"),
    ],
)
def test_what_cannot_be_checked_is_said(
    sign_in: SignIn, name: str, data: bytes, fields: dict[str, str], status: int, said: str
) -> None:
    response = check(sign_in("editor"), name, data, **fields)
    assert response.status_code == status
    assert said in text_of(response.text)
    assert "已检查" not in response.text
    assert fields.get("text", "") in unescape(response.text)


@pytest.mark.parametrize("who", ["chief", "secadmin", "auditor", "sysadmin"])
def test_checking_is_for_those_who_write(sign_in: SignIn, who: str) -> None:
    browser = sign_in(who)
    assert browser.get("/check").status_code == 403
    browser.get("/password")
    token = browser.hidden("/logout")
    assert browser.send_file("/check", token | {"text": "x"}, "", b"").status_code == 403
    for path in ("/check/typing", "/check/preview", "/check/paste"):
        assert browser.post(path, token, action="/logout").status_code == 403


def test_findings_while_typing_stand_in_units_of_a_browser(sign_in: SignIn) -> None:
    found = items(typing(sign_in("editor"), title="😀登陆网站", body="😀𠮷请登陆网站。").text)
    places = [(one["field"], one["start"], one["end"], one["text"], one["severity"]) for one in found]
    assert places == [("title", "2", "4", "登陆", "warn"), ("body", "5", "7", "登陆", "warn")]


def test_proposals_are_buttons(sign_in: SignIn) -> None:
    html = typing(sign_in("editor"), body=BLOCKED + "身份证号码11010519491231002X。").text
    assert 'data-use="台湾当局">采用“台湾当局”' in html
    assert 'data-use="110105********002X"' in html


def test_a_proposal_in_html_is_escaped(sign_in: SignIn) -> None:
    html = typing(sign_in("editor"), format="html", body="<p>请<b>登</b>陆网站</p>").text
    (one,) = items(html)
    assert one["text"] == "登</b>陆"


def test_what_is_not_whole_yet_does_no_harm(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    for fields in (
        {"format": "", "kind": "", "account": ""},
        {"text_date": "2026-1", "exemption_ground": "公示", "publish_after": "x"},
        {"account": "nobody", "kind": "reprint", "source_title": "原题"},
        {"body": ""},
        {"body": "<script>alert(1)</script>" * 50},
    ):
        response = typing(editor, **fields)
        assert response.status_code == 200, fields
        assert "<script>" not in response.text
    assert typing(editor, body="字" * (MAX_CONTENT // 3 + 1)).status_code == 413


def test_typing_needs_the_page_of_this_session(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    editor.get("/drafts/new")
    assert editor.post("/check/typing", NEW | {"csrf": "x"}, action="/drafts/new").status_code == 403
    foreign = {"Origin": "https://elsewhere.example"}
    assert editor.post("/check/typing", NEW, action="/drafts/new", **foreign).status_code == 403
    editor.token = "gone"
    response = editor.post("/check/typing", NEW, action="/drafts/new")
    assert (response.status_code, response.headers["location"]) == (303, "/login?next=/")


def test_what_an_account_has_suppressed_is_silent_while_typing(sign_in: SignIn, desk: Desk) -> None:
    body = {"rule": "wrong-terms", "text": "登陆", "reason": "系统名称", "ends_on": "2027-03-01"}
    sentence = "请登陆网站。"
    editor = sign_in("editor")
    (one,) = items(typing(editor, body=sentence).text)
    assert one["text"] == "登陆"
    made = desk.post("chief", "/suppressions", body | {"account": "wechat", "sentence": sentence})
    assert made.status_code == 201, made.text
    assert desk.post("secadmin", f"/suppressions/{made.json()['id']}/approve", {}).status_code == 200
    assert items(typing(editor, body=sentence, account="wechat").text) == []
    assert len(items(typing(editor, body=sentence, account="weibo").text)) == 1


def test_a_file_that_is_stopped_on_its_way_is_no_fault_of_the_service() -> None:
    kind = (b"content-type", b"multipart/form-data; boundary=x")

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def send() -> None:
        async with read_upload(Request({"type": "http", "headers": [kind]}, gone)):
            raise AssertionError("nothing has come")

    with pytest.raises(Invalid) as refused:
        asyncio.run(send())
    assert refused.value.code == "incomplete_request"
