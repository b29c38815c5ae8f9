"""The pages without a browser: what each person sees and does, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from http.cookies import SimpleCookie

import pytest
from fastapi.testclient import TestClient

from app.config import Settings
from app.main import create_app
from app.review.checklists import CHECKLISTS
from app.review.stages import Status
from app.runtime import Runtime
from app.web.login import local
from tests.desk import BLOCKED, CLEAN, CRITICAL, Desk
from tests.web.browser import ORIGIN, Browser, text_of

SignIn = Callable[[str], Browser]
NEW = {"account": "wechat", "title": "周六开放", "body": CLEAN, "format": "text", "kind": "original"}
ALL_OF_FIRST = list(CHECKLISTS[Status.FIRST_REVIEW])


@pytest.fixture
def sign_in(client: TestClient, runtime: Runtime) -> SignIn:
    """A browser with that person signed in."""
    return lambda who: Browser(client, runtime, who)


def written(browser: Browser, **fields: str) -> str:
    """The address of a new draft, made at the page."""
    browser.get("/drafts/new")
    response = browser.post("/drafts/new", NEW | fields, action="")
    assert response.status_code == 303, text_of(response.text)
    return str(response.headers["location"].partition("?")[0])


def approve(browser: Browser, draft: str, stage: Status, **fields: str) -> None:
    """Sign a stage at the page."""
    browser.get(draft)
    checklist = {"action": "approve", "checklist": list(CHECKLISTS[stage])}
    response = browser.post(draft, checklist | fields)
    assert response.status_code == 303, text_of(response.text)


def released(sign_in: SignIn) -> str:
    """A draft taken through its day at the pages."""
    editor = sign_in("editor")
    draft = written(editor)
    approve(editor, draft, Status.FIRST_REVIEW)
    approve(sign_in("chief"), draft, Status.SECOND_REVIEW)
    approve(sign_in("deputy"), draft, Status.FINAL_REVIEW)
    return draft


# Signing in and out


def test_nobody_signed_in_is_led_to_the_login_page_and_back(client: TestClient) -> None:
    response = client.get("/drafts?status=editing", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/login?next=/drafts")
    page = client.get("/login?next=/drafts")
    assert 'name="next" value="/drafts"' in page.text
    credentials = {"username": "editor", "password": "demo-editor", "next": "/drafts"}
    response = client.post("/login", data=credentials, headers=ORIGIN, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/drafts")
    assert client.get("/drafts").status_code == 200
    assert client.get("/login?next=/drafts", follow_redirects=False).headers["location"] == "/drafts"


def test_wrong_credentials_are_said_plainly_and_the_name_is_kept(client: TestClient) -> None:
    response = client.post("/login", data={"username": "edi<tor", "password": "x"}, headers=ORIGIN)
    assert response.status_code == 401
    assert "用户名或密码不正确" in response.text
    assert 'value="edi&lt;tor"' in response.text


def test_the_demo_lists_its_people(client: TestClient) -> None:
    assert "demo-contributor" in client.get("/login").text


@pytest.mark.parametrize("plain", [True, False])
def test_the_cookie_is_bound_to_host_and_tls(runtime: Runtime, plain: bool) -> None:
    settings = Settings(**runtime.settings.model_dump() | {"plain_cookie": plain})
    served = Runtime(settings, runtime.database, runtime.ring, runtime.rules, runtime.keys)
    with TestClient(create_app(runtime=served)) as client:
        credentials = {"username": "editor", "password": "demo-editor"}
        response = client.post("/login", data=credentials, headers=ORIGIN, follow_redirects=False)
    (cookie,) = SimpleCookie(response.headers["set-cookie"]).values()
    assert cookie.key == ("sanshen" if plain else "__Host-sanshen")
    assert bool(cookie["secure"]) is not plain
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "lax", "/")
    assert not cookie["domain"]


def test_signing_out_ends_the_session(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    editor.get("/")
    assert editor.post("/logout", {}).headers["location"] == "/login"
    assert editor.get("/").headers["location"] == "/login?next=/"


@pytest.mark.parametrize(
    "address", ["//evil.test", "https://evil.test", "/\\evil.test", "/\t/evil.test", "", "evil", "/\x00"]
)
def test_login_leads_only_to_local_paths(address: str) -> None:
    assert local(address) == "/"


# Forms that do not come from our pages


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": "", "Referer": "http://evil.test/testserver"},
        {"Origin": "", "Referer": ""},
        {"Origin": "", "Referer": "http://[bad"},
    ],
)
def test_a_form_from_elsewhere_is_refused(sign_in: SignIn, headers: dict[str, str]) -> None:
    editor = sign_in("editor")
    editor.get("/drafts/new")
    response = editor.post("/drafts/new", NEW, action="", **headers)
    assert response.status_code == 403
    assert "不是从本系统页面发出" in response.text


def test_a_form_with_a_referer_of_our_own_is_taken(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    editor.get("/drafts/new")
    own = {"Origin": "", "Referer": "http://testserver/drafts/new"}
    assert editor.post("/drafts/new", NEW, action="", **own).status_code == 303


@pytest.mark.parametrize("csrf", ["", "wrong", "错"])
def test_a_form_without_the_sessions_token_is_refused(sign_in: SignIn, csrf: str) -> None:
    editor = sign_in("editor")
    editor.get("/drafts/new")
    assert editor.post("/drafts/new", NEW | {"csrf": csrf}, action="").status_code == 403


def test_another_sessions_token_is_refused(sign_in: SignIn) -> None:
    editor, other = sign_in("editor"), sign_in("editor")
    editor.get("/drafts/new")
    other.get("/drafts/new")
    stolen = {"csrf": other.hidden("")["csrf"]}
    assert editor.post("/drafts/new", NEW | stolen, action="").status_code == 403


def test_a_login_from_elsewhere_is_refused(client: TestClient) -> None:
    credentials = {"username": "editor", "password": "demo-editor"}
    response = client.post("/login", data=credentials, headers={"Origin": "http://evil.test"})
    assert response.status_code == 403


# Errors


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


# Writing


def test_a_new_draft_shows_its_findings_in_place(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    page = editor.get(written(editor, body=BLOCKED, title="<script>alert(1)</script>"))
    assert re.search(r'<mark class="block"[^>]*><a href="#f\d+"[^>]*>台湾政府</a></mark>', page.text)
    assert "<script>alert" not in page.text
    assert "须处理" in text_of(page.text)


def test_what_cannot_be_saved_is_kept_in_the_form(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    editor.get("/drafts/new")
    response = editor.post("/drafts/new", NEW | {"account": "", "title": "留住我"}, action="")
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
    assert editor.post(address, fields, action="").status_code == 303
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
    assert editor.post(f"{draft}/edit", fields, action="").status_code == 303
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
    assert other.post(f"{draft}/edit", NEW | {"body": "他人的修改。"}, action="").status_code == 303
    response = editor.post(f"{draft}/edit", NEW | {"body": "我的修改。"}, action="")
    assert response.status_code == 412
    assert "我的修改。" in response.text
    assert "他人更新" in response.text


# Reviewing


def test_the_day_of_three_people_ends_with_a_certificate(sign_in: SignIn) -> None:
    draft = released(sign_in)
    page = sign_in("deputy").get(f"{draft}/certificate")
    shown = text_of(page.text)
    for word in ("签发单", "cert_", "林知秋", "周明远", "宋立群", CLEAN):
        assert word in shown
    assert "凭证有效" in text_of(sign_in("editor").get(draft).text)


def test_no_item_is_ticked_beforehand(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    page = editor.get(written(editor)).text
    assert page.count('name="checklist"') == len(ALL_OF_FIRST)
    assert "checked" not in page


def test_a_refused_act_keeps_what_was_typed(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    draft = written(editor)
    editor.get(draft)
    response = editor.post(draft, {"checklist": ALL_OF_FIRST[:2], "comment": "已核对<部分>"})
    assert response.status_code == 422
    assert "还有核对事项未确认" in response.text
    assert "已核对&lt;部分&gt;" in response.text
    assert response.text.count(" checked") == 2


def test_blocking_findings_ask_for_a_word_and_a_reason(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    draft = written(editor, body=BLOCKED)
    page = editor.get(draft).text
    name = re.search(r'name="verdict-([^"]+)"', page)
    assert name
    refused = editor.post(draft, {"checklist": ALL_OF_FIRST})
    assert refused.status_code == 409
    assert "尚未处置" in refused.text
    half = editor.post(draft, {"checklist": ALL_OF_FIRST, f"reason-{name[1]}": "引用原文"})
    assert half.status_code == 422
    assert "引用原文" in half.text
    said = {f"verdict-{name[1]}": "accepted", f"reason-{name[1]}": "引用原文"}
    assert editor.post(draft, {"checklist": ALL_OF_FIRST} | said).status_code == 303
    assert "保留 引用原文 林知秋" in text_of(sign_in("chief").get(draft).text)


def test_returning_asks_for_a_reason_and_leads_back(sign_in: SignIn) -> None:
    editor, chief, deputy = sign_in("editor"), sign_in("chief"), sign_in("deputy")
    draft = written(editor)
    approve(editor, draft, Status.FIRST_REVIEW)
    approve(chief, draft, Status.SECOND_REVIEW)
    deputy.get(draft)
    refused = deputy.post(draft, {"action": "return", "return_to": "second_review"})
    assert refused.status_code == 422
    assert "须写明理由" in refused.text
    fields: dict[str, str | list[str]] = {
        "action": "return",
        "return_to": "second_review",
        "comment": "请复审补充依据",
    }
    assert deputy.post(draft, fields).status_code == 303
    shown = text_of(chief.get(draft).text)
    assert "复审意见" in shown
    assert "请复审补充依据" in shown


def test_a_draft_that_changed_meanwhile_must_be_confirmed_anew(sign_in: SignIn) -> None:
    editor, chief = sign_in("editor"), sign_in("chief")
    draft = written(editor)
    approve(editor, draft, Status.FIRST_REVIEW)
    chief.get(draft)
    editor.get(f"{draft}/edit")
    editor.post(f"{draft}/edit", NEW | {"body": "新的正文。"}, action="")
    approve(editor, draft, Status.FIRST_REVIEW)
    response = chief.post(
        draft,
        {"action": "approve", "checklist": list(CHECKLISTS[Status.SECOND_REVIEW]), "comment": "同意"},
    )
    assert response.status_code == 412
    assert " checked" not in response.text
    assert "同意</textarea>" in response.text
    assert "新的正文。" in response.text


def test_the_level_can_be_raised_and_then_belongs_to_the_principal(sign_in: SignIn) -> None:
    editor, chief, deputy = sign_in("editor"), sign_in("chief"), sign_in("deputy")
    draft = written(editor)
    approve(editor, draft, Status.FIRST_REVIEW)
    approve(chief, draft, Status.SECOND_REVIEW, level="critical")
    page = deputy.get(draft)
    assert "须由主要领导终审" in page.text
    assert "终审意见" not in page.text
    assert draft in sign_in("principal").get("/").text
    assert draft not in deputy.get("/").text


def test_whoever_wrote_it_is_told_why_they_may_not_decide(sign_in: SignIn, desk: Desk) -> None:
    draft = desk.create("editor")["id"]
    desk.submit("editor", draft)
    assert "须由科室负责人进行" in sign_in("editor2").get(f"/drafts/{draft}").text


def test_withdrawing_and_revoking_ask_for_a_reason(sign_in: SignIn) -> None:
    editor, deputy = sign_in("editor"), sign_in("deputy")
    draft = written(editor)
    editor.get(draft)
    assert editor.post(draft, {"act": "withdraw", "withdraw_reason": " "}).status_code == 422
    assert editor.post(draft, {"act": "withdraw", "withdraw_reason": "信息有变"}).status_code == 303
    assert "已撤稿" in text_of(editor.get(draft).text)
    draft = released(sign_in)
    deputy.get(draft)
    assert deputy.post(draft, {"act": "revoke", "revoke_reason": "数据有误"}).status_code == 303
    assert "撤销：数据有误" in text_of(deputy.get(f"{draft}/certificate").text)


# Who sees what


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
    assert sign_in("sysadmin").get("/").headers["location"] == "/office"
    assert sign_in("secadmin").get("/").headers["location"] == "/office"


@pytest.mark.parametrize("who", ["sysadmin", "secadmin"])
def test_administrators_read_no_drafts(sign_in: SignIn, who: str) -> None:
    draft = written(sign_in("editor"))
    admin = sign_in(who)
    for path in (draft, f"{draft}/edit", f"{draft}/versions/1", f"{draft}/diff", "/drafts", "/ledger"):
        assert admin.get(path).status_code == 403, path
    assert admin.get("/office").status_code == 200


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


# Ledger and documentation


def test_the_auditor_reads_verifies_and_exports(sign_in: SignIn) -> None:
    draft = released(sign_in)
    auditor = sign_in("auditor")
    page = auditor.get("/ledger", event="draft.released").text
    assert f'href="{draft}"' in page
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
