"""Search over drafts (查找稿件): an index of their words in the database itself, kept with every version.

SQLite has it as a table of FTS5, PostgreSQL as a GIN index over arrays; both hold the single characters and
pairs of `grams` for the number of a draft, which grows with its age. A draft is a candidate if it has every
pair of what is looked for, and is found if its text has the words themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    FromClause,
    Integer,
    Text,
    column,
    delete,
    insert,
    select,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.accounts.models import Account
from app.db import BEIJING, Base
from app.paging import Listing, decode_cursor, encode_cursor
from app.people.callers import Caller
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
from app.review.queries import brief, visible_to

_SQLITE = table("draft_grams", column("rowid", Integer), column("grams", Text), column("draft_grams", Text))
_POSTGRESQL = table("draft_grams", column("number", Integer), column("grams", ARRAY(Text)))


class DraftText(Base):
    """The present title and body of a draft, folded, one line each; `number` is its place in the index."""

    __tablename__ = "draft_texts"

    number: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)


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


def index_draft(db: Session, draft: Draft, content: Content) -> None:
    """Enter the present words of a draft in place of those of its version before."""
    fields = [fold(text) for text in visible(content.title, content.body, content.format)]
    stored = db.scalar(select(DraftText).where(DraftText.draft_id == draft.id))
    if stored is None:
        stored = DraftText(draft_id=draft.id, text="\n".join(fields))
        db.add(stored)
        db.flush()
    else:
        _forget(db, stored.number, _entries(draft.org_id, stored.text.split("\n")))
        stored.text = "\n".join(fields)
    _enter(db, stored.number, _entries(draft.org_id, fields))


def search(db: Session, caller: Caller, wanted: Wanted, *, limit: int, cursor: str | None) -> Listing[Draft]:
    """The drafts that the caller may see and that have all words of the query, the newest first."""
    terms = terms_of(wanted.q)
    index, number, matches = _matching(db, {token_of_owner(caller.org)} | wanted_tokens(terms))
    statement = (
        brief()
        .add_columns(number)
        .join(DraftText, DraftText.draft_id == Draft.id)
        .join(index, number == DraftText.number)
        .where(matches, Draft.org_id == caller.org, visible_to(caller), *_conditions(wanted))
        .where(*(DraftText.text.contains(term, autoescape=True) for term in terms if len(term) > 2))
    )
    if cursor:
        statement = statement.where(number < decode_cursor(cursor, int)[0])
    rows = db.execute(statement.order_by(number.desc()).limit(limit + 1)).all()
    more = encode_cursor(rows[limit - 1][1]) if rows[limit:] else None
    return Listing([row[0] for row in rows[:limit]], more)


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
    columns = {"status": Draft.status, "level": Draft.level, "external_ref": Draft.external_ref}
    yield from (given == value for name, given in columns.items() if (value := getattr(wanted, name)))
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


def start_of(day: date) -> datetime:
    """The first moment of a day in Beijing."""
    return datetime.combine(day, time(), BEIJING)


def _entries(org: str, fields: Iterable[str]) -> list[str]:
    return sorted({token_of_owner(org), *tokens(fields)})


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
