"""API keys (接口密钥) at the browser: made, shown once, revoked by the system administrator."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from app.errors import AppError, Invalid
from app.ledger.reading import entries_about
from app.people.api_keys import create_key, list_keys, revoke_key
from app.people.callers import Scope
from app.people.changes import SYSTEM_ADMIN
from app.runtime import Runtime
from app.web.forms import Form
from app.web.rendering import page, see_other
from app.web.session import FormDep, RuntimeDep, Visitor, VisitorDep
from app.web.telling import HISTORY, SCOPES

router = APIRouter()

EVENTS = ("key.created", "key.revoked")


@router.get("/keys")
def show_keys(visitor: VisitorDep, runtime: RuntimeDep, q: str = "", done: str = "") -> Response:
    """The keys whose name holds `q`, without their secrets."""
    notice = "密钥已吊销，数秒内在各服务进程失效。" if done else ""
    return _keys_page(visitor, runtime, q=q.strip().replace("\0", ""), notice=notice)


@router.post("/keys")
def add_key(visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Make a key and show it, once."""
    admin = visitor.person
    admin.need(SYSTEM_ADMIN)
    try:
        name = form.need("name", "用途", 100)
        scopes = [Scope(scope) for scope in form.all("scopes") if scope in set(Scope)]
        if not scopes:
            raise Invalid("field_missing", "请选择密钥的权限，至少一项。")
        with runtime.database.write() as db:
            secret = create_key(db, runtime.ring, admin, name, scopes)[1]
    except AppError as error:
        return _keys_page(visitor, runtime, form=form, error=error)
    return _keys_page(visitor, runtime, secret=secret)


@router.post("/keys/{id:uuid}")
def end_key(id: UUID, visitor: VisitorDep, runtime: RuntimeDep, _: FormDep) -> Response:
    """Stop a key; other processes notice within seconds."""
    with runtime.database.write() as db:
        revoke_key(db, runtime.ring, visitor.person, id.hex)
    runtime.keys.forget()
    return see_other("/keys?done=revoked")


def _keys_page(
    visitor: Visitor,
    runtime: Runtime,
    *,
    q: str = "",
    form: Form | None = None,
    notice: str = "",
    secret: str = "",
    error: AppError | None = None,
) -> Response:
    admin = visitor.person
    admin.need(SYSTEM_ADMIN)
    with runtime.database.read() as db:
        return page(
            "api_keys.html",
            visitor,
            error.status if error else 200,
            keys=list_keys(db, admin, q=q),
            history=entries_about(db, admin.org, EVENTS, HISTORY),
            scopes=SCOPES,
            q=q,
            form=form or Form(),
            notice=notice,
            secret=secret,
            error=error,
        )
