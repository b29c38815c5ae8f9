"""Comments and notifications on the pages, as a browser without scripts uses them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from app.runtime import Runtime
from app.web.text.highlight import Note, highlight
from tests.desk import CLEAN, Desk, on_sqlite
from tests.web.browser import text_of
from tests.web.office_day import SignIn

QUOTE = "医保窗口"


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-2, 45), st.integers(-2, 45)), max_size=6))
def test_notes_leave_the_text_as_it_is(text: str, spans: list[tuple[int, int]]) -> None:
    notes = [Note(n, n, *span) for n, span in enumerate(spans, 1)]
    html = str(highlight(text, (), notes))
    assert re.sub(r"<[^>]*>", "", html) == str(highlight(text, ()))
    shown = [note for note in notes if 0 <= note.start < note.end <= len(text)]
    assert sorted(re.findall(r'id="at(\d+)"', html)) == sorted(str(note.id) for note in shown)
    assert sorted(re.findall(r'href="#c(\d+)"', html)) == sorted(str(note.id) for note in shown)
    noted = sum(any(note.start <= n < note.end for note in shown) for n in range(len(text)))
    pieces = re.findall(r'<span class="noted">(.*?)</span>', html, re.DOTALL)
    assert sum(len(re.sub(r"&[^;]+;", "&", piece)) for piece in pieces) == noted


def test_a_comment_without_a_script_from_writing_to_resolving(sign_in: SignIn, desk: Desk) -> None:
    draft = desk.create()["id"]
    page = f"/drafts/{draft}/comments"
    chief = sign_in("chief")
    chief.get(page)
    answer = chief.post(page, {"text": "@林知秋 请核实。", "quote": QUOTE})
    assert answer.status_code == 303
    number = answer.headers["location"].rpartition("#c")[2]
    assert answer.headers["location"] == f"{page}#c{number}"
    html = chief.get(page).text
    assert f'<span class="noted">{QUOTE}</span>' in html
    assert '<b class="mention">@林知秋</b> 请核实。' in html
    editor = sign_in("editor")
    assert "通知 1 条未读" in text_of(editor.get("/").text)
    editor.get(page)
    editor.post(f"{page}/{number}/answers", {"text": "已核实。"})
    assert "已核实。" in text_of(editor.get(page).text)
    editor.post(f"{page}/{number}/resolve", {})
    html = editor.get(page).text
    assert "已解决 · 林知秋" in text_of(html) and "noted" not in html
    editor.post(f"{page}/{number}/resolve", {})
    assert "1 条未解决" in text_of(editor.get(page).text)


def test_the_draft_page_shows_comments_and_leads_back_to_itself(sign_in: SignIn, desk: Desk) -> None:
    draft = desk.create()["id"]
    chief = sign_in("chief")
    assert "还没有批注" in text_of(chief.get(f"/drafts/{draft}").text)
    answer = chief.post(f"/drafts/{draft}/comments", {"text": "标题再短些。", "quote": "通知"})
    assert answer.headers["location"].startswith(f"/drafts/{draft}#c")
    assert "标题再短些。" in text_of(chief.get(f"/drafts/{draft}").text)


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"text": "请看。", "quote": "没有这句"}, 422, "没有找到"),
        ({"text": "", "quote": QUOTE}, 422, "请写下批注的内容"),
        ({"text": "长" * 2001}, 422, "最多 2000 字"),
        ({"text": "请看。", "quote": QUOTE, "version": "2"}, 409, "新的一版"),
    ],
)
def test_what_was_typed_is_kept_where_it_is_refused(
    sign_in: SignIn, desk: Desk, fields: dict[str, str], status: int, said: str
) -> None:
    page = f"/drafts/{desk.create()['id']}/comments"
    chief = sign_in("chief")
    chief.get(page)
    answer = chief.post(page, dict(fields))
    assert answer.status_code == status
    assert said in text_of(answer.text)
    assert fields["text"] in answer.text and fields.get("quote", "") in answer.text


@on_sqlite
def test_an_empty_answer_is_refused_in_its_place(sign_in: SignIn, desk: Desk) -> None:
    draft = desk.create()["id"]
    made = desk.post("chief", f"/drafts/{draft}/comments", {"text": "请看。"}).json()["id"]
    page = f"/drafts/{draft}/comments"
    editor = sign_in("editor")
    editor.get(page)
    answer = editor.post(f"{page}/{made}/answers", {"text": "  "})
    assert answer.status_code == 422
    assert '<details class="answering" open>' in answer.text
    assert editor.post(f"{page}/{made + 1}/resolve", {}, action=f"{page}/{made}/resolve").status_code == 404


def test_a_changed_passage_is_said_to_be_changed(sign_in: SignIn, desk: Desk) -> None:
    draft = desk.create()["id"]
    desk.post("chief", f"/drafts/{draft}/comments", {"text": "请看。", "quote": QUOTE})
    desk.edit("editor", draft, body=CLEAN.replace("医保", "社保"))
    shown = text_of(sign_in("chief").get(f"/drafts/{draft}/comments").text)
    assert f"原文已改动 {QUOTE}" in shown and "写于第 1 版" in shown


@on_sqlite
def test_who_only_reads_gets_no_form(sign_in: SignIn, desk: Desk) -> None:
    draft = desk.create()["id"]
    desk.post("chief", f"/drafts/{draft}/comments", {"text": "请看。"})
    html = sign_in("auditor").get(f"/drafts/{draft}/comments").text
    assert "请看。" in html and "写批注" not in html and "colleagues" not in html
    assert sign_in("sysadmin").get(f"/drafts/{draft}/comments").status_code == 403


# Notifications


def test_a_notification_leads_to_its_place_and_is_read_then(sign_in: SignIn, desk: Desk) -> None:
    draft = desk.create()["id"]
    desk.submit("editor", draft)
    made = desk.post("editor", f"/drafts/{draft}/comments", {"text": "@周明远 请看。"}).json()["id"]
    chief = sign_in("chief")
    html = chief.get("/notifications").text
    assert "批注中提到您 林知秋" in text_of(html) and "待您审核 林知秋" in text_of(html)
    mention, waiting = re.findall(r'action="(/notifications/\d+)"', html)
    assert chief.post(mention, {}).headers["location"] == f"/drafts/{draft}/comments#c{made}"
    assert "通知 1 条未读" in text_of(chief.get("/notifications").text)
    assert chief.post(waiting, {}).headers["location"] == f"/drafts/{draft}"
    assert "没有未读通知" in text_of(chief.get("/notifications", only="unread").text)
    chief.get("/notifications")
    assert chief.post(mention, {"act": "unread"}).headers["location"] == "/notifications"
    assert mention in chief.get("/notifications", only="unread").text
    other = sign_in("chief2")
    other.get("/notifications")
    csrf = other.hidden("/logout")
    assert other.post(mention, csrf, action="/logout").status_code == 404


def test_all_that_was_shown_is_read_and_no_more(sign_in: SignIn, desk: Desk) -> None:
    for _ in range(2):
        desk.submit("editor", desk.create()["id"])
    chief = sign_in("chief")
    chief.get("/notifications")
    desk.submit("editor", desk.create()["id"])
    assert chief.post("/notifications/read", {}).status_code == 303
    assert "通知 1 条未读" in text_of(chief.get("/notifications").text)


@on_sqlite
def test_many_are_turned_page_by_page(sign_in: SignIn, desk: Desk) -> None:
    draft = desk.create()["id"]
    for n in range(31):
        desk.post("chief", f"/drafts/{draft}/comments", {"text": f"@林知秋 {n}"})
    editor = sign_in("editor")
    html = editor.get("/notifications", only="unread").text
    older = re.search(r'href="(/notifications\?only=unread&amp;cursor=[^"]+)"', html)
    assert older and html.count("批注中提到您") == 30
    assert editor.get(older[1].replace("&amp;", "&")).text.count("批注中提到您") == 1


@on_sqlite
def test_the_address_of_the_digest(sign_in: SignIn, desk: Desk, runtime: Runtime) -> None:
    chief = sign_in("chief")
    assert "邮件汇总" not in chief.get("/notifications").text
    object.__setattr__(runtime, "settings", runtime.settings.model_copy(update={"smtp_url": SecretStr("x")}))
    assert "未开通" in chief.get("/notifications").text
    refused = chief.post("/notifications/address", {"address": "zhou"})
    assert refused.status_code == 422 and 'value="zhou"' in refused.text
    assert chief.post("/notifications/address", {"address": "zhou@office.example"}).status_code == 303
    assert "邮件汇总：zhou@office.example" in chief.get("/notifications", done="address").text
