"""What happens to a draft, in short: new, brought to a status, taken back, its findings disposed of."""

from __future__ import annotations

from typing import Any

import httpx2

from app.review.stages import Status
from tests.desk import CLEAN, Desk

OTHER = "请各单位于周五前报送本月政务新媒体更新情况，逾期将予以提醒。"


def new(who: str, desk: Desk, **fields: Any) -> httpx2.Response:
    return desk.post(who, "/drafts", {"account": "wechat", "title": "通知", "body": CLEAN} | fields)


def at(desk: Desk, status: str) -> str:
    """A draft that has come to this status."""
    if status == "first_review":
        draft = new("contributor", desk).json()
        assert desk.submit("contributor", draft["id"]).status_code == 200
        return str(draft["id"])
    draft_id = str(desk.create()["id"])
    steps = {
        "editing": [],
        "second_review": ["s"],
        "final_review": ["s", "c"],
        "released": ["s", "c", "d"],
        "revoked": ["s", "c", "d", "v"],
        "returned": ["s", "r"],
        "rejected": ["s", "x"],
        "withdrawn": ["w"],
    }[status]
    for step in steps:
        done = {
            "s": lambda: desk.submit("editor", draft_id),
            "c": lambda: desk.decide("chief", draft_id),
            "d": lambda: desk.decide("deputy", draft_id),
            "r": lambda: desk.decide("chief", draft_id, "return", comment="请补充"),
            "x": lambda: desk.decide("chief", draft_id, "reject", comment="不宜发布"),
            "w": lambda: take(desk, "editor", draft_id, "withdraw"),
            "v": lambda: take(desk, "deputy", draft_id, "revoke"),
        }[step]()
        assert done.status_code == 200, done.text
    assert desk.draft(draft_id)[0]["status"] == status
    return draft_id


def take(desk: Desk, who: str, draft_id: str, act: str, **body: Any) -> httpx2.Response:
    return desk.post(who, f"/drafts/{draft_id}/{act}", {"reason": "情况有变"} | body, If_Match="*")


STATUSES = [str(status) for status in Status if status is not Status.PUBLISHED]
"""Those that a draft reaches by what people do here."""


def words(draft: dict[str, Any], severity: str, verdict: str = "accepted") -> list[dict[str, str]]:
    return [
        {"finding": finding["id"], "verdict": verdict, "reason": "说明错误提法"}
        for finding in draft["scan"]["findings"]
        if finding["severity"] == severity
    ]
