"""What many do at once: exactly one wins, the others are told, nobody gets an error of the service."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

import orjson
import pytest

from app.ledger.verify import verify
from app.review.checklists import CHECKLISTS
from app.review.stages import Status
from app.runtime import Runtime
from tests.desk import CLEAN, Desk, Json
from tests.review.race import THREADS, Call, Crowd, crowd_at, decision, race

ROUNDS = 10
KEY_HEADERS = {"Authorization": "Bearer sk_demo_precheck"}


@pytest.fixture
def crowd_and_desk(runtime: Runtime) -> Iterator[tuple[Crowd, Desk]]:
    """A crowd before a real server; afterwards the ledger must be whole."""
    with crowd_at(runtime) as (crowd, desk):
        yield crowd, desk
        whole = desk.get("auditor", "/ledger/export").content
        verdict = verify(io.BytesIO(whole), key=orjson.dumps(runtime.ring.jwks()))
        assert verdict.ok, verdict


@pytest.fixture
def crowd(crowd_and_desk: tuple[Crowd, Desk]) -> Crowd:
    """The crowd alone."""
    return crowd_and_desk[0]


@pytest.fixture
def desk(crowd_and_desk: tuple[Crowd, Desk]) -> Desk:
    """A desk in the office that the crowd besets."""
    return crowd_and_desk[1]


def creation(**fields: str) -> Json:
    """A new draft's fields."""
    return {"account": "wechat", "title": "通知", "body": CLEAN} | fields


def events(desk: Desk, draft_id: str) -> Counter[str]:
    """How often each event stands in the draft's history."""
    items = desk.get("auditor", f"/drafts/{draft_id}/history").json()["items"]
    return Counter(item["event"] for item in items)


def test_of_many_decisions_exactly_one_wins(crowd: Crowd, desk: Desk) -> None:
    statuses: Counter[int] = Counter()
    for _ in range(ROUNDS):
        statuses += race(crowd, desk)
    assert statuses[200] == ROUNDS
    assert statuses[409] + statuses[412] == ROUNDS * (THREADS - 1)


def test_a_release_happens_once(crowd: Crowd, desk: Desk) -> None:
    draft = desk.create()
    desk.submit("editor", draft["id"])
    desk.decide("chief", draft["id"])
    draft, _ = desk.draft(draft["id"])
    opinion = {
        "action": "approve",
        "content_sha256": draft["content_sha256"],
        "checklist": list(CHECKLISTS[Status.FINAL_REVIEW]),
        "dispositions": [],
    }

    def approve(who: str) -> Call:
        headers = desk.auth(who) | {"If-Match": "*"}
        return lambda client: client.post(f"/drafts/{draft['id']}/decisions", json=opinion, headers=headers)

    answers = crowd.rush([approve(("deputy", "principal")[n % 2]) for n in range(THREADS)])
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: THREADS - 1}
    assert len(desk.draft(draft["id"])[0]["signoffs"]) == 3
    assert events(desk, draft["id"])["draft.released"] == 1


def test_an_edit_and_a_decision_never_both_stand(crowd: Crowd, desk: Desk) -> None:
    for _ in range(ROUNDS):
        draft = desk.create()
        desk.submit("editor", draft["id"])
        draft, etag = desk.draft(draft["id"])

        def edit(n: int, draft: Json = draft, etag: str = etag) -> Call:
            headers = desk.auth("editor2") | {"If-Match": etag}
            fields = {"title": "通知", "body": f"{CLEAN}第{n}次修改。"}
            return lambda client: client.put(f"/drafts/{draft['id']}", json=fields, headers=headers)

        calls = [
            edit(n) if n % 2 else decision(desk, draft, etag, "chief", "approve") for n in range(THREADS)
        ]
        answers = crowd.rush(calls)
        assert Counter(answer.status_code for answer in answers) == {200: 1, 412: THREADS - 1}
        after = desk.draft(draft["id"])[0]
        edited = [answer.status_code for answer in answers].index(200) % 2
        stages = [signed["stage"] for signed in after["signoffs"]]
        expected = ("editing", 2, []) if edited else ("final_review", 1, ["first_review", "second_review"])
        assert (after["status"], after["version"], stages) == expected


def test_a_draft_is_submitted_once(crowd: Crowd, desk: Desk) -> None:
    draft = desk.create()
    opinion = {
        "content_sha256": draft["content_sha256"],
        "checklist": list(CHECKLISTS[Status.FIRST_REVIEW]),
        "dispositions": [],
    }

    def submit(who: str) -> Call:
        headers = desk.auth(who) | {"If-Match": "*"}
        return lambda client: client.post(f"/drafts/{draft['id']}/submit", json=opinion, headers=headers)

    answers = crowd.rush([submit(("editor", "editor2")[n % 2]) for n in range(THREADS)])
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: THREADS - 1}
    assert events(desk, draft["id"])["draft.submitted"] == 1
    assert len(desk.draft(draft["id"])[0]["signoffs"]) == 1


def test_a_key_creates_once(crowd: Crowd, desk: Desk) -> None:
    headers = KEY_HEADERS | {"Idempotency-Key": "once"}
    answers = crowd.rush([lambda client: client.post("/drafts", json=creation(), headers=headers)] * THREADS)
    assert {answer.status_code for answer in answers} <= {201, 409}
    made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    busy = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert busy <= {"idempotency_in_progress"}
    assert len(desk.get("key", "/drafts").json()["items"]) == 1
    again = desk.post("key", "/drafts", creation(), Idempotency_Key="once")
    assert (again.status_code, again.json()["id"]) == (201, made.pop())


def test_an_external_reference_is_taken_once(crowd: Crowd, desk: Desk) -> None:
    for n in range(ROUNDS):
        fields = creation(external_ref=f"cms-{n}")
        answers = crowd.rush(
            [lambda client, fields=fields: client.post("/drafts", json=fields, headers=KEY_HEADERS)] * THREADS
        )
        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: THREADS - 1}
    assert len(desk.get("key", "/drafts").json()["items"]) == ROUNDS


def test_many_drafts_at_once_each_have_their_entry(crowd: Crowd, desk: Desk) -> None:
    answers = crowd.rush(
        [lambda client: client.post("/drafts", json=creation(), headers=KEY_HEADERS)] * THREADS
    )
    assert [answer.status_code for answer in answers] == [201] * THREADS
    for answer in answers:
        assert events(desk, answer.json()["id"]) == {"draft.created": 1}
