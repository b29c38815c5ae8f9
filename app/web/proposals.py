"""Proposals (建议用语) as the pages offer them: one button each, and what it writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.review.proposals import written
from app.scanner.document import Format

LONGEST = 30
"""Characters of a proposal that its button shows."""


class Proposal(NamedTuple):
    """A proposal of a finding: its number there, what its button says, what it writes into the source."""

    n: int
    label: str
    text: str


def offered(finding: Mapping[str, Any], format: Format) -> list[Proposal]:
    """The proposals of a finding in a text of this format, the best first.

    A finding without a span shows where something is missing; nothing can be put there by a click.
    """
    if finding["start"] == finding["end"]:
        return []
    return [
        Proposal(n, _label(text), written(text, finding["field"], format))
        for n, text in enumerate(finding["suggestions"])
    ]


def _label(suggestion: str) -> str:
    if not suggestion:
        return "删去"
    short = suggestion if len(suggestion) <= LONGEST else f"{suggestion[: LONGEST - 1]}…"
    return f"采用“{short}”"
