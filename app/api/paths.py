"""The kinds of path and query parameter."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from app.api.fields import NO_NUL
from app.paging import DEFAULT, MAXIMUM

DraftId = Annotated[str, Path(pattern=NO_NUL, max_length=64, description="稿件编号")]
ObjectId = Annotated[str, Path(pattern=NO_NUL, max_length=64)]
VersionNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]
Limit = Annotated[int, Query(ge=1, le=MAXIMUM, description=f"每页条数，默认 {DEFAULT}")]
Cursor = Annotated[str | None, Query(max_length=500, description="上一页返回的 next")]
