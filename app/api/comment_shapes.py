"""How comments and notifications look as JSON: their shapes for the OpenAPI schema, and the views."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.api.shapes import Shape
from app.api.views import moment
from app.db import rfc3339
from app.notifications.models import Kind, Notification
from app.review.comments import Comment, Thread
from app.scanner.finding import FieldName


class AnswerShape(Shape):
    """An answer (回复); `person` is the user name, `mentions` are ids of people."""

    id: int
    text: str
    mentions: list[str]
    person: str
    name: str
    at: datetime


class Place(Shape):
    """Where a passage stands in the present version, in code points."""

    start: int
    end: int


class CommentShape(AnswerShape):
    """A comment (批注) with its answers, the `number`th of its draft.

    `field` is null for one on the whole draft. `start`, `end` and `quote` are of `version`; `place` is null
    where the passage does not stand in the present version any more.
    """

    number: int
    version: int
    field: FieldName | None
    start: int
    end: int
    quote: str
    place: Place | None
    resolved_at: datetime | None
    resolved_by: str | None
    resolved_by_name: str | None
    answers: list[AnswerShape]


class NotificationShape(Shape):
    """One notification (通知); `actor` is null where the service itself acted, `comment` where none is meant.

    `title` is the draft's present one, null where the caller may not see it.
    """

    id: int
    kind: Kind
    draft: str
    title: str | None
    comment: int | None
    actor: str | None
    actor_name: str | None
    at: datetime
    read_at: datetime | None


def answer_view(comment: Comment) -> dict[str, Any]:
    """What an answer and a comment have in common."""
    return {
        "id": comment.id,
        "text": comment.text,
        "mentions": [mention["person"] for mention in comment.mentions],
        "person": comment.person.username,
        "name": comment.person.name,
        "at": rfc3339(comment.at),
    }


def thread_view(thread: Thread) -> dict[str, Any]:
    """A comment with its answers."""
    comment, place = thread.comment, thread.place
    return {
        **answer_view(comment),
        "number": thread.n,
        "version": comment.version,
        "field": comment.field,
        "start": comment.start,
        "end": comment.start + len(comment.quote),
        "quote": comment.quote,
        "place": {"start": place[0], "end": place[1]} if place else None,
        "resolved_at": moment(comment.resolved_at),
        "resolved_by": comment.resolver.username if comment.resolver else None,
        "resolved_by_name": comment.resolver.name if comment.resolver else None,
        "answers": [answer_view(each) for each in thread.answers],
    }


def notification_view(notification: Notification, title: str | None) -> dict[str, Any]:
    """One notification."""
    actor = notification.actor
    return {
        "id": notification.id,
        "kind": notification.kind,
        "draft": notification.draft_id,
        "title": title,
        "comment": notification.comment_id,
        "actor": actor.username if actor else None,
        "actor_name": actor.name if actor else None,
        "at": rfc3339(notification.at),
        "read_at": moment(notification.read_at),
    }
