"""An office in which every field that a page may show holds a hostile text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx2

from app.people.models import Organisation
from app.rulesets.suppressions import today
from tests.desk import Desk, Json
from tests.rulesets.lists import act, content, propose

PLATFORM, KEYWORD, NAME = 50, 50, 100
"""Characters that these fields hold."""
LISTED = 25
"""Texts whose joint length fits a remark."""


def entered(desk: Desk, payloads: Sequence[str]) -> list[str]:
    """Enter the texts everywhere by the real acts; returns the addresses of what only they lead to."""
    with desk.runtime.database.write() as db:
        db.get_one(Organisation, "demo").name = payloads[0]
    addresses = []
    for number, payload in enumerate(payloads):
        _office(desk, payload, number)
        addresses += [_signed(desk, payload, number), _sent_by_a_program(desk, payload, number)]
    for number in range(0, len(payloads), LISTED):
        _list(desk, payloads[number : number + LISTED], f"list-{number}")
    for asked in desk.get("secadmin", "/suppressions", state="proposed", limit=3).json()["items"]:
        approved = {"comment": asked["reason"]}
        _done(desk.post("secadmin", f"/suppressions/{asked['id']}/approve", approved))
    return addresses


def _office(desk: Desk, payload: str, number: int) -> None:
    person = {"username": f"x{number}", "name": payload, "roles": ["editor", "section_chief"]}
    account = {
        "code": f"a{number}",
        "name": payload,
        "platform": payload[:PLATFORM],
        "duties": payload,
        "keywords": ["".join(payload.split())[:KEYWORD]],
        "filing_number": payload[:NAME],
    }
    _done(desk.post("sysadmin", "/people", person))
    _done(desk.post("sysadmin", "/accounts", account))
    _done(desk.post("sysadmin", "/keys", {"name": payload, "scopes": ["precheck"]}))
    policy = {"principal_from": "important", "reason": f"从严：{payload}"}
    _done(desk.put("secadmin", f"/policy/accounts/a{number}", policy))


def _signed(desk: Desk, payload: str, number: int) -> str:
    """A draft of a person and an account of that name, commented, sent back or signed and revoked."""
    author = f"x{number}"
    fields = _fields(payload) | {"account": f"a{number}", "format": "html", "title": payload}
    draft = desk.create(author, f"<p>请登陆网站{number}号。</p>\n{payload}", **fields)
    address = f"/drafts/{draft['id']}"
    edited = f"<p>请登陆网站{number}号，另行通知。</p>\n<div>{payload}</div>"
    del fields["account"]
    _done(desk.edit(author, draft["id"], body=edited, **fields))
    _called_false(desk, author, payload, number, draft["id"])
    comment = {"text": payload, "quote": f"请登陆网站{number}号", "field": "body"}
    made = _done(desk.post("chief", f"{address}/comments", comment))
    _done(desk.post(author, f"{address}/comments/{made['id']}/answers", {"text": payload}))
    said = {"comment": payload, "dispositions": _words(desk, draft["id"], payload)}
    _done(desk.submit(author, draft["id"], **said))
    if number % 2:
        _done(desk.decide("chief", draft["id"], "return", comment=payload))
        return address
    _done(desk.decide("chief", draft["id"], comment=payload))
    _done(desk.decide("principal", draft["id"], comment=payload))
    match = desk.draft(draft["id"])[1]
    _done(desk.post("principal", f"{address}/revoke", {"reason": payload}, If_Match=match))
    return address


def _sent_by_a_program(desk: Desk, payload: str, number: int) -> str:
    """A draft as a CMS sends it."""
    format = "markdown" if number % 2 else "text"
    fields = {"account": f"a{number}", "title": payload, "format": format, "external_ref": payload}
    draft = desk.create("key", payload, **fields)
    return f"/drafts/{draft['id']}/preview/frame"


def _called_false(desk: Desk, author: str, payload: str, number: int, draft: str) -> None:
    """A false alarm asked for and mostly refused, with the text as the reason."""
    findings = desk.draft(draft)[0]["scan"]["findings"]
    wrong = next(finding["id"] for finding in findings if finding["text"] == "登陆")
    asked = {
        "draft": draft,
        "finding": wrong,
        "phrase": f"请登陆网站{number}号",
        "reason": payload,
        "ends_on": (today() + timedelta(days=9)).isoformat(),
    }
    made = _done(desk.post(author, "/suppressions", asked))
    if number % 3:
        _done(desk.post("secadmin", f"/suppressions/{made['id']}/refuse", {"comment": payload}))


def _words(desk: Desk, draft: str, payload: str) -> list[Json]:
    """What is said on each finding that may stay."""
    findings = desk.draft(draft)[0]["scan"]["findings"]
    return [
        {"finding": finding["id"], "verdict": "accepted", "reason": payload}
        for finding in findings
        if finding["overridable"]
    ]


def _fields(payload: str) -> dict[str, Any]:
    return {
        "kind": "reprint",
        "source": dict.fromkeys(("name", "url", "title", "body"), payload),
        "question": payload,
        "exemption": {"ground": payload, "basis": payload},
        "assets": [{"url": payload, "sha256": "0" * 64}],
        "note": payload,
    }


def _list(desk: Desk, payloads: Sequence[str], name: str) -> None:
    """A list with these terms, in force, and a change of it that waits."""
    terms = [f"词条{name}乙{number}号{' '.join(payload.split())}" for number, payload in enumerate(payloads)]
    message = "\n".join(payloads).replace("{", "{{").replace("}", "}}")
    listed = content(*terms) | {"message": message}
    listed["sources"] = {"office": {"title": "\n".join(payloads), "date": "2026-11-21"}}
    made = _done(propose(desk, name, listed, reason="\n".join(payloads), file_name=payloads[0]))
    _done(act(desk, "secadmin2", name, made["version"], "approve"))
    _done(propose(desk, name, listed | {"message": "不使用“{text}”。"}, reason=payloads[-1]))


def _done(response: httpx2.Response) -> Json:
    assert response.is_success, response.text
    return dict(response.json())
