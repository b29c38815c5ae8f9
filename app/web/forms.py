"""Submitted forms: read with limits, kept to be shown again when an act is refused."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import BinaryIO

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect

from app.db import BEIJING
from app.errors import Invalid

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]*", re.ASCII)
MAX_FIELDS = 3000
MAX_UPLOAD_FIELDS = 200
MAX_FIELD = 4 << 20
"""Bytes of one field as sent: a draft of 1 MiB in percent encoding, and some room."""


class Form:
    """The fields of a form by name. Line ends are LF, as typed; a browser sends CRLF."""

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self._fields = [(name, value.replace("\r\n", "\n").replace("\r", "\n")) for name, value in fields]
        if any("\0" in value for _, value in self._fields):
            raise Invalid("bad_character", "内容含有空字符，请删除后重新提交。")

    def get(self, name: str, default: str = "") -> str:
        """The field as typed, or `default` where it was not sent."""
        return next((value for field, value in self._fields if field == name), default)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field that may be sent several times."""
        return tuple(value for field, value in self._fields if field == name)

    def starting(self, prefix: str) -> dict[str, str]:
        """The fields whose names begin with `prefix`, by the rest of their names."""
        return {name.removeprefix(prefix): value for name, value in self._fields if name.startswith(prefix)}

    def without(self, *names: str) -> Form:
        """The form less these fields."""
        return Form((name, value) for name, value in self._fields if name not in names)

    def having(self, **fields: str) -> Form:
        """The form with these fields as given."""
        return Form([*self.without(*fields)._fields, *fields.items()])

    def adding(self, name: str, *values: str) -> Form:
        """The form with more values of a field."""
        return Form([*self._fields, *((name, value) for value in values)])

    def text(self, name: str, title: str, limit: int = 200) -> str:
        """A field of at most `limit` characters, without blanks around it."""
        value = self.get(name).strip()
        if len(value) > limit:
            raise Invalid("too_long", f"“{title}”有 {len(value)} 字，最多 {limit} 字。")
        return value

    def need(self, name: str, title: str, limit: int = 200) -> str:
        """The same, not empty."""
        value = self.text(name, title, limit)
        if not value:
            raise Invalid("field_missing", f"请填写“{title}”。")
        return value

    def code(self, name: str, title: str) -> str:
        """A short name that stands in addresses: user name, code of an account."""
        value = self.need(name, title, 50)
        if not _CODE.fullmatch(value):
            raise Invalid("bad_code", f"“{title}”只能用小写字母、数字、- 和 _，以字母或数字开头。")
        return value

    def choice(self, name: str, title: str, choices: Collection[str]) -> str:
        """One of the choices."""
        value = self.get(name)
        if value not in choices:
            raise Invalid("field_missing", f"请选择“{title}”。")
        return value

    def number(self, name: str) -> int:
        """A number of at most six digits; 0 where there is none."""
        value = self.get(name)
        return int(value) if re.fullmatch(r"[0-9]{1,6}", value) else 0

    def date(self, name: str, title: str) -> date | None:
        """A day, or None where the field is empty."""
        try:
            return date.fromisoformat(self.get(name)) if self.get(name) else None
        except ValueError:
            raise Invalid("bad_date", f"“{title}”应为日期，如 2026-11-21。") from None

    def moment(self, name: str, title: str) -> datetime | None:
        """A moment in Beijing time, or None where the field is empty."""
        try:
            moment = datetime.fromisoformat(self.get(name)) if self.get(name) else None
        except ValueError:
            raise Invalid("bad_date", f"“{title}”应为日期和时间，如 2026-11-21 08:00。") from None
        if moment and not 1970 <= moment.year < 3000:
            raise Invalid("bad_date", f"“{title}”的年份不对。")
        return moment.replace(tzinfo=BEIJING) if moment else None


@dataclass(frozen=True, slots=True)
class Upload:
    """A form with a file: the fields, the file's name without its folder, and its bytes when asked for.

    Where no file was chosen, its name is empty and so is it.
    """

    form: Form
    file: UploadFile

    @property
    def name(self) -> str:
        """The file's own name; empty where none was chosen."""
        return PurePath((self.file.filename or "").replace("\\", "/").replace("\0", "")).name[-200:]

    def read(self, limit: int) -> bytes:
        """The content, cut off one byte beyond `limit`."""
        return self.file.file.read(limit + 1)

    @property
    def content(self) -> BinaryIO:
        """The file itself; one that is large lies on disk."""
        return self.file.file


@asynccontextmanager
async def read_upload(request: Request) -> AsyncIterator[Upload]:
    """The request's form with the file in its field `file`, open meanwhile; `Invalid` for anything else."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise _bad_form()
    limits = {"max_files": 1, "max_fields": MAX_UPLOAD_FIELDS, "max_part_size": MAX_FIELD}
    try:
        data = await request.form(**limits)
    except ClientDisconnect:
        raise Invalid("incomplete_request", "请求没有传完。") from None
    try:
        sent = data.get("file")
        file = sent if isinstance(sent, UploadFile) else UploadFile(io.BytesIO(), filename="")
        fields = ((name, text) for name, text in data.multi_items() if isinstance(text, str))
        yield Upload(Form(fields), file)
    finally:
        await data.close()


async def read_form(request: Request) -> Form:
    """The request's form; `Invalid` for anything but a plain one."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise _bad_form()
    data = await request.form(max_fields=MAX_FIELDS, max_part_size=MAX_FIELD)
    return Form((name, value) for name, value in data.multi_items() if isinstance(value, str))


def _bad_form() -> Invalid:
    return Invalid("bad_form", "表单格式不对，请从本系统的页面提交。")
