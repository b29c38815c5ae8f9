"""Signing a draft at the pages: what each stage asks for, what is refused, what is kept."""

from __future__ import annotations

import re

from app.review.checklists import CHECKLISTS
from app.review.stages import Status
from tests.desk import BLOCKED, CLEAN, Desk
from tests.web.browser import text_of
from tests.web.office_day import NEW, SignIn, approve, released, written

ALL_OF_FIRST = list(CHECKLISTS[Status.FIRST_REVIEW])


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
    editor.post(f"{draft}/edit", NEW | {"body": "新的正文。"})
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
    assert "须科室负责人复审" in sign_in("editor2").get(f"/drafts/{draft}").text


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
