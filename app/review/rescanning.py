"""Scanning drafts again (重新检查) after the rules have changed.

Before a signature, since it covers the ruleset in force; and in the background for all that waits in review,
where a new blocking finding sends the draft back. The background work goes by what is stored, not by what
happened: whatever waits under another ruleset than the one in force is scanned again, by whichever process
comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import count

from app.db import Database
from app.keys import KeyRing
from app.ledger.append import SYSTEM, Actor
from app.people.callers import Caller
from app.review.acts import log_act, move, void_approvals
from app.review.content import Content, Scanned, scan_content
from app.review.counting import count_findings
from app.review.findings import findings_of, open_findings
from app.review.models import Draft, Version
from app.review.notices import announce
from app.review.queries import dispositions, get_draft
from app.review.routing import higher, rank
from app.review.stages import STAGES, Status
from app.rulesets.state import digest_of
from app.scanner.finding import CODES
from app.scanner.ruleset import Ruleset

BATCH = 100
NAMED = 100
"""Findings that the ledger names one by one when they send a draft back."""


def rescan_if_newer(database: Database, ruleset: Ruleset, caller: Caller, draft_id: str) -> Scanned | None:
    """The current version's scan under the ruleset in force, where it was scanned under another.

    Slow, so it runs before the transaction of the act.
    """
    with database.read() as db:
        draft = get_draft(db, caller, draft_id)
        if draft.current.ruleset_sha256 == ruleset.digest:
            return None
        content, account = Content.of(draft.current), draft.account
    return scan_content(content, account, ruleset)


def take_rescan(db: Session, ring: KeyRing, actor: Actor, draft: Draft, scanned: Scanned | None) -> None:
    """Store a scan of the draft's present content in place of the one before."""
    version = draft.current
    if scanned is None or scanned.content_sha256 != version.content_sha256:
        return
    for name, value in scanned.as_columns().items():
        setattr(version, name, value)
    count_findings(db, draft, version, scanned)
    draft.level = higher(scanned.level, draft.raised_level)
    draft.urgency = rank(draft.level)
    log_act(db, ring, actor, "draft.rescanned", draft, {"level": draft.level})


def outdated(db: Session, org: str, ruleset: Ruleset) -> Sequence[str]:
    """Ids of drafts in review that were scanned under another ruleset, at most `BATCH`.

    Empty if the ruleset is not the one that was announced last: a process that runs an older program, or has
    not heard of a change, leaves the drafts to the others.
    """
    if digest_of(db, org) != ruleset.digest:
        return ()
    return db.scalars(_under_others(org, ruleset.digest).order_by(Draft.id).limit(BATCH)).all()


def count_outdated(db: Session, org: str) -> int:
    """How many drafts in review were scanned under another ruleset than the one that was announced last."""
    digest = digest_of(db, org)
    if digest is None:
        return 0
    return db.scalars(select(count()).select_from(_under_others(org, digest).subquery())).one()


def _under_others(org: str, digest: str) -> Select[str]:
    """The ids of the drafts in review that were scanned under another ruleset than this one."""
    return (
        select(Draft.id)
        .join(Version, (Version.draft_id == Draft.id) & (Version.n == Draft.version))
        .where(Draft.org_id == org, Draft.status.in_(STAGES), Version.ruleset_sha256 != digest)
    )


def rescan(database: Database, ring: KeyRing, ruleset: Ruleset, draft_id: str) -> bool:
    """Scan a draft in review again; a new blocking finding that nobody disposed of sends it back.

    Nothing happens if the draft was edited or decided meanwhile, or the ruleset is not in force any more.
    Returns whether the new scan was taken.
    """
    with database.read() as db:
        draft = db.get_one(Draft, draft_id)
        content, account = Content.of(draft.current), draft.account
    scanned = scan_content(content, account, ruleset)
    with database.write() as db:
        draft = db.scalars(select(Draft).where(Draft.id == draft_id).with_for_update(of=Draft)).one()
        if not _still_wanted(db, draft, scanned):
            return False
        _store(db, ring, draft, scanned)
    return True


def _still_wanted(db: Session, draft: Draft, scanned: Scanned) -> bool:
    version = draft.current
    return (
        draft.status in STAGES
        and version.content_sha256 == scanned.content_sha256
        and version.ruleset_sha256 != scanned.ruleset_sha256
        and digest_of(db, draft.org_id) == scanned.ruleset_sha256
    )


def _store(db: Session, ring: KeyRing, draft: Draft, scanned: Scanned) -> None:
    former, found = findings_of(draft.current.scan), findings_of(scanned.text)
    take_rescan(db, ring, SYSTEM, draft, scanned)
    known = {finding["id"] for finding in former if finding["severity"] == "block"}
    said = dispositions(db, draft, draft.version)
    disposed = {word.finding for word in said if word.stage != Status.EDITING}
    fresh = [finding for finding in open_findings(found, disposed) if finding["id"] not in known]
    if fresh:
        _send_back(db, ring, draft, fresh)
    elif found != former:
        draft.revision += 1


def _send_back(db: Session, ring: KeyRing, draft: Draft, findings: Sequence[Mapping[str, Any]]) -> None:
    """Back to who wrote it, as by a reviewer; the ledger names rules and findings, never the draft's text."""
    stage = Status(draft.status)
    rules = dict.fromkeys(
        f"{finding['code']} {CODES[finding['code']].title}，规则 {finding['rule']}" for finding in findings
    )
    data = {
        "level": draft.level,
        "comment": f"词库更新后，本稿有 {len(findings)} 处新的必须处置的问题（{'；'.join(rules)}），"
        "已自动退回，原签署作废。请修改或处置后重新提交。",
        "findings": [finding["id"] for finding in findings[:NAMED]],
        "return_to": None,
    }
    void_approvals(db, draft)
    log_act(db, ring, SYSTEM, "draft.returned", draft, data, stage=stage, decision="return")
    move(draft, Status.RETURNED)
    announce(db, draft, None)
