"""False alarms (误报) in a file that was only checked: asked for at the finding, nothing of the file kept."""

from __future__ import annotations

import re
from html import unescape

import pytest

from app.rulesets.suppressions import today
from tests.desk import Desk, code
from tests.files.making import docx, p, r
from tests.web.browser import Browser, Fields, text_of
from tests.web.office_day import SignIn

FILE = docx(p("通知", inside=r("内部口径", "<w:vanish/>")) + p("系统今日启用，请登陆一号系统。"))
WHY: Fields = {"reason": "系统名称如此", "ends_on": "", "phrase": ""}


def check(browser: Browser) -> dict[str, Fields]:
    """The forms at the findings of the file, by rule."""
    browser.get("/check")
    nothing: Fields = {"text": "", "format": "text"}
    sent = browser.hidden("") | nothing
    html = browser.send_file("/check", sent, "通知.docx", FILE).text
    forms = re.findall(r'action="/suppressions".*?</form>', html, re.DOTALL)
    values = [dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', form)) for form in forms]
    return {form["rule"]: {name: unescape(value) for name, value in form.items()} for form in values}


def ask(browser: Browser, form: Fields, **fields: str | list[str]) -> tuple[int, str]:
    response = browser.post("/suppressions", form | WHY | {"ends_on": form["ends_on"]} | fields, action="")
    return response.status_code, response.headers.get("location", "") or text_of(response.text)


@pytest.mark.parametrize(
    ("rule", "phrase", "shown"),
    [("hidden-text", "", "内部口径"), ("wrong-terms", "请登陆一号", "请登陆一号")],
)
def test_a_finding_and_a_remark_are_asked_for(
    sign_in: SignIn, desk: Desk, rule: str, phrase: str, shown: str
) -> None:
    editor = sign_in("editor")
    form = check(editor)[rule]
    assert ask(editor, form, phrase=phrase) == (303, "/suppressions?done=propose")
    assert shown in text_of(editor.get("/suppressions", done="propose").text)
    assert "有 1 项误报豁免等待批准" in text_of(sign_in("secadmin").get("/lexicons").text)
    assert shown in text_of(sign_in("auditor").get("/ledger").text)
    (asked,) = desk.get("secadmin", "/suppressions").json()["items"]
    assert (asked["rule"], asked["state"], asked["reason"]) == (rule, "proposed", "系统名称如此")
    assert desk.post("secadmin", f"/suppressions/{asked['id']}/approve", {}).status_code == 200
    assert rule not in check(editor)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": ""}, "请填写“为什么是误报”"),
        ({"sentence": "与它无关的一句。"}, "请附上它所在的整句"),
        ({"phrase": "没有这个词句"}, "应出现一次"),
        ({"ends_on": "2020-01-01"}, "截止日期"),
    ],
)
def test_what_is_refused_is_kept_to_be_mended(sign_in: SignIn, fields: Fields, said: str) -> None:
    editor = sign_in("editor")
    form = check(editor)["wrong-terms"]
    sent = form | WHY | {"ends_on": form["ends_on"]} | fields
    refused = editor.post("/suppressions", sent, action="")
    assert refused.status_code == 422
    assert said in text_of(refused.text)
    assert '<input type="hidden" name="text" value="登陆">' in refused.text


def test_contributors_are_not_offered_it(sign_in: SignIn) -> None:
    assert check(sign_in("contributor")) == {}


def test_a_program_asks_for_a_remark_too(desk: Desk) -> None:
    asked = {"rule": "hidden-text", "text": "内部口径", "reason": "模板自带", "ends_on": today().isoformat()}
    assert desk.post("editor", "/suppressions", asked).status_code == 201
    elsewhere = asked | {"text": "外部口径", "sentence": "内部口径"}
    assert code(desk.post("editor", "/suppressions", elsewhere)) == (422, "not_raised")
