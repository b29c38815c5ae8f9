"""`/auth` and `/me`: signing in and out."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request, Response

from app.api.answers import answer
from app.api.deps import PersonDep, RuntimeDep
from app.api.fields import API, NO_NUL, problems
from app.api.shapes import Shape, shown
from app.people.callers import PersonCaller
from app.people.roles import Role
from app.people.sessions import sign_in, sign_out

router = APIRouter(prefix=API, tags=["登录"], responses=problems())

Username = Annotated[str, Form(pattern=NO_NUL, max_length=64)]
Password = Annotated[str, Form(pattern=NO_NUL, max_length=200)]


class TokenOut(Shape):
    """A session's token and its life in seconds."""

    access_token: str
    token_type: Literal["bearer"]
    expires_in: int


class MeOut(Shape):
    """Who is signed in."""

    id: str
    username: str
    name: str
    org: str
    roles: list[Role]


@router.post("/auth/token", summary="用用户名和密码换取令牌", responses=shown(TokenOut) | problems(429))
def create_token(
    request: Request,
    runtime: RuntimeDep,
    username: Username,
    password: Password,
    grant_type: Annotated[str | None, Form(pattern="^password$")] = None,
    scope: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """The OAuth2 password grant; the token is sent as `Authorization: Bearer …`."""
    signed_in = sign_in(
        runtime.database,
        runtime.ring,
        runtime.throttle,
        username,
        password,
        client=request.client.host if request.client else "",
        lifetime=runtime.settings.token_ttl,
    )
    return answer(
        {
            "access_token": signed_in.token,
            "token_type": "bearer",
            "expires_in": signed_in.expires_in,
        },
        headers={"Cache-Control": "no-store"},
    )


@router.delete("/auth/token", status_code=204, summary="退出登录")
def delete_token(request: Request, person: PersonDep, runtime: RuntimeDep) -> Response:
    """End the session of the token that is sent."""
    token = request.headers["authorization"].partition(" ")[2]
    with runtime.database.write() as db:
        sign_out(db, runtime.ring, person, token)
    return Response(status_code=204)


@router.get("/me", summary="当前登录人", responses=shown(MeOut))
def read_me(person: PersonDep) -> Response:
    """Who is signed in."""
    return answer(person_view(person))


def person_view(person: PersonCaller) -> dict[str, Any]:
    """A caller as the contract shows them."""
    return {
        "id": person.id,
        "username": person.username,
        "name": person.name,
        "org": person.org,
        "roles": [role for role in Role if role in person.roles],
    }
