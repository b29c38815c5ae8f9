"""Writing a draft: create it, edit it. An edit voids every signature so far."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.registry import find_account
from app.db import Database, now
from app.errors import Conflict, Invalid
from app.keys import KeyRing
from app.people.callers import Caller, KeyCaller, PersonCaller
from app.people.models import Person
from app.people.roles import ADMINISTRATORS
from app.review.acts import log_act, move
from app.review.content import Content, Scanned, scan_content
from app.review.counting import count_findings
from app.review.models import Draft, Version
from app.review.notices import announce
from app.review.policy import may_edit, may_write
from app.review.queries import check_match, get_draft, lock_draft
from app.review.routing import higher, rank
from app.review.search import Words, entered_words, index_draft, words_of
from app.review.stages import EDITABLE, TITLES, Status
from app.scanner.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class Origin:
    """What is stated once, when a draft is made: its account, the CMS's own id, the human author.

    An edit may repeat it, leave it out (None), but not change it.
    """

    account: str | None
    external_ref: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft checked, scanned and taken into words, ready to be stored; no lock was held for it.

    `former` are the words of the version that an edit takes the place of.
    """

    account: Account
    author_id: str | None
    content: Content
    scanned: Scanned
    words: Words
    former: Words | None = None


def prepare_creation(
    database: Database, ruleset: Ruleset, caller: Caller, origin: Origin, content: Content
) -> Prepared:
    """Find account and author and scan the content."""
    may_write(caller)
    content.need_acceptable()
    with database.read() as db:
        account = _account(db, caller, origin.account)
        author_id = _author(db, caller, origin.author)
    scanned = scan_content(content, account, ruleset)
    return Prepared(account, author_id, content, scanned, words_of(caller.org, content))


def create(db: Session, ring: KeyRing, caller: Caller, origin: Origin, prepared: Prepared) -> Draft:
    """Store a new draft in `editing`; `Conflict` where the key has used the external reference."""
    key_id = caller.id if isinstance(caller, KeyCaller) else None
    _need_new_reference(db, key_id, origin.external_ref)
    moment = now()
    draft = Draft(
        id=uuid.uuid4().hex,
        org_id=caller.org,
        account_id=prepared.account.id,
        key_id=key_id,
        external_ref=origin.external_ref,
        author_id=prepared.author_id,
        version=0,
        revision=0,
        created_at=moment,
    )
    _store_version(draft, prepared)
    db.add(draft)
    db.flush()
    _store_content(db, draft, caller, prepared)
    data = {"account": prepared.account.code, "level": draft.level}
    log_act(db, ring, caller.actor(), "draft.created", draft, data)
    return draft


def prepare_edit(
    database: Database,
    ruleset: Ruleset,
    caller: Caller,
    draft_id: str,
    match: str | None,
    origin: Origin,
    content: Content,
) -> Prepared:
    """Check early what `edit` checks again under the lock, and scan the new content."""
    content.need_acceptable()
    with database.read() as db:
        draft = get_draft(db, caller, draft_id)
        check_match(draft, match)
        _need_editable(draft, caller)
        _need_same_origin(draft, origin)
        account, author_id, former = draft.account, draft.author_id, entered_words(db, draft)
    scanned = scan_content(content, account, ruleset)
    return Prepared(account, author_id, content, scanned, words_of(caller.org, content), former)


def edit(
    db: Session, ring: KeyRing, caller: Caller, draft_id: str, match: str | None, prepared: Prepared
) -> Draft:
    """Store a new version, back in `editing`; the same content changes nothing and voids nothing."""
    draft = lock_draft(db, caller, draft_id)
    check_match(draft, match)
    _need_editable(draft, caller)
    if Content.of(draft.current) == prepared.content:
        return draft
    before = draft.status
    _store_version(draft, prepared)
    _store_content(db, draft, caller, prepared)
    db.expire(draft, ["current"])
    log_act(db, ring, caller.actor(), "draft.edited", draft, {"from": before, "level": draft.level})
    announce(db, draft, caller)
    return draft


def _store_version(draft: Draft, prepared: Prepared) -> None:
    draft.version += 1
    draft.title = prepared.content.title
    draft.level = higher(prepared.scanned.level, draft.raised_level)
    draft.urgency = rank(draft.level)
    move(draft, Status.EDITING)


def _store_content(db: Session, draft: Draft, caller: Caller, prepared: Prepared) -> None:
    """The new version, with what is counted and looked up of it."""
    version = _version(draft, caller, prepared)
    db.add(version)
    db.flush()
    count_findings(db, draft, version, prepared.scanned)
    index_draft(db, draft, prepared.words, prepared.former)


def _version(draft: Draft, caller: Caller, prepared: Prepared) -> Version:
    scanned = prepared.scanned
    return Version(
        draft_id=draft.id,
        n=draft.version,
        **prepared.content.as_columns(),
        **scanned.as_columns(),
        content_sha256=scanned.content_sha256,
        edited_by=caller.id if isinstance(caller, PersonCaller) else None,
        edited_by_key=caller.id if isinstance(caller, KeyCaller) else None,
        created_at=draft.updated_at,
    )


def _account(db: Session, caller: Caller, code: str | None) -> Account:
    account = find_account(db, caller.org, code) if code else None
    if account is None:
        raise Invalid("unknown_account", f"本单位没有代码为“{code or ''}”的账号。")
    if not account.active:
        raise Invalid("account_closed", f"账号“{account.name}”已停用，不能再发稿。")
    return account


def _author(db: Session, caller: Caller, username: str | None) -> str | None:
    if isinstance(caller, PersonCaller):
        if username not in {None, caller.username}:
            raise Invalid("author_fixed", "本人提交的稿件，作者就是本人，不能填写他人。")
        return caller.id
    if username is None:
        return None
    person = db.scalar(
        select(Person).where(Person.username == username, Person.org_id == caller.org, Person.active)
    )
    if person is None or person.roles & ADMINISTRATORS:
        raise Invalid("unknown_author", f"本单位没有可署名的人员“{username}”。")
    return person.id


def _need_new_reference(db: Session, key_id: str | None, reference: str | None) -> None:
    if key_id is None or reference is None:
        return
    same = select(Draft.id).where(Draft.key_id == key_id, Draft.external_ref == reference)
    if existing := db.scalar(same):
        raise Conflict("external_ref_exists", f"外部编号“{reference}”已有稿件。", draft=existing)


def _need_editable(draft: Draft, caller: Caller) -> None:
    may_edit(draft, caller)
    if draft.status not in EDITABLE:
        raise Conflict("not_editable", f"稿件{TITLES[Status(draft.status)]}，不能再修改。")


def _need_same_origin(draft: Draft, origin: Origin) -> None:
    if origin.account not in {None, draft.account.code}:
        raise Invalid("account_fixed", "稿件的账号不能更改，请另建稿件。")
    if origin.external_ref not in {None, draft.external_ref}:
        raise Invalid("external_ref_fixed", "外部编号不能更改。")
    if origin.author is not None and (draft.author is None or origin.author != draft.author.username):
        raise Invalid("author_fixed", "稿件的作者不能更改。")
