"""Search over drafts (查找稿件): an index of their words in the database itself, kept with every version.

SQLite has it as a table of FTS5, PostgreSQL as a GIN index over arrays; both hold the single characters and
pairs of `grams` for the number of a draft, which is the higher the later it was made. A draft is a candidate
if it has every pair of what is looked for, and is found if its text has the words themselves.

Of a common word nearly every draft is a candidate, so an index is slow with it where little else fits. Hence,
if the filters leave few drafts, their texts are looked through instead; and PostgreSQL, whose index cannot
give the newest first, looks through the newest texts before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    FromClause,
    Integer,
    Row,
    Select,
    SQLColumnExpression,
    Text,
    column,
    delete,
    func,
    insert,
    literal,
    select,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.accounts.models import Account
from app.db import BEIJING, Base
from app.paging import Listing, decode_cursor, encode_cursor
from app.people.callers import Caller, KeyCaller
from app.people.models import Person
from app.review.content import Content
from app.review.grams import (
    excerpt,
    fold,
    marked,
    terms_of,
    token_of_owner,
    tokens,
    visible,
    wanted_tokens,
)
from app.review.models import Draft, Version
from app.review.policy import READERS
from app.review.queries import brief, visible_to
from app.review.routing import rank

FEW = 1000
"""Drafts whose texts are looked through in about the time in which an office of so many is searched."""
_SQLITE = table("draft_grams", column("rowid", Integer), column("grams", Text), column("draft_grams", Text))
_POSTGRESQL = table("draft_grams", column("number", Integer), column("grams", ARRAY(Text)))


class DraftText(Base):
    """The present title and body of a draft, folded, one line each; `number` is its place in the index."""

    __tablename__ = "draft_texts"

    number: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class Words:
    """The folded text of a draft, a line for title and body each, and its entries in the index."""

    text: str
    entries: list[str]

    @classmethod
    def of(cls, org: str, text: str) -> Words:
        """The words of an organisation's draft."""
        return cls(text, sorted({token_of_owner(org), *tokens(text.split("\n"))}))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None and empty mean any. `since` and `until` are days in Beijing, both counted."""

    q: str = ""
    status: str | None = None
    level: str | None = None
    kind: str | None = None
    account: str | None = None
    author: str | None = None
    external_ref: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A draft found, its title and the place in its body in pieces, each with whether it was looked for."""

    draft: Draft
    title: list[tuple[str, bool]]
    excerpt: list[tuple[str, bool]]


def words_of(org: str, content: Content) -> Words:
    """What is entered of a draft's content; slow for a long one, so made before the lock."""
    return Words.of(org, "\n".join(map(fold, visible(content.title, content.body, content.format))))


def entered_words(db: Session, draft: Draft) -> Words | None:
    """What is entered of a draft now; None if nothing is."""
    text = db.scalar(select(DraftText.text).where(DraftText.draft_id == draft.id))
    return None if text is None else Words.of(draft.org_id, text)


def index_draft(db: Session, draft: Draft, words: Words, former: Words | None) -> None:
    """Enter the words of a draft in place of those of its version before.

    `former` is what was entered when somebody last looked; it is made anew if another has edited since.
    """
    stored = db.scalar(select(DraftText).where(DraftText.draft_id == draft.id))
    if stored is None:
        stored = DraftText(draft_id=draft.id, text=words.text)
        db.add(stored)
        db.flush()
    else:
        if former is None or former.text != stored.text:
            former = Words.of(draft.org_id, stored.text)
        _forget(db, stored.number, former.entries)
        stored.text = words.text
    _enter(db, stored.number, words.entries)


def search(db: Session, caller: Caller, wanted: Wanted, *, limit: int, cursor: str | None) -> Listing[Draft]:
    """The drafts that the caller may see and that have all words of the query, the newest first."""
    allowed = [Draft.org_id == caller.org, visible_to(caller), *_conditions(wanted)]
    before = decode_cursor(cursor, int)[0] if cursor else None
    looking = _Looking(db, allowed, terms_of(wanted.q), before, limit + 1)
    few = looking.few() if _narrows(caller, wanted) else None
    if few is not None:
        rows = looking.in_texts(Draft.id.in_(few))
    elif db.get_bind().dialect.name == "sqlite" or len(rows := looking.in_texts(looking.newest())) <= limit:
        rows = looking.in_index(caller.org)
    more = encode_cursor(rows[limit - 1][1]) if rows[limit:] else None
    return Listing([row[0] for row in rows[:limit]], more)


@dataclass(frozen=True, slots=True)
class _Looking:
    """A search among the drafts that are allowed: for the `most` newest with all terms, before a number."""

    db: Session
    allowed: list[ColumnElement[bool]]
    terms: list[str]
    before: int | None
    most: int

    def few(self) -> Sequence[str] | None:
        """The drafts that are allowed, if they are few."""
        found = self.db.scalars(select(Draft.id).where(*self.allowed).limit(FEW + 1)).all()
        return None if found[FEW:] else found

    def newest(self) -> ColumnElement[bool]:
        """Whether a draft is one of the `FEW` that may be shown first."""
        last = select(func.max(DraftText.number) + 1).scalar_subquery()
        return DraftText.number >= (last if self.before is None else literal(self.before)) - FEW

    def in_texts(self, these: ColumnElement[bool]) -> Sequence[Row[Draft, int]]:
        """What is found in the texts of these drafts."""
        statement = self._statement(DraftText.number).where(these)
        return self._found(statement, self.terms)

    def in_index(self, org: str) -> Sequence[Row[Draft, int]]:
        """What is found by the index, which knows terms of one or two characters themselves."""
        index, number, matches = _matching(self.db, {token_of_owner(org)} | wanted_tokens(self.terms))
        statement = self._statement(number).join(index, number == DraftText.number).where(matches)
        return self._found(statement, [term for term in self.terms if len(term) > 2])

    def _statement(self, number: SQLColumnExpression[int]) -> Select[Draft, int]:
        statement = brief().add_columns(number).join(DraftText, DraftText.draft_id == Draft.id)
        earlier = true() if self.before is None else number < self.before
        return statement.where(earlier, *self.allowed).order_by(number.desc()).limit(self.most)

    def _found(self, statement: Select[Draft, int], terms: Sequence[str]) -> Sequence[Row[Draft, int]]:
        having = (DraftText.text.contains(term, autoescape=True) for term in terms)
        return self.db.execute(statement.where(*having)).all()


def hits(db: Session, drafts: Sequence[Draft], q: str) -> list[Hit]:
    """The drafts with the places where the words of the query stand in them."""
    terms = terms_of(q)
    columns = (Version.draft_id, Version.title, Version.body, Version.format)
    rows = db.execute(
        select(*columns).join(Draft.current).where(Draft.id.in_([draft.id for draft in drafts]))
    )
    bodies = {row.draft_id: visible(row.title, row.body, row.format)[1] for row in rows}
    return [Hit(draft, marked(draft.title, terms), excerpt(bodies[draft.id], terms)) for draft in drafts]


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    columns = {"status": Draft.status, "external_ref": Draft.external_ref}
    yield from (given == value for name, given in columns.items() if (value := getattr(wanted, name)))
    if wanted.level:
        yield Draft.urgency == rank(wanted.level)
    if wanted.account:
        yield Draft.account.has(Account.code == wanted.account)
    if wanted.author:
        yield Draft.author.has(Person.username == wanted.author)
    if wanted.kind:
        yield Draft.current.has(Version.kind == wanted.kind)
    if wanted.since:
        yield Draft.created_at >= start_of(wanted.since)
    if wanted.until:
        yield Draft.created_at < start_of(wanted.until) + timedelta(days=1)


def _narrows(caller: Caller, wanted: Wanted) -> bool:
    """Whether an index of the drafts themselves tells soon if few are in question."""
    is_own = isinstance(caller, KeyCaller) or not caller.roles & READERS
    return bool(is_own or wanted.status or wanted.author or wanted.since or wanted.until)


def start_of(day: date) -> datetime:
    """The first moment of a day in Beijing."""
    return datetime.combine(day, time(), BEIJING)


def _matching(db: Session, wanted: Set[str]) -> tuple[FromClause, ColumnElement[int], ColumnElement[bool]]:
    """The index, the number of a draft in it, and the condition that it has all these entries.

    PostgreSQL is made to ask its index first: left to itself it may go through all drafts, the newest first,
    and look for the entries in each, which takes seconds where few have them.
    """
    if db.get_bind().dialect.name == "sqlite":
        return _SQLITE, _SQLITE.c.rowid, _SQLITE.c.draft_grams.match(" ".join(sorted(wanted)))
    having = select(_POSTGRESQL.c.number).where(_POSTGRESQL.c.grams.contains(sorted(wanted)))
    found = having.cte("found").prefix_with("MATERIALIZED")
    return found, found.c.number, true()


def _enter(db: Session, number: int, entries: list[str]) -> None:
    if db.get_bind().dialect.name == "sqlite":
        db.execute(insert(_SQLITE).values(rowid=number, grams=" ".join(entries)))
    else:
        db.execute(insert(_POSTGRESQL).values(number=number, grams=entries))


def _forget(db: Session, number: int, entries: list[str]) -> None:
    """FTS5 keeps no text here: what is taken out must be told (SQLite FTS5, 6.3, the delete command)."""
    if db.get_bind().dialect.name == "sqlite":
        told = {"draft_grams": "delete", "rowid": number, "grams": " ".join(entries)}
        db.execute(insert(_SQLITE).values(told))
    else:
        db.execute(delete(_POSTGRESQL).where(_POSTGRESQL.c.number == number))
