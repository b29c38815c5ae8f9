"""Submitted forms: read with limits, kept to be shown again when an act is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from fastapi import Request

from app.errors import Invalid
from app.web.words import BEIJING

MAX_FIELDS = 3000
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

    def choice(self, name: str, title: str, choices: Collection[str]) -> str:
        """One of the choices."""
        value = self.get(name)
        if value not in choices:
            raise Invalid("field_missing", f"请选择“{title}”。")
        return value

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


async def read_form(request: Request) -> Form:
    """The request's form; `Invalid` for anything but a plain one."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise Invalid("bad_form", "表单格式不对，请从本系统的页面提交。")
    data = await request.form(max_fields=MAX_FIELDS, max_part_size=MAX_FIELD)
    return Form((name, value) for name, value in data.multi_items() if isinstance(value, str))
