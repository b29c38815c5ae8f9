"""Answers as JSON bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import orjson
from fastapi import Response

from app.paging import Listing

Item = TypeVar("Item")


def answer(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """`content` as a JSON response."""
    return Response(orjson.dumps(content), status, headers, "application/json")


def list_answer(listing: Listing[Item], view: Callable[[Item], Any]) -> Response:
    """A page of a list as the contract writes it."""
    return answer({"items": [view(item) for item in listing.items], "next": listing.next})
