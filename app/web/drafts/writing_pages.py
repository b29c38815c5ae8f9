"""Writing at the browser (撰稿): a new draft, a new version of one, and a file read into either."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from app.accounts.models import Account
from app.accounts.registry import list_accounts
from app.errors import AppError, Invalid, Stale
from app.files.drafting import Article, article
from app.files.turns import in_turn
from app.people.callers import PersonCaller
from app.review.content import Content
from app.review.drafting import Origin, create, edit, prepare_creation, prepare_edit
from app.review.history import history, to_answer
from app.review.models import Draft
from app.review.policy import may_edit, may_write
from app.review.queries import etag, get_draft
from app.runtime import Runtime
from app.web.drafts.content_form import SOURCE, asset_value, content_of, form_of
from app.web.drafts.file_views import FileView, read_upload, view_of
from app.web.drafts.preview_pages import framing
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
        return _new_page(visitor, runtime, form, error)
    return see_other(f"/drafts/{draft_id}?done=created")


@router.post("/drafts/new/file")
async def read_into_new(visitor: VisitorDep, runtime: RuntimeDep, upload: UploadDep) -> Response:
    """Read a file into the form of a new draft; nothing is stored."""
    may_write(visitor.person)
    return await in_turn(partial(_read_in, visitor, runtime, upload, None))


@router.get("/drafts/{draft_id:uuid}/edit")
def show_edit(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """The present version in a form."""
    draft, content = _editable(runtime, visitor.person, draft_id)
    return _edit_page(visitor, runtime, draft, form_of(content))


@router.post("/drafts/{draft_id:uuid}/edit")
def edit_draft(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """Store and scan a new version; every signature so far is void."""
    person, match = visitor.person, form.get("if_match")
    draft, base = _editable(runtime, person, draft_id)
    try:
        content = content_of(form, base)
        prepared = prepare_edit(
            runtime.database, runtime.rules.of(person.org), person, draft.id, match, Origin(None), content
        )
        with runtime.database.write() as db:
            edit(db, runtime.ring, person, draft.id, match, prepared)
    except AppError as error:
        return _edit_page(visitor, runtime, draft, form, error)
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


def _editable(runtime: Runtime, person: PersonCaller, draft_id: UUID) -> tuple[Draft, Content]:
    """The draft with its present content, if the person may edit it."""
    with runtime.database.read() as db:
        draft = get_draft(db, person, draft_id.hex)
        may_edit(draft, person)
        return draft, Content.of(draft.current)


def _read_in(visitor: Visitor, runtime: Runtime, upload: Upload, draft_id: UUID | None) -> Response:
    """The form with the file in it, or as it was with what is wrong with the file."""
    draft = _editable(runtime, visitor.person, draft_id)[0] if draft_id else None
    form, file, error = upload.form, None, None
    try:
        read = read_upload(upload)
        file = view_of(upload.name, read, runtime.rules.of(visitor.person.org))
        form = filled(form, article(read), [each.as_asset() for each in file.pictures if each.is_file])
    except AppError as refusal:
        error = refusal
    if draft:
        return _edit_page(visitor, runtime, draft, form, error, file)
    return _new_page(visitor, runtime, form, error, file)


def filled(form: Form, taken: Article, assets: Sequence[dict[str, Any]] = ()) -> Form:
    """The form with an article in it: behind what stands there, or instead of it where that is asked for.

    A picture that is the file itself comes along as an attachment (附件), so that its digest is signed too.
    `Invalid` where a text would be put behind one of another format.
    """
    body, values = form.get("body"), map(asset_value, assets)
    form = form.adding("asset", *(value for value in values if value not in form.all("asset")))
    if not taken.body.strip():
        return form
    if form.get("put") == "replace" or not body.strip():
        return form.having(title=taken.title or form.get("title"), body=taken.body, format=taken.format)
    if form.get("format") != taken.format:
        stands, comes = FORMATS.get(form.get("format"), ""), FORMATS[taken.format]
        raise Invalid(
            "format_differs", f"现有正文是{stands}，文件是{comes}，不能接在后面。可以选“替换正文”。"
        )
    return form.having(title=form.get("title") or taken.title, body=f"{body.rstrip()}\n\n{taken.body}")


def _new_page(
    visitor: Visitor,
    runtime: Runtime,
    form: Form,
    error: AppError | None = None,
    file: FileView | None = None,
) -> Response:
    with runtime.database.read() as db:
        accounts: Sequence[Account] = list_accounts(db, visitor.person.org)
    fresh = {"draft": None, "back": None, "match": ""}
    return _page(visitor, "/drafts/new", form, error, file, accounts=accounts, **fresh)


def _edit_page(
    visitor: Visitor,
    runtime: Runtime,
    draft: Draft,
    form: Form,
    error: AppError | None = None,
    file: FileView | None = None,
) -> Response:
    # Whoever was told that somebody else has saved meanwhile may save again, and then comes first.
    known = "" if isinstance(error, Stale) else form.get("if_match")
    with runtime.database.read() as db:
        back = to_answer(draft, history(db, draft))
    facts = {"draft": draft, "accounts": [draft.account], "match": known or etag(draft), "back": back}
    return _page(visitor, f"/drafts/{draft.id}/edit", form, error, file, **facts)


def _page(
    visitor: Visitor,
    address: str,
    form: Form,
    error: AppError | None,
    file: FileView | None,
    **context: Any,
) -> Response:
    taken = form.all("asset")
    offered = [asset_value(each.as_asset()) for each in file.pictures] if file else []
    shown = page(
        "write.html",
        visitor,
        error.status if error else 200,
        address=address,
        form=form,
        error=error,
        file=file,
        assets=[(value, True) for value in taken] + [(each, False) for each in offered if each not in taken],
        source_fields=SOURCE,
        **context,
    )
    return framing(shown)
