"""The pages without a browser: errors, writing, who sees what, the ledger, the documentation."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from app.review.stages import Status
from tests.desk import BLOCKED, CLEAN, CRITICAL, Desk
from tests.web.browser import text_of
from tests.web.office_day import NEW, SignIn, approve, released, written


@pytest.mark.parametrize("path", ["/nothing", "/drafts/not-a-draft", f"/drafts/{'0' * 32}", "/logout"])
def test_errors_of_pages_are_pages(sign_in: SignIn, path: str) -> None:
    response = sign_in("editor").get(path)
    assert response.status_code in {404, 405}
    assert response.headers["content-type"].startswith("text/html")
    assert "回到首页" in response.text


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/static/nothing.css", "/.well-known/nothing"])
def test_errors_of_programs_are_problems(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "path", ["/drafts?cursor=x", "/?cursor=x", "/drafts?status=x", "/ledger?since=x", "/ledger?draft=%00"]
)
def test_odd_addresses_do_no_harm(sign_in: SignIn, path: str) -> None:
    who = "auditor" if path.startswith("/ledger") else "editor"
    assert sign_in(who).get(path).status_code in {200, 422}


def test_odd_forms_do_no_harm(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    draft = written(editor)
    for fields in (
        {},
        {"act": "fly"},
        {"act": "decide"},
        {"act": "submit", "reason-x": "理由"},
        {"a\0": "\0"},
    ):
        editor.get(draft)
        response = editor.post(draft, {"act": "", "content_sha256": "", "if_match": ""} | fields)
        assert response.status_code in {409, 412, 422}, fields
    assert editor.post("/drafts/new", {"csrf": editor.hidden(draft)["csrf"]}, action=draft).status_code == 422


def test_a_new_draft_shows_its_findings_in_place(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    page = editor.get(written(editor, body=BLOCKED, title="<script>alert(1)</script>"))
    assert re.search(r'<mark class="block"[^>]*><a href="#f\d+"[^>]*>台湾政府</a></mark>', page.text)
    assert "<script>alert" not in page.text
    assert "须处理" in text_of(page.text)


def test_what_cannot_be_saved_is_kept_in_the_form(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    editor.get("/drafts/new")
    response = editor.post("/drafts/new", NEW | {"account": "", "title": "留住我"})
    assert response.status_code == 422
    assert "请填写“账号”" in response.text
    assert "留住我" in response.text
    assert CLEAN in response.text


def test_line_ends_are_stored_as_typed(sign_in: SignIn, desk: Desk) -> None:
    editor = sign_in("editor")
    draft = written(editor, body="\r\n第一行\r\n第二行")
    assert desk.draft(draft.removeprefix("/drafts/"))[0]["body"] == "\n第一行\n第二行"
    assert ">\n\n第一行\n第二行</textarea>" in editor.get(f"{draft}/edit").text


def test_saving_an_unchanged_draft_keeps_what_the_form_does_not_show(sign_in: SignIn, desk: Desk) -> None:
    whole = {
        "kind": "reprint",
        "source": {"name": "新华社", "url": "https://www.news.cn/1", "title": "原题", "body": "原文"},
        "assets": [{"url": "https://www.example.gov.cn/a.png", "sha256": "0" * 64}],
        "exemption": {"ground": "行政处罚公示", "basis": "行政处罚法第四十八条"},
        "text_date": "2026-11-20",
        "note": "请核对",
        "publish_after": "2026-12-01T00:00:30Z",
    }
    draft = desk.create(**whole)
    editor = sign_in("editor")
    address = f"/drafts/{draft['id']}/edit"
    fields = _fields_of(editor.get(address).text)
    assert editor.post(address, fields).status_code == 303
    assert desk.draft(draft["id"])[0]["version"] == 1


def _fields_of(html: str) -> dict[str, str | list[str]]:
    """What a browser would send of the writing form as it stands."""
    texts = re.findall(r'<textarea name="(\w+)"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    inputs = re.findall(r'<input (?:type="[\w-]+" )?name="(\w+)" value="([^"]*)"', html)
    chosen = re.findall(r'<select name="(\w+)">.*?<option value="(\w+)" selected', html)
    return {name: unescape(value) for name, value in (*texts, *inputs, *chosen)}


def test_an_edit_voids_the_signatures_and_shows_what_changed(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    draft = written(editor)
    approve(editor, draft, Status.FIRST_REVIEW)
    editor.get(f"{draft}/edit")
    fields = NEW | {"body": CLEAN.replace("周六", "周日")}
    assert editor.post(f"{draft}/edit", fields).status_code == 303
    assert "编辑中" in text_of(editor.get(draft).text)
    comparison = editor.get(f"{draft}/diff").text
    assert "<del>六</del><ins>日</ins>" in comparison
    assert "周六" in text_of(editor.get(f"{draft}/versions/1").text)
    assert editor.get(f"{draft}/versions/3").status_code == 404
    assert editor.get(f"{draft}/versions/{10**12}").status_code == 404


def test_an_edit_over_somebody_elses_keeps_what_was_typed(sign_in: SignIn) -> None:
    editor, other = sign_in("editor"), sign_in("editor2")
    draft = written(editor)
    editor.get(f"{draft}/edit")
    other.get(f"{draft}/edit")
    assert other.post(f"{draft}/edit", NEW | {"body": "他人的修改。"}).status_code == 303
    response = editor.post(f"{draft}/edit", NEW | {"body": "我的修改。"})
    assert response.status_code == 412
    assert "我的修改。" in response.text
    assert "他人更新" in response.text


def test_each_person_starts_where_their_work_is(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    draft = written(editor, body=CRITICAL)
    approve(editor, draft, Status.FIRST_REVIEW)
    queue = text_of(sign_in("chief").get("/").text)
    assert "重大敏感" in queue
    assert "待复审" in queue
    assert "还剩 3 小时" in queue
    assert "我的稿件" in sign_in("contributor").get("/").text
    assert sign_in("auditor").get("/").headers["location"] == "/ledger"
    assert sign_in("sysadmin").get("/").headers["location"] == "/people"
    assert sign_in("secadmin").get("/").headers["location"] == "/lexicons"


@pytest.mark.parametrize("who", ["sysadmin", "secadmin"])
def test_administrators_read_no_drafts(sign_in: SignIn, who: str) -> None:
    draft = written(sign_in("editor"))
    admin = sign_in(who)
    for path in (draft, f"{draft}/edit", f"{draft}/versions/1", f"{draft}/diff", "/drafts", "/ledger"):
        assert admin.get(path).status_code == 403, path
    assert admin.get("/accounts").status_code == 200


def test_another_office_sees_nothing(sign_in: SignIn) -> None:
    draft = written(sign_in("editor"))
    assert sign_in("b-editor").get(draft).status_code == 404
    assert draft not in sign_in("b-chief").get("/drafts").text


def test_contributors_see_their_own_drafts_only(sign_in: SignIn) -> None:
    other = written(sign_in("editor"))
    contributor = sign_in("contributor")
    mine = written(contributor)
    page = contributor.get("/drafts").text
    assert mine in page
    assert other not in page
    assert contributor.get(other).status_code == 403
    contributor.get(mine)
    assert contributor.post(mine, {}).status_code == 303
    assert "待初审" in text_of(contributor.get(mine).text)


def test_a_signed_page_is_never_kept_by_browsers(sign_in: SignIn) -> None:
    response = sign_in("editor").get("/drafts")
    assert response.headers["cache-control"] == "no-store"
    assert "'unsafe-inline'" not in response.headers["content-security-policy"]


def test_the_auditor_reads_verifies_and_exports(sign_in: SignIn) -> None:
    draft = released(sign_in)
    auditor = sign_in("auditor")
    page = auditor.get("/ledger", event="draft.released").text
    assert f'href="{draft}/sheet"' in page
    assert "审核通过</b>" not in page
    verified = auditor.post("/ledger/verify", {})
    assert "台账完整" in verified.text
    export = auditor.post("/ledger/export", {})
    assert export.headers["content-type"] == "application/x-ndjson"
    assert export.text.splitlines()[-1].startswith('{"checkpoint":')
    assert "导出台账</b>" in auditor.get("/ledger", event="ledger.exported").text


def test_the_ledger_is_for_the_auditor(sign_in: SignIn) -> None:
    deputy = sign_in("deputy")
    assert deputy.get("/ledger").status_code == 403
    deputy.get("/")
    csrf = deputy.hidden("/logout")["csrf"]
    for path in ("/ledger/verify", "/ledger/export"):
        assert deputy.post(path, {"csrf": csrf}, action="/logout").status_code == 403


def test_lists_turn_pages(sign_in: SignIn, desk: Desk) -> None:
    for _ in range(31):
        desk.create("editor")
    editor = sign_in("editor")
    page = editor.get("/drafts").text
    following = re.search(r'href="(/drafts\?cursor=[^"]+)"', page)
    assert following
    assert editor.get(following[1]).text.count('class="title"') == 1


def test_the_documentation_needs_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs").text
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert address.startswith("/")
        assert client.get(address).status_code == 200
    assert "/drafts/new" not in client.get("/openapi.json").text
