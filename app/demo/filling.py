"""Filling an empty database: the offices, then each draft as far as its story goes, by the real actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.db import Database
from app.demo.office import found_offices
from app.demo.stories import STORIES, Move, Story, Talk
from app.keys import KeyRing
from app.people.callers import PersonCaller
from app.people.demo_mark import mark_demo
from app.review.checklists import CHECKLISTS
from app.review.commenting import Remark, answer, comment_on
from app.review.content import Content
from app.review.drafting import Origin, create, prepare_creation
from app.review.findings import Word, findings_of
from app.review.models import Draft
from app.review.queries import etag, get_draft
from app.review.releasing import revoke, withdraw
from app.review.signing import Act, Opinion, decide, submit
from app.review.stages import Status
from app.runtime import Runtime
from app.scanner.ruleset import Ruleset

CERTIFICATE_TTL = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the stories play: database, keys, rules, and who takes part."""

    database: Database
    ring: KeyRing
    ruleset: Ruleset
    people: dict[str, PersonCaller]


def fill(runtime: Runtime) -> None:
    """Fill an empty, migrated database with the demo."""
    with runtime.database.write() as db:
        people = found_offices(db, runtime.ring)
    stage = Stage(runtime.database, runtime.ring, runtime.rules.base.ruleset, people)
    for story in STORIES:
        _play(stage, story)
    with runtime.database.write() as db:
        mark_demo(db)


def _play(stage: Stage, story: Story) -> None:
    author = stage.people[story.author]
    origin, content = Origin(story.account), Content(title=story.title, body=story.body, format=story.format)
    prepared = prepare_creation(stage.database, stage.ruleset, author, origin, content)
    with stage.database.write() as db:
        draft_id = create(db, stage.ring, author, origin, prepared).id
    for step in story.steps:
        actor, action, comment = step
        _act(stage, stage.people[actor], draft_id, action, comment)
    for talk in story.talks:
        _talk(stage, draft_id, talk)


def _talk(stage: Stage, draft_id: str, talk: Talk) -> None:
    with stage.database.write() as db:
        made = comment_on(db, stage.ring, stage.people[talk.who], draft_id, Remark(talk.text, talk.quote))
        if talk.answer:
            who, words = talk.answer
            answer(db, stage.ring, stage.people[who], draft_id, made.id, words)


def _act(stage: Stage, actor: PersonCaller, draft_id: str, action: Move, comment: str) -> None:
    ring = stage.ring
    with stage.database.write() as db:
        draft = get_draft(db, actor, draft_id)
        match, opinion = etag(draft), _opinion(draft, action, comment)
        if action == "submit":
            submit(db, ring, actor, draft_id, match, Act("approve", opinion))
        elif action == "withdraw":
            withdraw(db, ring, actor, draft_id, match, comment)
        elif action == "revoke":
            revoke(db, ring, actor, draft_id, match, comment)
        else:
            decide(db, ring, actor, draft_id, match, Act(action, opinion), CERTIFICATE_TTL)


def _opinion(draft: Draft, action: Move, comment: str) -> Opinion:
    """An opinion that confirms the whole list and keeps the blocking findings with a reason."""
    stage = Status.FIRST_REVIEW if action == "submit" else Status(draft.status)
    signs = action in {"submit", "approve"}
    words = tuple(
        Word(finding["id"], "accepted", "已核实，有公开依据，保留。")
        for finding in findings_of(draft.current.scan)
        if signs and finding["severity"] == "block" and finding["overridable"]
    )
    checklist = tuple(CHECKLISTS.get(stage, ())) if signs else ()
    return Opinion(draft.current.content_sha256, checklist, words, comment)
