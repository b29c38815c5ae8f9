"""The pages of the lists: upload, preview, the two administrators, the versions; and of suppressions."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx2
import pytest

from app.review.rescanning import outdated, rescan
from app.rulesets.suppressions import today
from tests.desk import Desk
from tests.rulesets.lists import found
from tests.web.browser import ORIGIN, Browser, text_of
from tests.web.office_day import SignIn, written

LIST = "词条,建议,级别\n启明工程,启明行动,阻断\n曙光计划,,\n"
FIELDS = {"name": "office-terms", "code": "POL-07", "severity": "warn", "reason": "统一用语", "message": ""}


def upload(admin: Browser, text: str = LIST, file_name: str = "office.csv", **fields: str) -> httpx2.Response:
    admin.get("/lexicon-upload")
    sent = admin.hidden("/lexicon-upload") | FIELDS | fields
    return admin.send_file("/lexicon-upload", sent, file_name, text.encode())


def proposed(admin: Browser, text: str = LIST) -> str:
    """The address of the version that was uploaded, previewed and proposed."""
    preview = upload(admin, text).headers["location"]
    admin.get(preview)
    done = admin.post(preview, {"act": "propose", "reason": "统一用语"}, action="")
    assert done.status_code == 303, text_of(done.text)
    return str(done.headers["location"].partition("?")[0])


def approved(sign_in: SignIn, text: str = LIST) -> str:
    """The address of a version that both administrators brought into force."""
    version = proposed(sign_in("secadmin"), text)
    second = sign_in("secadmin2")
    second.get(version)
    done = second.post(version, {"act": "approve", "comment": "同意"})
    assert done.status_code == 303, text_of(done.text)
    return version


def test_a_list_goes_through_two_pairs_of_hands(sign_in: SignIn, desk: Desk) -> None:
    desk.create(body="启明工程与曙光计划开工，这一句不给管理员看。")
    first, second = sign_in("secadmin"), sign_in("secadmin2")
    uploaded = upload(first)
    assert uploaded.status_code == 303, text_of(uploaded.text)
    preview = first.get(uploaded.headers["location"])
    shown = text_of(preview.text)
    for expected in ("尚未提出", "新增词条2", "将有新问题1篇", "启明工程1篇1处", "曙光计划1篇1处"):
        assert expected in shown.replace(" ", "")
    assert "不给管理员看" not in shown
    assert "还没有自己的词库" in text_of(second.get("/lexicons").text), "nothing is proposed yet"

    done = first.post(uploaded.headers["location"], {"act": "propose", "reason": "统一用语"}, action="")
    address = str(done.headers["location"])
    assert "变更已提出" in first.get(address).text
    version = address.partition("?")[0]
    assert first.get(uploaded.headers["location"]).status_code == 404, "a preview is proposed once"
    own = first.get(version)
    assert "另一位安全管理员批准" in text_of(own.text)
    assert 'value="approve"' not in own.text

    waiting = second.get(version).text
    assert "将有新问题1篇" in text_of(waiting).replace(" ", ""), "the second sees what the first saw"
    assert "<ins>启明工程</ins>" in waiting
    done = second.post(version, {"act": "approve", "comment": "同意"})
    assert "变更已批准" in second.get(done.headers["location"]).text
    assert found(desk, "启明工程。") == [("office-terms", "启明工程")]
    assert "第 1 版，2 条" in text_of(second.get("/lexicons").text)


def test_it_is_said_how_many_drafts_are_still_to_be_checked_again(sign_in: SignIn, desk: Desk) -> None:
    runtime = desk.runtime
    for _ in range(2):
        desk.submit("editor", desk.create()["id"])
    version = approved(sign_in)
    admin = sign_in("secadmin")
    for path in ("/lexicons", version, "/lexicon-rescan"):
        assert "还有 2 篇" in admin.get(path).text, path
    ruleset = runtime.rules.of("demo")
    with runtime.database.read() as db:
        waiting = outdated(db, "demo", ruleset)
    for done, draft in enumerate(waiting, 1):
        assert rescan(runtime.database, runtime.ring, ruleset, draft)
        assert (f"还有 {2 - done} 篇" in admin.get("/lexicon-rescan").text) == (done < 2)
    for path in ("/lexicons", version, "/lexicon-rescan"):
        assert "都已按现行词库检查" in admin.get(path).text, path
    assert sign_in("editor").get("/lexicon-rescan").status_code == 403


def test_nobody_approves_their_own(sign_in: SignIn, desk: Desk) -> None:
    first = sign_in("secadmin")
    version = proposed(first)
    first.get(version)
    refused = first.post(version, {"act": "approve", "comment": ""})
    assert refused.status_code == 403
    assert "另一位安全管理员" in refused.text
    assert first.post(version, {"act": "withdraw", "comment": "重新整理"}).status_code == 303
    assert "已撤回" in first.get(version).text
    assert found(desk, "启明工程。") == []


def test_a_refusal_needs_a_reason(sign_in: SignIn) -> None:
    version = proposed(sign_in("secadmin"))
    second = sign_in("secadmin2")
    second.get(version)
    assert "请填写“驳回理由”" in second.post(version, {"act": "refuse", "comment": " "}).text
    assert second.post(version, {"act": "refuse", "comment": "范围太宽"}).status_code == 303
    page = text_of(second.get("/lexicons/office-terms").text)
    assert "已驳回" in page
    assert "范围太宽" in page


def test_versions_are_compared_reverted_and_retired(sign_in: SignIn, desk: Desk) -> None:
    approved(sign_in)
    second_version = approved(sign_in, "词条,建议\n启明工程,启明行动\n朝阳计划,\n")
    first = sign_in("secadmin")
    comparison = first.get(second_version, against=1).text
    assert "<ins>朝阳计划</ins>" in comparison
    assert "<del>曙光计划</del>" in comparison
    assert "<span>启明工程</span>" in comparison

    first.get("/lexicons/office-terms")
    preview = first.post("/lexicons/office-terms", {"version": "1", "reason": "误删"}, action="")
    assert "<ins>曙光计划</ins>" in first.get(preview.headers["location"]).text
    done = first.post(preview.headers["location"], {"act": "propose", "reason": "误删"}, action="")
    assert done.headers["location"].startswith("/lexicons/office-terms/versions/3")
    other = sign_in("secadmin2")
    other.get("/lexicons/office-terms/versions/3")
    other.post("/lexicons/office-terms/versions/3", {"act": "approve", "comment": ""})
    assert found(desk, "曙光计划。") == [("office-terms", "曙光计划")]

    first.get("/lexicons/office-terms")
    preview = first.post("/lexicons/office-terms", {"reason": "不再需要"}, action="")
    shown = first.get(preview.headers["location"])
    assert "停用词库 office-terms" in text_of(shown.text)
    first.post(preview.headers["location"], {"act": "propose", "reason": "不再需要"}, action="")
    other.get("/lexicons/office-terms/versions/4")
    other.post("/lexicons/office-terms/versions/4", {"act": "approve", "comment": ""})
    assert found(desk, "曙光计划。") == []
    assert "不在用" in text_of(first.get("/lexicons").text)


def test_a_preview_may_be_let_go(sign_in: SignIn) -> None:
    admin = sign_in("secadmin")
    preview = upload(admin).headers["location"]
    admin.get(preview)
    assert admin.post(preview, {"act": "discard"}, action="").headers["location"] == "/lexicons"
    assert admin.get(preview).status_code == 404


def test_a_preview_is_its_authors_alone(sign_in: SignIn) -> None:
    preview = upload(sign_in("secadmin")).headers["location"]
    assert sign_in("secadmin2").get(preview).status_code == 404


def test_broken_rows_are_listed_and_what_was_typed_is_kept(sign_in: SignIn) -> None:
    response = upload(sign_in("secadmin"), "词条,级别\n甲,\n启明,重\n" * 40)
    assert response.status_code == 422
    shown = text_of(response.text)
    assert "第 2 行 词条“甲”去掉空格和符号后不足两个字" in shown
    assert "处错误未列出" in shown
    assert 'value="office-terms"' in response.text
    assert "统一用语</textarea>" in response.text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": ""}, "请填写“词库名”"),
        ({"code": "XXX"}, "请选择“类别”"),
        ({"severity": ""}, "请选择“级别”"),
        ({"file_name": ""}, "请选择文件"),
        ({"file_name": "office.xlsx"}, "须为 .csv、.txt 或 .toml"),
        ({"name": "Office"}, "规则名"),
    ],
)
def test_what_is_missing_is_said(sign_in: SignIn, fields: dict[str, str], says: str) -> None:
    response = upload(sign_in("secadmin"), **fields)
    assert response.status_code in {415, 422}
    assert says in response.text


@pytest.mark.parametrize("who", ["editor", "sysadmin", "deputy"])
def test_the_lists_are_not_for_others(sign_in: SignIn, who: str) -> None:
    browser = sign_in(who)
    for path in ("/lexicons", "/lexicon-upload", "/lexicons/office-terms"):
        assert browser.get(path).status_code == 403, path


def test_the_auditor_reads_and_does_not_act(sign_in: SignIn) -> None:
    version = proposed(sign_in("secadmin"))
    auditor = sign_in("auditor")
    for path in ("/lexicons", "/lexicons/office-terms", version):
        page = auditor.get(path)
        assert page.status_code == 200
        assert "导入" not in text_of(page.text)
        assert 'name="comment"' not in page.text
    csrf = auditor.hidden("/logout")["csrf"]
    assert auditor.post(version, {"csrf": csrf, "act": "approve"}, action="/logout").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/lexicons/nothing",
        "/lexicons/nothing/versions/1",
        "/lexicons/office-terms/versions/9",
        f"/lexicons/office-terms/versions/{10**12}",
        f"/lexicons/office-terms/preview/{'0' * 32}",
        "/lexicons/office-terms/versions/1?against=9",
    ],
)
def test_what_is_not_there_is_not_found(sign_in: SignIn, path: str) -> None:
    admin = sign_in("secadmin")
    proposed(admin)
    assert admin.get(path).status_code == 404


def test_an_upload_from_elsewhere_is_refused(sign_in: SignIn) -> None:
    admin = sign_in("secadmin")
    admin.get("/lexicon-upload")
    sent = admin.hidden("/lexicon-upload") | FIELDS
    for fields, headers in (
        (sent | {"csrf": "wrong"}, ORIGIN),
        (sent, {"Origin": "http://evil.test"}),
    ):
        response = admin.send_file("/lexicon-upload", fields, "a.csv", LIST.encode(), **headers)
        assert response.status_code == 403
    assert admin.post("/lexicon-upload", sent).status_code == 422, "a form without a file"


def test_another_office_has_its_own_lists(sign_in: SignIn, desk: Desk) -> None:
    version = approved(sign_in)
    assert sign_in("b-auditor").get(version).status_code == 404
    assert "office-terms" not in sign_in("b-auditor").get("/lexicons").text
    assert re.search(r"还没有自己的词库", sign_in("b-auditor").get("/lexicons").text)


ALARM = "请登陆政务网站查询。"


def finding_of(desk: Desk, draft: str, text: str) -> str:
    """The id of the draft's finding on these words."""
    findings = desk.draft(draft.removeprefix("/drafts/"))[0]["scan"]["findings"]
    return next(str(finding["id"]) for finding in findings if finding["text"] == text)


def asked(browser: Browser, desk: Desk, draft: str, **fields: str) -> httpx2.Response:
    """Ask at the draft page that its finding on 登陆 be silenced."""
    browser.get(draft)
    sent = {"finding": finding_of(desk, draft, "登陆"), "reason": "系统名称就叫登陆", "ends_on": later(30)}
    return browser.post(f"{draft}/suppressions", sent | fields)


def later(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def only_suppression(browser: Browser) -> str:
    """The address of the one suppression on the list."""
    (found,) = set(re.findall(r'action="(/suppressions/\w+)"', browser.get("/suppressions").text))
    return str(found)


def test_a_false_alarm_is_suppressed_and_comes_back(sign_in: SignIn, desk: Desk) -> None:
    editor, admin = sign_in("editor"), sign_in("secadmin")
    draft = written(editor, body=ALARM)
    asked_at = asked(editor, desk, draft)
    assert asked_at.status_code == 303, text_of(asked_at.text)
    assert "误报豁免已申请" in editor.get(asked_at.headers["location"]).text

    address = only_suppression(admin)
    listed = text_of(admin.get("/suppressions", state="proposed").text)
    for expected in ("登陆", "系统名称就叫登陆", "林知秋", "本单位所有账号", later(30)):
        assert expected in listed
    admin.get("/suppressions")
    done = admin.post(address, {"act": "approve", "comment": "属实"})
    assert "豁免已批准" in admin.get(done.headers["location"]).text
    page = text_of(editor.get(written(editor, body=ALARM)).text)
    assert "已豁免的误报 1 处" in page
    assert "没有发现问题" in page
    assert "不再提示 1 处" in text_of(admin.get("/suppressions", state="active").text)

    admin.get("/suppressions")
    assert "请填写“终止理由”" in admin.post(address, {"act": "end", "comment": ""}).text
    assert admin.post(address, {"act": "end", "comment": "系统已更名"}).status_code == 303
    assert "已豁免" not in text_of(editor.get(written(editor, body=ALARM)).text)


def test_a_suppression_may_be_for_one_phrase_and_one_account(sign_in: SignIn, desk: Desk) -> None:
    editor, admin = sign_in("editor"), sign_in("secadmin")
    draft = written(editor, body=ALARM)
    assert asked(editor, desk, draft, phrase="登陆政务", only_account="1").status_code == 303
    listed = text_of(admin.get("/suppressions").text)
    assert "登陆 政务" in listed or "登陆政务" in listed
    assert "账号 wechat" in listed


def test_a_refused_application_is_kept_with_its_reason(sign_in: SignIn, desk: Desk) -> None:
    editor, admin = sign_in("editor"), sign_in("secadmin")
    asked(editor, desk, written(editor, body=ALARM))
    address = only_suppression(admin)
    assert admin.post(address, {"act": "refuse", "comment": "确是错字"}).status_code == 303
    page = text_of(editor.get("/suppressions").text)
    assert "已驳回" in page
    assert "确是错字" in page


def test_what_was_typed_is_kept_where_an_application_is_refused(sign_in: SignIn, desk: Desk) -> None:
    editor = sign_in("editor")
    draft = written(editor, body=ALARM)
    response = asked(editor, desk, draft, ends_on=later(800))
    assert response.status_code == 422
    assert "一年之内" in response.text
    assert "系统名称就叫登陆</textarea>" in response.text
    assert "请填写“截止日期”" in asked(editor, desk, draft, ends_on="").text


def test_what_must_be_looked_at_each_time_has_no_button(sign_in: SignIn, desk: Desk) -> None:
    editor = sign_in("editor")
    draft = written(editor, body="身份证号11010519491231002X。")
    assert "申请豁免" not in editor.get(draft).text
    contributor = sign_in("contributor")
    assert "申请豁免" not in contributor.get(written(contributor, body=ALARM)).text


def test_suppressions_are_for_those_who_review_and_keep_rules(sign_in: SignIn, desk: Desk) -> None:
    editor = sign_in("editor")
    asked(editor, desk, written(editor, body=ALARM))
    address = only_suppression(sign_in("secadmin"))
    for who in ("contributor", "sysadmin"):
        assert sign_in(who).get("/suppressions").status_code == 403
    auditor = sign_in("auditor")
    assert auditor.get("/suppressions").status_code == 200
    csrf = auditor.hidden("/logout")["csrf"]
    refused = auditor.post(address, {"csrf": csrf, "act": "approve"}, action="/logout")
    assert refused.status_code == 403
