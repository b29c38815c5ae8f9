"""The administrators' pages: people, accounts, keys, policy, sources, one's own password."""

from __future__ import annotations

import re

import httpx2
import pytest

from app.review.routing import RULE
from tests.desk import BASE, CLEAN, Desk, on_sqlite
from tests.web.browser import Browser, Fields, text_of
from tests.web.office_day import SignIn

ORIGIN = {"Origin": "http://testserver"}
OWN = "wo-zi-ji-de-2026"
FACTS: Fields = {
    "name": "江州政务视频号",
    "platform": "视频号",
    "filing_number": "皖政新备2026002",
    "duties": "政务公开和便民服务",
    "keywords": "政务、便民 服务，公开",
}


def person_at(desk: Desk, username: str) -> str:
    """The address of a person's page."""
    return f"/people/{desk.get(username, '/me').json()['id']}"


def once_on(page: httpx2.Response) -> str:
    """The secret that a page shows once."""
    assert page.status_code == 200, text_of(page.text)
    assert page.headers["cache-control"] == "no-store"
    shown = re.search(r"<output>(.+?)</output>", page.text)
    assert shown
    return shown[1]


def log_in(desk: Desk, username: str, **fields: str) -> httpx2.Response:
    form = {"username": username, "next": "/"} | fields
    return desk.client.post("/login", data=form, headers=ORIGIN, follow_redirects=False)


# People


def test_a_new_person_sets_their_own_password_at_the_first_sign_in(sign_in: SignIn, desk: Desk) -> None:
    admin = sign_in("sysadmin")
    admin.get("/people")
    password = once_on(
        admin.post("/people", {"name": "高新", "username": "gaoxin", "roles": ["editor", "section_chief"]})
    )
    assert "高新" in text_of(admin.get("/people", q="高").text)

    asked = log_in(desk, "gaoxin", password=password)
    assert asked.status_code == 403
    assert "设定自己的密码" in text_of(asked.text) and "再输一次新密码" in text_of(asked.text)
    differing = log_in(desk, "gaoxin", password=password, chosen=OWN, again=OWN + "!")
    assert (differing.status_code, "两次输入的新密码不一致" in differing.text) == (422, True)
    assert "再输一次新密码" in differing.text
    weak = log_in(desk, "gaoxin", password=password, chosen="gaoxin", again="gaoxin")
    assert weak.status_code == 422
    same = log_in(desk, "gaoxin", password=password, chosen=password, again=password)
    assert "不能与原密码相同" in same.text
    assert log_in(desk, "gaoxin", password=password, chosen=OWN, again=OWN).status_code == 303
    assert log_in(desk, "gaoxin", password=OWN).status_code == 303
    assert log_in(desk, "gaoxin", password=password).status_code == 401


def test_a_person_s_page_changes_them_and_shows_their_history(sign_in: SignIn, desk: Desk) -> None:
    admin, address = sign_in("sysadmin"), person_at(desk, "editor2")
    admin.get(address)
    changed = admin.post(address, {"act": "roles", "roles": ["editor", "section_chief"]})
    assert changed.headers["location"] == f"{address}?done=roles"
    shown = text_of(admin.get(address, done="roles").text)
    assert "角色已调整" in shown and "角色：编辑、科室负责人（原为编辑）" in shown

    assert admin.post(address, {"act": "deactivate"}).status_code == 303
    shown = text_of(admin.get(address).text)
    assert "停用人员" in shown and "已停用" in shown
    assert "许安" in text_of(admin.get("/people", state="inactive").text)
    admin.get(address)
    assert admin.post(address, {"act": "reactivate"}).status_code == 303
    admin.get(address)
    assert len(once_on(admin.post(address, {"act": "password"}))) == 19
    assert "尚未设定自己的密码" in text_of(admin.get(address).text)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "", "username": "gaoxin", "roles": "editor"}, "请填写“姓名”"),
        ({"name": "高新", "username": "Gao Xin", "roles": "editor"}, "只能用小写字母"),
        ({"name": "高新", "username": "editor", "roles": "editor"}, "已被使用"),
        ({"name": "高新", "username": "gaoxin", "roles": []}, "至少要有一个角色"),
        ({"name": "高新", "username": "gaoxin", "roles": ["editor", "audit_admin"]}, "不得兼任"),
        ({"name": "高新", "username": "gaoxin", "roles": ["system_admin", "audit_admin"]}, "三员分立"),
    ],
)
@on_sqlite
def test_a_refused_person_is_kept_in_the_form(sign_in: SignIn, fields: Fields, said: str) -> None:
    admin = sign_in("sysadmin")
    admin.get("/people")
    refused = admin.post("/people", fields)
    assert refused.status_code in {409, 422}
    assert said in text_of(refused.text)
    assert f'value="{fields["name"]}"' in refused.text


@on_sqlite
def test_the_administrator_s_own_page_offers_nothing(sign_in: SignIn, desk: Desk) -> None:
    admin, address = sign_in("sysadmin"), person_at(desk, "sysadmin")
    page = admin.get(address)
    assert "另一位系统管理员" in page.text and "act" not in page.text.partition("<main")[2]
    for act in ("deactivate", "password", "roles"):
        admin.get("/people")
        refused = admin.post(address, {"act": act, "roles": "principal_leader"}, action="/people")
        assert refused.status_code == 403


# Who may

PLACES = ["/people", "/accounts", "/keys", "/policy", "/lexicons", "/suppressions", "/ledger", "/reviewers"]


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("sysadmin", {"/people", "/accounts", "/keys"}),
        ("secadmin", {"/accounts", "/policy", "/lexicons", "/suppressions"}),
        ("auditor", {"/accounts", "/policy", "/ledger", "/reviewers", "/lexicons", "/suppressions"}),
        ("deputy", {"/reviewers", "/suppressions"}),
        ("editor", {"/suppressions"}),
        ("contributor", set()),
    ],
)
@on_sqlite
def test_each_page_is_for_its_administrator(sign_in: SignIn, who: str, allowed: set[str]) -> None:
    browser = sign_in(who)
    for path in PLACES:
        assert browser.get(path).status_code == (200 if path in allowed else 403), path


@pytest.mark.parametrize("who", ["secadmin", "auditor", "principal", "editor"])
@on_sqlite
def test_nobody_else_does_what_the_system_administrator_does(sign_in: SignIn, desk: Desk, who: str) -> None:
    browser, person = sign_in(who), person_at(desk, "contributor")
    key = desk.get("sysadmin", "/keys").json()["items"][0]["id"]
    browser.get("/password")
    for path, fields in (
        ("/people", {"name": "甲", "username": "jia", "roles": "editor"}),
        (person, {"act": "roles", "roles": "principal_leader"}),
        (person, {"act": "password"}),
        ("/accounts", FACTS | {"code": "new"}),
        ("/accounts/wechat", {"act": "close"}),
        ("/keys", {"name": "甲", "scopes": "precheck"}),
        (f"/keys/{key}", {}),
    ):
        assert browser.post(path, fields, action="/password").status_code == 403, path
    if who != "secadmin":
        for path in ("/policy", "/policy/wechat"):
            assert browser.post(path, {"reason": "甲"}, action="/password").status_code == 403, path


@on_sqlite
def test_pages_of_what_is_not_there(sign_in: SignIn, desk: Desk) -> None:
    admin, other = sign_in("sysadmin"), person_at(desk, "b-editor")
    for path in (f"/people/{'0' * 32}", other, "/accounts/b-wechat", "/accounts/x", "/accounts/%00"):
        assert admin.get(path).status_code in {404, 422}, path
    assert sign_in("secadmin").get("/policy/b-wechat").status_code == 404


@pytest.mark.parametrize("q", ["%", "_", "\\", "<script>", "\0", "江" * 3000])
@on_sqlite
def test_odd_words_are_searched_for_as_they_are(sign_in: SignIn, q: str) -> None:
    for who, paths in {
        "sysadmin": ("/people", "/accounts", "/keys"),
        "secadmin": ("/policy", "/sources"),
    }.items():
        for path in paths:
            page = sign_in(who).get(path, q=q)
            assert page.status_code == 200
            assert "<script>" not in page.text


# Accounts


def test_an_account_is_registered_changed_closed_and_reopened(sign_in: SignIn, desk: Desk) -> None:
    admin = sign_in("sysadmin")
    admin.get("/accounts")
    made = admin.post("/accounts", FACTS | {"code": "video"})
    assert made.headers["location"] == "/accounts/video?done=created"
    shown = next(one for one in desk.get("editor", "/accounts").json()["items"] if one["code"] == "video")
    assert shown["keywords"] == ["政务", "便民", "服务", "公开"]
    assert "皖政新备2026002" in text_of(admin.get("/accounts", q="皖政").text)

    admin.get("/accounts/video")
    admin.post("/accounts/video", FACTS | {"act": "change", "duties": "政务公开"})
    page = text_of(admin.get("/accounts/video").text)
    assert "变更账号" in page and "职责：政务公开" in page
    refused = admin.post("/accounts/video", FACTS | {"act": "change", "duties": " "})
    assert refused.status_code == 422 and "请填写“职责”" in text_of(refused.text)

    admin.get("/accounts/video")
    assert admin.post("/accounts/video", {"act": "close"}).status_code == 303
    assert "video" not in admin.get("/accounts").text
    assert "video" in admin.get("/accounts", state="closed").text
    assert "江州政务视频号" not in sign_in("editor").get("/drafts/new").text
    admin.get("/accounts/video")
    assert admin.post("/accounts/video", {"act": "reopen"}).status_code == 303
    assert "江州政务视频号" in sign_in("editor").get("/drafts/new").text


@on_sqlite
def test_a_refused_account_is_kept_in_the_form(sign_in: SignIn) -> None:
    admin = sign_in("sysadmin")
    admin.get("/accounts")
    refused = admin.post("/accounts", FACTS | {"code": "wechat"})
    assert refused.status_code == 409
    assert "账号代码“wechat”已存在" in text_of(refused.text) and "政务公开和便民服务" in refused.text
    many = admin.post("/accounts", FACTS | {"code": "many", "keywords": " ".join(map(str, range(101)))})
    assert (many.status_code, "最多 100 个" in many.text) == (422, True)


# Keys


def test_a_key_is_shown_once_used_and_revoked(sign_in: SignIn, desk: Desk) -> None:
    admin = sign_in("sysadmin")
    admin.get("/keys")
    secret = once_on(admin.post("/keys", {"name": "江州网站后台", "scopes": ["precheck", "drafts:write"]}))
    assert secret not in admin.get("/keys").text
    bearer = {"Authorization": f"Bearer {secret}"}
    check = {"body": CLEAN}
    assert desk.client.post(BASE + "/precheck", json=check, headers=bearer).status_code == 200
    row = text_of(admin.get("/keys", q="江州").text)
    assert "提交稿件、预检" in row and "从未使用" not in row

    key = next(one for one in desk.get("sysadmin", "/keys").json()["items"] if one["name"] == "江州网站后台")
    assert admin.post(f"/keys/{key['id']}", {}).headers["location"] == "/keys?done=revoked"
    assert desk.client.post(BASE + "/precheck", json=check, headers=bearer).status_code == 401
    assert "吊销接口密钥" in text_of(admin.get("/keys").text)


@pytest.mark.parametrize(
    "fields", [{"name": "", "scopes": "precheck"}, {"name": "网站"}, {"name": "网站", "scopes": "all"}]
)
@on_sqlite
def test_a_refused_key_makes_none(sign_in: SignIn, desk: Desk, fields: Fields) -> None:
    admin = sign_in("sysadmin")
    admin.get("/keys")
    assert admin.post("/keys", fields).status_code == 422
    assert len(desk.get("sysadmin", "/keys").json()["items"]) == 1


# Policy


def whole(**change: str) -> Fields:
    """The usual policy as the page's form sends it."""
    hours = {f"{level}-{stage}": str(n) for level, row in RULE.hours.items() for stage, n in row.items()}
    return {"principal_from": "critical", "reason": "明确时限"} | hours | change


def test_the_office_s_policy_is_stated_and_its_history_shown(sign_in: SignIn, desk: Desk) -> None:
    admin = sign_in("secadmin")
    admin.get("/policy")
    assert (
        admin.post("/policy", whole(principal_from="important", **{"general-final_review": "12"})).status_code
        == 303
    )
    page = admin.get("/policy", done="1")
    assert "审签规则已变更" in text_of(page.text)
    assert "终审 12 小时" in text_of(page.text) and "明确时限" in text_of(page.text)
    assert desk.get("editor", "/policy").json()["principal_from"] == "important"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": ""}, "请填写“变更理由”"),
        ({"general-final_review": ""}, "每个级别、每个环节"),
        ({"general-final_review": "半天"}, "整数小时"),
        ({"general-final_review": "²"}, "整数小时"),
        ({"general-final_review": "0"}, "1 至 240 小时"),
        ({"critical-final_review": "9"}, "不得比重要更长"),
        ({"principal_from": "never"}, "须写明由谁终审"),
    ],
)
@on_sqlite
def test_a_refused_policy_is_kept_in_the_form(sign_in: SignIn, change: dict[str, str], said: str) -> None:
    admin = sign_in("secadmin")
    admin.get("/policy")
    refused = admin.post("/policy", whole(**{"important-first_review": "7"} | change))
    assert refused.status_code == 422
    assert said in text_of(refused.text)
    assert 'name="important-first_review" min="1" max="240" value="7"' in refused.text


def test_an_account_s_policy_is_stricter_or_refused(sign_in: SignIn, desk: Desk) -> None:
    admin = sign_in("secadmin")
    admin.get("/policy/wechat")
    stricter: Fields = {"principal_from": "general", "general-final_review": "6", "reason": "从严"}
    laxer = admin.post("/policy/wechat", stricter | {"general-final_review": "25"})
    assert (laxer.status_code, "账号只能更短" in laxer.text) == (422, True)
    assert "缺" not in laxer.text and 'value="25"' in laxer.text
    late = admin.post("/policy/wechat", stricter)
    assert (late.status_code, "不得比一般更长" in late.text) == (422, True)
    hours = {f"{level}-final_review": "4" for level in RULE.hours}
    assert admin.post("/policy/wechat", stricter | hours).status_code == 303
    assert "全部信息由主要领导终审" in text_of(admin.get("/policy/wechat", done="1").text)
    assert "账号另有规定" in text_of(admin.get("/policy").text)
    assert "全部信息由主要领导终审" in text_of(sign_in("sysadmin").get("/accounts/wechat").text)


@on_sqlite
def test_the_auditor_reads_the_policy_and_cannot_state_it(sign_in: SignIn) -> None:
    page = sign_in("auditor").get("/policy")
    assert "保存单位规则" not in page.text and "<fieldset disabled>" in page.text


# Sources


@on_sqlite
def test_sources_are_found_by_name_domain_and_account(sign_in: SignIn) -> None:
    admin = sign_in("secadmin")
    assert "光明日报" in text_of(admin.get("/sources").text)
    found = text_of(admin.get("/sources", q="news.cn").text)
    assert "新华网" in found and "光明日报" not in found
    assert "认定为名单内的“新华社”" in text_of(admin.get("/sources", q="新华社客户端").text)
    assert "不在名单内" in text_of(admin.get("/sources", q="某某自媒体").text)


# One's own password


def change(browser: Browser, **fields: str) -> httpx2.Response:
    browser.get("/password")
    return browser.post("/password", {"password": "demo-editor", "chosen": OWN, "again": OWN} | fields)


def test_one_s_own_password(sign_in: SignIn, desk: Desk) -> None:
    here, elsewhere = sign_in("editor"), sign_in("editor")
    for fields, status in (
        ({"password": "guess"}, 401),
        ({"again": "other"}, 422),
        ({"chosen": "short", "again": "short"}, 422),
        ({"chosen": "demo-editor", "again": "demo-editor"}, 422),
    ):
        assert change(here, **fields).status_code == status, fields
    assert change(here).status_code == 303
    assert "密码已修改" in text_of(here.get("/password", done="1").text)
    assert elsewhere.get("/password").status_code == 303
    assert log_in(desk, "editor", password=OWN).status_code == 303
    told = [
        item["event"] for item in desk.get("auditor", "/ledger", event="password.changed").json()["items"]
    ]
    assert told == ["password.changed"]
