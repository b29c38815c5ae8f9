"""Steps of an office's day at the pages, shared by the tests."""

from __future__ import annotations

from collections.abc import Callable

from app.review.checklists import CHECKLISTS
from app.review.stages import Status
from tests.desk import CLEAN
from tests.web.browser import Browser, text_of

SignIn = Callable[[str], Browser]
NEW = {"account": "wechat", "title": "周六开放", "body": CLEAN, "format": "text", "kind": "original"}


def written(browser: Browser, **fields: str) -> str:
    """The address of a new draft, made at the page."""
    browser.get("/drafts/new")
    response = browser.post("/drafts/new", NEW | fields)
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
