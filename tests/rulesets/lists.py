"""An office's lists, and the two security administrators at work on them over HTTP."""

from __future__ import annotations

from typing import Any

import httpx2

from tests.desk import Desk, Json

SOURCES = {"office": {"title": "本单位用语规定", "date": "2026-11-21"}}


def content(*terms: str, code: str = "POL-03", allow: tuple[str, ...] = (), **attributes: Any) -> Json:
    """A list of these terms, blocking unless the code or `attributes` say otherwise."""
    entry = {"source": "office", **attributes}
    return {
        "message": "本单位规定不使用“{text}”。",
        "code": code,
        "sources": SOURCES,
        "terms": dict.fromkeys(terms, entry),
        "allow": {phrase: {"source": "office"} for phrase in allow},
    }


def propose(desk: Desk, name: str, listed: Json, who: str = "secadmin", **fields: Any) -> httpx2.Response:
    return desk.post(
        who, f"/lexicons/{name}/versions", {"content": listed, "reason": "办公室会议纪要"} | fields
    )


def act(desk: Desk, who: str, name: str, number: int, what: str) -> httpx2.Response:
    """Approve, refuse or withdraw a version."""
    body = {"comment": "同意"} if what == "approve" else {"reason": "再斟酌"}
    return desk.post(who, f"/lexicons/{name}/versions/{number}/{what}", body)


def bring_in(desk: Desk, name: str, listed: Json) -> Json:
    """A new version of a list, proposed by one administrator and approved by the other."""
    proposed = propose(desk, name, listed)
    assert proposed.status_code == 201, proposed.text
    approved = act(desk, "secadmin2", name, proposed.json()["version"], "approve")
    assert approved.status_code == 200, approved.text
    return dict(approved.json())


def found(desk: Desk, body: str, who: str = "key") -> list[tuple[str, str]]:
    """Rule and text of each finding of a fast pre-check."""
    response = desk.post(who, "/precheck", {"body": body, "depth": "fast"})
    assert response.status_code == 200, response.text
    return [(finding["rule"], finding["text"]) for finding in response.json()["findings"]]
