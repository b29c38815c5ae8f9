"""`POST /precheck/file`: the pre-check of a file as it is; nothing of it is stored."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, File, Response, UploadFile

from app.api.answers import answer
from app.api.deps import CallerDep, RuntimeDep
from app.api.fields import API, Model, problems
from app.api.file_shapes import FileScan
from app.api.precheck import Offsets, need_scope
from app.api.shapes import shown
from app.files.reading import read_file
from app.files.report import precheck_file
from app.files.turns import in_turn
from app.people.callers import Caller
from app.runtime import Runtime
from app.scanner.report import OffsetUnit

router = APIRouter(prefix=f"{API}/precheck", tags=["预检"], responses=problems())


class FileIn(Model):
    """The form of a file to check."""

    file: UploadFile


@router.post(
    "/file",
    summary="预检一个文件（.txt .md .html .docx .pdf .png .jpg）",
    responses=shown(FileScan) | problems(415),
)
async def check_file(
    form: Annotated[FileIn, File()], caller: CallerDep, runtime: RuntimeDep, offsets: Offsets = "codepoint"
) -> Response:
    """Read the file and scan its text; the response has it as `text`, and each finding says its place."""
    need_scope(caller)
    return answer(await in_turn(partial(_check, form.file, caller, runtime, offsets)))


def _check(file: UploadFile, caller: Caller, runtime: Runtime, offsets: OffsetUnit) -> dict[str, Any]:
    read = read_file(file.filename or "", file.file)
    return precheck_file(read, runtime.rules.of(caller.org), offsets=offsets)
