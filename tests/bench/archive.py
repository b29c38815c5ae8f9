"""An office's drafts in bulk: a year of work, as many as wanted, with all that pages read of them."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate, islice
from typing import Any

import jieba
import orjson
from sqlalchemy import Table, insert, select, text
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.db import BEIJING, Database, now
from app.people.models import Person
from app.review.counting import FindingCount
from app.review.grams import fold, token_of_owner, tokens
from app.review.models import Decision, Disposition, Draft, Version
from app.review.routing import LEVELS, rank
from app.review.search import DraftText
from app.review.stages import STAGES, Status
from app.scanner.finding import CODES

ORG = "demo"
BATCH = 500
YEAR = timedelta(days=365)
CHARACTERS = 1000
RARE = "麒麟阁"
"""A word that stands in three drafts, however many there are."""
MIX = {
    Status.RELEASED: 66,
    Status.PUBLISHED: 4,
    Status.EDITING: 6,
    Status.RETURNED: 5,
    Status.FIRST_REVIEW: 3,
    Status.SECOND_REVIEW: 4,
    Status.FINAL_REVIEW: 3,
    Status.REJECTED: 2,
    Status.WITHDRAWN: 5,
    Status.REVOKED: 2,
}
"""Percent of the drafts in each status."""
SIGNED = {
    Status.SECOND_REVIEW: 1,
    Status.FINAL_REVIEW: 2,
    Status.RELEASED: 3,
    Status.PUBLISHED: 3,
    Status.REVOKED: 3,
}
SIGNERS = (("editor", "editor2"), ("chief", "chief2"), ("deputy", "principal"))
REASONS = (
    "请核实数据来源。",
    "标题与正文不符，请修改。",
    "引用文件名称不规范。",
    "表述不够准确，请对照通稿。",
)
INDEX = "CREATE INDEX ix_draft_grams_grams ON draft_grams USING gin (grams)"
Rows = dict[Table, list[dict[str, Any]]]


def fill(database: Database, size: int) -> None:
    """Enter `size` drafts, evenly over the last year, in one transaction a batch.

    PostgreSQL builds its index at the end, as anybody does who loads much at once.
    """
    if not database.is_sqlite:
        _run(database, "DROP INDEX ix_draft_grams_grams")
    chance = random.Random(size)
    facts = _facts(database)
    drafts = _drafts(chance, facts, size)
    while batch := list(islice(drafts, BATCH)):
        with database.write() as db:
            for table in batch[0]:
                if rows := [row for each in batch for row in each[table]]:
                    db.execute(insert(table), rows)
            _index(db, [row for each in batch for row in each[DraftText]])
    if not database.is_sqlite:
        _run(database, "SET LOCAL maintenance_work_mem = '1GB'", INDEX)
    _run(database, "ANALYZE")


def _run(database: Database, *statements: str) -> None:
    with database.write() as db:
        for statement in statements:
            db.execute(text(statement))


def _index(db: Session, rows: list[dict[str, Any]]) -> None:
    entries = [
        (row["number"], sorted({token_of_owner(ORG), *tokens(row["text"].split("\n"))})) for row in rows
    ]
    if db.get_bind().dialect.name == "sqlite":
        statement = text("INSERT INTO draft_grams (rowid, grams) VALUES (:number, :grams)")
        db.execute(statement, [{"number": number, "grams": " ".join(grams)} for number, grams in entries])
    else:
        statement = text("INSERT INTO draft_grams (number, grams) VALUES (:number, :grams)")
        db.execute(statement, [{"number": number, "grams": grams} for number, grams in entries])


def _facts(database: Database) -> dict[str, dict[str, str]]:
    with database.read() as db:
        people = db.execute(select(Person.username, Person.id).where(Person.org_id == ORG))
        accounts = db.execute(select(Account.code, Account.id).where(Account.org_id == ORG))
        return {"people": dict(map(tuple, people)), "accounts": dict(map(tuple, accounts))}


def _drafts(chance: random.Random, facts: dict[str, dict[str, str]], size: int) -> Iterator[Rows]:
    words, end = _Words(chance), now()
    places = [size // 4, size // 2, size * 3 // 4]
    for n in range(size):
        status = chance.choices(list(MIX), list(MIX.values()))[0]
        created = end - YEAR * (size - n) / size
        rare = RARE if n in places else ""
        yield _draft(chance, facts, n + 1, status, created, words.title(), words.body() + rare)


def _draft(
    chance: random.Random,
    facts: dict[str, dict[str, str]],
    number: int,
    status: Status,
    created: datetime,
    title: str,
    body: str,
) -> Rows:
    draft = uuid.UUID(int=chance.getrandbits(128)).hex
    people, level = facts["people"], chance.choices(LEVELS, (90, 8, 2))[0]
    found = Counter(chance.choices(list(CODES), k=chance.randrange(5)))
    changed = created + timedelta(hours=chance.uniform(1, 30))
    waits = now() - timedelta(hours=chance.uniform(0, 96)) if status in STAGES else None
    decisions = list(_decisions(chance, people, draft, status, level, created))
    return {
        Draft: [
            {
                "id": draft,
                "org_id": ORG,
                "account_id": chance.choice(list(facts["accounts"].values())),
                "author_id": people[chance.choices(("contributor", "editor", "editor2"), (4, 5, 5))[0]],
                "title": title,
                "version": 1,
                "revision": 2,
                "round": 1,
                "status": status,
                "level": level,
                "urgency": rank(level),
                "waiting_since": waits,
                "due_at": waits and waits + timedelta(hours=24),
                "created_at": created,
                "updated_at": changed,
            }
        ],
        Version: [_version(draft, title, body, level, found, created)],
        FindingCount: _counts(draft, found, created),
        Decision: decisions,
        Disposition: _dispositions(chance, draft, found, people["chief"], changed),
        DraftText: [{"number": number, "draft_id": draft, "text": f"{fold(title)}\n{fold(body)}"}],
    }


def _version(
    draft: str, title: str, body: str, level: str, found: Counter[str], created: datetime
) -> dict[str, Any]:
    findings = [_finding(draft, code, place) for code in found for place in range(found[code])]
    weighed = Counter(CODES[code].severity.value for code in found.elements())
    counts = {severity: weighed[severity] for severity in ("block", "warn", "hint")}
    return {
        "draft_id": draft,
        "n": 1,
        "title": title,
        "body": body,
        "format": "text",
        "kind": "original",
        "assets": [],
        "note": "",
        "content_sha256": "0" * 64,
        "scan": orjson.dumps({"findings": findings}).decode(),
        "summary": {"findings": counts, "level_reasons": [], "suppressed": {}},
        "scan_sha256": "0" * 64,
        "ruleset_sha256": "0" * 64,
        "level": level,
        "created_at": created,
    }


def _finding(draft: str, code: str, place: int) -> dict[str, Any]:
    rule = f"{code.lower()}-{place}"
    basis, message = (
        "《党政机关公文处理工作条例》有关规定" * 4,
        "这里的写法与规范表述不一致，请核对后修改。" * 4,
    )
    return {"id": f"{draft}{code}{place}", "code": code, "rule": rule, "basis": basis, "message": message}


def _counts(draft: str, found: Counter[str], created: datetime) -> list[dict[str, Any]]:
    of = {"draft_id": draft, "version": 1, "org_id": ORG, "day": created.astimezone(BEIJING).date()}
    return [{**of, "code": code, "count": count} for code, count in found.items()]


def _decisions(
    chance: random.Random, people: dict[str, str], draft: str, status: Status, level: str, created: datetime
) -> Iterator[dict[str, Any]]:
    acts = ["approve"] * SIGNED.get(status, 0)
    if status in {Status.RETURNED, Status.REJECTED}:
        acts = [*["approve"] * chance.randrange(3), "return" if status is Status.RETURNED else "reject"]
    began = created
    for stage, signers, action in zip(STAGES, SIGNERS, acts, strict=False):
        waiting, began = began, began + timedelta(hours=chance.expovariate(1 / 5))
        yield {
            "draft_id": draft,
            "version": 1,
            "round": 1,
            "stage": stage,
            "action": action,
            "person_id": people[chance.choice(signers)],
            "role": "editor",
            "level": level,
            "content_sha256": "0" * 64,
            "checklist": [],
            "comment": "" if action == "approve" else chance.choice(REASONS),
            "return_to": None,
            "waiting_since": waiting,
            "at": began,
        }


def _dispositions(
    chance: random.Random, draft: str, found: Counter[str], person: str, at: datetime
) -> list[dict[str, Any]]:
    return [
        {
            "draft_id": draft,
            "version": 1,
            "finding": f"{draft}{code}0",
            "code": code,
            "rule": f"{code.lower()}-0",
            "verdict": chance.choices(("false_positive", "accepted"), (1, 3))[0],
            "reason": "已核实无误",
            "stage": "second_review",
            "person_id": person,
            "at": at,
        }
        for code in found
        if CODES[code].severity == "block"
    ]


class _Words:
    """Text of the words of a dictionary, as often as the dictionary has seen them."""

    def __init__(self, chance: random.Random) -> None:
        with jieba.get_dict_file() as lines:
            entries = [line.decode().split(" ") for line in lines]
        self._words = [entry[0] for entry in entries]
        self._weights = list(accumulate(int(entry[1]) for entry in entries))
        self._chance = chance

    def _sentence(self, length: int) -> str:
        return "".join(self._chance.choices(self._words, cum_weights=self._weights, k=length))

    def title(self) -> str:
        """About fifteen characters."""
        return f"关于{self._sentence(6)}的通知"

    def body(self) -> str:
        """Sentences of about `CHARACTERS` characters."""
        sentences = [self._sentence(12)]
        while sum(map(len, sentences)) < CHARACTERS:
            sentences.append(self._sentence(self._chance.randrange(5, 20)))
        return "。\n".join(sentences) + "。"
