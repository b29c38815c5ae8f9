"""Signing in and out at the browser."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import select

from app.errors import AppError
from app.people.demo_mark import is_demo
from app.people.directory import list_people
from app.people.models import Organisation
from app.people.passwords import demo_password
from app.people.sessions import CHANGE_REQUIRED, sign_in, sign_out
from app.runtime import Runtime
from app.web.forms import Form, read_form
from app.web.password_pages import chosen
from app.web.rendering import page, see_other
from app.web.session import (
    FormDep,
    PerhapsVisitorDep,
    RuntimeDep,
    VisitorDep,
    drop_cookie,
    need_own_origin,
    set_cookie,
)

router = APIRouter()


async def strangers_form(request: Request, runtime: RuntimeDep) -> Form:
    """The login form: there is no session yet, so its origin is the only proof."""
    need_own_origin(request, runtime.settings)
    return await read_form(request)


@router.get("/login")
def show_login(
    request: Request, visitor: PerhapsVisitorDep, runtime: RuntimeDep, next: str = "/"
) -> Response:
    """The login page; whoever is signed in goes on."""
    if visitor:
        return see_other(local(next))
    return _login_page(request, runtime, local(next))


@router.post("/login")
def log_in(request: Request, runtime: RuntimeDep, form: Annotated[Form, Depends(strangers_form)]) -> Response:
    """Open a session and lead on to where the visitor wanted to go."""
    address, username = local(form.get("next")), form.get("username").strip()
    try:
        signed_in = sign_in(
            runtime.database,
            runtime.ring,
            runtime.throttle,
            username[:64],
            form.get("password")[:200],
            client=request.client.host if request.client else "",
            lifetime=runtime.settings.token_ttl,
            chosen=chosen(form),
        )
    except AppError as error:
        choosing = error.code == CHANGE_REQUIRED or bool(form.get("chosen"))
        return _login_page(request, runtime, address, error, username, choosing=choosing)
    response = see_other(address)
    set_cookie(response, runtime.settings, signed_in)
    return response


@router.post("/logout")
def log_out(visitor: VisitorDep, runtime: RuntimeDep, _: FormDep) -> Response:
    """End the session."""
    with runtime.database.write() as db:
        sign_out(db, runtime.ring, visitor.person, visitor.token)
    response = see_other("/login")
    drop_cookie(response, runtime.settings)
    return response


def local(address: str) -> str:
    """The address if it is a path of this service, else the start page: nobody is led elsewhere."""
    inside = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if inside and address.isprintable() and address.isascii() else "/"


def _login_page(
    request: Request,
    runtime: Runtime,
    address: str,
    error: AppError | None = None,
    username: str = "",
    *,
    choosing: bool = False,
) -> Response:
    with runtime.database.read() as db:
        offices = db.scalars(select(Organisation).order_by(Organisation.id)) if is_demo(db) else ()
        demo = [(office.name, list_people(db, office.id)) for office in offices]
    status = error.status if error else 200
    return page(
        "login.html",
        None,
        status,
        next=address,
        message=error.detail if error else "",
        username=username,
        choosing=choosing,
        cookie_lost=request.url.scheme == "http" and not runtime.settings.plain_cookie,
        demo=demo,
        demo_password=demo_password,
    )
