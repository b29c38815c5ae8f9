"""A new list at the browser (导入词库): upload, read the preview, propose."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter, Response

from app.content import MAX_REMARK
from app.errors import AppError, Invalid
from app.review.previewing import prepare_import
from app.rulesets.importing import Defaults
from app.rulesets.list_rows import MAX_LIST
from app.rulesets.lists import difference, in_state
from app.rulesets.models import State
from app.rulesets.previews import keep, kept, let_go
from app.rulesets.proposals import SECURITY, Change, propose
from app.runtime import Runtime
from app.scanner.finding import CODES, Severity
from app.web.administration.lexicon_pages import SHOWN_TERMS, Name
from app.web.forms import Form, Upload
from app.web.rendering import page, see_other
from app.web.session import FormDep, RuntimeDep, UploadDep, Visitor, VisitorDep
from app.web.words import SEVERITIES

router = APIRouter()


@router.get("/lexicon-upload")
def show_new(visitor: VisitorDep, name: str = "") -> Response:
    """An empty form for a list, or for a new version of `name`."""
    visitor.person.need(SECURITY)
    return _new_page(visitor, Form([("name", name)]))


@router.post("/lexicon-upload")
def upload_list(visitor: VisitorDep, runtime: RuntimeDep, upload: UploadDep) -> Response:
    """Read the file and try it out; nothing is proposed yet."""
    admin = visitor.person
    admin.need(SECURITY)
    try:
        change = _change(runtime, visitor, upload)
        with runtime.database.write() as db:
            preview = keep(db, admin, change)
    except AppError as error:
        return _new_page(visitor, upload.form, error)
    return see_other(f"/lexicons/{change.name}/preview/{preview}")


@router.get("/lexicons/{name}/preview/{preview:uuid}")
def show_preview(name: Name, preview: UUID, visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """What the change would do, for the one who may propose it."""
    return _preview_page(visitor, runtime, preview)


@router.post("/lexicons/{name}/preview/{preview:uuid}")
def propose_preview(
    name: Name, preview: UUID, visitor: VisitorDep, runtime: RuntimeDep, form: FormDep
) -> Response:
    """Propose what was previewed, or let it go."""
    admin = visitor.person
    try:
        if form.choice("act", "操作", ("propose", "discard")) == "discard":
            with runtime.database.write() as db:
                let_go(db, admin)
            return see_other("/lexicons")
        reason = form.need("reason", "理由", MAX_REMARK)
        with runtime.database.write() as db:
            version = propose(db, runtime.ring, admin, replace(kept(db, admin, preview.hex), reason=reason))
            let_go(db, admin)
    except AppError as error:
        return _preview_page(visitor, runtime, preview, form, error)
    return see_other(f"/lexicons/{version.name}/versions/{version.number}?done=proposed")


def _change(runtime: Runtime, visitor: Visitor, upload: Upload) -> Change:
    form = upload.form
    name = form.need("name", "词库名", 50)
    code = form.choice("code", "类别", ("", *CODES))
    severity = Severity(form.choice("severity", "级别", SEVERITIES))
    message = form.text("message", "提示语", MAX_REMARK)
    reason = form.text("reason", "理由", MAX_REMARK)
    if not upload.name:
        raise Invalid("file_missing", "请选择文件。")
    return prepare_import(
        runtime.database,
        runtime.rules,
        visitor.person,
        upload.name,
        upload.read(MAX_LIST),
        Defaults(name, code or None, severity, message),
        reason,
    )


def _new_page(visitor: Visitor, form: Form, error: AppError | None = None) -> Response:
    status = error.status if error else 200
    return page(
        "lexicon_new.html",
        visitor,
        status,
        form=form,
        error=error,
        rows=error.extra.get("errors", []) if error else [],
        more=error.extra.get("more", 0) if error else 0,
        codes=CODES,
    )


def _preview_page(
    visitor: Visitor,
    runtime: Runtime,
    preview: UUID,
    form: Form | None = None,
    error: AppError | None = None,
) -> Response:
    admin = visitor.person
    with runtime.database.read() as db:
        change = kept(db, admin, preview.hex)
        active = in_state(db, admin.org, change.name, State.ACTIVE)
        found = difference(active.content if active else None, change.content)
    return page(
        "lexicon_preview.html",
        visitor,
        error.status if error else 200,
        change=change,
        active=active,
        found=found,
        shown=SHOWN_TERMS,
        form=form or Form([("reason", change.reason)]),
        error=error,
    )
