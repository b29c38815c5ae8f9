"""`POST /precheck`: what would the review find? Stateless; nothing of the draft is stored."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field, TypeAdapter, ValidationError

from app.accounts.registry import duties_of, find_account
from app.api.answers import answer
from app.api.deps import CallerDep, RuntimeDep
from app.api.fields import API, Code, Model, ScannedIn, problems
from app.api.problems import invalid_fields
from app.api.shapes import BatchScan, Scan, shown
from app.errors import AppError, Invalid
from app.people.callers import Caller, KeyCaller, Scope
from app.precheck import need_bounded, precheck
from app.runtime import Runtime
from app.scanner.relevance import Duties
from app.scanner.report import OffsetUnit

router = APIRouter(prefix=f"{API}/precheck", tags=["预检"], responses=problems())

Offsets = Annotated[OffsetUnit, Query()]
"""What `start` and `end` count: code points, or UTF-16 units as in JavaScript."""


class PrecheckIn(ScannedIn):
    """A draft to check."""

    account: Code | None = None
    depth: Literal["full", "fast"] = "full"


class BatchIn(Model):
    """Up to 100 drafts; each is checked by itself."""

    items: Annotated[list[Any], Field(max_length=100)]


@router.post("", summary="预检一篇稿件", responses=shown(Scan))
def check_one(
    body: PrecheckIn, caller: CallerDep, runtime: RuntimeDep, offsets: Offsets = "codepoint"
) -> Response:
    """Scan one draft. A short `fast` check is answered before it gets here (see `app.api.shortcut`)."""
    need_scope(caller)
    return answer(check(body, caller, runtime, offsets))


@router.post("/batch", summary="批量预检", responses=shown(BatchScan))
def check_batch(
    body: BatchIn, caller: CallerDep, runtime: RuntimeDep, offsets: Offsets = "codepoint"
) -> Response:
    """Scan up to 100 drafts; a bad one gets its problem in place and does not fail the others."""
    need_scope(caller)
    return answer({"items": [check_item(item, caller, runtime, offsets) for item in body.items]})


def check_item(item: Any, caller: Caller, runtime: Runtime, offsets: OffsetUnit) -> dict[str, Any]:
    """One member of a batch: its pre-check, or its problem."""
    try:
        return check(PREPARED.validate_python(item), caller, runtime, offsets)
    except ValidationError as error:
        return invalid_fields(error.errors(), skip=0).as_problem()
    except AppError as error:
        return error.as_problem()


def check(body: PrecheckIn, caller: Caller, runtime: Runtime, offsets: OffsetUnit) -> dict[str, Any]:
    """Check against the duties of the named account."""
    need_bounded(body.as_draft())
    duties = None
    if body.account is not None:
        with runtime.database.read() as db:
            account = find_account(db, caller.org, body.account)
            if account is None:
                raise Invalid("unknown_account", f"本单位没有代码为“{body.account}”的账号。")
            duties = duties_of(account)
    return checked(body, runtime, caller.org, offsets, duties)


def checked(
    body: PrecheckIn, runtime: Runtime, org: str, offsets: OffsetUnit, duties: Duties | None = None
) -> dict[str, Any]:
    """The pre-check itself, under the rules in force for the organisation."""
    return precheck(body.as_draft(), runtime.rules.of(org), duties, depth=body.depth, offsets=offsets)


def need_scope(caller: Caller) -> None:
    """People of any role may check; a key needs the scope."""
    if isinstance(caller, KeyCaller):
        caller.need(Scope.PRECHECK)


PREPARED = TypeAdapter(PrecheckIn)
