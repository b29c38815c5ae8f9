"""Checking without storing: a page for files and pasted texts (检查文件), and findings while one types."""

from __future__ import annotations

from functools import partial
from typing import cast

from fastapi import APIRouter, Response

from app.accounts.registry import duties_of, find_account
from app.errors import AppError, Invalid
from app.files.content import ReadFile
from app.files.turns import in_turn
from app.people.roles import REVIEWERS
from app.precheck import need_bounded, precheck
from app.review.policy import WRITERS, may_write
from app.rulesets.suppressing import LONGEST
from app.rulesets.suppressions import today
from app.runtime import Runtime
from app.scanner.document import Format
from app.scanner.relevance import Duties
from app.web.drafts.content_form import scanned_of
from app.web.drafts.file_views import FileView, read_upload, view_of
from app.web.forms import Form, Upload
from app.web.proposals import offered
from app.web.rendering import page
from app.web.session import FormDep, RuntimeDep, UploadDep, Visitor, VisitorDep
from app.web.text.shown import shown_findings
from app.web.words import FORMATS

router = APIRouter()


@router.get("/check")
def show_check(visitor: VisitorDep) -> Response:
    """An empty form for a file or a text."""
    visitor.person.need(WRITERS)
    return _check_page(visitor, Form())


@router.post("/check")
async def check(visitor: VisitorDep, runtime: RuntimeDep, upload: UploadDep) -> Response:
    """What is found in the file, or else in the text; nothing of either is stored."""
    visitor.person.need(WRITERS)
    return await in_turn(partial(_check, visitor, runtime, upload))


@router.post("/check/typing")
def check_typing(visitor: VisitorDep, runtime: RuntimeDep, form: FormDep) -> Response:
    """The findings in a form of a draft as it is being typed, as a piece of a page; nothing is stored.

    The check is a fast one; places count UTF-16 units, as the fields of a browser do.
    """
    person = visitor.person
    may_write(person)
    draft = scanned_of(form)
    need_bounded(draft)
    duties = _duties(runtime, person.org, form.get("account"))
    report = precheck(draft, runtime.rules.of(person.org), duties, depth="fast", offsets="utf16")
    found = [(one, offered(one.facts, draft.format)) for one in shown_findings(report["findings"])]
    return page("typing.html", visitor, found=found, hidden=len(report["findings"]) - len(found))


def _duties(runtime: Runtime, org: str, code: str) -> Duties | None:
    """The duties of the account that is chosen already: what it has suppressed stays silent here too."""
    if not code:
        return None
    with runtime.database.read() as db:
        account = find_account(db, org, code)
        return duties_of(account) if account else None


def _check(visitor: Visitor, runtime: Runtime, upload: Upload) -> Response:
    try:
        name, read = _given(upload)
        view = view_of(name, read, runtime.rules.of(visitor.person.org))
    except AppError as error:
        return _check_page(visitor, upload.form, error=error)
    return _check_page(visitor, upload.form, view)


def _given(upload: Upload) -> tuple[str, ReadFile]:
    """What is to be checked: the file where one was chosen, else the text."""
    if upload.name:
        return upload.name, read_upload(upload)
    text = upload.form.get("text")
    if not text.strip():
        raise Invalid("nothing_to_check", "请选择文件，或粘贴要检查的文字。")
    return "粘贴的文字", ReadFile(cast(Format, upload.form.choice("format", "格式", FORMATS)), text)


def _check_page(
    visitor: Visitor, form: Form, file: FileView | None = None, error: AppError | None = None
) -> Response:
    status = error.status if error else 200
    return page(
        "check.html",
        visitor,
        status,
        form=form,
        file=file,
        suppresses=bool(visitor.person.roles & REVIEWERS),
        today=today(),
        longest=LONGEST,
        error=error,
    )
