"""Comments on drafts: anchored, carried along, answered, resolved; who may, and what the ledger keeps."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from sqlalchemy import select

from app.ledger.models import LedgerEntry
from app.review import commenting
from tests.desk import CLEAN, Desk, code, on_sqlite

QUOTE = "医保窗口"
SAID = "这句话请再斟酌。"


def comment(desk: Desk, draft: str, who: str = "chief", **fields: Any) -> dict[str, Any]:
    """A comment; it must be taken."""
    response = desk.post(who, f"/drafts/{draft}/comments", {"text": SAID} | fields)
    assert response.status_code == 201, response.text
    return dict(response.json())


def comments(desk: Desk, draft: str, who: str = "editor") -> list[dict[str, Any]]:
    """What is listed."""
    response = desk.get(who, f"/drafts/{draft}/comments")
    assert response.status_code == 200, response.text
    return list(response.json()["items"])


def test_a_comment_stands_at_its_passage(desk: Desk) -> None:
    draft = desk.create()["id"]
    made = comment(desk, draft, quote=QUOTE)
    start = CLEAN.index(QUOTE)
    assert (made["field"], made["start"], made["end"]) == ("body", start, start + len(QUOTE))
    assert made["place"] == {"start": start, "end": start + len(QUOTE)}
    assert (made["person"], made["name"], made["number"], made["version"]) == ("chief", "周明远", 1, 1)
    whole = comment(desk, draft)
    assert (whole["field"], whole["place"], whole["quote"], whole["number"]) == (None, None, "", 2)
    assert comments(desk, draft) == [made, whole]
    assert comment(desk, draft, quote="通知")["field"] == "title"


def test_the_nearest_of_several_places_is_meant(desk: Desk) -> None:
    draft = desk.create(body="开放窗口。开放窗口。\r\n开放窗口。")["id"]
    assert comment(desk, draft, quote="开放")["start"] == 0
    assert comment(desk, draft, quote="开放", start=6)["start"] == 5
    assert comment(desk, draft, quote="开放", start=10**9)["start"] == 12
    assert comment(desk, draft, quote="窗口。\n开放")["quote"] == "窗口。\r\n开放"
    assert comment(desk, draft, quote="  窗口 ")["quote"] == "窗口"


def test_a_later_version_carries_the_comment_along_or_says_that_the_text_changed(desk: Desk) -> None:
    draft = desk.create()["id"]
    comment(desk, draft, quote=QUOTE)
    assert desk.edit("editor", draft, body="各位市民：" + CLEAN).status_code == 200
    place = CLEAN.index(QUOTE) + 5
    listed = comments(desk, draft)[0]
    assert listed["place"] == {"start": place, "end": place + len(QUOTE)}
    assert (listed["version"], listed["start"]) == (1, CLEAN.index(QUOTE))
    assert desk.edit("editor", draft, body=CLEAN.replace("医保", "社保")).status_code == 200
    listed = comments(desk, draft)[0]
    assert (listed["place"], listed["quote"]) == (None, QUOTE)


def test_answers_and_resolution(desk: Desk) -> None:
    draft = desk.create()["id"]
    made = comment(desk, draft, quote=QUOTE)
    path = f"/drafts/{draft}/comments/{made['id']}"
    answered = desk.post("editor", f"{path}/answers", {"text": "已改。"})
    assert answered.status_code == 201
    assert comments(desk, draft)[0]["answers"] == [answered.json()]
    resolved = desk.post("editor", f"{path}/resolve", {}).json()
    assert (resolved["resolved_by"], resolved["resolved_by_name"]) == ("editor", "林知秋")
    assert desk.post("chief", f"{path}/resolve", {}).json() == resolved
    reopened = desk.post("chief", f"{path}/resolve", {"resolved": False}).json()
    assert (reopened["resolved_at"], reopened["resolved_by"]) == (None, None)
    nested = f"/drafts/{draft}/comments/{answered.json()['id']}/answers"
    assert code(desk.post("chief", nested, {"text": "不行。"})) == (404, "not_found")
    other = desk.create()["id"]
    elsewhere = f"/drafts/{other}/comments/{made['id']}/resolve"
    assert code(desk.post("chief", elsewhere, {})) == (404, "not_found")


def test_comments_change_nothing_of_the_draft(desk: Desk) -> None:
    draft = desk.create()["id"]
    before, etag = desk.draft(draft)
    comment(desk, draft)
    assert desk.draft(draft) == (before, etag)


@on_sqlite
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("contributor", 201),
        ("editor2", 201),
        ("deputy", 201),
        ("principal", 201),
        ("auditor", 403),
        ("sysadmin", 403),
        ("secadmin", 403),
        ("b-chief", 404),
        ("key", 403),
    ],
)
def test_who_may_comment(desk: Desk, who: str, status: int) -> None:
    draft = desk.create("contributor")["id"]
    assert desk.post(who, f"/drafts/{draft}/comments", {"text": SAID}).status_code == status
    reads = {"auditor": 200}.get(who, 200 if status == 201 else status)
    assert desk.get(who, f"/drafts/{draft}/comments").status_code == reads


def test_a_contributor_comments_on_their_own_drafts_only(desk: Desk) -> None:
    draft = desk.create("editor")["id"]
    response = desk.post("contributor", f"/drafts/{draft}/comments", {"text": SAID})
    assert code(response) == (403, "forbidden")


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"quote": "不在文中"}, (422, "quote_not_found")),
        ({"quote": QUOTE, "field": "title"}, (422, "quote_not_found")),
        ({"quote": "文" * 501}, (422, "validation_error")),
        ({"text": " \n"}, (422, "validation_error")),
        ({"version": 2}, (409, "stale_content")),
        ({"start": -1}, (422, "validation_error")),
    ],
)
def test_what_is_refused(desk: Desk, fields: dict[str, Any], problem: tuple[int, str]) -> None:
    draft = desk.create()["id"]
    assert code(desk.post("chief", f"/drafts/{draft}/comments", {"text": SAID} | fields)) == problem
    assert comments(desk, draft) == []


def test_a_draft_takes_so_many_comments(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commenting, "MOST", 2)
    draft = desk.create()["id"]
    first = comment(desk, draft)
    comment(desk, draft)
    answers = f"/drafts/{draft}/comments/{first['id']}/answers"
    assert code(desk.post("chief", answers, {"text": "三"})) == (409, "too_many_comments")


def test_a_comment_is_made_once_for_one_key(desk: Desk) -> None:
    draft = desk.create()["id"]
    answers = [
        desk.post("chief", f"/drafts/{draft}/comments", {"text": SAID}, Idempotency_Key="1") for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert len(comments(desk, draft)) == 1


def test_the_ledger_keeps_the_act_and_the_digest_but_not_the_words(desk: Desk) -> None:
    draft = desk.create()["id"]
    made = comment(desk, draft, quote=QUOTE)
    path = f"/drafts/{draft}/comments/{made['id']}"
    desk.post("editor", f"{path}/answers", {"text": SAID + "二"})
    desk.post("editor", f"{path}/resolve", {})
    desk.post("editor", f"{path}/resolve", {"resolved": False})
    entries = desk.get("auditor", "/ledger", draft=draft).json()["items"][1:]
    assert [entry["event"] for entry in entries] == [
        "comment.made",
        "comment.answered",
        "comment.resolved",
        "comment.reopened",
    ]
    assert entries[0]["data"]["text_sha256"] == hashlib.sha256(SAID.encode()).hexdigest()
    assert entries[0]["actor"]["role"] == "section_chief"
    with desk.runtime.database.read() as db:
        lines = db.scalars(select(LedgerEntry.line)).all()
    assert not any(SAID in line or QUOTE in line for line in lines)
