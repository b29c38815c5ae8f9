"""A person at a browser without a browser: cookies, forms and their hidden fields."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import httpx2
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.people.models import Person
from app.people.sessions import open_session
from app.runtime import Runtime

ORIGIN = {"Origin": "http://testserver"}
Fields = dict[str, str | list[str]]


class _Forms(HTMLParser):
    """The fields that each form of a page would send as it stands, by the form's action."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Fields] = {}
        self._open: Fields = {}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attributes}
        if tag == "form" and named.get("method") == "post":
            self._open = self.forms.setdefault(named.get("action", ""), {})
        if tag == "input" and named.get("type") == "hidden":
            self._open.setdefault(named["name"], named["value"])


class Browser:
    """One signed-in person; `post` sends the hidden fields of the page that was opened last."""

    def __init__(self, client: TestClient, runtime: Runtime, who: str) -> None:
        self._client = client
        self._forms: dict[str, Fields] = {}
        with runtime.database.write() as db:
            person = db.scalars(select(Person).where(Person.username == who)).one()
            self.token = open_session(db, runtime.ring, person, 3600).token

    def get(self, path: str, **params: Any) -> httpx2.Response:
        """Open a page."""
        headers = {"Cookie": f"sanshen={self.token}"}
        response = self._client.get(path, params=params or None, headers=headers, follow_redirects=False)
        parser = _Forms()
        parser.feed(response.text)
        self._forms = parser.forms
        return response

    def hidden(self, action: str) -> Fields:
        """The hidden fields of a form on the page that is open."""
        return dict(self._forms[action])

    def post(
        self, path: str, fields: Fields, *, action: str | None = None, **headers: str
    ) -> httpx2.Response:
        """Send a form of the page that is open; `fields` come over its hidden ones."""
        sent = self.hidden(path if action is None else action) | fields
        named = {"Cookie": f"sanshen={self.token}"} | ORIGIN | headers
        return self._client.post(path, data=sent, headers=named, follow_redirects=False)

    def send_file(
        self, path: str, fields: Fields, file_name: str, content: bytes, **headers: str
    ) -> httpx2.Response:
        """Send a form with a file in its field `file`."""
        named = {"Cookie": f"sanshen={self.token}"} | ORIGIN | headers
        files = {"file": (file_name, content)}
        return self._client.post(path, data=fields, files=files, headers=named, follow_redirects=False)


def text_of(html: str) -> str:
    """What a reader sees of a page: its text, blanks folded."""
    parser = _Text()
    parser.feed(html)
    return " ".join("".join(parser.pieces).split())


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
