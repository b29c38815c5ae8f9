"""`/notifications`: what the calling person is notified of, read and unread."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field
from sqlalchemy.orm import Session

from app.api.answers import answer
from app.api.comment_shapes import NotificationShape, notification_view
from app.api.deps import OnceDep, PersonDep, RuntimeDep
from app.api.fields import API, Model, problems
from app.api.paths import Cursor, Limit
from app.api.shapes import Page, Shape, shown
from app.notifications.models import Notification
from app.notifications.reading import list_notifications, mark, mark_all, unread
from app.people.callers import PersonCaller
from app.review.notices import titles_for

router = APIRouter(prefix=f"{API}/notifications", tags=["通知"], responses=problems())

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
NotificationId = Annotated[int, Path(ge=1, le=2**31 - 1, description="通知编号")]


class UnreadShape(Shape):
    """How many notifications are unread, counted up to 100."""

    unread: int


class ThroughIn(Model):
    """The newest notification that counts as read; those after it were not seen yet."""

    through: Number


class ReadIn(Model):
    """Read, or unread again."""

    read: bool = True


@router.get("", summary="我的通知", responses=shown(Page[NotificationShape]))
def read_notifications(
    person: PersonDep,
    runtime: RuntimeDep,
    only_unread: Annotated[bool, Query(alias="unread", description="只列未读")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The caller's notifications, the newest first."""
    with runtime.database.read() as db:
        listing = list_notifications(db, person.id, only_unread=only_unread, limit=limit, cursor=cursor)
        titles = titles_for(db, person, (each.draft_id for each in listing.items))
        views = [notification_view(each, titles.get(each.draft_id)) for each in listing.items]
        return answer({"items": views, "next": listing.next})


@router.post("/read", summary="全部标为已读", responses=shown(UnreadShape))
def read_all(body: ThroughIn, person: PersonDep, runtime: RuntimeDep, once: OnceDep) -> Response:
    """Mark everything up to a notification as read; answers how many are unread then."""
    return once.run(lambda: None, lambda db, _: _read_through(db, person, body.through))


@router.post(
    "/{notification_id}/read",
    summary="标为已读或未读",
    responses=shown(NotificationShape) | problems(404, 409),
)
def read_one(
    notification_id: NotificationId, body: ReadIn, person: PersonDep, runtime: RuntimeDep, once: OnceDep
) -> Response:
    """Mark one notification as read or unread."""
    return once.run(
        lambda: None,
        lambda db, _: _shown(db, person, mark(db, person.id, notification_id, read=body.read)),
    )


def _read_through(db: Session, person: PersonCaller, through: int) -> Response:
    mark_all(db, person.id, through)
    return answer({"unread": unread(db, person.id)})


def _shown(db: Session, person: PersonCaller, notification: Notification) -> Response:
    title = titles_for(db, person, [notification.draft_id]).get(notification.draft_id)
    return answer(notification_view(notification, title))
