"""The release certificate (签发凭证): what it states, that it verifies elsewhere, and when it does not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from joserfc import jws
from joserfc.jwk import KeySet

from app.certificates.token import sign_token
from app.keys import KeyRing
from tests.desk import CLEAN, CRITICAL, Desk, code

PAYLOAD_KEYS = {
    "cert_id",
    "org",
    "account",
    "kind",
    "source",
    "assets",
    "draft",
    "version",
    "content_sha256",
    "level",
    "signoffs",
    "issued_at",
    "not_before",
    "expires_at",
    "ledger",
}
ASSETS = [{"url": "https://x.gov.cn/1.png", "sha256": "1" * 64}]


def certificate(desk: Desk, draft_id: str, who: str = "key") -> dict[str, Any]:
    response = desk.get(who, f"/drafts/{draft_id}/certificate")
    assert response.status_code == 200, response.text
    return dict(response.json())


def verify(desk: Desk, token: str, who: str = "key", **change: Any) -> dict[str, Any]:
    published = {
        "certificate": token,
        "title": "通知",
        "body": CLEAN,
        "format": "text",
        "account": "wechat",
    }
    response = desk.post(who, "/certificates/verify", published | change)
    assert response.status_code == 200, response.text
    verdict = dict(response.json())
    assert verdict["valid"] is (verdict["reasons"] == [])
    return verdict


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_payload_states_what_was_signed(office: Desk) -> None:
    source = {"name": "新华社", "url": "https://www.news.cn/1", "title": "通知", "body": CLEAN}
    draft = office.released(kind="reprint", source=source, assets=ASSETS)
    payload = certificate(office, draft["id"])["payload"]
    assert payload.keys() == PAYLOAD_KEYS
    for name in ("account", "kind", "version", "content_sha256", "level", "assets"):
        assert payload[name] == draft[name]
    assert (payload["org"], payload["draft"]) == ("demo", draft["id"])
    assert (payload["source"]["name"], payload["source"]["url"]) == ("新华社", "https://www.news.cn/1")
    signed = [(s["stage"], s["person"], s["role"]) for s in payload["signoffs"]]
    assert signed == [
        ("first_review", "editor", "editor"),
        ("second_review", "chief", "section_chief"),
        ("final_review", "deputy", "deputy_leader"),
    ]
    assert [s["at"] for s in payload["signoffs"]] == [s["at"] for s in draft["signoffs"]]
    life = moment(payload["expires_at"]) - moment(payload["issued_at"])
    assert life.total_seconds() == office.runtime.settings.certificate_ttl
    assert payload["not_before"] == payload["issued_at"]


def test_the_payload_names_the_ledger_entry_of_the_release(desk: Desk) -> None:
    draft = desk.released()
    ledger = certificate(desk, draft["id"])["payload"]["ledger"]
    assert ledger.keys() == {"seq", "root"}
    entries = desk.get("auditor", "/ledger", event="draft.released").json()["items"]
    assert [entry["seq"] for entry in entries] == [ledger["seq"]]
    assert entries[0]["draft"] == draft["id"]


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # RFC 9864 prefers Ed25519; the contract says EdDSA
def test_another_library_verifies_it_offline(office: Desk) -> None:
    shown = certificate(office, office.released()["id"])
    published = office.client.get("/.well-known/jwks.json")
    assert published.status_code == 200
    assert all("d" not in key for key in published.json()["keys"])
    keys = KeySet.import_key_set(published.json())
    verified = jws.deserialize_compact(shown["certificate"], keys, algorithms=["EdDSA"])
    assert json.loads(verified.payload) == shown["payload"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": "通告"}, "content_mismatch"),
        ({"body": CLEAN + " "}, "content_mismatch"),
        ({"body": CLEAN.replace("，", ",")}, "content_mismatch"),
        ({"format": "html"}, "content_mismatch"),
        ({"account": "weibo"}, "account_mismatch"),
        ({"account": ""}, "account_mismatch"),
    ],
)
def test_it_covers_exactly_what_was_signed(office: Desk, change: dict[str, str], reason: str) -> None:
    token = certificate(office, office.released()["id"])["certificate"]
    assert verify(office, token)["reasons"] == []
    verdict = verify(office, token, **change)
    assert verdict["reasons"] == [reason]
    assert len(verdict["details"]) == 1


def test_assets_are_covered_by_the_certificate(office: Desk) -> None:
    token = certificate(office, office.released(assets=ASSETS)["id"])["certificate"]
    assert verify(office, token)["valid"]


def broken(token: str) -> dict[str, str]:
    header, payload, signature = token.split(".")
    other = ("A" if payload[20] != "A" else "B").join((payload[:20], payload[21:]))
    return {
        "empty": "",
        "words": "凭证",
        "emoji": "😀.😀.😀",
        "two parts": f"{header}.{payload}",
        "four parts": f"{token}.x",
        "no signature": f"{header}.{payload}.",
        "none algorithm": f"eyJhbGciOiJub25lIn0.{payload}.",
        "payload changed": f"{header}.{other}.{signature}",
        "signature changed": f"{header}.{payload}.{'A' * len(signature)}",
        "padding": f"{token}==",
        "line break": f"{token}\n",
        "deep": "W1tb" * 10_000 + "." + payload + "." + signature,
        "long": token * 400,
    }


@pytest.mark.parametrize("name", broken("x.yyyyyyyyyyyyyyyyyyyyyyyyy.z"))
def test_what_proves_nothing_is_not_valid(office: Desk, name: str) -> None:
    token = certificate(office, office.released()["id"])["certificate"]
    reasons = verify(office, broken(token)[name])["reasons"]
    assert len(reasons) == 1
    assert reasons[0] in {"malformed", "bad_signature", "unknown_key"}


def test_somebody_else_s_key_proves_nothing(office: Desk, tmp_path: Any) -> None:
    payload = certificate(office, office.released()["id"])["payload"]
    forged = sign_token(KeyRing.open(tmp_path), payload)
    assert verify(office, forged)["reasons"] == ["unknown_key"]


def test_a_revoked_release_is_not_valid(office: Desk) -> None:
    draft = office.released()
    token = certificate(office, draft["id"])["certificate"]
    assert verify(office, token)["valid"]
    office.post("deputy", f"/drafts/{draft['id']}/revoke", {"reason": "数据有误"}, If_Match="*")
    assert verify(office, token)["reasons"] == ["revoked"]
    assert certificate(office, draft["id"])["certificate"] == token
    for who in ("key", "editor", "auditor"):
        assert verify(office, token, who)["valid"] is False


def test_a_certificate_expires(office: Desk) -> None:
    shown = certificate(office, office.released()["id"])
    end = moment(shown["payload"]["expires_at"])
    with time_machine.travel(end - timedelta(seconds=5)):
        assert verify(office, shown["certificate"])["valid"]
    with time_machine.travel(end + timedelta(seconds=1)):
        assert verify(office, shown["certificate"])["reasons"] == ["expired"]


def test_a_certificate_waits_for_its_time(office: Desk) -> None:
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
    shown = certificate(office, office.released(publish_after=later.isoformat())["id"])
    payload = shown["payload"]
    assert moment(payload["not_before"]) == later
    life = moment(payload["expires_at"]) - later
    assert life.total_seconds() == office.runtime.settings.certificate_ttl
    assert verify(office, shown["certificate"])["reasons"] == ["not_yet_valid"]
    with time_machine.travel(later + timedelta(seconds=1)):
        assert verify(office, shown["certificate"])["valid"]


def test_the_latest_time_that_is_accepted_can_be_released(office: Desk) -> None:
    draft = office.released(publish_after="2999-12-31T23:59:59Z")
    assert certificate(office, draft["id"])["payload"]["not_before"].startswith("2999")


def test_another_organisation_s_certificate_is_not_valid_here(office: Desk) -> None:
    draft = office.released()
    token = certificate(office, draft["id"])["certificate"]
    assert "org_mismatch" in verify(office, token, "b-editor")["reasons"]
    assert code(office.get("b-editor", f"/drafts/{draft['id']}/certificate")) == (404, "not_found")


def test_a_draft_that_is_not_released_has_none(office: Desk) -> None:
    draft_id = office.create()["id"]
    assert code(office.get("editor", f"/drafts/{draft_id}/certificate")) == (409, "not_released")
    assert code(office.get("key", f"/drafts/{draft_id}/certificate")) == (404, "not_found")
    own = office.post("key", "/drafts", {"account": "wechat", "body": CLEAN}).json()["id"]
    assert code(office.get("key", f"/drafts/{own}/certificate")) == (409, "not_released")


def test_the_principal_s_signature_stands_on_a_critical_release(office: Desk) -> None:
    draft = office.released(body=CRITICAL, leader="principal")
    payload = certificate(office, draft["id"])["payload"]
    assert payload["level"] == "critical"
    assert payload["signoffs"][-1]["role"] == "principal_leader"
    assert verify(office, certificate(office, draft["id"])["certificate"], body=CRITICAL)["valid"]
