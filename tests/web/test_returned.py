"""What a draft was returned for, before its author's eyes; where a draft lies and why; the bell's number."""

from __future__ import annotations

from app.review.stages import Status
from tests.desk import CLEAN, Desk
from tests.web.browser import text_of
from tests.web.office_day import SignIn, approve, written

WHY = "复审退回：请补充办理时间。"


def test_the_author_sees_what_to_answer_and_what_was_changed(sign_in: SignIn, desk: Desk) -> None:
    editor = sign_in("editor")
    draft = written(editor, body=CLEAN)
    id = draft.removeprefix("/drafts/")
    desk.submit("editor", id)
    assert "初审已签，须科室负责人复审" in text_of(editor.get(draft).text)
    assert "data-bar" not in editor.get(draft).text
    desk.decide("chief", id, "return", comment="请补充办理时间。")
    for page in (draft, f"{draft}/edit"):
        assert WHY in text_of(editor.get(page).text)
    desk.edit("editor", id, body=f"{CLEAN}时间为上午九点至十二点。")
    page = editor.get(draft).text
    assert WHY in text_of(page)
    assert f'href="{draft}/diff?from=1&amp;to=2"' in page
    approve_again = desk.submit("editor", id)
    assert approve_again.status_code == 200
    assert WHY not in text_of(editor.get(draft).text)


def test_the_bell_says_how_much_is_unread(sign_in: SignIn, desk: Desk) -> None:
    chief, editor = sign_in("chief"), sign_in("editor")
    assert text_of(chief.get("/notifications/bell").text) == "通知"
    draft = written(editor, body=CLEAN)
    editor.get(draft)
    desk.submit("editor", draft.removeprefix("/drafts/"))
    assert text_of(chief.get("/notifications/bell").text) == "通知 1 条未读"
    approve(chief, draft, Status.SECOND_REVIEW)
    assert text_of(chief.get("/notifications/bell").text) == "通知"
