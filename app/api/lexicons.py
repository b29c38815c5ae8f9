"""`/lexicons`: the lists of terms, their versions, and the way of a change through two pairs of hands."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from app.api.answers import answer
from app.api.deps import OnceDep, PersonDep, RuntimeDep
from app.api.fields import API, Code, Line, Model, Reason, Remark, Text, problems
from app.api.lexicon_shapes import ContentShape, DifferenceShape, LexiconsShape, RulesetShape, VersionShape
from app.api.paths import VersionNumber
from app.api.shapes import Page, shown
from app.api.views import moment
from app.db import rfc3339
from app.errors import TooLarge
from app.people.callers import PersonCaller
from app.people.roles import Role
from app.review.previewing import previewed
from app.rulesets.lists import canonical, difference, get_version, standing, versions
from app.rulesets.models import LexiconVersion, State
from app.rulesets.proposals import (
    Change,
    approve,
    check_approval,
    propose,
    refuse,
    reversion,
    withdraw,
)
from app.rulesets.state import since
from app.runtime import Runtime

READERS = frozenset({Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
SHOWN_TERMS = 1000
"""Terms of each kind that a comparison lists; it counts them all."""
MAX_LIST = 1 << 20
"""Bytes of a list that is proposed as JSON."""
PROPOSED = shown(VersionShape, 201) | problems(404, 409)
DECIDED = shown(VersionShape) | problems(404, 409)
"""What an act on a list answers."""


class SmallRoute(APIRoute):
    """A route that reads small bodies only: reading a large one would keep all other requests waiting."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, behind a look at the size."""
        handler = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            if len(await request.body()) > MAX_LIST:
                raise TooLarge("list_too_large", "词库超过 1 MiB 的，请以文件导入（/lexicons/import）。")
            return await handler(request)

        return bounded


router = APIRouter(prefix=API, tags=["词库"], responses=problems(), route_class=SmallRoute)


class EntryIn(BaseModel):
    """A term: `source` names one of the sources; further members as in lexicons/README.md."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Text | bool | list[Text]] = Field(init=False)

    source: Text


class ContentIn(Model):
    """A list (lexicons/README.md): terms and allow-phrases by their text."""

    message: Text
    code: Text
    negation: bool = False
    sources: dict[Text, dict[Text, Text]]
    terms: dict[Text, EntryIn]
    allow: Annotated[dict[Text, EntryIn], Field(default_factory=dict)]


class ListIn(Model):
    """A new version of a list, whole, and why."""

    content: ContentIn
    reason: Reason
    file_name: Line | None = None

    def change(self, name: str) -> Change:
        """The change of the list `name` that this asks for."""
        content = {"kind": "terms", "name": name, **self.content.model_dump(exclude_unset=True)}
        return Change(name, canonical(content), self.reason, len(self.content.terms), self.file_name or "")


class RevertIn(Model):
    """The version to go back to, and why."""

    version: Annotated[int, Field(ge=1, le=1 << 31)]
    reason: Reason


class ReasonIn(Model):
    """Why."""

    reason: Reason


class CommentIn(Model):
    """What there is to say."""

    comment: Remark = ""


@router.get("/ruleset", summary="在用规则", responses=shown(RulesetShape))
def read_ruleset(person: PersonDep, runtime: RuntimeDep) -> Response:
    """The ruleset in force: its digest, since when, and the office's lists in it."""
    person.need(READERS)
    digest = runtime.rules.of(person.org).digest
    with runtime.database.read() as db:
        active = [each[State.ACTIVE] for each in standing(db, person.org).values() if State.ACTIVE in each]
        began = since(db, person.org)
        lists = [version_view(version) for version in active]
    return answer({"ruleset_sha256": digest, "since": moment(began), "lists": lists})


@router.get("/lexicons", summary="词库", responses=shown(LexiconsShape))
def read_lexicons(person: PersonDep, runtime: RuntimeDep) -> Response:
    """The lists that are shipped, and the office's own with the version in use and the one that waits."""
    person.need(READERS)
    shipped = [facts._asdict() for facts in runtime.rules.base.lists]
    with runtime.database.read() as db:
        own = [
            {
                "name": name,
                "active": _perhaps(each.get(State.ACTIVE)),
                "proposed": _perhaps(each.get(State.PROPOSED)),
            }
            for name, each in standing(db, person.org).items()
        ]
    return answer({"shipped": shipped, "own": own})


@router.get(
    "/lexicons/{name}/versions", summary="词库的各个版本", responses=shown(Page[VersionShape]) | problems(404)
)
def read_versions(name: Code, person: PersonDep, runtime: RuntimeDep) -> Response:
    """Every version of a list, the newest first."""
    person.need(READERS)
    with runtime.database.read() as db:
        items = [version_view(version) for version in versions(db, person.org, name)]
    return answer({"items": items, "next": None})


@router.get(
    "/lexicons/{name}/versions/{n}", summary="词库的一个版本", responses=shown(ContentShape) | problems(404)
)
def read_version(name: Code, n: VersionNumber, person: PersonDep, runtime: RuntimeDep) -> Response:
    """One version, with its content."""
    person.need(READERS)
    with runtime.database.read() as db:
        version = get_version(db, person.org, name, n, content=True)
        return answer(content_view(version))


@router.get(
    "/lexicons/{name}/diff", summary="两个版本的差异", responses=shown(DifferenceShape) | problems(404)
)
def read_difference(
    name: Code,
    person: PersonDep,
    runtime: RuntimeDep,
    first: Annotated[VersionNumber, Query(alias="from")],
    second: Annotated[VersionNumber, Query(alias="to")],
) -> Response:
    """The terms that were added, removed and changed; at most 1,000 of each are listed."""
    person.need(READERS)
    with runtime.database.read() as db:
        old, new = (get_version(db, person.org, name, n, content=True).content for n in (first, second))
    found = difference(old, new)
    terms = {"added": found.added, "removed": found.removed, "changed": found.changed}
    listed = {kind: each[:SHOWN_TERMS] for kind, each in terms.items()}
    counts = {kind: len(each) for kind, each in terms.items()}
    return answer({"from": first, "to": second, **listed, "counts": counts})


@router.post("/lexicons/{name}/versions", status_code=201, summary="提出词库变更", responses=PROPOSED)
def create_version(
    name: Code, body: ListIn, admin: PersonDep, runtime: RuntimeDep, once: OnceDep
) -> Response:
    """Propose a new version of a list; it comes into force when another administrator approves it."""
    return once.run(
        lambda: previewed(runtime.database, runtime.rules, admin, body.change(name)),
        lambda db, change: proposal_answer(db, runtime, admin, change),
    )


@router.post("/lexicons/{name}/revert", status_code=201, summary="提出恢复旧版本", responses=PROPOSED)
def revert(name: Code, body: RevertIn, admin: PersonDep, runtime: RuntimeDep, once: OnceDep) -> Response:
    """Propose the content of an older version as the newest."""

    def prepare() -> Change:
        change = reversion(runtime.database, admin, name, body.version, body.reason)
        return previewed(runtime.database, runtime.rules, admin, change)

    return once.run(prepare, lambda db, change: proposal_answer(db, runtime, admin, change))


@router.post("/lexicons/{name}/retire", status_code=201, summary="提出停用词库", responses=PROPOSED)
def retire(name: Code, body: ReasonIn, admin: PersonDep, runtime: RuntimeDep, once: OnceDep) -> Response:
    """Propose to do without a list."""
    return once.run(
        lambda: previewed(runtime.database, runtime.rules, admin, Change(name, None, body.reason)),
        lambda db, change: proposal_answer(db, runtime, admin, change),
    )


@router.post("/lexicons/{name}/versions/{n}/approve", summary="批准词库变更", responses=DECIDED)
def approve_version(
    name: Code, n: VersionNumber, body: CommentIn, admin: PersonDep, runtime: RuntimeDep, once: OnceDep
) -> Response:
    """Bring a version into force; who proposed it cannot. This process has it at once, others in seconds."""
    response = once.run(
        lambda: check_approval(runtime.database, runtime.rules, admin, name, n),
        lambda db, candidate: answer(
            version_view(approve(db, runtime.ring, admin, name, n, candidate, body.comment))
        ),
    )
    runtime.rules.refresh()
    return response


@router.post("/lexicons/{name}/versions/{n}/refuse", summary="驳回词库变更", responses=DECIDED)
def refuse_version(
    name: Code, n: VersionNumber, body: ReasonIn, admin: PersonDep, runtime: RuntimeDep, once: OnceDep
) -> Response:
    """Refuse another's proposal."""
    return once.run(
        lambda: None,
        lambda db, _: answer(version_view(refuse(db, runtime.ring, admin, name, n, body.reason))),
    )


@router.post("/lexicons/{name}/versions/{n}/withdraw", summary="撤回词库变更", responses=DECIDED)
def withdraw_version(
    name: Code, n: VersionNumber, body: ReasonIn, admin: PersonDep, runtime: RuntimeDep, once: OnceDep
) -> Response:
    """Take one's own proposal back."""
    return once.run(
        lambda: None,
        lambda db, _: answer(version_view(withdraw(db, runtime.ring, admin, name, n, body.reason))),
    )


def proposal_answer(db: Session, runtime: Runtime, admin: PersonCaller, change: Change) -> Response:
    """Propose, and show the version that waits now."""
    version = propose(db, runtime.ring, admin, change)
    location = f"{API}/lexicons/{version.name}/versions/{version.number}"
    return answer(version_view(version), 201, {"Location": location})


def version_view(version: LexiconVersion) -> dict[str, Any]:
    """A version as JSON, without its content."""
    return {
        "name": version.name,
        "version": version.number,
        "state": version.state,
        "retires": version.retires,
        "sha256": version.sha256,
        "terms": version.terms,
        "file_name": version.file_name,
        "reason": version.reason,
        "preview": version.preview,
        "proposed_by": version.proposer.username,
        "proposed_by_name": version.proposer.name,
        "proposed_at": rfc3339(version.proposed_at),
        "decided_by": version.decider.username if version.decider else None,
        "decided_by_name": version.decider.name if version.decider else None,
        "decided_at": moment(version.decided_at),
        "comment": version.comment,
        "ruleset_sha256": version.ruleset_sha256,
    }


def content_view(version: LexiconVersion) -> dict[str, Any]:
    """A version as JSON, with its content; null where it does without the list."""
    content = orjson.loads(version.content) if version.content else None
    return {**version_view(version), "content": content}


def _perhaps(version: LexiconVersion | None) -> dict[str, Any] | None:
    return version_view(version) if version else None
