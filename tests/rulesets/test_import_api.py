"""Importing a list over HTTP: previewed, proposed, approved, live; or refused row by row."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from app.rulesets.list_rows import MAX_LIST
from tests.desk import BASE, CLEAN, Desk, code, on_sqlite
from tests.rulesets.lists import act, found

LIST = "词条,建议,级别\n启明工程,启明行动,阻断\n曙光计划,,\n"


def send(
    desk: Desk,
    text: str | bytes = LIST,
    who: str = "secadmin",
    file_name: str = "office.csv",
    key: str | None = None,
    **fields: Any,
) -> httpx2.Response:
    form = {"name": "office-terms", "code": "POL-07", "reason": "统一用语"} | fields
    content = text if isinstance(text, bytes) else text.encode()
    headers = desk.auth(who) | ({"Idempotency-Key": key} if key else {})
    return desk.client.post(
        f"{BASE}/lexicons/import",
        data={name: value for name, value in form.items() if value is not None},
        files={"file": (file_name, content)},
        headers=headers,
    )


def test_a_list_is_previewed_proposed_approved_and_found(desk: Desk) -> None:
    desk.create(body="启明工程与曙光计划今日开工。")
    shown = send(desk, preview="true")
    assert shown.status_code == 200, shown.text
    preview = shown.json()["preview"]
    assert preview["changes"] == {"added": 2, "removed": 0, "changed": 0}
    assert preview["drafts"]["new"] == {"drafts": 1, "block": 1, "warn": 1, "hint": 0}
    assert desk.get("secadmin", "/lexicons").json()["own"] == [], "a preview stores nothing"

    proposed = send(desk)
    assert proposed.status_code == 201, proposed.text
    assert proposed.headers["location"] == f"{BASE}/lexicons/office-terms/versions/1"
    version = proposed.json()
    assert (version["file_name"], version["terms"], version["sha256"]) == (
        "office.csv", 2, shown.json()["sha256"],
    )  # fmt: skip
    assert version["preview"]["changes"] == preview["changes"]
    assert act(desk, "secadmin2", "office-terms", 1, "approve").status_code == 200
    assert found(desk, "启明工程。") == [("office-terms", "启明工程")]
    assert found(desk, CLEAN) == []


def test_broken_rows_are_named_and_nothing_is_stored(desk: Desk) -> None:
    response = send(desk, "词条,级别\n甲,\n启明工程,重\n")
    assert code(response) == (422, "broken_list")
    problem = response.json()
    assert [(error["field"], error["line"], error["type"]) for error in problem["errors"]] == [
        ("第 2 行", 2, "one_character_term"),
        ("第 3 行", 3, "unknown_severity"),
    ]
    assert problem["more"] == 0
    assert "没有导入" in problem["detail"]
    assert desk.get("secadmin", "/lexicons").json()["own"] == []


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"file_name": "office.xlsx"}, (415, "unsupported_list")),
        ({"text": ""}, (422, "empty_list")),
        ({"name": "Office Terms"}, (422, "validation_error")),
        ({"reason": None}, (422, "validation_error")),
        ({"reason": " "}, (422, "validation_error")),
        ({"severity": "重"}, (422, "validation_error")),
        ({"code": None}, (422, "code_missing")),
        ({"code": "XYZ-99"}, (422, "code_missing")),
        ({"name": "hmt-wording"}, (422, "bad_lexicon")),
        ({"who": "editor"}, (403, "forbidden")),
        ({"who": "sysadmin"}, (403, "forbidden")),
        ({"who": "key"}, (403, "people_only")),
    ],
)
def test_what_cannot_be_imported_is_refused(
    desk: Desk, fields: dict[str, Any], answer: tuple[int, str]
) -> None:
    assert code(send(desk, **fields)) == answer


@on_sqlite
def test_a_file_of_sixty_four_mebibytes_is_the_limit(desk: Desk) -> None:
    term = "启明\n#".encode()
    at = term + b"x" * (MAX_LIST - len(term))
    assert send(desk, at, file_name="a.txt", preview="true").status_code == 200
    assert code(send(desk, at + b"x", file_name="a.txt")) == (413, "list_too_large")
    assert code(send(desk, at + b"x" * (2 << 20), file_name="a.txt")) == (413, "request_too_large")


def test_the_same_key_and_file_propose_once(desk: Desk) -> None:
    first, again = (send(desk, key="k1") for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert code(send(desk, LIST + "朝阳计划,,\n", key="k1")) == (422, "idempotency_key_reused")


def test_the_second_administrator_sees_what_the_first_saw(desk: Desk) -> None:
    send(desk)
    version = desk.get("secadmin2", "/lexicons/office-terms/versions/1").json()
    assert version["preview"]["drafts"]["scanned"] == 0
    assert set(version["content"]["terms"]) == {"启明工程", "曙光计划"}
