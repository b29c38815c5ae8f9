from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import OctKey, OKPKey
from sqlalchemy.exc import IntegrityError

from app.certificates.issue import Release, SignOff, issue
from app.certificates.models import Certificate
from app.certificates.token import MAX_TOKEN, TYPE, sign_token
from app.certificates.verify import TEXTS, Reason, Untrusted, check, is_revoked, payload_of
from app.content import content_sha256
from app.keys import KeyRing, b64url, jwk_of
from app.ledger.append import Actor, append
from app.ledger.checkpoint import tip

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
ASSET = {"url": "https://www.example.gov.cn/1.jpg", "sha256": "e" * 64}
PUBLICATION: dict[str, Any] = {
    "title": "关于停水的通知",
    "body": "因管网检修，明日停水。",
    "format": "text",
    "account": "wechat",
}
RELEASE = Release(
    org="demo",
    account="wechat",
    kind="original",
    source=None,
    assets=[ASSET],
    draft="d1",
    version=3,
    content_sha256=content_sha256("关于停水的通知", "因管网检修，明日停水。", "text", ["e" * 64]),
    level="general",
    signoffs=[
        SignOff("first_review", "editor", "林知秋", "editor", NOW - timedelta(hours=2)),
        SignOff("second_review", "chief", "周明远", "section_chief", NOW - timedelta(hours=1)),
        SignOff("final_review", "deputy", "宋立群", "deputy_leader", NOW),
    ],
    issued_at=NOW,
    ttl=timedelta(days=7),
)


@pytest.fixture(scope="module")
def certificate(database, ring) -> Certificate:
    with database.write() as db:
        append(db, ring, "demo", "draft.released", Actor("person", "p1", "孙局", "deputy_leader"))
        return issue(db, ring, RELEASE)


@pytest.fixture(scope="module")
def token(certificate) -> str:
    return certificate.token


def reasons(token: str, ring: KeyRing, **other: Any) -> list[Reason]:
    given = {"now": NOW, **PUBLICATION, **other}
    return check(token, ring.keys, **given)


def test_the_payload_states_what_was_signed(database, ring, certificate):
    payload = payload_of(certificate.token, ring.keys)
    with database.read() as db:
        end = tip(db, "demo")
    assert payload == {
        "cert_id": certificate.cert_id,
        "org": "demo",
        "account": "wechat",
        "kind": "original",
        "source": None,
        "assets": [ASSET],
        "draft": "d1",
        "version": 3,
        "content_sha256": RELEASE.content_sha256,
        "level": "general",
        "signoffs": [
            {
                "stage": "first_review",
                "person": "editor",
                "name": "林知秋",
                "role": "editor",
                "at": "2026-11-21T06:00:00.000Z",
            },
            {
                "stage": "second_review",
                "person": "chief",
                "name": "周明远",
                "role": "section_chief",
                "at": "2026-11-21T07:00:00.000Z",
            },
            {
                "stage": "final_review",
                "person": "deputy",
                "name": "宋立群",
                "role": "deputy_leader",
                "at": "2026-11-21T08:00:00.000Z",
            },
        ],
        "issued_at": "2026-11-21T08:00:00.000Z",
        "not_before": "2026-11-21T08:00:00.000Z",
        "expires_at": "2026-11-28T08:00:00.000Z",
        "ledger": {"seq": 1, "root": end.root},
    }


def test_a_version_has_one_certificate(database, ring, certificate):
    with pytest.raises(IntegrityError), database.write() as db:
        issue(db, ring, RELEASE)


def test_a_later_publication_moves_both_ends(database, ring):
    release = replace(RELEASE, draft="d2", not_before=NOW + timedelta(days=2))
    with database.write() as db:
        token = issue(db, ring, release).token
    assert reasons(token, ring) == [Reason.NOT_YET_VALID]
    assert reasons(token, ring, now=NOW + timedelta(days=2)) == []
    assert reasons(token, ring, now=NOW + timedelta(days=9)) == [Reason.EXPIRED]


def test_the_source_of_a_reprint_is_stated_with_the_digest_of_its_text(database, ring):
    source = {"name": "新华社", "url": "https://example.cn/a", "title": "原题", "body": "原文"}
    with database.write() as db:
        token = issue(db, ring, replace(RELEASE, draft="d3", kind="reprint", source=source)).token
    stated = payload_of(token, ring.keys)["source"]
    digest = hashlib.sha256("原文".encode()).hexdigest()
    assert stated == {
        "name": "新华社",
        "url": "https://example.cn/a",
        "title": "原题",
        "body_sha256": digest,
    }


def test_the_certificate_covers_exactly_the_publication(token, ring):
    assert reasons(token, ring) == []
    assert reasons(token, ring, org="demo") == []


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"title": "关于停水的通知 "}, Reason.CONTENT_MISMATCH),
        ({"body": ""}, Reason.CONTENT_MISMATCH),
        ({"format": "html"}, Reason.CONTENT_MISMATCH),
        ({"account": "weibo"}, Reason.ACCOUNT_MISMATCH),
        ({"org": "demo-b"}, Reason.ORG_MISMATCH),
        ({"now": NOW - timedelta(milliseconds=1)}, Reason.NOT_YET_VALID),
        ({"now": NOW + timedelta(days=7)}, Reason.EXPIRED),
    ],
)
def test_each_difference_has_its_reason(token, ring, other, reason):
    assert reasons(token, ring, **other) == [reason]


def test_all_reasons_are_told_at_once(token, ring):
    other = {"body": "", "account": "weibo", "now": NOW + timedelta(days=8)}
    assert set(reasons(token, ring, **other)) == {
        Reason.CONTENT_MISMATCH,
        Reason.ACCOUNT_MISMATCH,
        Reason.EXPIRED,
    }


def test_every_reason_has_its_text():
    assert TEXTS.keys() == set(Reason)


def test_a_revocation_is_in_the_register(database, ring, certificate):
    with database.read() as db:
        assert not is_revoked(db, certificate.token, ring.keys)
        assert not is_revoked(db, "nothing", ring.keys)
    with database.write() as db:
        stored = db.get(Certificate, certificate.cert_id)
        assert stored is not None
        stored.revoked_at = NOW
    with database.read() as db:
        assert is_revoked(db, certificate.token, ring.keys)


def test_a_key_of_another_service_is_unknown(token):
    stranger = KeyRing([Ed25519PrivateKey.from_private_bytes(bytes([2]) * 32)])
    assert reasons(token, stranger) == [Reason.UNKNOWN_KEY]


def test_a_changed_character_anywhere_is_refused(token, ring):
    """Each character of the token, changed to another that such a token may hold, and to one it may not."""
    for position, old in enumerate(token):
        for new in {"A", "B", "-", ".", "=", "\n", "中"} - {old}:
            with pytest.raises(Untrusted):
                payload_of(token[:position] + new + token[position + 1 :], ring.keys)


def test_the_spare_bits_of_the_signature_cannot_vary(token, ring):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for last in set(alphabet) - {token[-1]}:
        assert reasons(token[:-1] + last, ring) == [Reason.BAD_SIGNATURE]


@settings(deadline=None)
@given(data=st.data())
def test_random_damage_is_refused(token, ring, data):
    start = data.draw(st.integers(0, len(token)))
    end = data.draw(st.integers(start, len(token)))
    damaged = token[:start] + data.draw(st.text(max_size=5)) + token[end:]
    if damaged != token:
        assert len(reasons(damaged, ring)) == 1


def with_header(token: str, ring: KeyRing, header: dict[str, Any]) -> str:
    """The token's payload under another header, signed rightly with the service's own key."""
    message = f"{b64url(json.dumps(header).encode())}.{token.split('.')[1]}"
    return f"{message}.{b64url(ring.sign(message.encode()))}"


def headers(ring: KeyRing) -> list[dict[str, Any]]:
    good = {"alg": "EdDSA", "kid": ring.kid, "typ": TYPE}
    jwk = jwk_of(ring.keys[ring.kid])
    return [
        *({**good, "alg": alg} for alg in ("none", "None", "HS256", "Ed25519", "ES256", "eddsa", None, 1)),
        *({**good, "typ": typ} for typ in ("JWT", "application/" + TYPE, None)),
        *({**good, "kid": kid} for kid in (None, 1, [], {})),
        {**good, "jwk": jwk},
        {**good, "jku": "https://example.cn/jwks.json"},
        {**good, "x5u": "https://example.cn/cert"},
        {**good, "crit": ["exp"], "exp": 1},
        {**good, "crit": []},
        {**good, "b64": False, "crit": ["b64"]},
        {"alg": "EdDSA", "kid": ring.kid},
        {"kid": ring.kid, "typ": TYPE},
        {},
    ]


def test_only_one_header_is_accepted(token, ring):
    for header in headers(ring):
        assert reasons(with_header(token, ring, header), ring) == [Reason.MALFORMED]


def test_a_token_without_or_with_a_symmetric_signature_is_refused(token, ring):
    payload = token.split(".")[1]
    header = {"alg": "none", "kid": ring.kid, "typ": TYPE}
    assert reasons(f"{b64url(rfc8785.dumps(header))}.{payload}.", ring) == [Reason.MALFORMED]
    assert reasons(f"{token.rsplit('.', 1)[0]}.", ring) == [Reason.BAD_SIGNATURE]
    secret = OctKey.import_key(ring.keys[ring.kid].public_bytes_raw())
    header = {"alg": "HS256", "kid": ring.kid, "typ": TYPE}
    forged = jws.serialize_compact(header, b"{}", secret, algorithms=["HS256"])
    assert reasons(forged, ring) == [Reason.MALFORMED]


NO_TOKENS = ["", ".", "..", "...", "a.b.c", "中.文.字", "\ud800", "e30.e30.", "W10.W10.AA", "." * 100_000]
NO_TOKENS += [b64url(b"[" * 200_000) + ".e30.AA", "A" * (MAX_TOKEN + 1)]


@pytest.mark.parametrize("text", NO_TOKENS, ids=range(len(NO_TOKENS)))
def test_what_is_no_token_is_malformed(ring, text):
    assert reasons(text, ring) == [Reason.MALFORMED]


@pytest.mark.filterwarnings(f"ignore::{SecurityWarning.__module__}.SecurityWarning")
def test_another_library_reads_and_writes_the_same_tokens(token, ring):
    public = OKPKey.import_key(ring.jwks()["keys"][0])
    read = jws.deserialize_compact(token, public, algorithms=["EdDSA"])
    assert json.loads(read.payload) == payload_of(token, ring.keys)
    private = OKPKey.import_key({**jwk_of(ring.keys[ring.kid]), "d": b64url(bytes([1]) * 32)})
    header = {"alg": "EdDSA", "kid": ring.kid, "typ": TYPE}
    written = jws.serialize_compact(header, rfc8785.dumps({"a": 1}), private, algorithms=["EdDSA"])
    assert written == sign_token(ring, {"a": 1})
