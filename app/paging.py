"""Lists in pages: an opaque cursor holds the sort key of the last item shown (keyset pagination)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import orjson

from app.errors import Invalid

Item = TypeVar("Item")
MAXIMUM = 200
DEFAULT = 50


@dataclass(frozen=True, slots=True)
class Listing(Generic[Item]):
    """One page of a list; `next` is the cursor of the following page, or None at the end."""

    items: list[Item]
    next: str | None


def encode_cursor(*key: Any) -> str:
    """The cursor of a sort key of numbers, texts and moments."""
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def decode_cursor(cursor: str, *kinds: type) -> list[Any]:
    """The sort key of a cursor; `Invalid` unless its members are of these kinds."""
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [_read(part, kind) for part, kind in zip(key, kinds, strict=True)]
    except (binascii.Error, TypeError, ValueError, OverflowError):
        raise Invalid("bad_cursor", "翻页标记无效，请从第一页重新打开。") from None


def _read(part: Any, kind: type) -> Any:
    if kind is datetime:
        return datetime.fromisoformat(part).astimezone(UTC)
    if kind is int and type(part) is int and abs(part) < 2**31:
        return part
    if kind is str and isinstance(part, str) and "\0" not in part:
        return part
    raise ValueError
