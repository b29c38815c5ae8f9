"""The main job: a draft is submitted, scanned, signed by three people, released, and provable."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import rfc8785

from app.ledger.verify import verify_file
from tests.desk import BLOCKED, CRITICAL, Desk, code


def test_a_draft_is_signed_by_three_people_and_released(desk: Desk) -> None:
    draft = desk.create()
    assert (draft["status"], draft["version"], draft["signoffs"]) == ("editing", 1, [])
    content = {"assets": [], "body": draft["body"], "format": "text", "title": "通知"}
    assert draft["content_sha256"] == hashlib.sha256(rfc8785.dumps(content)).hexdigest()
    assert desk.submit("editor", draft["id"]).json()["status"] == "second_review"
    assert [item["draft"] for item in desk.get("chief", "/queue").json()["items"]] == [draft["id"]]
    assert desk.decide("chief", draft["id"]).json()["status"] == "final_review"
    released = desk.decide("deputy", draft["id"]).json()
    assert released["status"] == "released"
    assert [(s["stage"], s["person"]) for s in released["signoffs"]] == [
        ("first_review", "editor"),
        ("second_review", "chief"),
        ("final_review", "deputy"),
    ]


def test_the_certificate_covers_exactly_what_was_signed(desk: Desk) -> None:
    draft = desk.released()
    certificate = desk.get("key", f"/drafts/{draft['id']}/certificate").json()
    assert certificate["payload"]["content_sha256"] == draft["content_sha256"]
    assert [s["person"] for s in certificate["payload"]["signoffs"]] == ["editor", "chief", "deputy"]
    published = {
        "certificate": certificate["certificate"],
        "title": draft["title"],
        "body": draft["body"],
        "format": "text",
        "account": "wechat",
    }
    assert desk.post("key", "/certificates/verify", published).json()["valid"] is True
    for change, reason in (
        ({"body": draft["body"] + "。"}, "content_mismatch"),
        ({"account": "weibo"}, "account_mismatch"),
        ({"certificate": certificate["certificate"][:-8]}, "bad_signature"),
    ):
        verdict = desk.post("key", "/certificates/verify", published | change).json()
        assert verdict["valid"] is False
        assert reason in verdict["reasons"] or "malformed" in verdict["reasons"]


def test_the_exported_ledger_verifies_elsewhere_and_shows_any_change(desk: Desk, tmp_path: Path) -> None:
    desk.released()
    export = desk.get("auditor", "/ledger/export").content
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(export)
    assert verify_file(path).ok
    lines = export.splitlines(keepends=True)
    assert json.loads(lines[-1]).keys() == {"checkpoint"}
    path.write_bytes(b"".join(lines[:5] + lines[6:]))
    assert verify_file(path).bad_seq == 6
    path.write_bytes(b"".join(lines[:-1]))
    assert not verify_file(path).ok


def test_a_critical_draft_is_for_the_principal_leader_alone(desk: Desk) -> None:
    draft = desk.create(body=CRITICAL)
    assert draft["level"] == "critical"
    assert all(reason.keys() == {"rule", "evidence", "clause"} for reason in draft["level_reasons"])
    desk.submit("editor", draft["id"])
    desk.decide("chief", draft["id"])
    assert desk.get("deputy", "/queue").json()["items"] == []
    assert code(desk.decide("deputy", draft["id"])) == (403, "level_requires_principal")
    assert desk.decide("principal", draft["id"]).json()["status"] == "released"


def test_blocking_findings_must_be_disposed_of(desk: Desk) -> None:
    draft = desk.create(body=BLOCKED)
    blocking = [f for f in draft["scan"]["findings"] if f["severity"] == "block"]
    assert blocking
    refused = desk.submit("editor", draft["id"])
    assert code(refused) == (409, "open_findings")
    assert [f["id"] for f in refused.json()["findings"]] == [f["id"] for f in blocking]
    words = [{"finding": f["id"], "verdict": "accepted", "reason": "说明错误提法"} for f in blocking]
    accepted = desk.submit("editor", draft["id"], dispositions=words)
    assert accepted.json()["status"] == "second_review"
    assert accepted.json()["dispositions"][0]["person"] == "editor"


def test_a_secrecy_marking_can_only_be_mended(desk: Desk) -> None:
    draft = desk.create(body="机密★10年\n关于某项工作的通知。")
    marking = next(f for f in draft["scan"]["findings"] if f["code"] == "SEC-01")
    assert marking["overridable"] is False
    words = [{"finding": marking["id"], "verdict": "accepted", "reason": "知悉"}]
    assert code(desk.submit("editor", draft["id"], dispositions=words)) == (409, "open_findings")
