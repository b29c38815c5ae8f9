"""An office in which every field that a page shows holds hostile texts, entered by the real acts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from hashlib import sha256
from itertools import product
from typing import Any

import httpx2
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.accounts.registry import AccountFacts, open_account
from app.ledger.append import SYSTEM
from app.people.api_keys import create_key
from app.people.callers import Scope
from app.people.directory import enrol
from app.people.models import Organisation, Person
from app.people.sessions import caller_of
from app.rulesets.suppressions import today
from app.runtime import Runtime
from tests.desk import Desk, Json
from tests.web.payloads import PAYLOADS

ROLES = ("editor", "section_chief", "principal_leader", "security_admin", "contributor")
"""Of the people `x0`, `x1`, …, each with a text for a name; the people of a draft follow one another."""
DRAFTS = len(PAYLOADS) // len(ROLES)
ENDINGS, LISTS, POLICIES, PROGRAMS, ALARMS = 5, 5, 10, 10, 20
PLATFORM, KEYWORD, ALARM = 50, 50, 40
"""Characters that these fields take."""
LIST = "hostile-{}"

_NAMES = re.compile(r"\b([0-9a-f]{32}|[axk]?\d+|hostile-\d)\b")


class Entering(Desk):
    """People whose every act must succeed; what they entered is kept by the place that took it."""

    def __init__(self, client: TestClient, runtime: Runtime) -> None:
        super().__init__(client, runtime)
        self.entered: defaultdict[str, list[str]] = defaultdict(list)

    def post(self, who: str, path: str, body: Any, **headers: str) -> httpx2.Response:
        return self._kept(path, body, super().post(who, path, body, **headers))

    def put(self, who: str, path: str, body: Any, **headers: str) -> httpx2.Response:
        return self._kept(path, body, super().put(who, path, body, **headers))

    def _kept(self, path: str, body: Any, response: httpx2.Response) -> httpx2.Response:
        assert response.is_success, f"{path}: {response.text}"
        self.note(_NAMES.sub("*", path), body)
        return response

    def note(self, place: str, entered: Mapping[str, Any]) -> None:
        for at, text in _leaves(place, entered):
            self.entered[at].append(text)


def _leaves(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every text in a body with its place; the texts that are names of entries too."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            is_field = re.fullmatch(r"[a-z_0-9]+", name)
            if not is_field:
                yield f"{place} *", name
            yield from _leaves(f"{place} {name if is_field else '*'}", each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _leaves(place, each)


def fill_hostile(desk: Entering) -> None:
    """Enter every text into every kind of field of the demo's office."""
    _enter(desk)
    _policies(desk)
    for number in range(LISTS):
        _list(desk, number)
    for number in range(DRAFTS):
        _draft(desk, number)
    for number, format in product(range(PROGRAMS), ("text", "html")):
        _sent_by_a_program(desk, number, format)
    _false_alarms(desk)


def _enter(desk: Entering) -> None:
    """For every text a person, an account and a key of this name, all at once."""
    ring = desk.runtime.ring
    with desk.runtime.database.write() as db:
        db.get_one(Organisation, "demo").name = " ".join(PAYLOADS[-3:])
        admin = caller_of(db.scalars(select(Person).where(Person.username == "sysadmin")).one())
        for number, payload in enumerate(PAYLOADS):
            facts = AccountFacts(payload, payload[:PLATFORM], payload, _keywords(payload), payload)
            enrol(db, ring, "demo", f"x{number}", payload, "", [ROLES[number % len(ROLES)]])
            open_account(db, ring, "demo", f"a{number}", facts, SYSTEM)
            create_key(db, ring, admin, payload, [Scope.PRECHECK])
            desk.note("person", {"name": payload})
            desk.note("account", asdict(facts))
            desk.note("key", {"name": payload})


def _keywords(payload: str) -> tuple[str, ...]:
    return ("".join(payload.split())[:KEYWORD],)


def _policies(desk: Desk) -> None:
    for number in range(POLICIES):
        stated = {"principal_from": "important", "reason": _part(number, POLICIES)}
        desk.put("secadmin", f"/policy/accounts/a{number}", stated)


def _list(desk: Desk, number: int) -> None:
    """A list whose terms are the texts, which is in force."""
    payloads = PAYLOADS[number::LISTS]
    terms = {" ".join(payload.split("\n")): _term(payload) for payload in payloads}
    content = {"code": "TXT-01", "message": "不使用。", "terms": terms}
    content["sources"] = {payload: {"title": payload, "date": "2026-11-21"} for payload in payloads}
    path = f"/lexicons/{LIST.format(number)}/versions"
    reason = _part(number, LISTS)
    asked = {"content": content, "reason": reason, "file_name": payloads[0]}
    made = desk.post("x3", path, asked).json()["version"]
    desk.post("x8", f"{path}/{made}/approve", {"comment": reason})


def _term(payload: str) -> Json:
    said = dict.fromkeys(("source", "basis"), payload) | {"message": _literal(payload)}
    return said | {"severity": "warn", "use": [payload]}


def _literal(message: str) -> str:
    return message.replace("{", "{{").replace("}", "}}")


def _draft(desk: Desk, number: int) -> None:
    """A draft through its two versions, discussed, and brought to one of the endings."""
    author, chief, leader = (f"x{len(ROLES) * number + step}" for step in range(3))
    payloads = PAYLOADS[number::DRAFTS]
    text, half = "\n".join(payloads), len(payloads) // 2
    first, second = (_content(payloads, exempt) for exempt in (payloads[:half], payloads[half:]))
    id = desk.create(author, text, account=f"a{number}", format="html", **first)["id"]
    desk.edit(author, id, body=f"{text}\n\n登陆{number}号", format="markdown", **second)
    _comments(desk, f"/drafts/{id}", author, chief, text)
    _end(desk, id, (author, chief, leader), number % ENDINGS, _part(number // ENDINGS, DRAFTS // ENDINGS))


def _end(desk: Desk, id: str, people: Sequence[str], ending: int, text: str) -> None:
    """Submitted, returned, rejected, released, or released and revoked, each act with these words."""
    author, chief, leader = people
    desk.submit(author, id, comment=text, dispositions=_dispositions(desk, id, text))
    if ending in {1, 2}:
        desk.decide(chief, id, "return" if ending == 1 else "reject", comment=text)
    elif ending > 2:
        desk.decide(chief, id, comment=text, dispositions=_dispositions(desk, id, text))
        desk.decide(leader, id, comment=text)
    if ending == 4:
        desk.post(leader, f"/drafts/{id}/revoke", {"reason": text}, If_Match=desk.draft(id)[1])


def _part(number: int, of: int) -> str:
    """One of so many parts of all texts."""
    return "\n".join(PAYLOADS[number::of])


def _content(payloads: Sequence[str], exempt: Sequence[str]) -> dict[str, Any]:
    line, text = " ".join(payloads), "\n".join(payloads)
    return {
        "title": line,
        "kind": "reprint",
        "source": {"name": line, "url": text, "title": line, "body": text},
        "question": text,
        "exemption": dict.fromkeys(("ground", "basis"), " ".join(exempt)),
        "assets": [{"url": each, "sha256": sha256(each.encode()).hexdigest()} for each in payloads],
        "note": text,
    }


def _comments(desk: Desk, address: str, author: str, chief: str, text: str) -> None:
    """A comment on a passage with an answer that mentions a person, and one that is resolved."""
    asked = {"text": f"{text} @{author}", "quote": text, "field": "body"}
    made = desk.post(chief, f"{address}/comments", asked).json()["id"]
    desk.post(author, f"{address}/comments/{made}/answers", {"text": f"@{chief} {text}"})
    made = desk.post(chief, f"{address}/comments", {"text": text}).json()["id"]
    desk.post(chief, f"{address}/comments/{made}/resolve", {"resolved": True})


def _dispositions(desk: Desk, draft: str, reason: str) -> list[Json]:
    """What is said on each finding that may stay."""
    findings = desk.draft(draft)[0]["scan"]["findings"]
    return [
        {"finding": finding["id"], "verdict": "accepted", "reason": reason}
        for finding in findings
        if finding["overridable"]
    ]


def _sent_by_a_program(desk: Desk, number: int, format: str) -> None:
    """A draft as the website's back end sends it."""
    payloads = PAYLOADS[number::PROGRAMS]
    desk.create("key", "\n".join(payloads), format=format, title=" ".join(payloads))


def _false_alarms(desk: Desk) -> None:
    """Findings in a draft called false: some refused, some silenced, some of these only for a while."""
    ends_on = (today() + timedelta(days=9)).isoformat()
    draft = desk.create("x0", "\n".join(PAYLOADS))
    for number, finding in enumerate(_short(draft["scan"]["findings"])[:ALARMS]):
        text = _part(number // 4, ALARMS // 4)
        asked = {"draft": draft["id"], "finding": finding["id"], "reason": text, "ends_on": ends_on}
        made = desk.post("x0", "/suppressions", asked).json()["id"]
        act = "refuse" if number % 2 else "approve"
        desk.post("secadmin", f"/suppressions/{made}/{act}", {"comment": text})
        if number % 4 == 0:
            desk.post("secadmin", f"/suppressions/{made}/end", {"comment": text})


def _short(findings: Sequence[Json]) -> list[Json]:
    """The findings of the hostile lists that are short enough to be silenced."""
    return [each for each in findings if each["rule"].startswith("hostile") and len(each["text"]) <= ALARM]
