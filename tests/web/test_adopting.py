"""Adopting proposals on the draft page, without JavaScript: one, several, and what stops it."""

from __future__ import annotations

import re

import pytest

from app.review.stages import Status
from tests.desk import Desk
from tests.web.browser import Browser, text_of
from tests.web.office_day import NEW, SignIn, approve, written

BODY = "请登陆网站，联系台湾政府，身份证号码11010519491231002X。"


def proposals(html: str, label: str) -> str:
    """The value of the button with this label."""
    found = re.search(rf'name="one" value="([^"]+)">采用“{re.escape(label)}”', html)
    assert found, label
    return found[1]


def adopt(browser: Browser, draft: str, **fields: str | list[str]) -> int:
    return browser.post(f"{draft}/proposals", dict(fields)).status_code


def body_of(desk: Desk, draft: str) -> str:
    return str(desk.draft(draft.removeprefix("/drafts/"))[0]["body"])


def test_one_proposal_by_its_button(sign_in: SignIn, desk: Desk) -> None:
    editor = sign_in("editor")
    draft = written(editor, body=BODY)
    html = editor.get(draft).text
    response = editor.post(f"{draft}/proposals", {"one": proposals(html, "台湾方面")})
    assert response.headers["location"] == f"{draft}?done=adopted"
    assert body_of(desk, draft) == BODY.replace("台湾政府", "台湾方面")
    page = text_of(editor.get(f"{draft}?done=adopted").text)
    assert "建议已采用" in page
    assert "第 2 版" in page


def test_several_by_their_boxes(sign_in: SignIn, desk: Desk) -> None:
    editor = sign_in("editor")
    draft = written(editor, body=BODY)
    boxes = re.findall(r'name="proposal" value="([^"]+)"', editor.get(draft).text)
    assert len(boxes) == 3
    assert adopt(editor, draft, proposal=boxes) == 303
    assert body_of(desk, draft) == "请登录网站，联系台湾当局，身份证号码110105********002X。"


def test_an_adopted_proposal_voids_the_signatures(sign_in: SignIn, desk: Desk) -> None:
    editor = sign_in("editor")
    draft = written(editor, body="请登陆网站。")
    approve(editor, draft, Status.FIRST_REVIEW)
    html = editor.get(draft).text
    assert "此前的审签全部作废" in html
    assert adopt(editor, draft, one=proposals(html, "登录")) == 303
    assert desk.draft(draft.removeprefix("/drafts/"))[0]["status"] == "editing"


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({}, 422, "请先勾选"),
        ({"one": "none 0"}, 409, "已不在最新的检查结果中"),
        ({"one": "x"}, 422, "无法识别"),
        ({"proposal": ["a 0", "'; drop"]}, 422, "无法识别"),
    ],
)
def test_what_cannot_be_adopted_changes_nothing(
    sign_in: SignIn, desk: Desk, fields: dict[str, str | list[str]], status: int, said: str
) -> None:
    editor = sign_in("editor")
    draft = written(editor, body=BODY)
    editor.get(draft)
    response = editor.post(f"{draft}/proposals", fields)
    assert response.status_code == status
    assert said in text_of(response.text)
    assert body_of(desk, draft) == BODY


def test_a_draft_that_somebody_has_changed_meanwhile_stays(sign_in: SignIn, desk: Desk) -> None:
    editor, other = sign_in("editor"), sign_in("editor2")
    draft = written(editor, body=BODY)
    one = proposals(editor.get(draft).text, "登录")
    other.get(f"{draft}/edit")
    assert other.post(f"{draft}/edit", NEW | {"body": "请登陆新网站。"}).status_code == 303
    response = editor.post(f"{draft}/proposals", {"one": one})
    assert response.status_code == 412
    assert "稿件已被他人更新" in text_of(response.text)
    assert body_of(desk, draft) == "请登陆新网站。"


def test_proposals_are_for_those_who_may_edit(sign_in: SignIn, desk: Desk) -> None:
    editor = sign_in("editor")
    draft = written(editor, body="请登陆网站。")
    one = proposals(editor.get(draft).text, "登录")
    approve(editor, draft, Status.FIRST_REVIEW)
    chief = sign_in("chief")
    html = chief.get(draft).text
    assert 'name="one"' not in html
    assert "登录" in text_of(html)
    fields = chief.hidden(draft)
    assert chief.post(f"{draft}/proposals", fields | {"one": one}, action=draft).status_code == 403
    assert body_of(desk, draft) == "请登陆网站。"


def test_a_released_draft_is_not_changed(sign_in: SignIn, desk: Desk) -> None:
    editor = sign_in("editor")
    draft = written(editor, body="请登陆网站。")
    html = editor.get(draft).text
    one, fields = proposals(html, "登录"), editor.hidden(f"{draft}/proposals")
    approve(editor, draft, Status.FIRST_REVIEW)
    approve(sign_in("chief"), draft, Status.SECOND_REVIEW)
    approve(sign_in("deputy"), draft, Status.FINAL_REVIEW)
    assert 'name="one"' not in editor.get(draft).text
    tag = desk.draft(draft.removeprefix("/drafts/"))[1]
    response = editor.post(f"{draft}/proposals", fields | {"one": one, "if_match": tag}, action="/logout")
    assert response.status_code == 409
    assert body_of(desk, draft) == "请登陆网站。"
