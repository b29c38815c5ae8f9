"""Who is at the browser: the session cookie, and the proof that a form comes from our own page."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

from app.config import Settings
from app.errors import Forbidden, Unauthenticated
from app.notifications.reading import unread
from app.people.callers import PersonCaller
from app.people.models import Organisation
from app.people.sessions import SignedIn, find_session
from app.review.waiting import count_waiting
from app.runtime import Runtime
from app.web.forms import Form, Upload, read_form, read_upload


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person at a page: `csrf` belongs into every form, `path` is the page's own.

    `waiting` is how many drafts wait for them, `unread` how many notifications, as far as the menu counts.
    """

    person: PersonCaller
    organisation: str
    csrf: str
    token: str
    path: str
    waiting: int
    unread: int


def get_runtime(request: Request) -> Runtime:
    """The running service."""
    runtime: Runtime = request.app.state.runtime
    return runtime


RuntimeDep = Annotated[Runtime, Depends(get_runtime)]


def cookie_name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this host and to TLS (RFC 6265bis, 4.1.3.2)."""
    return "sanshen" if settings.plain_cookie else "__Host-sanshen"


def find_visitor(request: Request, runtime: RuntimeDep) -> Visitor | None:
    """The visitor of the session cookie, or None."""
    token = request.cookies.get(cookie_name(runtime.settings), "")
    with runtime.database.read() as db:
        found = find_session(db, token) if token else None
        if found is None:
            return None
        person, csrf = found
        organisation = db.get_one(Organisation, person.org).name
        waiting, notified = count_waiting(db, person), unread(db, person.id)
    return Visitor(person, organisation, csrf, token, request.url.path, waiting, notified)


PerhapsVisitorDep = Annotated[Visitor | None, Depends(find_visitor)]


def need_visitor(visitor: PerhapsVisitorDep) -> Visitor:
    """The visitor; `Unauthenticated`, which leads to the login page, where nobody is signed in."""
    if visitor is None:
        raise Unauthenticated("not_signed_in", "请先登录。")
    return visitor


VisitorDep = Annotated[Visitor, Depends(need_visitor)]


async def own_form(request: Request, visitor: VisitorDep, runtime: RuntimeDep) -> Form:
    """The form of a signed-in visitor; `Forbidden` unless it comes from a page made for this session."""
    need_own_origin(request, runtime.settings)
    form = await read_form(request)
    _need_own(form, visitor)
    return form


async def own_upload(request: Request, visitor: VisitorDep, runtime: RuntimeDep) -> AsyncIterator[Upload]:
    """The same for a form with a file, which is open until the request is answered."""
    need_own_origin(request, runtime.settings)
    async with read_upload(request) as upload:
        _need_own(upload.form, visitor)
        yield upload


FormDep = Annotated[Form, Depends(own_form)]
UploadDep = Annotated[Upload, Depends(own_upload)]


def _need_own(form: Form, visitor: Visitor) -> None:
    if not hmac.compare_digest(form.get("csrf").encode(), visitor.csrf.encode()):
        raise _foreign()


def need_own_origin(request: Request, settings: Settings) -> None:
    """`Forbidden` unless `Origin` (or else `Referer`) names this host or an allowed origin."""
    origin = request.headers.get("origin") or _origin_of(request.headers.get("referer", ""))
    own = origin.partition("://")[2] == request.headers.get("host", "")
    if not origin or not (own or origin in settings.allowed_origins):
        raise _foreign()


def _origin_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _foreign() -> Forbidden:
    return Forbidden("foreign_form", "页面已过期，或请求不是从本系统页面发出。请返回上一页，刷新后重试。")


def set_cookie(response: Response, settings: Settings, signed_in: SignedIn) -> None:
    """Hand the session to the browser."""
    response.set_cookie(
        cookie_name(settings),
        signed_in.token,
        max_age=signed_in.expires_in,
        path="/",
        secure=not settings.plain_cookie,
        httponly=True,
        samesite="lax",
    )


def drop_cookie(response: Response, settings: Settings) -> None:
    """Take the session from the browser."""
    response.delete_cookie(
        cookie_name(settings), path="/", secure=not settings.plain_cookie, httponly=True, samesite="lax"
    )
