"""`/ledger` and `/reviewers`: what the audit administrator reads, and what it proves."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from app.ledger.verify import verify_file
from tests.desk import BLOCKED, CLEAN, Desk, code

ENTRY_KEYS = {
    "seq",
    "prev",
    "org",
    "at",
    "event",
    "actor",
    "on_behalf_of",
    "draft",
    "version",
    "content_sha256",
    "scan_sha256",
    "ruleset_sha256",
    "stage",
    "decision",
    "data",
}


def entries(desk: Desk, **query: Any) -> list[dict[str, Any]]:
    response = desk.get("auditor", "/ledger", limit=200, **query)
    assert response.status_code == 200, response.text
    return list(response.json()["items"])


def test_every_act_is_one_entry(desk: Desk) -> None:
    draft = desk.released()
    told = entries(desk, draft=draft["id"])
    assert [(e["event"], e["stage"], e["decision"], e["actor"]["role"]) for e in told] == [
        ("draft.created", None, None, ""),
        ("draft.submitted", "first_review", "approve", "editor"),
        ("draft.approved", "second_review", "approve", "section_chief"),
        ("draft.approved", "final_review", "approve", "deputy_leader"),
        ("draft.released", None, None, ""),
    ]
    for entry in told:
        assert entry.keys() >= ENTRY_KEYS
        assert entry["content_sha256"] == draft["content_sha256"]
        assert entry["ruleset_sha256"] == draft["scan"]["ruleset_sha256"]
        assert (entry["org"], entry["version"]) == ("demo", 1)


def test_the_chain_is_whole_and_in_order(desk: Desk) -> None:
    desk.released()
    told = entries(desk)
    assert [entry["seq"] for entry in told] == list(range(1, len(told) + 1))
    assert told[0]["prev"] == "0" * 64
    assert len({entry["prev"] for entry in told}) == len(told)


def test_what_is_refused_leaves_no_entry(desk: Desk) -> None:
    draft = desk.create(body=BLOCKED)
    for who in ("contributor", "chief", "auditor", "editor"):
        desk.auth(who)
    before = desk.get("auditor", "/ledger/checkpoint").json()["seq"]
    assert code(desk.submit("editor", draft["id"])) == (409, "open_findings")
    assert code(desk.decide("chief", draft["id"]))[0] == 409
    assert code(desk.edit("contributor", draft["id"], body=CLEAN))[0] == 403
    assert desk.get("auditor", "/ledger/checkpoint").json()["seq"] == before


def test_the_ledger_is_filtered(desk: Desk) -> None:
    draft, other = desk.released(), desk.create("contributor")
    person = desk.get("chief", "/me").json()
    by_id, by_name = entries(desk, actor=person["id"]), entries(desk, actor="chief")
    assert by_id == by_name != []
    assert {entry["actor"]["id"] for entry in by_id} == {person["id"]}
    assert {entry["draft"] for entry in entries(desk, draft=other["id"])} == {other["id"]}
    created = entries(desk, event="draft.created")
    assert [entry["draft"] for entry in created] == [draft["id"], other["id"]]
    both = entries(desk, event="draft.created", draft=other["id"])
    assert [entry["draft"] for entry in both] == [other["id"]]
    since = created[1]["at"]
    late = entries(desk, since=since)
    assert late == [entry for entry in entries(desk) if entry["at"] >= since]
    assert entries(desk, since="2999-01-01T00:00:00Z") == []
    for nothing in ({"draft": "x"}, {"actor": "b-chief"}, {"event": "draft.lost"}, {"draft": "' OR '1'='1"}):
        assert entries(desk, **nothing) == []


def test_a_wrong_filter_is_422(office: Desk) -> None:
    for wrong in ({"since": "yesterday"}, {"since": "2026-11-21"}, {"draft": "\0"}, {"actor": "a\0"}):
        assert code(office.get("auditor", "/ledger", **wrong)) == (422, "validation_error")


def test_the_ledger_is_paged(desk: Desk) -> None:
    desk.released()
    whole = entries(desk)
    for limit in (1, 4, 7):
        paged: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while len(paged) < len(whole):
            page = desk.get("auditor", "/ledger", limit=limit, **cursor).json()
            assert 0 < len(page["items"]) <= limit
            paged += page["items"]
            cursor = {"cursor": page["next"]}
        assert paged == whole
        assert cursor == {"cursor": None}


def test_the_export_ends_with_the_checkpoint(desk: Desk, tmp_path: Path) -> None:
    desk.released()
    response = desk.get("auditor", "/ledger/export")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/x-ndjson")
    lines = response.content.splitlines()
    last = json.loads(lines[-1])
    assert last.keys() == {"checkpoint"}
    now = desk.get("chief", "/ledger/checkpoint").json()
    assert last["checkpoint"].keys() == now.keys()
    assert last["checkpoint"]["seq"] == len(lines) - 1
    assert [json.loads(line)["seq"] for line in lines[:-1]] == list(range(1, len(lines)))
    assert json.loads(lines[-2])["event"] == "ledger.exported"
    path, earlier = tmp_path / "ledger.jsonl", tmp_path / "checkpoint.json"
    path.write_bytes(response.content)
    earlier.write_text(json.dumps(last["checkpoint"]))
    assert verify_file(path, earlier).ok


def test_an_export_proves_an_earlier_checkpoint(desk: Desk, tmp_path: Path) -> None:
    path, earlier = tmp_path / "ledger.jsonl", tmp_path / "checkpoint.json"
    desk.create()
    earlier.write_bytes(desk.get("contributor", "/ledger/checkpoint").content)
    desk.released()
    path.write_bytes(desk.get("auditor", "/ledger/export").content)
    assert verify_file(path, earlier).ok
    forged = json.loads(earlier.read_text()) | {"seq": 1}
    earlier.write_text(json.dumps(forged))
    assert not verify_file(path, earlier).ok


def test_acts_at_the_same_time_make_one_chain(desk: Desk, tmp_path: Path) -> None:
    for who in ("editor", "editor2", "contributor"):
        desk.auth(who)
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda n: desk.create(("editor", "editor2", "contributor")[n % 3]), range(18)))
    assert len({draft["id"] for draft in made}) == 18
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(desk.get("auditor", "/ledger/export").content)
    verdict = verify_file(path)
    assert verdict.ok, verdict.reason
    assert len(entries(desk, event="draft.created")) == 18


def test_the_checkpoint_is_for_everyone_signed_in(office: Desk) -> None:
    for who in ("contributor", "editor", "sysadmin", "auditor", "b-editor"):
        shown = office.get(who, "/ledger/checkpoint").json()
        assert shown["org"] == ("demo-b" if who == "b-editor" else "demo")
        assert shown["seq"] > 0
    assert office.client.get("/api/v1/ledger/checkpoint").status_code == 401


def test_nothing_of_a_draft_s_text_is_in_the_ledger(desk: Desk) -> None:
    desk.released(body="独一无二的正文句子，供核对。", title="独一无二的标题")
    assert "独一无二" not in desk.get("auditor", "/ledger/export").text


def test_a_reviewer_s_record(desk: Desk) -> None:
    draft = desk.released()
    other = desk.create(body=BLOCKED)
    words = [
        {"finding": finding["id"], "verdict": "accepted", "reason": "说明错误提法"}
        for finding in other["scan"]["findings"]
        if finding["severity"] == "block"
    ]
    assert desk.submit("editor", other["id"], dispositions=words).status_code == 200
    assert desk.decide("chief", other["id"], "return", comment="请删去").status_code == 200
    desk.post("deputy", f"/drafts/{draft['id']}/revoke", {"reason": "数据有误"}, If_Match="*")
    people = {person["username"]: person for person in desk.get("auditor", "/reviewers").json()["items"]}
    assert {"editor", "chief", "deputy", "principal"} <= people.keys()
    assert not {"contributor", "sysadmin", "b-editor"} & people.keys()
    record = {
        name: desk.get("auditor", f"/reviewers/{people[name]['id']}/record").json()["record"]
        for name in ("editor", "chief", "principal")
    }
    assert (record["editor"]["approved"], record["editor"]["overridden"]["accepted"]) == (2, len(words))
    assert (record["chief"]["approved"], record["chief"]["returned"]) == (1, 1)
    assert [r["draft"] for r in record["chief"]["revoked"]] == [draft["id"]]
    assert record["chief"]["seconds_median"] >= 0
    assert (record["principal"]["approved"], record["principal"]["revoked"]) == (0, [])


def test_a_record_is_for_overseers_and_oneself(office: Desk) -> None:
    chief = office.get("chief", "/me").json()["id"]
    path = f"/reviewers/{chief}/record"
    for who in ("auditor", "principal", "deputy", "chief"):
        assert office.get(who, path).status_code == 200
    for who in ("editor", "contributor", "sysadmin", "secadmin"):
        assert code(office.get(who, path)) == (403, "forbidden")
        assert code(office.get(who, "/reviewers")) == (403, "forbidden")
