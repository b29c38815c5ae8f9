"""Shorthand for the office's people at work over HTTP."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.people.models import Person
from app.people.sessions import open_session
from app.review.checklists import CHECKLISTS
from app.review.stages import Status
from app.runtime import Runtime

BASE = "/api/v1"
CLEAN = "市政务服务中心周六开放不动产登记和医保窗口，群众可以提前预约办理。"
BLOCKED = "请不要使用“台湾政府”这一提法。"
CRITICAL = "受强降雨影响，我市部分乡镇发生山洪，3人失联，已转移群众1200人，搜救工作正在进行。"

Json = dict[str, Any]

on_sqlite = pytest.mark.parametrize("template", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("template", ["postgresql"], indirect=True)
"""For a test of what only one of the databases can do."""


class Desk:
    """Signs people in as they are needed and plays their parts."""

    def __init__(self, client: TestClient, runtime: Runtime) -> None:
        self.client = client
        self.runtime = runtime
        self._tokens: dict[str, str] = {}

    def auth(self, who: str) -> dict[str, str]:
        """The Authorization header of a person, or of the demo's key (`"key"`)."""
        if who == "key":
            return {"Authorization": "Bearer sk_demo_precheck"}
        if who not in self._tokens:
            with self.runtime.database.write() as db:
                person = db.scalars(select(Person).where(Person.username == who)).one()
                self._tokens[who] = open_session(db, self.runtime.ring, person, 3600).token
        return {"Authorization": f"Bearer {self._tokens[who]}"}

    def get(self, who: str, path: str, **params: Any) -> httpx2.Response:
        """GET as somebody."""
        return self.client.get(BASE + path, headers=self.auth(who), params=params)

    def post(self, who: str, path: str, body: Any, **headers: str) -> httpx2.Response:
        """POST JSON as somebody; headers by name with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(BASE + path, json=body, headers=self.auth(who) | named)

    def put(self, who: str, path: str, body: Any, **headers: str) -> httpx2.Response:
        """PUT JSON as somebody."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.put(BASE + path, json=body, headers=self.auth(who) | named)

    def create(self, who: str = "editor", body: str = CLEAN, **fields: Any) -> Json:
        """A new draft; it must succeed."""
        content = {"account": "wechat", "title": "通知", "body": body} | fields
        response = self.post(who, "/drafts", content)
        assert response.status_code == 201, response.text
        return dict(response.json())

    def draft(self, draft_id: str, who: str = "auditor") -> tuple[Json, str]:
        """A draft as it stands, with its ETag."""
        response = self.get(who, f"/drafts/{draft_id}")
        assert response.status_code == 200, response.text
        return response.json(), response.headers["etag"]

    def edit(self, who: str, draft_id: str, **fields: Any) -> httpx2.Response:
        """PUT a new body with the present ETag."""
        etag = self.draft(draft_id)[1]
        return self.put(who, f"/drafts/{draft_id}", {"title": "通知"} | fields, If_Match=etag)

    def submit(self, who: str, draft_id: str, **fields: Any) -> httpx2.Response:
        """Submit with the whole checklist, at the present ETag."""
        draft, etag = self.draft(draft_id)
        opinion = {
            "content_sha256": draft["content_sha256"],
            "checklist": list(CHECKLISTS[Status.FIRST_REVIEW]),
            "dispositions": [],
        }
        return self.post(who, f"/drafts/{draft_id}/submit", opinion | fields, If_Match=etag)

    def decide(
        self, who: str, draft_id: str, action: str = "approve", *, etag: str = "", **fields: Any
    ) -> httpx2.Response:
        """Decide the present stage with its whole checklist."""
        draft, present = self.draft(draft_id)
        opinion = {
            "action": action,
            "content_sha256": draft["content_sha256"],
            "checklist": list(CHECKLISTS.get(draft["status"], ())),
            "dispositions": [],
        }
        return self.post(who, f"/drafts/{draft_id}/decisions", opinion | fields, If_Match=etag or present)

    def released(self, body: str = CLEAN, leader: str = "deputy", **fields: Any) -> Json:
        """A draft taken through all three stages."""
        draft = self.create(body=body, **fields)
        for response in (
            self.submit("editor", draft["id"]),
            self.decide("chief", draft["id"]),
            self.decide(leader, draft["id"]),
        ):
            assert response.status_code == 200, response.text
        return self.draft(draft["id"])[0]


def code(response: httpx2.Response) -> tuple[int, str]:
    """Status and stable code of a problem."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    body = response.json()
    assert body["status"] == response.status_code
    assert body["detail"]
    return response.status_code, body["code"]
