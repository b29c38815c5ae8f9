"""Writing at the browser (撰稿): a new draft, a new version of one, and a file read into either."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from app.accounts.models import Account
from app.accounts.registry import list_accounts
from app.errors import AppError, Invalid
from app.files.drafting import Article, article
from app.files.turns import in_turn
from app.people.callers import PersonCaller
from app.review.content import Content
from app.review.drafting import Origin, create, edit, prepare_creation, prepare_edit
from app.review.models import Draft
from app.review.policy import may_edit, may_write
from app.review.queries import etag, get_draft
from app.runtime import Runtime
from app.web.content_form import SOURCE, asset_of, asset_value, content_of, form_of
from app.web.file_views import FileView, read_upload, view_of
from app.web.forms import Form, Upload
from app.web.rendering import page, see_other
from app.web.session import FormDep, RuntimeDep, UploadDep, Visitor, VisitorDep
from app.web.words import FORMATS

router = APIRouter()


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
        return _new_page(visitor, runtime, form, error=error)
    return see_other(f"/drafts/{draft_id}?done=created")


@router.post("/drafts/new/file")
async def read_into_new(visitor: VisitorDep, runtime: RuntimeDep, upload: UploadDep) -> Response:
    """Read a file into the form of a new draft; nothing is stored."""
    may_write(visitor.person)
    return await in_turn(partial(_read_in, visitor, runtime, upload, None))


@router.get("/drafts/{draft_id:uuid}/edit")
def show_edit(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """The present version in a form."""
    draft = _editable(runtime, visitor.person, draft_id)
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
        return _edit_page(visitor, draft, form, error=error)
    return see_other(f"/drafts/{draft.id}?done=edited")


@router.post("/drafts/{draft_id:uuid}/edit/file")
async def read_into_draft(
    draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep, upload: UploadDep
) -> Response:
    """Read a file into the form of a draft; nothing is stored."""
    return await in_turn(partial(_read_in, visitor, runtime, upload, draft_id))


@router.get("/drafts/new/file")
def return_to_new() -> Response:
    """Where a reader lands who reloads after the session has ended."""
    return see_other("/drafts/new")


@router.get("/drafts/{draft_id:uuid}/edit/file")
def return_to_edit(draft_id: UUID) -> Response:
    """The same for a draft."""
    return see_other(f"/drafts/{draft_id.hex}/edit")


def _editable(runtime: Runtime, person: PersonCaller, draft_id: UUID) -> Draft:
    with runtime.database.read() as db:
        draft = get_draft(db, person, draft_id.hex)
        may_edit(draft, person)
        return draft


def _read_in(visitor: Visitor, runtime: Runtime, upload: Upload, draft_id: UUID | None) -> Response:
    """The form with the file in it, or as it was with what is wrong with the file."""
    draft = _editable(runtime, visitor.person, draft_id) if draft_id else None
    form, view, error = upload.form, None, None
    try:
        read = read_upload(upload)
        form = filled(form, article(read))
        view = view_of(upload.name, read, runtime.rules.of(visitor.person.org))
    except AppError as refusal:
        error = refusal
    if draft:
        return _edit_page(visitor, draft, form, error=error, file=view)
    return _new_page(visitor, runtime, form, error=error, file=view)


def filled(form: Form, taken: Article) -> Form:
    """The form with an article in it: behind what stands there, or instead of it where that is asked for.

    `Invalid` where nothing was read, or where it would be put behind a text of another format.
    """
    body = form.get("body")
    if not taken.body.strip():
        raise Invalid("file_without_text", "文件中没有可以作为正文的文字，表单没有改动。")
    if form.get("put") == "replace" or not body.strip():
        return form.having(title=taken.title or form.get("title"), body=taken.body, format=taken.format)
    if form.get("format") != taken.format:
        stands, comes = FORMATS.get(form.get("format"), ""), FORMATS[taken.format]
        raise Invalid("format_differs", f"现有正文是{stands}，文件是{comes}，不能接在后面。请选“替换正文”。")
    return form.having(title=form.get("title") or taken.title, body=f"{body.rstrip()}\n\n{taken.body}")


def _offered(form: Form, file: FileView | None) -> list[dict[str, Any]]:
    """The pictures of the file that may become attachments (附件) and are none yet."""
    pictures = file.pictures if file else ()
    offered = [
        {"sha256": each.picture.sha256, "url": file.name if each.is_file else f"{file.name} {each.place}"}
        for each in pictures
    ]
    taken = form.all("asset")
    return [asset for asset in offered if asset_value(asset) not in taken]
