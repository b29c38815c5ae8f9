"""Random acts of everybody, over a long time, against the independent model: what must always hold.

Beside the demo's people there are three with several roles, or the separation of duties would never bite.
"""

from __future__ import annotations

import io
import shutil
import sqlite3
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
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
    invariant,
    precondition,
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
from app.review.signing import Act as Signed
from app.review.signing import Opinion, decide, rescan_if_newer, submit
from app.review.stages import Status
from app.rulesets.active import ActiveRuleset
from app.scanner import document
from app.scanner.ruleset import LEXICONS, Ruleset, build
from tests.conftest import build as build_office
from tests.desk import BLOCKED, CLEAN, CRITICAL
from tests.review.model import LEVELS, REVIEWERS, STAGES, Act, Event, Facts, Kind, Model, Sheet, roles

SHARES, RUNS, STEPS = 4, 52, 50
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
PLURALISTS = {
    "writer-chief": [Role.CONTRIBUTOR, Role.SECTION_CHIEF],
    "editor-principal": [Role.EDITOR, Role.PRINCIPAL_LEADER],
    "everything": [Role.EDITOR, Role.SECTION_CHIEF, Role.DEPUTY_LEADER, Role.PRINCIPAL_LEADER],
}
LATER_RULES = (
    '\n[[rules]]\nname = "later"\nlevel = "critical"\nsource = "nantong"\nclause = "本单位"\nwords = ["窗口"]\n',
    'kind = "terms"\nname = "later"\ncode = "POL-04"\nmessage = "“{text}”应为“{use}”。"\n'
    '[sources.office]\ntitle = "本单位"\ndate = "2026-11-21"\n'
    '[terms]\n"绿色通道" = { use = "便捷通道", source = "office" }\n',
)


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


def later_ruleset() -> Ruleset:
    """The shipped rules with one more for the level and one more blocking term."""
    files = [(path.name, path.read_bytes()) for path in sorted(LEXICONS.glob("*.toml"))]
    files = [(name, data + LATER_RULES[0].encode() * (name == "level.toml")) for name, data in files]
    return build([*files, ("office.toml", LATER_RULES[1].encode())])


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
def office(tmp_path_factory: pytest.TempPathFactory, ring: KeyRing, rules: ActiveRuleset) -> Office:
    """Both offices and the people with several roles, on SQLite."""
    path = tmp_path_factory.mktemp("machine") / "office.sqlite3"
    build_office(f"sqlite:///{path}", ring)
    database = Database(f"sqlite:///{path}")
    with database.write() as db:
        for username, held in PLURALISTS.items():
            enrol(db, ring, "demo", username, username, "not used", held)
        people = {person.username: caller_of(person) for person in db.scalars(select(Person))}
    key = KeyDoor(database).admit("sk_demo_precheck")
    database.close()
    rulesets = rules.current, later_ruleset()
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

    @invariant()
    def counted(self) -> None:
        """Each step moves the time on by a second."""
        self.office.counts["steps"] += 1
        self.traveller.shift(SECOND)

    @precondition(lambda self: sum(sheet.status not in DONE for sheet in self.sheets) < 4)
    @rule(data=st.data(), content=st.sampled_from(sorted(TEXTS)), account=st.sampled_from(sorted(FLOORS)))
    def create(self, data: st.DataObject, content: str, account: str) -> None:
        """Somebody, or the program, writes a draft."""
        who = data.draw(st.sampled_from(self.writers()) | st.sampled_from(self.everybody()))
        named = data.draw(st.none() | st.sampled_from(sorted(self.office.people)))
        author = named if isinstance(who, KeyCaller) else None
        before = self.state()
        ours = account.startswith("b-") == (who.org == "demo-b")
        may = isinstance(who, KeyCaller) or bool(roles(who) & {"contributor", "editor"})
        fit = author is None or self.may_be_named(author)
        try:
            draft = self.do_create(who, account, content, author)
        except AppError as error:
            assert error.code in {"forbidden", "unknown_account", "unknown_author"}
            assert not (may and ours and fit) and self.state() == before
            return
        assert may and ours and fit
        self.enter(draft, who, account, content, author)

    @precondition(lambda self: any(sheet.status not in DONE for sheet in self.sheets))
    @rule(data=st.data())
    def proceed(self, data: st.DataObject) -> None:
        """The next step of a draft by somebody who may take it, if there is anybody."""
        sheet = data.draw(st.sampled_from([sheet for sheet in self.sheets if sheet.status not in DONE]))
        words = self.office.facts[sheet.contents[-1], self.model.rules].findings
        kind: Kind = "approve" if sheet.status in STAGES else "submit"
        tries = [Act(kind, who, words=words) for who in self.everybody(programs=kind == "submit")]
        able = [act for act in tries if not self.model.refusals(sheet, act)]
        editor = self.office.people["editor" if sheet.org == "demo" else "b-editor"]
        other = next(name for name in ("clean", "hall") if name != sheet.contents[-1])
        self.attempt(sheet, data.draw(st.sampled_from(able)) if able else Act("edit", editor, content=other))

    @precondition(lambda self: self.sheets)
    @rule(data=st.data())
    def try_anything(self, data: st.DataObject) -> None:
        """Somebody tries something, mostly not theirs to do, or not well done."""
        sheet = data.draw(st.sampled_from(self.sheets))
        kind: Kind = data.draw(st.sampled_from(get_args(Kind)))
        programs = kind in {"edit", "submit", "withdraw"}
        self.attempt(sheet, self.draw_act(data, sheet, kind, self.everybody(programs=programs)))

    @precondition(lambda self: any(sheet.status in STAGES for sheet in self.sheets))
    @rule(data=st.data(), kind=st.sampled_from(["approve", "return", "reject", "return"]))
    def judge(self, data: st.DataObject, kind: Kind) -> None:
        """One of those whom the stage calls for judges, with all an opinion can hold."""
        sheet = data.draw(st.sampled_from([sheet for sheet in self.sheets if sheet.status in STAGES]))
        people = [who for who in self.everybody() if not self.model.refusals(sheet, Act("return", who))]
        act = self.draw_act(data, sheet, kind, people or self.everybody())
        usual = data.draw(st.booleans())
        self.attempt(sheet, replace(act, match="fresh", right_digest=True, comment="意见") if usual else act)

    @rule(who=st.deferred(lambda: st.sampled_from(sorted(Review.office.people))))
    def look_at_queue(self, who: str) -> None:
        """The queue holds exactly what the reviewer may decide now."""
        person = self.office.people[who]
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
                assert error.code == "forbidden" and not roles(person) & REVIEWERS
                return
        assert {draft.id for draft in listing.items} == expected
        ranks = [(-LEVELS.index(draft.level), draft.due_at) for draft in listing.items]
        assert ranks == sorted(ranks)

    @rule(hours=st.integers(1, 400))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.traveller.shift(timedelta(hours=hours))

    @rule()
    def change_rules(self) -> None:
        """Another ruleset comes into force."""
        self.model.rules = 1 - self.model.rules

    def draw_act(self, data: st.DataObject, sheet: Sheet, kind: Kind, people: list[Caller]) -> Act:
        """An act with everything drawn that it may carry."""
        facts = self.office.facts
        known = facts[sheet.contents[-1], self.model.rules].findings
        stored = facts[sheet.contents[-1], sheet.rules].findings
        return Act(
            kind,
            data.draw(st.sampled_from(people)),
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
        level, rules = self.office.facts[content, self.model.rules].level, self.model.rules
        wrote = {named} if named else set()
        key = None if person else who.id
        self.sheets.append(
            Sheet(draft.id, who.org, FLOORS[account], named, key, [content], wrote, level, rules)
        )
        self.events[who.org].append(("draft.created", who.id, draft.id, 1, None, None))
        self.check(self.sheets[-1])

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

    def everybody(self, *, programs: bool = False) -> list[Caller]:
        """All people, and the program where it can act at all."""
        return [*self.office.people.values(), *([self.office.key] if programs else [])]

    def writers(self) -> list[Caller]:
        """Those who write most drafts."""
        names = ("contributor", "editor", "everything", "writer-chief", "b-editor")
        return [*(self.office.people[name] for name in names), self.office.key]

    def may_be_named(self, username: str) -> bool:
        """Whether the program may name this person as the author."""
        person = self.office.people[username]
        return person.org == "demo" and not any(name.endswith("_admin") for name in roles(person))


DONE = {"released", "rejected", "withdrawn", "revoked"}
DIGESTS = {name: content_sha256("通知", text, "text") for name, text in TEXTS.items()}


def digest_of(content: str) -> str:
    """The digest of a text."""
    return DIGESTS[content]


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
    print(share, dict(counts))
    assert counts["steps"] >= 10_000 / SHARES
    for seen in ("released", "revoked", "returned", "rejected", "withdrawn", *STAGES, "separation_of_duties"):
        assert counts[seen], f"no run came to {seen}"
