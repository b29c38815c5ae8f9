"""`/keys`: the API keys of programs (接口密钥), kept by the system administrator."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field
from sqlalchemy.orm import Session

from app.api.answers import answer
from app.api.deps import OnceDep, PersonDep, RuntimeDep
from app.api.fields import API, NO_NUL, Model, problems
from app.api.paths import ObjectId
from app.api.views import moment
from app.people.api_keys import create_key, list_keys, revoke_key
from app.people.callers import Scope
from app.people.models import ApiKey

router = APIRouter(prefix=f"{API}/keys", tags=["管理"], responses=problems())


class KeyIn(Model):
    """A new API key."""

    name: Annotated[str, Field(pattern=NO_NUL, min_length=1, max_length=100)]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))]


@router.get("", summary="接口密钥")
def read_keys(admin: PersonDep, runtime: RuntimeDep) -> Response:
    """The keys, without their secrets."""
    with runtime.database.read() as db:
        return answer({"items": [view(key) for key in list_keys(db, admin)], "next": None})


@router.post("", status_code=201, summary="新建接口密钥", responses=problems(409))
def create_api_key(body: KeyIn, admin: PersonDep, runtime: RuntimeDep, once: OnceDep) -> Response:
    """Make a key; its `secret` is shown in this answer and never again."""

    def act(db: Session, _: None) -> Response:
        key, secret = create_key(db, runtime.ring, admin, body.name, body.scopes)
        return answer({**view(key), "secret": secret}, 201, {"Cache-Control": "no-store"})

    return once.run(lambda: None, act, secrets={"secret"})


@router.delete("/{key_id}", status_code=204, summary="吊销接口密钥", responses=problems(404))
def delete_key(key_id: ObjectId, admin: PersonDep, runtime: RuntimeDep) -> Response:
    """Stop a key; other processes notice within seconds."""
    with runtime.database.write() as db:
        revoke_key(db, runtime.ring, admin, key_id)
    runtime.keys.forget()
    return Response(status_code=204)


def view(key: ApiKey) -> dict[str, Any]:
    """A key as JSON, without its secret."""
    return {
        "id": key.id,
        "name": key.name,
        "hint": key.hint,
        "scopes": key.scopes.split(),
        "created_at": moment(key.created_at),
        "last_used_on": key.last_used_on.isoformat() if key.last_used_on else None,
        "revoked_at": moment(key.revoked_at),
    }
