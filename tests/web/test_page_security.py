"""What guards every page and every form, walked over all routes: nobody need remember it for a new one."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import httpx2
import pytest
from fastapi.testclient import TestClient

from app.runtime import Runtime
from app.web.drafts.preview_pages import FRAME_POLICY
from tests.desk import on_sqlite
from tests.web.browser import ORIGIN, Browser
from tests.web.office_day import SignIn, released, written
from tests.web.rounds import PEOPLE, changing_routes, is_page, pages_of

FOREIGN: tuple[dict[str, str], ...] = (
    {"Origin": "https://evil.test"},
    {"Origin": "null"},
    {"Origin": "http://testserver.evil.test"},
    {},
)
FORBIDDEN = ("unsafe-inline", "unsafe-eval", "http:", "https:", "*", "blob:")
WORDS = ("青鸾", "鲲鹏", "獬豸")
"""Words that stand in the title, the body and the opinions of one draft, and nowhere else."""

ROUTES = changing_routes()
guarded = pytest.mark.parametrize(("method", "path"), ROUTES, ids=[path for _, path in ROUTES])
pytestmark = on_sqlite


def csrf_of(browser: Browser) -> str:
    """The token of this browser's session."""
    browser.get("/password")
    return str(browser.hidden("/logout")["csrf"])


def send(
    client: TestClient, method: str, path: str, who: Browser | None, csrf: str, headers: dict[str, str]
) -> list[httpx2.Response]:
    """The answers to a form without and with a file; each route reads one of the two kinds."""
    named = headers | ({"Cookie": f"sanshen={who.token}"} if who else {})
    fields, file = {"csrf": csrf}, {"file": ("a.txt", b"")}
    return [
        client.request(method, path, data=fields, headers=named, follow_redirects=False),
        client.request(method, path, data=fields, files=file, headers=named, follow_redirects=False),
    ]


@guarded
def test_no_form_is_taken_from_elsewhere(client: TestClient, sign_in: SignIn, method: str, path: str) -> None:
    editor = sign_in("editor")
    own = csrf_of(editor)
    for headers in FOREIGN:
        for response in send(client, method, path, editor, own, headers):
            assert response.status_code == 403
            assert "不是从本系统页面发出" in response.text
            assert "set-cookie" not in response.headers


@guarded
def test_no_form_is_taken_without_the_session_s_token(
    client: TestClient, sign_in: SignIn, method: str, path: str
) -> None:
    if path == "/login":
        return
    editor = sign_in("editor")
    for csrf in ("", csrf_of(sign_in("chief"))):
        codes = {each.status_code for each in send(client, method, path, editor, csrf, ORIGIN)}
        assert 403 in codes, "the kind of form that the route reads is refused for want of the token"
        assert codes <= {403, 422}, "the other kind is refused in any case"
    assert editor.get("/").status_code == 200, "the session stands"


@guarded
def test_no_form_is_taken_from_nobody(client: TestClient, method: str, path: str) -> None:
    if path == "/login":
        return
    for response in send(client, method, path, None, "", ORIGIN):
        assert (response.status_code, response.headers["location"]) == (303, "/login?next=/")


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_is_guarded_and_kept_by_no_browser(sign_in: SignIn, who: str) -> None:
    editor = sign_in("editor")
    written(editor)
    released(sign_in)
    visits = list(pages_of(sign_in(who).get))
    assert len(visits) > 3
    for address, response, _ in visits:
        need_headers(response, address)


@pytest.mark.parametrize("path", ["/login", "/nowhere", "/drafts/" + "0" * 32, "/people"])
def test_refusals_are_guarded_like_pages(client: TestClient, sign_in: SignIn, path: str) -> None:
    need_headers(client.get(path), path)
    need_headers(sign_in("editor").get(path), path)


def need_headers(response: httpx2.Response, address: str) -> None:
    """A strict policy, no copy in the browser, no guessing, no address told to others."""
    headers = response.headers
    policy = headers["content-security-policy"]
    rules = {name: set(values) for name, *values in map(str.split, policy.split(";"))}
    assert rules["default-src"] == {"'none'"}, address
    assert rules["base-uri"] == {"'none'"}, address
    assert rules["frame-ancestors"] == ({"'self'"} if policy == FRAME_POLICY else {"'none'"}), address
    assert rules.get("script-src", {"'self'"}) == rules.get("style-src", {"'self'"}) == {"'self'"}, address
    assert not any(value in FORBIDDEN for values in rules.values() for value in values), address
    assert headers["x-content-type-options"] == "nosniff", address
    assert headers["referrer-policy"] == "same-origin", address
    assert headers["cross-origin-opener-policy"] == "same-origin", address
    if is_page(response):
        assert "no-store" in headers.get("cache-control", ""), address


def test_signing_in_makes_a_new_session_and_signing_out_ends_it(client: TestClient) -> None:
    credentials = {"username": "editor", "password": "demo-editor", "next": "/"}
    planted = ORIGIN | {"Cookie": "sanshen=planted"}
    tokens = []
    for _ in range(2):
        answer = client.post("/login", data=credentials, headers=planted, follow_redirects=False)
        tokens.append(answer.headers["set-cookie"].partition(";")[0].partition("=")[2])
    assert len({*tokens, "planted"}) == 3
    client.cookies.clear()
    for token in ("planted", "", "0" * 64):
        answer = client.get("/drafts", headers={"Cookie": f"sanshen={token}"}, follow_redirects=False)
        assert answer.status_code == 303


def test_nothing_of_a_draft_stands_in_an_address(sign_in: SignIn) -> None:
    title, body, comment = (f"{word}工程进展" for word in WORDS)
    editor = sign_in("editor")
    draft = written(editor, title=title, body=f"{body}，请登陆网站。")
    editor.get(draft)
    sent = editor.post(draft, {"action": "approve", "checklist": [], "comment": comment})
    assert title in sent.text
    for who in PEOPLE:
        for address, response, links in pages_of(sign_in(who).get):
            addresses = [address, response.headers.get("location", ""), *links]
            assert not [each for each in addresses for word in WORDS if word in unquote(each)]


def test_nothing_of_a_draft_is_logged(runtime: Runtime, tmp_path: Path) -> None:
    title, body, comment = (f"{word}工程进展" for word in WORDS)
    with logged(runtime, tmp_path / "log") as http:
        http.post("/login", data={"username": "editor", "password": "demo-editor", "next": "/"})
        csrf = token_of(http.get("/drafts/new"))
        fields = {"csrf": csrf, "account": "wechat", "kind": "original", "format": "html"}
        made = http.post("/drafts/new", data=fields | {"title": title, "body": f"<b>{body}，请登陆</b>"})
        draft = made.headers["location"].partition("?")[0]
        sent = {"act": "submit", "comment": comment, "content_sha256": "0" * 64, "if_match": '"x"'}
        refused = http.post(draft, data={"csrf": csrf} | sent)
        assert refused.status_code in {409, 412}
        for path in (draft, f"{draft}/preview/frame", f"{draft}/edit", f"/drafts?q={title}", f"/x/{title}"):
            http.get(path)
        http.post("/check/typing", data=fields | {"title": title, "body": body})
        http.post("/drafts/new", data=fields | {"account": "", "title": title, "body": body})
        http.post("/login", data={"username": title, "password": body})
    lines = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines if line.startswith("{")]
    assert len([event for event in events if event["event"] == "request"]) > 10
    assert not [line for line in lines for word in WORDS if word in unquote(line)]


@contextmanager
def logged(runtime: Runtime, log: Path) -> Iterator[httpx2.Client]:
    """A browser at the service as it runs for an office, everything that it says written to `log`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "SANSHEN_DATABASE_URL": runtime.settings.database_url,
        "SANSHEN_DATA_DIR": str(runtime.settings.data_dir),
        "SANSHEN_PLAIN_COOKIE": "true",
        "SANSHEN_LOG_LEVEL": "DEBUG",
    }
    with log.open("wb") as file:
        command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=os.environ | settings, stdout=file, stderr=file)
    address = f"http://127.0.0.1:{port}"
    try:
        with httpx2.Client(base_url=address, headers={"Origin": address}, timeout=60) as http:
            wait_for(http, process, log)
            yield http
    finally:
        process.terminate()
        process.wait()


def wait_for(http: httpx2.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until it answers."""
    while process.poll() is None:
        try:
            if http.get("/readyz").is_success:
                return
        except httpx2.TransportError:
            time.sleep(0.05)
    pytest.fail(log.read_text(encoding="utf-8"))


def token_of(page: httpx2.Response) -> str:
    """The session's token in the forms of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    return found[1]
