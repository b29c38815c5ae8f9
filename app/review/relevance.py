"""“与职责相关”: a reviewer contradicts REL-01, and what the office's decisions teach of relevance.

The word is a disposition of the finding, a false positive like any other, so that signatures, records and the
ledger know it; it can be said at once, without a signature, and also along with one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.registry import duties_of
from app.db import now
from app.errors import Conflict
from app.keys import KeyRing
from app.people.callers import PersonCaller
from app.people.roles import REVIEWERS
from app.review.acts import log_act
from app.review.content import Content
from app.review.findings import Word, as_rows, findings_of
from app.review.models import Disposition, Draft
from app.review.queries import check_match, dispositions, lock_draft
from app.review.stages import IN_FORCE, Status
from app.scanner.relevance.learning import MOST, Example

CODE = "REL-01"
REASON = "与职责相关"


def say_relevant(
    db: Session, ring: KeyRing, reviewer: PersonCaller, draft_id: str, match: str | None
) -> Draft:
    """Store that the draft belongs to the duties of its account, in the reviewer's name.

    `Conflict` where its version has no such finding. Said again by the same person, it changes nothing.
    """
    role = reviewer.need(REVIEWERS)
    draft = lock_draft(db, reviewer, draft_id)
    check_match(draft, match)
    finding = _finding(draft.current.scan)
    if finding is None:
        raise Conflict("no_such_finding", "本版稿件没有“与职责无关”的问题，不需要认定。")
    said = dispositions(db, draft, draft.version)
    if any(_agrees(word, finding) and word.person_id == reviewer.id for word in said):
        return draft
    word, moment = Word(finding, "false_positive", REASON), now()
    db.add_all(as_rows(draft, [word], draft.status, reviewer.id, moment))
    draft.revision += 1
    draft.updated_at = moment
    log_act(db, ring, reviewer.actor(role), "draft.relevant", draft, {"finding": finding, "reason": REASON})
    return draft


def decided(db: Session, org: str, limit: int = MOST) -> list[Example]:
    """The organisation's drafts that people decided on, the latest first.

    Relevant is a draft whose REL-01 somebody called false, and one that was released and had none or whose
    REL-01 nobody kept (保留). Irrelevant is a rejected draft whose REL-01 nobody called false.
    """
    contradicted = select(Disposition.id).where(
        Disposition.draft_id == Draft.id,
        Disposition.version == Draft.version,
        Disposition.verdict == "false_positive",
    )
    settled = or_(Draft.status.in_((*IN_FORCE, Status.REJECTED)), contradicted.exists())
    statement = select(Draft.id).where(Draft.org_id == org, settled)
    latest = db.scalars(statement.order_by(Draft.updated_at.desc(), Draft.id)).all()
    return list(islice(_examples(db, latest), limit))


def _examples(db: Session, drafts: Iterable[str]) -> Iterator[Example]:
    for draft in (db.get_one(Draft, id) for id in drafts):
        finding = _finding(draft.current.scan)
        said = [word for word in dispositions(db, draft, draft.version) if word.finding == finding]
        relevant = _relevant(Status(draft.status), finding, said)
        if relevant is not None:
            content = Content.of(draft.current).as_scanned()
            yield Example(content, relevant, duties=duties_of(draft.account))


def _relevant(status: Status, finding: str | None, said: list[Disposition]) -> bool | None:
    verdicts = {word.verdict for word in said}
    if "false_positive" in verdicts:
        return True
    if status in IN_FORCE and "accepted" not in verdicts:
        return True
    return False if status is Status.REJECTED and finding else None


def _finding(scan: str) -> str | None:
    """The id of the finding that the draft is none of the account's business, if it has one."""
    return next((str(found["id"]) for found in findings_of(scan) if found["code"] == CODE), None)


def _agrees(word: Disposition, finding: str) -> bool:
    return word.finding == finding and word.verdict == "false_positive"
