"""Comments on drafts: anchored, carried along, answered, resolved; mentions and who hears of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk import CLEAN, Desk, code

QUOTE = "医保窗口"


def comment(desk: Desk, draft: str, who: str = "chief", **fields: Any) -> dict[str, Any]:
    """A comment; it must be taken."""
    response = desk.post(who, f"/drafts/{draft}/comments", {"text": "请核实。"} | fields)
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
