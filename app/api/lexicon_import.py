"""`POST /lexicons/import`: an office's list as a file, previewed or proposed."""

from __future__ import annotations

import hashlib
from typing import Annotated

import orjson
from fastapi import APIRouter, Form, Header, Response, UploadFile
from pydantic import Field, StringConstraints

from app.api.answers import answer
from app.api.deps import PersonDep, RuntimeDep
from app.api.fields import API, Model, Reason, Remark, problems
from app.api.idempotency import Once
from app.api.lexicon_shapes import VersionShape
from app.api.lexicons import proposal_answer
from app.api.preview_shapes import PreviewedShape
from app.api.shapes import shown
from app.people.callers import PersonCaller
from app.review.previewing import prepare_import
from app.rulesets.importing import Defaults
from app.rulesets.list_rows import MAX_LIST
from app.rulesets.lists import sha256
from app.rulesets.proposals import Change
from app.runtime import Runtime
from app.scanner.finding import Severity

router = APIRouter(prefix=API, tags=["词库"], responses=problems())

ListName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]
FindingCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}-\d\d$")]


class ImportIn(Model):
    """The form of a file to import; `code` may stand in the file instead."""

    file: Annotated[UploadFile, Field(description="CSV、TXT 或 TOML，最多 64 MiB")]
    name: ListName
    code: FindingCode | None = None
    severity: Severity = Severity.WARN
    message: Remark = ""
    reason: Reason
    preview: bool = False


@router.post(
    "/lexicons/import",
    summary="导入词库（.csv .txt .toml）",
    responses=shown(PreviewedShape) | shown(VersionShape, 201) | problems(404, 409, 415),
)
def import_list(
    form: Annotated[ImportIn, Form(media_type="multipart/form-data")],
    admin: PersonDep,
    runtime: RuntimeDep,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> Response:
    """With `preview`, what the list would change and hit, and nothing is stored; else propose it."""
    content = form.file.file.read(MAX_LIST + 1)
    if form.preview:
        return answer(preview_view(_prepared(runtime, admin, form, content)))
    # The boundary between the parts of the request is another one each time; what it says is not.
    said = orjson.dumps([form.model_dump(exclude={"file"}), form.file.filename])
    fingerprint = said + hashlib.sha256(content).digest()
    once = Once(runtime.database, admin.id, idempotency_key, "POST", "/lexicons/import", fingerprint)
    return once.run(
        lambda: _prepared(runtime, admin, form, content),
        lambda db, change: proposal_answer(db, runtime, admin, change),
    )


def _prepared(runtime: Runtime, admin: PersonCaller, form: ImportIn, content: bytes) -> Change:
    defaults = Defaults(form.name, form.code, form.severity, form.message)
    return prepare_import(
        runtime.database, runtime.rules, admin, form.file.filename or "", content, defaults, form.reason
    )


def preview_view(change: Change) -> dict[str, object]:
    """A change that nobody has proposed yet, as JSON."""
    assert change.content is not None
    return {
        "name": change.name,
        "terms": change.terms,
        "sha256": sha256(change.content),
        "preview": change.preview,
    }
