"""The kinds of request field, and the limits that hold for all of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from app.content import MAX_REMARK
from app.scanner import document

API = "/api/v1"
NO_NUL = r"^[^\x00]*$"


def written_out(value: Any) -> Any:
    """A day or moment as RFC 3339 text; pydantic alone would take a number as seconds since 1970 too."""
    if isinstance(value, str) and value[4:5] == "-":
        return value
    raise PydanticCustomError("not_rfc3339", "not RFC 3339")


def without_nul(value: str) -> str:
    """The text, which may be long: the pattern would take twenty times as long to say the same."""
    if "\0" in value:
        raise PydanticCustomError("string_pattern_mismatch", "NUL")
    return value


Text = Annotated[
    str,
    StringConstraints(min_length=0),  # counts the characters, which a lone surrogate is not
    AfterValidator(without_nul),
    WithJsonSchema({"type": "string", "pattern": NO_NUL}),
]
Line = Annotated[str, StringConstraints(pattern=NO_NUL, min_length=1, max_length=200)]
Remark = Annotated[str, StringConstraints(pattern=NO_NUL, max_length=MAX_REMARK)]
Reason = Annotated[str, StringConstraints(pattern=r"^[^\x00]*[^\x00\s][^\x00]*$", max_length=MAX_REMARK)]
Url = Annotated[str, StringConstraints(pattern=NO_NUL, max_length=2000)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=50)]
Format = Literal["text", "html", "markdown"]
Kind = Literal["original", "reprint", "reply"]
Level = Literal["general", "important", "critical"]
Day = Annotated[date, BeforeValidator(written_out)]
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(1970, 1, 1, tzinfo=UTC), lt=datetime(3000, 1, 1, tzinfo=UTC)),
    BeforeValidator(written_out),
]
"""A moment far enough from the ends of the calendar to reckon with."""


class Model(BaseModel):
    """A request object: unknown members are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceIn(Model):
    """Where a reprint comes from."""

    name: Text = ""
    url: Url = ""
    title: Text = ""
    body: Text = ""


class ExemptionIn(Model):
    """The legal ground for personal data to stay, and its clause."""

    ground: Line
    basis: Line


class ScannedIn(Model):
    """The content that is scanned."""

    title: Text = ""
    body: Text
    format: Format = "text"
    kind: Kind = "original"
    source: SourceIn | None = None
    question: Text | None = None
    text_date: Day | None = None
    exemption: ExemptionIn | None = None

    def as_draft(self) -> document.Draft:
        """The content as the scanner reads it."""
        return document.Draft(
            body=self.body,
            title=self.title,
            format=self.format,
            kind=self.kind,
            source=document.Source(**self.source.model_dump()) if self.source else None,
            question=self.question,
            text_date=self.text_date,
            exemption=document.Exemption(**self.exemption.model_dump()) if self.exemption else None,
        )


class FieldError(BaseModel):
    """What is wrong with one field."""

    field: str
    type: str
    message: str


class Problem(BaseModel):
    """An error (RFC 9457); `errors` where fields are wrong. Some codes have further members."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldError] = []


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documentation of a route's errors."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": "problem", "content": {"application/problem+json": schema}}
        for status in (400, 401, 403, 413, 422, 503, *statuses)
    }
