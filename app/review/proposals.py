"""Adopting proposals (采用建议): suggestions of a scan written into the content, exactly where they belong.

Pure: a content and the findings of its scan in, the content of the next version out.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

from app.errors import Conflict, Invalid
from app.review.content import Content
from app.scanner.document import Format
from app.scanner.finding import FieldName

Finding = Mapping[str, Any]
"""A finding as a stored scan has it."""


class Choice(NamedTuple):
    """A proposal that somebody chose: the finding's id, and which of its suggestions, from 0."""

    finding: str
    n: int


class Replacement(NamedTuple):
    """`field[start:end]`, which reads `old`, becomes `new`."""

    field: FieldName
    start: int
    end: int
    old: str
    new: str


def adopted(content: Content, findings: Iterable[Finding], choices: Sequence[Choice]) -> Content:
    """The content with the chosen suggestions in it.

    `Invalid` where none was chosen or two overlap; `Conflict` where the scan does not have one, or the text
    does not read as it says.
    """
    if not choices:
        raise Invalid("nothing_chosen", "请先勾选要采用的建议。")
    by_id = {finding["id"]: finding for finding in findings}
    chosen = sorted({_replacement(by_id, choice, content.format) for choice in choices})
    _need_apart(chosen)
    return replace(
        content,
        title=_rewritten("title", content.title, chosen),
        body=_rewritten("body", content.body, chosen),
    )


def written(suggestion: str, field: FieldName, format: Format) -> str:
    """A suggestion as it stands in the source: in HTML, its marks are escaped."""
    return html.escape(suggestion, quote=False) if format == "html" and field == "body" else suggestion


def _replacement(findings: Mapping[str, Finding], choice: Choice, format: Format) -> Replacement:
    finding = findings.get(choice.finding)
    if finding is None or not 0 <= choice.n < len(finding["suggestions"]):
        raise Conflict(
            "proposal_gone", "所选建议已不在最新的检查结果中，没有改动稿件。请看过最新结果再采用。"
        )
    new = written(finding["suggestions"][choice.n], finding["field"], format)
    return Replacement(finding["field"], finding["start"], finding["end"], finding["text"], new)


def _need_apart(chosen: Sequence[Replacement]) -> None:
    for one, other in pairwise(chosen):
        if one.field == other.field and other.start < one.end:
            raise Invalid(
                "proposals_overlap", f"“{one.old}”和“{other.old}”两处重叠，请分次采用。没有改动稿件。"
            )


def _rewritten(field: FieldName, text: str, chosen: Iterable[Replacement]) -> str:
    parts, at = [], 0
    for each in chosen:
        if each.field != field:
            continue
        if text[each.start : each.end] != each.old:
            raise Conflict(
                "text_changed", f"“{each.old}”所在的文字已有变化，没有改动稿件。请看过最新结果再采用。"
            )
        parts += [text[at : each.start], each.new]
        at = each.end
    return "".join(parts) + text[at:]
