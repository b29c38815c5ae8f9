"""The bell (通知) of a page that is open: it rings without a reload."""

from __future__ import annotations

import httpx2
from playwright.sync_api import Browser, expect

from tests.web.chromium import DESK, Watched


def test_the_bell_of_an_open_page_counts_what_happens(chromium: Browser, address: str) -> None:
    width, height = DESK
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    watched = Watched(context, address)
    watched.sign_in("deputy")
    watched.page.goto(f"{address}/dashboard")
    bell = watched.page.locator(".bell [data-unread]")
    before = int(bell.inner_text().removesuffix("条未读"))
    with httpx2.Client(base_url=f"{address}/api/v1") as client:
        credentials = {"grant_type": "password", "username": "chief", "password": "demo-chief"}
        token = client.post("/auth/token", data=credentials).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        draft = client.get("/drafts").json()["items"][0]["id"]
        said = client.post(f"/drafts/{draft}/comments", json={"text": "@宋立群 请看这一段。"})
        assert said.status_code == 201, said.text
    expect(bell).to_contain_text(str(before + 1), timeout=30_000)
    context.close()
    assert watched.faults == []
