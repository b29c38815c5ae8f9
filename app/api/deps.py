"""What routes ask for: the runtime, who is calling, and acting once."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, OAuth2PasswordBearer
from starlette.concurrency import run_in_threadpool

from app.api.fields import API
from app.api.idempotency import Once
from app.errors import Forbidden, Unauthenticated
from app.people.callers import Caller, KeyCaller, PersonCaller
from app.people.sessions import find_session
from app.runtime import Runtime

password_flow = OAuth2PasswordBearer(f"{API}/auth/token", scheme_name="人员", auto_error=False)
api_key = HTTPBearer(scheme_name="接口密钥", bearerFormat="sk_…", auto_error=False)


async def get_runtime(request: Request) -> Runtime:
    """The running service. Async so that it costs no hop to a thread."""
    runtime: Runtime = request.app.state.runtime
    return runtime


RuntimeDep = Annotated[Runtime, Depends(get_runtime)]


async def get_caller(
    request: Request,
    runtime: RuntimeDep,
    _token: Annotated[str | None, Depends(password_flow)],
    _key: Annotated[HTTPAuthorizationCredentials | None, Depends(api_key)],
) -> Caller:
    """The person or program named by `Authorization: Bearer …`."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise Unauthenticated("not_signed_in", "请先登录，或提供接口密钥。")
    if not secret.startswith("sk_"):
        return await run_in_threadpool(_person, runtime, secret)
    known = runtime.keys.recall(secret)
    return known if known is not None else await run_in_threadpool(runtime.keys.admit, secret)


def _person(runtime: Runtime, token: str) -> PersonCaller:
    with runtime.database.read() as db:
        found = find_session(db, token)
    if found is None:
        raise Unauthenticated("session_expired", "登录已失效，请重新登录。")
    return found[0]


CallerDep = Annotated[Caller, Depends(get_caller)]


async def get_person(caller: CallerDep) -> PersonCaller:
    """The calling person; a program's key may not do what only people answer for."""
    if isinstance(caller, KeyCaller):
        raise Forbidden("people_only", "接口密钥不能进行此操作，须由人员本人登录办理。")
    return caller


PersonDep = Annotated[PersonCaller, Depends(get_person)]


async def get_once(
    request: Request,
    runtime: RuntimeDep,
    caller: CallerDep,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> Once:
    """Acting once for the request's `Idempotency-Key`."""
    body = await request.body()
    target = request.url.path + "?" + request.url.query
    return Once(runtime.database, caller.id, idempotency_key, request.method, target, body)


OnceDep = Annotated[Once, Depends(get_once)]
IfMatch = Annotated[str | None, Header()]
