"""Writing at the browser: a new draft, a new version of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from fastapi import APIRouter, Response

from app.accounts.models import Account
from app.accounts.registry import list_accounts
from app.content import MAX_REMARK
from app.errors import AppError, Invalid
from app.review.content import Content
from app.review.drafting import Origin, create, edit, prepare_creation, prepare_edit
from app.review.models import Draft
from app.review.policy import may_edit, may_write
from app.review.queries import etag, get_draft
from app.runtime import Runtime
from app.scanner.document import Format, Kind
from app.web.forms import Form
from app.web.rendering import page, see_other
from app.web.session import FormDep, RuntimeDep, Visitor, VisitorDep
from app.web.words import FORMATS, KINDS, local_input

router = APIRouter()

"""Bytes of UTF-8 that title and body may have together."""
SOURCE = {"name": "稿源单位", "url": "原文网址", "title": "原文标题", "body": "原文"}


@router.get("/drafts/new")
def show_new(visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """An empty form for a draft."""
    may_write(visitor.person)
    return _new_page(visitor, runtime, Form())


@router.post("/drafts/new")
def create_draft(visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Store and scan a new draft, then show it with its findings."""
    person = visitor.person
    try:
        origin = Origin(form.need("account", "账号", 50))
        content = content_of(form, Content(title="", body=""))
        prepared = prepare_creation(runtime.database, runtime.rules.of(person.org), person, origin, content)
        with runtime.database.write() as db:
            draft_id = create(db, runtime.ring, person, origin, prepared).id
    except AppError as error:
        return _new_page(visitor, runtime, form, error)
    return see_other(f"/drafts/{draft_id}?done=created")


@router.get("/drafts/{draft_id:uuid}/edit")
def show_edit(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """The present version in a form."""
    with runtime.database.read() as db:
        draft = get_draft(db, visitor.person, draft_id.hex)
        may_edit(draft, visitor.person)
        return _edit_page(visitor, draft, form_of(Content.of(draft.current)))


@router.post("/drafts/{draft_id:uuid}/edit")
def edit_draft(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Store and scan a new version; every signature so far is void."""
    person, match = visitor.person, form.get("if_match")
    with runtime.database.read() as db:
        draft = get_draft(db, person, draft_id.hex)
        base = Content.of(draft.current)
    try:
        content = content_of(form, base)
        prepared = prepare_edit(
            runtime.database, runtime.rules.of(person.org), person, draft.id, match, Origin(None), content
        )
        with runtime.database.write() as db:
            edit(db, runtime.ring, person, draft.id, match, prepared)
    except AppError as error:
        return _edit_page(visitor, draft, form, error)
    return see_other(f"/drafts/{draft.id}?done=edited")


def content_of(form: Form, base: Content) -> Content:
    """What the form says, with what it does not show taken from `base`; `Invalid` where a field is amiss."""
    kind = cast(Kind, form.choice("kind", "稿件类型", KINDS))
    return replace(
        base,
        title=form.get("title"),
        body=form.get("body"),
        format=cast(Format, form.choice("format", "正文格式", FORMATS)),
        kind=kind,
        source=_source(form) if kind == "reprint" else None,
        question=form.get("question") or None if kind == "reply" else None,
        text_date=form.date("text_date", "成文日期"),
        exemption=_exemption(form),
        note=form.text("note", "备注", MAX_REMARK),
        publish_after=_publish_after(form, base),
    )


def form_of(content: Content) -> Form:
    """The content as the form shows it."""
    source, exemption = content.source or {}, content.exemption or {}
    return Form(
        {
            "title": content.title,
            "body": content.body,
            "format": content.format,
            "kind": content.kind,
            "question": content.question or "",
            "text_date": content.text_date.isoformat() if content.text_date else "",
            "note": content.note,
            "publish_after": local_input(content.publish_after),
            **{f"source_{name}": source.get(name, "") for name in SOURCE},
            **{f"exemption_{name}": exemption.get(name, "") for name in ("ground", "basis")},
        }.items()
    )


def _source(form: Form) -> dict[str, Any] | None:
    stated = {name: form.get(f"source_{name}") for name in SOURCE}
    return stated if any(stated.values()) else None


def _exemption(form: Form) -> dict[str, Any] | None:
    ground, basis = form.text("exemption_ground", "公开事由"), form.text("exemption_basis", "公开依据")
    if bool(ground) != bool(basis):
        raise Invalid("exemption_incomplete", "个人信息确需公开的，事由和依据都要填写。")
    return {"ground": ground, "basis": basis} if ground else None


def _publish_after(form: Form, base: Content) -> Any:
    # The field has no seconds; what was set through the API with seconds stays as it was unless changed.
    if form.get("publish_after") == local_input(base.publish_after):
        return base.publish_after
    return form.moment("publish_after", "定时发布")


def _new_page(visitor: Visitor, runtime: Runtime, form: Form, error: AppError | None = None) -> Response:
    with runtime.database.read() as db:
        accounts: Sequence[Account] = list_accounts(db, visitor.person.org)
    return _page(visitor, form, error, draft=None, accounts=accounts, match="")


def _edit_page(visitor: Visitor, draft: Draft, form: Form, error: AppError | None = None) -> Response:
    return _page(visitor, form, error, draft=draft, accounts=[draft.account], match=etag(draft))


def _page(visitor: Visitor, form: Form, error: AppError | None, **context: Any) -> Response:
    status = error.status if error else 200
    return page("write.html", visitor, status, form=form, error=error, source_fields=SOURCE, **context)
