"""Notifications at the browser (通知): the list, read and unread, where the digest goes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlalchemy.orm import Session

from app.errors import AppError
from app.notifications.digest import address_of, set_address
from app.notifications.models import TITLES, Notification
from app.notifications.reading import list_notifications, mark, mark_all
from app.review.notices import titles_for
from app.web.forms import Form
from app.web.rendering import page, see_other
from app.web.session import FormDep, RuntimeDep, Visitor, VisitorDep

router = APIRouter(prefix="/notifications")

PAGE = 30
NotificationId = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("")
def show_notifications(
    visitor: VisitorDep, runtime: RuntimeDep, only: str = "", cursor: str = "", done: str = ""
) -> Response:
    """The visitor's notifications, the newest first, all or the unread (`only=unread`)."""
    with runtime.database.read() as db:
        mails = runtime.settings.smtp_url is not None
        notice = "已保存。" if done == "address" else ""
        return _page(db, visitor, Form(), mails, only=only, cursor=cursor, notice=notice)


@router.get("/bell")
def show_bell(visitor: VisitorDep) -> Response:
    """What the bell in the menu says, for a page that is open (see `static/fresh.js`)."""
    return page("bell.html", visitor)


@router.post("/read")
def read_all(visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Mark as read everything up to the newest that the page showed."""
    through = form.get("through")
    if through.isascii() and through.isdecimal() and len(through) < 10:
        with runtime.database.write() as db:
            mark_all(db, visitor.person.id, int(through))
    return see_other("/notifications")


@router.post("/address")
def choose_address(visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Set where the digest goes; an empty address ends it."""
    try:
        with runtime.database.write() as db:
            set_address(db, visitor.person.id, form.get("address"))
    except AppError as error:
        with runtime.database.read() as db:
            return _page(db, visitor, form, True, error=error)
    return see_other("/notifications?done=address")


@router.post("/{notification_id}")
def open_notification(
    notification_id: NotificationId, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep
) -> Response:
    """Mark it as read and lead to what it is about, or as unread again (`act=unread`)."""
    read = form.get("act") != "unread"
    with runtime.database.write() as db:
        notification = mark(db, visitor.person.id, notification_id, read=read)
        return see_other(target(notification) if read else "/notifications")


def target(notification: Notification) -> str:
    """The page that a notification is about."""
    draft = f"/drafts/{notification.draft_id}"
    return f"{draft}/comments#c{notification.comment_id}" if notification.comment_id else draft


def _page(
    db: Session,
    visitor: Visitor,
    form: Form,
    mails: bool,
    *,
    only: str = "",
    cursor: str = "",
    notice: str = "",
    error: AppError | None = None,
) -> Response:
    person = visitor.person
    listing = list_notifications(
        db, person.id, only_unread=only == "unread", limit=PAGE, cursor=cursor or None
    )
    return page(
        "notifications.html",
        visitor,
        error.status if error else 200,
        listing=listing,
        titles=titles_for(db, person, (each.draft_id for each in listing.items)),
        kinds=TITLES,
        only=only if only == "unread" else "",
        mails=mails,
        address=address_of(db, person.id),
        form=form,
        notice=notice,
        error=error,
    )
