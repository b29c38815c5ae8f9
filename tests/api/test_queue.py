"""`/queue`: what the caller may decide now, the most urgent first, and nothing else."""

from __future__ import annotations

from tests.api.moves import OTHER, new
from tests.desk import CLEAN, CRITICAL, Desk, code

QUEUE_KEYS = {
    "draft",
    "title",
    "account",
    "stage",
    "level",
    "level_reasons",
    "findings",
    "waiting_since",
    "due_at",
    "claimed_by",
}


def test_the_queue_shows_the_most_urgent_first(desk: Desk) -> None:
    made = {}
    for name, body in (("one", CLEAN), ("two", CRITICAL), ("three", OTHER), ("four", CRITICAL)):
        made[name] = desk.create(body=body, title=name)["id"]
        desk.submit("editor", made[name])
    important = desk.create(title="five")["id"]
    desk.submit("editor", important)
    desk.decide("chief", important, level="important")
    items = desk.get("chief", "/queue").json()["items"]
    assert [item["title"] for item in items] == ["two", "four", "one", "three"]
    assert all(item.keys() == QUEUE_KEYS for item in items)
    assert items[0]["findings"].keys() == {"block", "warn", "hint"}
    assert items[0]["due_at"] > items[0]["waiting_since"]
    for title in ("one", "two"):
        desk.decide("chief", made[title])
    assert [item["title"] for item in desk.get("principal", "/queue").json()["items"]] == [
        "two",
        "five",
        "one",
    ]
    assert [item["title"] for item in desk.get("deputy", "/queue").json()["items"]] == ["five", "one"]


def test_the_queue_is_filtered_and_paged(desk: Desk) -> None:
    made = []
    for n in range(7):
        account, body = ("wechat", "weibo")[n % 2], (CLEAN, CRITICAL)[n % 3 == 0]
        made.append(desk.create(title=str(n), account=account, body=body)["id"])
        desk.submit("editor", made[-1])
    whole = [item["draft"] for item in desk.get("chief", "/queue").json()["items"]]
    assert sorted(whole) == sorted(made)
    for limit in (1, 2, 3, 7):
        paged: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = desk.get("chief", "/queue", limit=limit, **cursor).json()
            assert len(page["items"]) <= limit
            paged += [item["draft"] for item in page["items"]]
            if page["next"] is None:
                break
            cursor = {"cursor": page["next"]}
        assert paged == whole
    for name, value in (("account", "weibo"), ("level", "critical"), ("stage", "second_review")):
        items = desk.get("chief", "/queue", **{name: value}).json()["items"]
        assert items
        assert all(item[name] == value for item in items)
    assert desk.get("chief", "/queue", stage="final_review").json()["items"] == []
    assert desk.get("chief", "/queue", account="b-wechat").json()["items"] == []
    for wrong in ({"stage": "released"}, {"level": "urgent"}, {"account": "\0"}):
        assert code(desk.get("chief", "/queue", **wrong))[0] == 422


def test_whatever_the_queue_shows_the_caller_may_decide_and_nothing_else(desk: Desk) -> None:
    for who, body in (
        ("contributor", CLEAN),
        ("editor", CLEAN),
        ("editor2", CRITICAL),
        ("contributor", CRITICAL),
    ):
        for steps in range(3):
            draft_id = new(who, desk, body=body).json()["id"]
            acts = [
                lambda draft_id=draft_id: desk.submit("editor2", draft_id),
                lambda draft_id=draft_id: desk.decide("chief2", draft_id),
            ]
            for act in acts[:steps]:
                assert act().status_code == 200
            if steps == 0:
                desk.submit("contributor", draft_id)
    listed = desk.get("auditor", "/drafts", limit=200).json()["items"]
    for who in ("editor", "editor2", "chief", "chief2", "deputy", "principal"):
        shown = {item["draft"] for item in desk.get(who, "/queue", limit=200).json()["items"]}
        for draft in listed:
            refused = desk.decide(who, draft["id"], checklist=[], comment=None)
            stable = code(refused)
            may = stable == (422, "checklist_incomplete")
            assert may == (draft["id"] in shown), (who, draft["status"], stable)


def test_the_queue_is_for_reviewers(office: Desk) -> None:
    assert code(office.get("contributor", "/queue")) == (403, "forbidden")
    assert code(office.get("key", "/queue")) == (403, "people_only")
