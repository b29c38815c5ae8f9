"""What a page weighs, and how soon it answers a hand: shared by the tests and the bench."""

from __future__ import annotations

import gzip
from statistics import median
from typing import NamedTuple

from fastapi.testclient import TestClient
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, Response

from app.main import create_app
from app.runtime import Runtime
from tests.desk import Desk

FULL = 30
"""Drafts on the first page of a queue."""
MANY = 200
SHORTEST = 16.0
"""Milliseconds below which Chromium does not report an event: it was painted in the next frame."""

OBSERVE = """() => {
  window.durations = {};
  new PerformanceObserver((list) => {
    for (const { interactionId: id, duration } of list.getEntries()) {
      if (id) durations[id] = Math.max(durations[id] ?? 0, duration);
    }
  }).observe({ type: "event", durationThreshold: 16 });
}"""


class Answered(NamedTuple):
    """Milliseconds from a click or key to the next paint: the usual one, and the worst (INP)."""

    usual: float
    worst: float


def fill_queue(runtime: Runtime) -> None:
    """A full first page of drafts that wait for the section chief."""
    with TestClient(create_app(runtime=runtime)) as client:
        desk = Desk(client, runtime)
        for number in range(FULL):
            desk.submit("editor", desk.create("editor", title=f"第{number}号便民服务提示")["id"])


def waiting_draft(runtime: Runtime, findings: int) -> str:
    """The address of a draft with so many findings, which waits for the section chief."""
    body = "\n".join(f"第{number}号窗口，请登陆网站预约。" for number in range(findings)) or "窗口照常开放。"
    with TestClient(create_app(runtime=runtime)) as client:
        desk = Desk(client, runtime)
        draft = desk.create("editor", body=body)
        assert len(draft["scan"]["findings"]) == findings, [one["text"] for one in draft["scan"]["findings"]][
            :5
        ]
        assert desk.submit("editor", draft["id"]).is_success
    return f"/drafts/{draft['id']}"


def signed_in(chromium: Chromium, address: str, who: str) -> BrowserContext:
    """A fresh window of this person, with nothing kept from before."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    sent: dict[str, str | float | bool] = {"username": who, "password": f"demo-{who}", "next": "/password"}
    assert context.request.post(f"{address}/login", form=sent, headers={"Origin": address}).ok
    return context


def first_view(context: BrowserContext, address: str) -> dict[str, int]:
    """Bytes of each thing that a first look at the page fetches, as a proxy sends it (gzip)."""
    page, answers = context.new_page(), list[Response]()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    ending = [answer for answer in answers if answer.ok and answer.request.resource_type != "eventsource"]
    return {answer.url: len(gzip.compress(answer.body(), 6)) for answer in ending}


def answered(page: Page) -> Answered:
    """Work on a draft as its reviewer does: tick, open a finding, write a reason."""
    page.evaluate(OBSERVE)
    hands = 0
    for box in page.locator("[name=checklist]").all()[:3]:
        box.click()
        hands += 1
    opened = page.locator("details.dispose summary").all()[-3:]
    for summary in opened:
        summary.click()
        hands += 1
    field = page.locator("[name=comment]")
    field.click()
    for key in "reason":
        page.keyboard.press(key)
        hands += 2
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
    measured: list[float] = list(page.evaluate("() => Object.values(durations)"))
    measured += [SHORTEST] * max(hands - len(measured), 0)
    return Answered(median(measured), max(measured))
