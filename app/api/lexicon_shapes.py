"""The shapes of answers about lexicons, for the OpenAPI schema."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from app.api.shapes import Shape
from app.rulesets.models import State


class ShippedShape(Shape):
    """A lexicon that is shipped, or lies in the installation's folder."""

    file: str
    kind: str
    name: str
    code: str
    terms: int
    allow: int
    sha256: str


class VersionShape(Shape):
    """A version of an office's list; `sha256` is null where it does without the list."""

    name: str
    version: int
    state: State
    retires: bool
    sha256: str | None
    terms: int
    file_name: str
    reason: str
    preview: dict[str, Any] | None
    proposed_by: str
    proposed_by_name: str
    proposed_at: datetime
    decided_by: str | None
    decided_by_name: str | None
    decided_at: datetime | None
    comment: str
    ruleset_sha256: str | None


class ContentShape(VersionShape):
    """A version with its content."""

    content: dict[str, Any] | None


class OwnShape(Shape):
    """An office's list: the version in use, and the one that waits for approval."""

    name: str
    active: VersionShape | None
    proposed: VersionShape | None


class LexiconsShape(Shape):
    """All lists of an organisation."""

    shipped: list[ShippedShape]
    own: list[OwnShape]


class ChangesShape(Shape):
    """How many terms were added, removed and changed."""

    added: int
    removed: int
    changed: int


class DifferenceShape(Shape):
    """What changed between two versions of a list; at most 1,000 terms of each kind are listed."""

    from_: int = Field(alias="from")
    to: int
    added: list[str]
    removed: list[str]
    changed: list[str]
    counts: ChangesShape


class RulesetShape(Shape):
    """The ruleset in force; `since` is null until its first change."""

    ruleset_sha256: str
    since: datetime | None
    lists: list[VersionShape]
