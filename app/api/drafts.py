"""`/drafts`: write, submit, decide, withdraw, revoke, and read."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from app.api.answers import answer, list_answer
from app.api.deps import CallerDep, IfMatch, OnceDep, PersonDep, RuntimeDep
from app.api.fields import (
    API,
    Code,
    Level,
    Line,
    Model,
    Moment,
    Reason,
    Remark,
    ScannedIn,
    Sha256,
    Text,
    Url,
    problems,
)
from app.api.paths import Cursor, DraftId, Limit, VersionNumber
from app.api.shapes import BriefShape, DraftShape, Page, VersionShape, shown
from app.api.views import brief_view, draft_answer, version_view
from app.review.content import Content
from app.review.diff import diff
from app.review.drafting import Origin, create, edit, prepare_creation, prepare_edit
from app.review.findings import Word
from app.review.grams import MAX_QUERY
from app.review.history import history
from app.review.queries import get_draft, get_version, list_drafts
from app.review.releasing import revoke, withdraw
from app.review.rescanning import rescan_if_newer
from app.review.search import Wanted, search
from app.review.signing import Act, Opinion, decide, submit
from app.review.stages import Action, Status

router = APIRouter(prefix=f"{API}/drafts", tags=["稿件"], responses=problems())

ACTED = shown(DraftShape) | problems(404, 409, 412, 428)
"""What an act on a draft answers."""


class AssetIn(Model):
    """An attachment: where it lies, and the digest of its bytes."""

    url: Url
    sha256: Sha256


class DraftFields(ScannedIn):
    """A draft as an author submits it."""

    assets: Annotated[list[AssetIn], Field(max_length=100, default_factory=list)]
    note: Remark = ""
    publish_after: Moment | None = None
    external_ref: Line | None = None
    author: Line | None = None

    def content(self) -> Content:
        """What a sign-off will cover."""
        return Content(**self.model_dump(exclude={"account", "external_ref", "author"}))


class DraftIn(DraftFields):
    """A new draft."""

    account: Code


class DraftEdit(DraftFields):
    """A new version, whole; `account` may be repeated but not changed."""

    account: Code | None = None


class DispositionIn(Model):
    """A word on one finding."""

    finding: Annotated[str, Field(max_length=64)]
    verdict: Literal["false_positive", "accepted"]
    reason: Reason


class OpinionIn(Model):
    """What a signer confirms, of exactly this content."""

    content_sha256: Sha256
    checklist: Annotated[list[Code], Field(max_length=50, default_factory=list)]
    dispositions: Annotated[list[DispositionIn], Field(max_length=500, default_factory=list)]
    comment: Remark | None = None

    def opinion(self, level: str | None = None, return_to: str | None = None) -> Opinion:
        """The opinion as the review takes it."""
        return Opinion(
            content_sha256=self.content_sha256,
            checklist=tuple(self.checklist),
            words=tuple(Word(**word.model_dump()) for word in self.dispositions),
            comment=self.comment or "",
            level=level,
            return_to=Status(return_to) if return_to else None,
        )


class DecisionIn(OpinionIn):
    """A decision at the draft's present stage."""

    action: Action
    level: Level | None = None
    return_to: Literal["editing", "first_review", "second_review"] | None = None


class ReasonIn(Model):
    """Why."""

    reason: Reason


@router.post("", status_code=201, summary="新建稿件", responses=shown(DraftShape, 201) | problems(409))
def create_draft(body: DraftIn, caller: CallerDep, runtime: RuntimeDep, once: OnceDep) -> Response:
    """Store and scan a new draft, in `editing`."""
    origin, ruleset = Origin(body.account, body.external_ref, body.author), runtime.rules.of(caller.org)
    return once.run(
        lambda: prepare_creation(runtime.database, ruleset, caller, origin, body.content()),
        lambda db, prepared: draft_answer(
            db,
            draft := create(db, runtime.ring, caller, origin, prepared),
            201,
            {"Location": f"{API}/drafts/{draft.id}"},
        ),
    )


@router.put("/{draft_id}", summary="修改稿件", responses=ACTED)
def edit_draft(
    draft_id: DraftId, body: DraftEdit, caller: CallerDep, runtime: RuntimeDep, if_match: IfMatch = None
) -> Response:
    """A new version: every signature so far is void. The same content changes nothing."""
    origin = Origin(body.account, body.external_ref, body.author)
    prepared = prepare_edit(
        runtime.database, runtime.rules.of(caller.org), caller, draft_id, if_match, origin, body.content()
    )
    with runtime.database.write() as db:
        return draft_answer(db, edit(db, runtime.ring, caller, draft_id, if_match, prepared))


@router.post("/{draft_id}/submit", summary="提交审核（编辑提交即签初审）", responses=ACTED)
def submit_draft(
    draft_id: DraftId,
    body: OpinionIn,
    caller: CallerDep,
    runtime: RuntimeDep,
    once: OnceDep,
    if_match: IfMatch = None,
) -> Response:
    """An editor signs 初审 by it; from anybody else it goes to `first_review`."""
    return once.run(
        lambda: rescan_if_newer(runtime.database, runtime.rules.fresh(caller.org), caller, draft_id),
        lambda db, rescanned: draft_answer(
            db,
            submit(db, runtime.ring, caller, draft_id, if_match, Act("approve", body.opinion(), rescanned)),
        ),
    )


@router.post("/{draft_id}/decisions", summary="审核", responses=ACTED)
def decide_draft(
    draft_id: DraftId,
    body: DecisionIn,
    reviewer: PersonDep,
    runtime: RuntimeDep,
    once: OnceDep,
    if_match: IfMatch = None,
) -> Response:
    """Approve, return or reject at the draft's present stage; the last approval releases it."""
    opinion = body.opinion(body.level, None if body.return_to == "editing" else body.return_to)
    ttl = timedelta(seconds=runtime.settings.certificate_ttl)
    return once.run(
        lambda: rescan_if_newer(runtime.database, runtime.rules.fresh(reviewer.org), reviewer, draft_id),
        lambda db, rescanned: draft_answer(
            db,
            decide(db, runtime.ring, reviewer, draft_id, if_match, Act(body.action, opinion, rescanned), ttl),
        ),
    )


@router.post("/{draft_id}/withdraw", summary="撤稿", responses=ACTED)
def withdraw_draft(
    draft_id: DraftId,
    body: ReasonIn,
    caller: CallerDep,
    runtime: RuntimeDep,
    once: OnceDep,
    if_match: IfMatch = None,
) -> Response:
    """The author takes the draft out of review."""
    return once.run(
        lambda: None,
        lambda db, _: draft_answer(db, withdraw(db, runtime.ring, caller, draft_id, if_match, body.reason)),
    )


@router.post("/{draft_id}/revoke", summary="撤销签发", responses=ACTED)
def revoke_draft(
    draft_id: DraftId,
    body: ReasonIn,
    leader: PersonDep,
    runtime: RuntimeDep,
    once: OnceDep,
    if_match: IfMatch = None,
) -> Response:
    """A leader takes a release back; its certificate is no longer valid."""
    return once.run(
        lambda: None,
        lambda db, _: draft_answer(db, revoke(db, runtime.ring, leader, draft_id, if_match, body.reason)),
    )


@router.get("", summary="稿件列表", responses=shown(Page[BriefShape]))
def read_drafts(
    caller: CallerDep,
    runtime: RuntimeDep,
    status: Status | None = None,
    account: Annotated[Text | None, Query()] = None,
    external_ref: Annotated[Text | None, Query()] = None,
    q: Annotated[Text | None, Query(max_length=MAX_QUERY, description="标题和正文中的词，以空格分开")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Drafts that the caller may see, the newest first; with `q`, those that have all its words."""
    wanted = Wanted(q or "", status, account=account, external_ref=external_ref)
    with runtime.database.read() as db:
        if q:
            return list_answer(search(db, caller, wanted, limit=limit, cursor=cursor), brief_view)
        listing = list_drafts(
            db,
            caller,
            status=status,
            account=account,
            external_ref=external_ref,
            limit=limit,
            cursor=cursor,
        )
        return list_answer(listing, brief_view)


@router.get("/{draft_id}", summary="稿件", responses=shown(DraftShape) | problems(404))
def read_draft(draft_id: DraftId, caller: CallerDep, runtime: RuntimeDep) -> Response:
    """The draft with its current version and scan."""
    with runtime.database.read() as db:
        return draft_answer(db, get_draft(db, caller, draft_id))


@router.get(
    "/{draft_id}/versions/{n}", summary="稿件的一个版本", responses=shown(VersionShape) | problems(404)
)
def read_version(draft_id: DraftId, n: VersionNumber, caller: CallerDep, runtime: RuntimeDep) -> Response:
    """A version exactly as submitted, with its scan."""
    with runtime.database.read() as db:
        return answer(version_view(get_version(db, get_draft(db, caller, draft_id), n)))


@router.get("/{draft_id}/diff", summary="两个版本的差异", responses=problems(404))
def read_diff(
    draft_id: DraftId,
    caller: CallerDep,
    runtime: RuntimeDep,
    first: Annotated[VersionNumber, Query(alias="from")],
    second: Annotated[VersionNumber, Query(alias="to")],
) -> Response:
    """What changed in title and body, as spans of both versions."""
    with runtime.database.read() as db:
        draft = get_draft(db, caller, draft_id)
        old, new = get_version(db, draft, first), get_version(db, draft, second)
    return answer(
        {
            "from": first,
            "to": second,
            "title": diff(old.title, new.title),
            "body": diff(old.body, new.body),
        }
    )


@router.get("/{draft_id}/history", summary="稿件的经过", responses=problems(404))
def read_history(draft_id: DraftId, caller: CallerDep, runtime: RuntimeDep) -> Response:
    """Every act on the draft with who, when and why, from the ledger."""
    with runtime.database.read() as db:
        return answer({"items": history(db, get_draft(db, caller, draft_id)), "next": None})
