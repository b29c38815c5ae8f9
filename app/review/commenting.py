"""Writing comments (批注): made, answered, resolved. They are no decision and change nothing of the draft.

Each act stands in the ledger with the digest of what was written, not with the words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import now
from app.errors import Conflict, Invalid, NotFound
from app.keys import KeyRing
from app.notifications.models import Kind
from app.notifications.sending import notify
from app.people.callers import PersonCaller
from app.people.roles import REVIEWERS
from app.review.acts import log_act
from app.review.anchors import Anchor, nearest
from app.review.comments import FIELDS, Comment
from app.review.mentions import mentions
from app.review.models import Draft
from app.review.notices import readers
from app.review.policy import WRITERS
from app.review.queries import lock_draft
from app.scanner.finding import FieldName

COMMENTERS = WRITERS | REVIEWERS
MOST = 1000
"""Comments and answers that one draft takes."""
MAX_QUOTE = 500


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said, and of which passage: of none where `quote` is empty.

    Without `field`, the body is searched before the title. `start` (code points) tells between several places
    that say the same. `version` is the one that was read.
    """

    text: str
    quote: str = ""
    field: FieldName | None = None
    start: int = 0
    version: int | None = None


def comment_on(db: Session, ring: KeyRing, person: PersonCaller, draft_id: str, remark: Remark) -> Comment:
    """Store a comment on the draft's present version and notify whom it mentions."""
    draft = _open(db, person, draft_id, remark.text)
    if remark.version not in {None, draft.version}:
        raise Conflict("stale_content", "稿件已有新的一版，请刷新页面，对照新版再写批注。")
    field, anchor = _anchor(draft, remark)
    comment = Comment(field=field, **asdict(anchor))
    return _store(db, ring, person, draft, comment, remark.text, "comment.made")


def answer(
    db: Session, ring: KeyRing, person: PersonCaller, draft_id: str, comment_id: int, text: str
) -> Comment:
    """Store an answer; who wrote in the thread before is notified."""
    draft = _open(db, person, draft_id, text)
    first = _find(db, draft, comment_id)
    written = select(Comment.person_id).where((Comment.id == first.id) | (Comment.thread_id == first.id))
    took_part = set(db.scalars(written))
    stored = _store(db, ring, person, draft, Comment(thread_id=first.id), text, "comment.answered")
    others = took_part - {mention["person"] for mention in stored.mentions}
    notify(db, Kind.ANSWER, others, draft.id, actor_id=person.id, comment_id=first.id)
    return stored


def resolve(
    db: Session, ring: KeyRing, person: PersonCaller, draft_id: str, comment_id: int, *, resolved: bool
) -> Comment:
    """Call a comment resolved (已解决), or open again; what it is already changes nothing."""
    role = person.need(COMMENTERS)
    draft = lock_draft(db, person, draft_id)
    comment = _find(db, draft, comment_id)
    if resolved != (comment.resolved_at is not None):
        comment.resolved_at = now() if resolved else None
        comment.resolved_by = person.id if resolved else None
        event = "comment.resolved" if resolved else "comment.reopened"
        log_act(db, ring, person.actor(role), event, draft, {"note": comment.id})
        db.flush()
        db.expire(comment, ["resolver"])
    return comment


def _open(db: Session, person: PersonCaller, draft_id: str, text: str) -> Draft:
    person.need(COMMENTERS)
    if not text.strip():
        raise Invalid("comment_empty", "请写下批注的内容。")
    draft = lock_draft(db, person, draft_id)
    count = db.scalar(select(func.count()).select_from(Comment).where(Comment.draft_id == draft.id))
    if (count or 0) >= MOST:
        raise Conflict("too_many_comments", f"一篇稿件最多 {MOST} 条批注和回复，请另行沟通。")
    return draft


def _find(db: Session, draft: Draft, comment_id: int) -> Comment:
    """A comment of this draft, not an answer."""
    comment = db.get(Comment, comment_id)
    if comment is None or comment.draft_id != draft.id or comment.thread_id is not None:
        raise NotFound("批注")
    return comment


def _anchor(draft: Draft, remark: Remark) -> tuple[FieldName | None, Anchor]:
    if not remark.quote.strip():
        return None, Anchor(0, "", "", "")
    if len(remark.quote) > MAX_QUOTE:
        raise Invalid("quote_too_long", f"引用的原文最多 {MAX_QUOTE} 字，请选短一些的一段。")
    found = next(_found(draft, remark), None)
    if found is None:
        raise Invalid("quote_not_found", "引用的文字在稿件中没有找到，请从原文中原样选取，或留空。")
    return found


def _found(draft: Draft, remark: Remark) -> Iterator[tuple[FieldName, Anchor]]:
    """Where the quote stands; a browser shows the line ends of a text as LF, whatever they are."""
    for field in (remark.field,) if remark.field else FIELDS:
        text: str = getattr(draft.current, field)
        for quote in (remark.quote, remark.quote.replace("\n", "\r\n"), remark.quote.strip()):
            for start in nearest(text, quote, remark.start):
                yield field, Anchor.at(text, start, start + len(quote))


def _store(
    db: Session, ring: KeyRing, person: PersonCaller, draft: Draft, comment: Comment, text: str, event: str
) -> Comment:
    found = mentions(text, readers(db, draft))
    comment.draft_id, comment.version, comment.person_id = draft.id, draft.version, person.id
    comment.text, comment.mentions, comment.at = text, [asdict(mention) for mention in found], now()
    db.add(comment)
    db.flush()
    told = {mention.person for mention in found}
    thread = comment.thread_id or comment.id
    notify(db, Kind.MENTION, told, draft.id, actor_id=person.id, comment_id=thread)
    digest = hashlib.sha256(text.encode()).hexdigest()
    data = {"note": comment.id, "thread": thread, "text_sha256": digest}
    log_act(db, ring, person.actor(person.need(COMMENTERS)), event, draft, data)
    return comment
