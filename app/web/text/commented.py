"""Comments as the pages show them: the threads, their marks in the text, who can be mentioned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from app.people.callers import PersonCaller
from app.review.commenting import COMMENTERS
from app.review.comments import Comment, Thread, threads
from app.review.mentions import Named
from app.review.models import Draft
from app.review.notices import readers
from app.scanner.finding import FieldName
from app.web.text.highlight import Note


@dataclass(frozen=True, slots=True)
class Commented:
    """What a page shows of a draft's comments; `people` can be mentioned, where the visitor may write."""

    threads: Sequence[Thread] = ()
    people: Sequence[Named] = ()
    may_write: bool = False

    @property
    def open(self) -> list[Thread]:
        """The threads that wait for an answer or an end."""
        return [thread for thread in self.threads if thread.is_open]

    @property
    def resolved(self) -> list[Thread]:
        """The threads that somebody called resolved."""
        return [thread for thread in self.threads if not thread.is_open]

    def notes(self, field: FieldName) -> list[Note]:
        """Where the passages of open comments stand in a field of the present version."""
        return [
            Note(thread.comment.id, thread.n, *thread.place)
            for thread in self.open
            if thread.place and thread.comment.field == field
        ]


def commented(db: Session, draft: Draft, person: PersonCaller) -> Commented:
    """The comments on a draft that this person sees."""
    may_write = bool(person.roles & COMMENTERS)
    people = [each for each in readers(db, draft) if each.id != person.id] if may_write else []
    return Commented(threads(db, draft), people, may_write)


def with_mentions(comment: Comment) -> Markup:
    """The comment's words as HTML, with the mentions in them set off."""
    return Markup().join(_pieces(comment))


def _pieces(comment: Comment) -> Iterator[Markup]:
    done = 0
    # Two people of one name are mentioned by the same characters.
    for (start, end), _ in groupby(comment.mentions, lambda mention: (mention["start"], mention["end"])):
        yield escape(comment.text[done:start])
        yield Markup('<b class="mention">{}</b>').format(comment.text[start:end])
        done = end
    yield escape(comment.text[done:])
