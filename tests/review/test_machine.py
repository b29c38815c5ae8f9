"""Random acts of everybody, over a long time, against the independent model: what must always hold.

Beside the demo's people there are three with several roles, or the separation of duties would never bite.
"""

from __future__ import annotations

import io
import shutil
import sqlite3
import tempfile
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, get_args

import orjson
import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from app.certificates.register import certificate_of
from app.certificates.token import parse_token
from app.content import content_sha256
from app.db import Database
from app.errors import AppError
from app.keys import KeyRing
from app.ledger.export import export
from app.ledger.verify import verify
from app.people.api_keys import KeyDoor
from app.people.callers import Caller, KeyCaller, PersonCaller
from app.people.directory import enrol
from app.people.models import Person
from app.people.roles import Role
from app.people.sessions import caller_of
from app.precheck import precheck
from app.review.checklists import CHECKLISTS
from app.review.content import Content
from app.review.drafting import Origin, create, edit, prepare_creation, prepare_edit
from app.review.findings import Word
from app.review.models import Draft
from app.review.queries import etag, queue, signoffs
from app.review.releasing import revoke, withdraw
from app.review.rescanning import rescan_if_newer
from app.review.signing import Act as Signed
from app.review.signing import Opinion, decide, submit
from app.review.stages import Status
from app.rulesets.base import Base
from app.scanner import document
from app.scanner.ruleset import Ruleset
from tests.conftest import build
from tests.desk import BLOCKED, CLEAN, CRITICAL
from tests.review.later import later_ruleset
from tests.review.model import LEVELS, REVIEWERS, STAGES, Act, Event, Facts, Kind, Model, Sheet, roles

SHARES, RUNS, STEPS = 4, 55, 50
"""The steps run in shares, so that workers can split them; together more than 10,000."""
BEGIN = datetime(2026, 11, 21, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TEXTS = {
    "clean": CLEAN,
    "hall": "便民服务大厅增设绿色通道，欢迎广大群众前来咨询。",
    "important": "关于调整城镇职工基本医疗保险缴费比例的通知",
    "critical": CRITICAL,
    "blocked": BLOCKED,
    "secret": "机密★10年\n关于某项工作的通知。",
}
FLOORS = {"wechat": 2, "weibo": 1, "b-wechat": 2}
PLANS = (
    *["create", "rival", "spoil", "judge", "undo"] * 2,
    *["proceed"] * 4,
    "anything",
    "queue",
    "wait",
    "rules",
)
KINDS: tuple[Kind, ...] = get_args(Kind)
RESPECTS = [item.name for item in fields(Act) if item.name != "kind"] + ["who", "level"] * 2
DONE = {"released", "rejected", "withdrawn", "revoked"}
PLURALISTS = {
    "writer-chief": [Role.CONTRIBUTOR, Role.SECTION_CHIEF],
    "editor-principal": [Role.EDITOR, Role.PRINCIPAL_LEADER],
    "everything": [Role.EDITOR, Role.SECTION_CHIEF, Role.DEPUTY_LEADER, Role.PRINCIPAL_LEADER],
}


@dataclass
class Office:
    """What all runs share: the filled database to copy, keys, two rulesets, everybody, what the texts are."""

    path: Path
    ring: KeyRing
    rulesets: tuple[Ruleset, Ruleset]
    people: dict[str, PersonCaller]
    key: KeyCaller
    facts: dict[tuple[str, int], Facts]
    counts: Counter[str] = field(default_factory=Counter)


def facts_of(text: str, ruleset: Ruleset) -> Facts:
    """What the scanner says of a text."""
    report = precheck(document.Draft(title="通知", body=text), ruleset)
    blocking = [finding for finding in report["findings"] if finding["severity"] == "block"]
    return Facts(
        LEVELS.index(report["level"]),
        frozenset(finding["id"] for finding in report["findings"]),
        frozenset(finding["id"] for finding in blocking),
        frozenset(finding["id"] for finding in blocking if not finding["overridable"]),
    )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, ring: KeyRing, base: Base) -> Office:
    """Both offices and the people with several roles, on SQLite."""
    path = tmp_path_factory.mktemp("machine") / "office.sqlite3"
    build(f"sqlite:///{path}", ring)
    database = Database(f"sqlite:///{path}")
    with database.write() as db:
        for username, held in PLURALISTS.items():
            enrol(db, ring, "demo", username, username, "not used", held)
        people = {person.username: caller_of(person) for person in db.scalars(select(Person))}
    key = KeyDoor(database).admit("sk_demo_precheck")
    database.close()
    rulesets = base.ruleset, later_ruleset()
    facts = {(name, n): facts_of(text, rulesets[n]) for name, text in TEXTS.items() for n in (0, 1)}
    return Office(path, ring, rulesets, people, key, facts)


class Review(RuleBasedStateMachine):
    """Both offices at work. Every act is tried on the service and on the model."""

    office: ClassVar[Office]

    @initialize()
    def open(self) -> None:
        """A fresh copy of the office, at a fixed time."""
        self.folder = Path(tempfile.mkdtemp(prefix="review-"))
        shutil.copy(self.office.path, self.folder / "office.sqlite3")
        self.database = Database(f"sqlite:///{self.folder / 'office.sqlite3'}")
        self.watch = sqlite3.connect(self.folder / "office.sqlite3", isolation_level=None)
        self.model = Model(self.office.facts)
        self.sheets: list[Sheet] = []
        self.events: dict[str, list[Event]] = {"demo": [], "demo-b": []}
        self.clock = time_machine.travel(BEGIN, tick=False)
        self.traveller = self.clock.start()
        self.office.counts["runs"] += 1

    def teardown(self) -> None:
        """At the end every draft is as predicted, and the ledger is whole and complete."""
        if not hasattr(self, "folder"):
            return
        try:
            for sheet in self.sheets:
                self.check(sheet)
            for org, events in self.events.items():
                self.check_ledger(org, events)
        finally:
            self.clock.stop()
            self.watch.close()
            self.database.close()
            shutil.rmtree(self.folder)

    @rule(data=st.data(), plan=st.sampled_from(PLANS))
    def step(self, data: st.DataObject, plan: str) -> None:
        """One thing happens. One rule for all, so that every run has the whole mixture."""
        self.office.counts["steps"] += 1
        self.traveller.shift(SECOND)
        moving = [sheet for sheet in self.sheets if sheet.status not in DONE]
        if plan == "wait":
            self.traveller.shift(timedelta(hours=data.draw(st.integers(1, 400))))
        elif plan == "rules":
            self.model.rules = 1 - self.model.rules
        elif plan == "queue":
            self.look_at_queue(self.office.people[data.draw(st.sampled_from(sorted(self.office.people)))])
        elif not self.sheets or (plan == "create" and len(moving) < 3):
            self.create(data)
        elif plan == "undo":
            sheet = data.draw(st.sampled_from(self.sheets))
            undo: Kind = "revoke" if sheet.status == "released" else "withdraw"
            self.attempt(
                sheet, Act(undo, self.one_able(data, sheet, undo) or self.office.people["contributor"])
            )
        elif plan == "anything" or not moving:
            sheet, kind = data.draw(st.sampled_from(self.sheets)), data.draw(st.sampled_from(KINDS))
            self.attempt(sheet, self.draw_act(data, sheet, kind))
        else:
            self.move(data, data.draw(st.sampled_from(moving)), plan)

    def create(self, data: st.DataObject) -> None:
        """Somebody, or the program, writes a draft."""
        account, content = (data.draw(st.sampled_from(sorted(names))) for names in (FLOORS, TEXTS))
        who = data.draw(st.sampled_from(self.writers()) | st.sampled_from(self.everybody("edit")))
        named = data.draw(st.sampled_from([None, *PLURALISTS, *sorted(self.office.people)]))
        author = named if isinstance(who, KeyCaller) else None
        before = self.state()
        ours = account.startswith("b-") == (who.org == "demo-b")
        may = isinstance(who, KeyCaller) or bool(roles(who) & {"contributor", "editor"})
        fit = author is None or self.may_be_named(author)
        try:
            draft = self.do_create(who, account, content, author)
        except AppError as error:
            assert error.code in {"forbidden", "unknown_account", "unknown_author"}
            assert not (may and ours and fit)
            assert self.state() == before
            return
        assert may and ours and fit
        self.enter(draft, who, account, content, author)

    def move(self, data: st.DataObject, sheet: Sheet, plan: str) -> None:
        """A draft's next step: by who may take it, by a colleague, spoilt in one respect, or back."""
        kind: Kind = "approve" if sheet.status in STAGES else "submit"
        words = self.office.facts[sheet.contents[-1], self.model.rules].findings
        able = self.one_able(data, sheet, kind, words=words)
        if plan == "rival":
            colleagues = [who for who in self.everybody(kind) if who.org == sheet.org]
            self.attempt(sheet, Act(kind, data.draw(st.sampled_from(colleagues)), words=words))
        elif able is None or plan == "judge":
            back: Kind = data.draw(st.sampled_from(["return", "reject"])) if able else "edit"
            drawn = replace(self.draw_act(data, sheet, back), match="fresh", right_digest=True)
            self.attempt(sheet, replace(drawn, who=self.one_able(data, sheet, back) or drawn.who))
        elif plan == "spoil":
            spoilt, name = self.draw_act(data, sheet, kind), data.draw(st.sampled_from(RESPECTS))
            self.attempt(sheet, replace(Act(kind, able, words=words), **{name: getattr(spoilt, name)}))
        else:
            self.attempt(sheet, Act(kind, able, words=words))

    def one_able(
        self, data: st.DataObject, sheet: Sheet, kind: Kind, words: frozenset[str] = frozenset()
    ) -> Caller | None:
        """Somebody who may do this, if there is anybody."""
        tries = [Act(kind, who, content="hall", words=words) for who in self.everybody(kind)]
        able = [act.who for act in tries if not self.model.refusals(sheet, act)]
        return data.draw(st.sampled_from(able)) if able else None

    def look_at_queue(self, person: PersonCaller) -> None:
        """The queue holds exactly what the reviewer may decide now."""
        expected = {
            sheet.id
            for sheet in self.sheets
            if sheet.org == person.org
            and sheet.status in STAGES
            and not self.model.may_sign(sheet, person, sheet.level)
        }
        with self.database.read() as db:
            try:
                listing = queue(db, person, limit=200, cursor=None)
            except AppError as error:
                assert error.code == "forbidden"
                assert not roles(person) & REVIEWERS
                return
        assert {draft.id for draft in listing.items} == expected
        ranks = [(-LEVELS.index(draft.level), draft.due_at) for draft in listing.items]
        assert ranks == sorted(ranks)

    def draw_act(self, data: st.DataObject, sheet: Sheet, kind: Kind) -> Act:
        """An act with everything drawn that it may carry."""
        facts = self.office.facts
        known = facts[sheet.contents[-1], self.model.rules].findings
        stored = facts[sheet.contents[-1], sheet.rules].findings
        return Act(
            kind,
            data.draw(st.sampled_from(self.everybody(kind))),
            match=data.draw(st.sampled_from(["fresh", "fresh", "fresh", "any", "stale", "missing"])),
            content=data.draw(st.sampled_from([*sorted(TEXTS), sheet.contents[-1]])),
            right_digest=data.draw(st.sampled_from([True, True, True, False])),
            whole_list=data.draw(st.sampled_from([True, True, True, False])),
            words=data.draw(st.sampled_from([known, known, stored, frozenset[str](), known | {"0" * 16}])),
            comment=data.draw(st.sampled_from(["意见", "意见", " "])),
            level=data.draw(st.sampled_from([None, None, 0, 1, 2])),
            return_to=data.draw(st.sampled_from([None, None, *STAGES])),
        )

    def attempt(self, sheet: Sheet, act: Act) -> None:
        """Try an act on the service; it must go as the model says, and a refusal changes nothing."""
        refusals, before = self.model.refusals(sheet, act), self.state()
        try:
            self.perform(sheet, act)
        except AppError as error:
            assert error.code in refusals, (error.code, refusals, act, sheet)
            assert 400 <= error.status < 500
            assert self.state() == before, "a refused act changed the database"
            self.office.counts["refused"] += 1
            self.office.counts[error.code] += 1
            return
        assert not refusals, (refusals, act, sheet)
        self.events[sheet.org] += self.model.apply(sheet, act)
        self.office.counts[sheet.status] += 1
        self.check(sheet)

    def perform(self, sheet: Sheet, act: Act) -> None:
        """The act on the service, as a route does it."""
        ruleset, ring, who = self.office.rulesets[self.model.rules], self.office.ring, act.who
        match, content = self.match(sheet, act), Content(title="通知", body=TEXTS.get(act.content, ""))
        if act.kind == "edit":
            prepared = prepare_edit(self.database, ruleset, who, sheet.id, match, Origin(None), content)
        elif act.kind not in {"withdraw", "revoke"}:
            rescanned = rescan_if_newer(self.database, ruleset, who, sheet.id)
        with self.database.write() as db:
            if act.kind == "edit":
                edit(db, ring, who, sheet.id, match, prepared)
            elif act.kind == "submit":
                submit(db, ring, who, sheet.id, match, Signed("approve", self.opinion(sheet, act), rescanned))
            elif act.kind == "withdraw":
                withdraw(db, ring, who, sheet.id, match, "理由")
            else:
                assert isinstance(who, PersonCaller)
                if act.kind == "revoke":
                    revoke(db, ring, who, sheet.id, match, "理由")
                else:
                    signed = Signed(act.kind, self.opinion(sheet, act), rescanned)
                    decide(db, ring, who, sheet.id, match, signed, timedelta(days=7))

    def opinion(self, sheet: Sheet, act: Act) -> Opinion:
        """What the signer states."""
        stage = Status(sheet.status if sheet.status in STAGES else "first_review")
        return Opinion(
            digest_of(sheet.contents[-1]) if act.right_digest else "0" * 64,
            tuple(CHECKLISTS[stage])[not act.whole_list :],
            tuple(Word(finding, "accepted", "理由") for finding in sorted(act.words)),
            act.comment,
            None if act.level is None else LEVELS[act.level],
            Status(act.return_to) if act.return_to else None,
        )

    def match(self, sheet: Sheet, act: Act) -> str | None:
        """The act's If-Match."""
        tags = {"fresh": f'"{sheet.revision}"', "stale": f'"{sheet.revision - 1}"', "any": "*"}
        return tags.get(act.match)

    def do_create(self, who: Caller, account: str, content: str, author: str | None) -> Draft:
        """A draft on the service."""
        origin = Origin(account, None, author)
        given = Content(title="通知", body=TEXTS[content])
        ruleset = self.office.rulesets[self.model.rules]
        prepared = prepare_creation(self.database, ruleset, who, origin, given)
        with self.database.write() as db:
            return create(db, self.office.ring, who, origin, prepared)

    def enter(self, draft: Draft, who: Caller, account: str, content: str, author: str | None) -> None:
        """The draft in the model."""
        person = isinstance(who, PersonCaller)
        named = who.id if person else self.office.people[author].id if author else None
        rules, wrote = self.model.rules, {named} if named else set()
        level, key = self.office.facts[content, rules].level, None if person else who.id
        sheet = Sheet(draft.id, who.org, FLOORS[account], named, key, [content], wrote, level, rules)
        self.sheets.append(sheet)
        self.events[who.org].append(("draft.created", who.id, draft.id, 1, None, None))
        self.check(sheet)

    def check(self, sheet: Sheet) -> None:
        """The draft on the service is as the model says, and what must always hold of it does."""
        with self.database.read() as db:
            draft = db.get_one(Draft, sheet.id)
            live = {str(signed.stage): signed.person_id for signed in signoffs(db, draft)}
            state = (draft.status, draft.revision, draft.version, draft.level, live)
            assert state == (
                sheet.status,
                sheet.revision,
                len(sheet.contents),
                LEVELS[sheet.level],
                sheet.live,
            )
            assert etag(draft) == f'"{sheet.revision}"'
            assert draft.current.content_sha256 == digest_of(sheet.contents[-1])
            assert (draft.waiting_since is not None) == (sheet.status in STAGES)
            for stage, person in live.items():
                assert stage == "first_review" or person not in sheet.wrote, "an author signed"
            certificate = certificate_of(db, draft.id, draft.version)
            assert (certificate is not None) == (sheet.status in {"released", "revoked"})
            if certificate is not None:
                assert (certificate.revoked_at is not None) == (sheet.status == "revoked")
                self.check_release(draft, live, parse_token(certificate.token).payload)
                signed_by = {signed.content_sha256 for signed in signoffs(db, draft)}
                assert signed_by == {draft.current.content_sha256}

    def check_release(self, draft: Draft, live: dict[str, str], payload: dict[str, Any]) -> None:
        """Three people over the same content as the certificate; the principal alone for what is critical."""
        assert list(live) == STAGES and len(set(live.values())) == 3
        names = {person.id: person.username for person in self.office.people.values()}
        assert [(signed["stage"], signed["person"]) for signed in payload["signoffs"]] == [
            (stage, names[person]) for stage, person in live.items()
        ]
        assert payload["content_sha256"] == draft.current.content_sha256
        assert (payload["version"], payload["level"]) == (draft.version, draft.level)
        if draft.level == "critical":
            assert payload["signoffs"][2]["role"] == "principal_leader"
            assert Role.PRINCIPAL_LEADER in self.office.people[payload["signoffs"][2]["person"]].roles

    def check_ledger(self, org: str, events: list[Event]) -> None:
        """The exported chain verifies and holds exactly one entry for each act, in order."""
        with self.database.read() as db:
            whole = b"".join(export(db, self.office.ring, org))
        keys = orjson.dumps(self.office.ring.jwks())
        verdict = verify(io.BytesIO(whole), key=keys)
        assert verdict.ok, verdict
        entries = [orjson.loads(line) for line in whole.splitlines()[:-1]]
        names = ("event", "draft", "version", "stage", "decision")
        assert [
            (event, entry["actor"]["id"], draft, version, stage, decision)
            for entry in entries
            for event, draft, version, stage, decision in [[entry[name] for name in names]]
            if draft is not None
        ] == events

    def state(self) -> int:
        """A number that changes with every transaction that changed the database (SQLite, data_version)."""
        version: int = self.watch.execute("PRAGMA data_version").fetchone()[0]
        return version

    def everybody(self, kind: Kind) -> list[Caller]:
        """All people, and the program where it can act; those with several roles come up more often."""
        plural = [self.office.people[name] for name in PLURALISTS]
        callers: list[Caller] = [*plural * 4, *self.office.people.values(), self.office.key]
        return [who for who in callers if kind in self.kinds_of(who)]

    def kinds_of(self, who: Caller) -> tuple[Kind, ...]:
        """What this caller can try; a program cannot even ask to decide."""
        return KINDS if isinstance(who, PersonCaller) else ("edit", "submit", "withdraw")

    def writers(self) -> list[Caller]:
        """Those who write most drafts."""
        names = ("contributor", "editor", "everything", "writer-chief", "b-editor")
        return [*(self.office.people[name] for name in names), self.office.key]

    def may_be_named(self, username: str) -> bool:
        """Whether the program may name this person as the author."""
        person = self.office.people[username]
        return person.org == "demo" and not any(name.endswith("_admin") for name in roles(person))


DIGESTS = {name: content_sha256("通知", text, "text") for name, text in TEXTS.items()}


def digest_of(content: str) -> str:
    """The digest of a text."""
    return DIGESTS[content]


@pytest.mark.long
@pytest.mark.parametrize("share", range(SHARES))
def test_what_must_always_hold(office: Office, share: int) -> None:
    before = Counter(office.counts)
    Review.office = office
    run_state_machine_as_test(
        Review,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    counts = office.counts - before
    print(f"share {share}:", dict(counts))
    assert counts["steps"] >= 10_000 / SHARES
    for seen in ("released", "revoked", "returned", "rejected", "withdrawn", *STAGES, "separation_of_duties"):
        assert counts[seen], f"no run came to {seen}"
