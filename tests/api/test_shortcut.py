"""The short way of the pre-check: it answers as the ordinary way does, and leaves it everything but that."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.api.shortcut import MAX_BYTES, SHORT
from app.errors import Unavailable
from tests.desk import BASE, BLOCKED, CLEAN, Desk, code

KEY = "sk_demo_precheck"
JSON = "application/json"
ORDINARY = "bearer"
"""Means the same as Bearer, and only the ordinary way knows it."""


def ask(
    desk: Desk, body: bytes, *, query: str = "", scheme: str = "Bearer", secret: str = KEY, kind: str = JSON
) -> Any:
    headers = {"Authorization": f"{scheme} {secret}", "Content-Type": kind}
    return desk.client.post(f"{BASE}/precheck{query}", content=body, headers=headers)


def plain(**fields: Any) -> bytes:
    return json.dumps({"body": BLOCKED, "depth": "fast"} | fields).encode()


# Both ways say the same

TEXTS = st.sampled_from(
    ["", CLEAN, BLOCKED, "<p>请登<b>陆</b>网站</p>", "😀台湾政府", "\0", "\ud800", "文\r\n"]
)
ANY = st.sampled_from([None, 1, 1e999, True, [], {}, "x", "text", "fast", "2026-11-21", {"name": "新华社"}])
DRAFTS = st.fixed_dictionaries(
    {"body": TEXTS | ANY, "depth": st.sampled_from(["fast", "fast", "full", "deep"])},
    optional={
        "title": TEXTS | ANY,
        "format": st.sampled_from(["text", "html", "markdown"]) | ANY,
        "kind": st.sampled_from(["original", "reprint", "reply"]) | ANY,
        "account": st.sampled_from(["wechat", "b-wechat"]) | ANY,
        "source": st.fixed_dictionaries({}, optional={"name": TEXTS, "body": TEXTS, "x": ANY}) | ANY,
        "question": TEXTS | ANY,
        "text_date": st.sampled_from(["2026-11-21", "2026-02-30"]) | ANY,
        "exemption": st.fixed_dictionaries({"ground": TEXTS, "basis": TEXTS}) | ANY,
        "unheard_of": ANY,
    },
)
RAW = st.builds(
    lambda draft, escaped: json.dumps(draft, ensure_ascii=escaped).encode(errors="surrogatepass"),
    DRAFTS | ANY,
    st.booleans(),
)
QUERIES = st.sampled_from(
    [
        "",
        "?",
        "?offsets=utf16",
        "?offsets=codepoint",
        "?offsets=utf8",
        "?offsets=utf16&x=1",
        "?offsets=utf16&",
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=RAW, query=QUERIES)
@example(plain(), "?offsets=utf16")
@example(b'{"body": "x", "body": "\xe5\x8f\xb0\xe6\xb9\xbe", "depth": "full", "depth": "fast"}', "")
@example(b'\xef\xbb\xbf{"body": "x", "depth": "fast"}', "")
@example(b'{"body": "\\ud83d\\ude00", "depth": "fast"}', "")
@example(b'{"body": "\\ud83d", "depth": "fast"}', "")
@example(b'{"body": "a\nb", "depth": "fast"}', "")
@example(b'{"body": "x", "depth": "fast", "text_date": 99999999999999999999}', "")
@example(b'{"body": "x", "depth": "fast", "question": NaN}', "")
@example(b"", "")
def test_the_short_way_answers_as_the_ordinary_way(office: Desk, body: bytes, query: str) -> None:
    ask(office, plain(), scheme=ORDINARY)  # the key is known from here on
    short, ordinary = (ask(office, body, query=query, scheme=scheme) for scheme in ("Bearer", ORDINARY))
    assert seen(short) == seen(ordinary)


def seen(response: Any) -> tuple[int, Any, dict[str, str]]:
    """All of an answer but for the time it took and its own id."""
    content = response.json()
    content.pop("elapsed_ms", None)
    headers = {name: value for name, value in response.headers.items() if name not in OWN}
    return response.status_code, content, headers


OWN = {"x-request-id", "content-length"}


# What takes which way


@pytest.fixture
def no_ordinary_way(monkeypatch: pytest.MonkeyPatch, office: Desk) -> None:
    ask(office, plain(), scheme=ORDINARY)

    def never(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr("app.api.precheck.check", never)


@pytest.mark.usefixtures("no_ordinary_way")
@pytest.mark.parametrize("query", ["", "?offsets=utf16", "?offsets=codepoint"])
@pytest.mark.parametrize("kind", [JSON, "application/json; charset=utf-8", "APPLICATION/JSON"])
@pytest.mark.parametrize(
    "body", [plain(), plain(body="文" * SHORT), plain(format="html", kind="reply", question="?")]
)
def test_a_plain_request_takes_the_short_way(office: Desk, body: bytes, query: str, kind: str) -> None:
    assert ask(office, body, query=query, kind=kind).status_code == 200


@pytest.mark.usefixtures("no_ordinary_way")
@pytest.mark.parametrize(
    "asked",
    [
        {"body": plain(depth="full")},
        {"body": plain(account="wechat")},
        {"body": plain(body="x" * (SHORT + 1))},
        {"body": plain() + b" " * MAX_BYTES},
        {"body": plain(), "query": "?offsets=utf16&x=1"},
        {"body": plain(), "scheme": "bearer"},
        {"body": plain(), "kind": "application/merge-patch+json"},
    ],
)
def test_whatever_is_not_plain_takes_the_ordinary_way(office: Desk, asked: dict[str, Any]) -> None:
    with pytest.raises(LookupError):
        ask(office, **asked)


def test_a_person_takes_the_ordinary_way(office: Desk) -> None:
    assert office.post("editor", "/precheck", json.loads(plain())).json()["verdict"] == "block"


def test_a_key_without_the_scope_is_refused_though_it_is_known(office: Desk) -> None:
    made = office.post("sysadmin", "/keys", {"name": "发稿", "scopes": ["drafts:write"]}).json()
    for _ in range(2):
        assert code(ask(office, plain(), secret=made["secret"])) == (403, "scope_missing")


def test_a_revoked_key_is_refused_at_once(office: Desk) -> None:
    made = office.post("sysadmin", "/keys", {"name": "预检", "scopes": ["precheck"]}).json()
    for _ in range(2):
        assert ask(office, plain(), secret=made["secret"]).status_code == 200
    revoked = office.client.delete(f"{BASE}/keys/{made['id']}", headers=office.auth("sysadmin"))
    assert revoked.status_code < 300
    assert code(ask(office, plain(), secret=made["secret"])) == (401, "wrong_key")


# What can go wrong on the way


def test_rules_that_cannot_be_loaded_are_503(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: str) -> None:
        raise Unavailable("ruleset_unavailable", "词库暂不可用。")

    monkeypatch.setattr(office.runtime.rules, "of", none)
    for _ in range(2):
        assert code(ask(office, plain())) == (503, "ruleset_unavailable")


def test_a_scan_that_breaks_is_a_problem(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(office, plain())

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken check")

    monkeypatch.setattr("app.api.precheck.precheck", broken)
    client = TestClient(office.client.app, raise_server_exceptions=False)
    for scheme in ("Bearer", ORDINARY):
        assert code(ask(Desk(client, office.runtime), plain(), scheme=scheme)) == (500, "internal_error")


def test_the_figures_count_both_ways_as_one_route(office: Desk) -> None:
    before = counted(office)
    for scheme in ("Bearer", ORDINARY, "Bearer"):
        assert ask(office, plain(), scheme=scheme).status_code == 200
    assert counted(office) == before + 3


def counted(office: Desk) -> float:
    name = 'sanshen_http_requests_total{method="POST",route="/api/v1/precheck",status="200"}'
    lines = office.client.get("/metrics").text.splitlines()
    return next((float(line.removeprefix(name)) for line in lines if line.startswith(name)), 0)
