"""Signing in and out, and forms that do not come from our pages."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from fastapi.testclient import TestClient

from app.config import Settings
from app.main import create_app
from app.runtime import Runtime
from app.web.login import local
from tests.web.browser import ORIGIN
from tests.web.office_day import NEW, SignIn


def test_nobody_signed_in_is_led_to_the_login_page_and_back(client: TestClient) -> None:
    response = client.get("/drafts?status=editing", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/login?next=/drafts")
    page = client.get("/login?next=/drafts")
    assert 'name="next" value="/drafts"' in page.text
    credentials = {"username": "editor", "password": "demo-editor", "next": "/drafts"}
    response = client.post("/login", data=credentials, headers=ORIGIN, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/drafts")
    assert client.get("/drafts").status_code == 200
    assert client.get("/login?next=/drafts", follow_redirects=False).headers["location"] == "/drafts"


def test_wrong_credentials_are_said_plainly_and_the_name_is_kept(client: TestClient) -> None:
    response = client.post("/login", data={"username": "edi<tor", "password": "x"}, headers=ORIGIN)
    assert response.status_code == 401
    assert "用户名或密码不正确" in response.text
    assert 'value="edi&lt;tor"' in response.text


def test_the_demo_lists_its_people(client: TestClient) -> None:
    assert "demo-contributor" in client.get("/login").text


@pytest.mark.parametrize("plain", [True, False])
def test_the_cookie_is_bound_to_host_and_tls(runtime: Runtime, plain: bool) -> None:
    settings = Settings(**runtime.settings.model_dump() | {"plain_cookie": plain})
    served = Runtime(settings, runtime.database, runtime.ring, runtime.rules, runtime.keys)
    with TestClient(create_app(runtime=served)) as client:
        assert ("SANSHEN_PLAIN_COOKIE" in client.get("/login").text) is not plain, "said where it will not do"
        credentials = {"username": "editor", "password": "demo-editor"}
        response = client.post("/login", data=credentials, headers=ORIGIN, follow_redirects=False)
    (cookie,) = SimpleCookie(response.headers["set-cookie"]).values()
    assert cookie.key == ("sanshen" if plain else "__Host-sanshen")
    assert bool(cookie["secure"]) is not plain
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "lax", "/")
    assert not cookie["domain"]


def test_signing_out_ends_the_session(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    editor.get("/")
    assert editor.post("/logout", {}).headers["location"] == "/login"
    assert editor.get("/").headers["location"] == "/login?next=/"


@pytest.mark.parametrize(
    "address", ["//evil.test", "https://evil.test", "/\\evil.test", "/\t/evil.test", "", "evil", "/\x00"]
)
def test_login_leads_only_to_local_paths(address: str) -> None:
    assert local(address) == "/"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": "", "Referer": "http://evil.test/testserver"},
        {"Origin": "", "Referer": ""},
        {"Origin": "", "Referer": "http://[bad"},
    ],
)
def test_a_form_from_elsewhere_is_refused(sign_in: SignIn, headers: dict[str, str]) -> None:
    editor = sign_in("editor")
    editor.get("/drafts/new")
    response = editor.post("/drafts/new", NEW, **headers)
    assert response.status_code == 403
    assert "不是从本系统页面发出" in response.text


def test_a_form_with_a_referer_of_our_own_is_taken(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    editor.get("/drafts/new")
    own = {"Origin": "", "Referer": "http://testserver/drafts/new"}
    assert editor.post("/drafts/new", NEW, **own).status_code == 303


@pytest.mark.parametrize("csrf", ["", "wrong", "错"])
def test_a_form_without_the_sessions_token_is_refused(sign_in: SignIn, csrf: str) -> None:
    editor = sign_in("editor")
    editor.get("/drafts/new")
    assert editor.post("/drafts/new", NEW | {"csrf": csrf}).status_code == 403


def test_another_sessions_token_is_refused(sign_in: SignIn) -> None:
    editor, other = sign_in("editor"), sign_in("editor")
    editor.get("/drafts/new")
    other.get("/drafts/new")
    stolen = {"csrf": other.hidden("/drafts/new")["csrf"]}
    assert editor.post("/drafts/new", NEW | stolen).status_code == 403


def test_a_login_from_elsewhere_is_refused(client: TestClient) -> None:
    credentials = {"username": "editor", "password": "demo-editor"}
    response = client.post("/login", data=credentials, headers={"Origin": "http://evil.test"})
    assert response.status_code == 403
