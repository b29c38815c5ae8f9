"""Search over drafts (查找稿件): words of title and body, narrowed by filters, what was found marked.

The words stand in the address, so that a search can be turned, reloaded and come back to. They are the
visitor's own; neither the log nor the figures of the service hold an address's query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.accounts.registry import list_accounts
from app.people.callers import PersonCaller
from app.people.models import Person, PersonRole
from app.review.policy import READERS, WRITERS, may_list
from app.review.routing import LEVELS
from app.review.search import Wanted, hits, search
from app.review.stages import TITLES
from app.web.rendering import page
from app.web.session import RuntimeDep, VisitorDep
from app.web.words import KINDS

router = APIRouter()

PAGE = 30
"""Drafts on one page of what was found."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form asks for, as it was sent; empty means any."""

    q: str = ""
    status: str = ""
    level: str = ""
    kind: str = ""
    account: str = ""
    author: str = ""
    since: str = ""
    until: str = ""

    def wanted(self) -> Wanted:
        """The same as the search takes it; what is no choice or no day counts as not given."""
        return Wanted(
            self.q,
            status=self.status if self.status in TITLES else None,
            level=self.level if self.level in LEVELS else None,
            kind=self.kind if self.kind in KINDS else None,
            account=self.account.replace("\0", ""),
            author=self.author.replace("\0", ""),
            since=_day(self.since),
            until=_day(self.until),
        )


@router.get("/search")
def show_search(
    visitor: VisitorDep, runtime: RuntimeDep, asked: Annotated[Asked, Depends()], cursor: str = ""
) -> Response:
    """The drafts that the visitor may see and that have the words, the newest first."""
    person = visitor.person
    may_list(person)
    with runtime.database.read() as db:
        found = search(db, person, asked.wanted(), limit=PAGE, cursor=cursor or None)
        return page(
            "search.html",
            visitor,
            asked=asdict(asked),
            narrowed=asked != Asked(asked.q),
            hits=hits(db, found.items, asked.q),
            next=found.next,
            first=not cursor,
            statuses=TITLES,
            accounts=list_accounts(db, person.org, active=None),
            authors=_authors(db, person),
        )


def _authors(db: Session, person: PersonCaller) -> Sequence[Row[str, str]]:
    """User name and name of those whose drafts the visitor may choose among."""
    if not person.roles & READERS:
        return []
    writing = Person.role_rows.any(PersonRole.role.in_(WRITERS))
    people = select(Person.username, Person.name).where(Person.org_id == person.org, writing)
    return db.execute(people.order_by(Person.username)).all()


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year < 3000 else None
