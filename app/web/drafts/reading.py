"""Reading to the end (读到末尾): the pages of a long text, and the proof that its end was shown.

The proof is a nudge. It shows that the end of exactly this content was on a page made for exactly this
session; it cannot show that anybody read it. The API asks for none.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.errors import Invalid
from app.web.session import Visitor
from app.web.text.highlight import Span

LONGEST = 3000
"""Characters on one page of a text that is read page by page, without JavaScript."""


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a text: its number from 1, how many there are, and its span."""

    n: int
    of: int
    start: int
    end: int

    @property
    def is_last(self) -> bool:
        """Whether the text ends on it."""
        return self.n == self.of

    def within(self, spans: Iterable[Span]) -> list[Span]:
        """The marks or notes on this page, in its own places; one that goes over its edge is cut there."""
        return [
            replace(
                span, start=max(span.start, self.start) - self.start, end=min(span.end, self.end) - self.start
            )
            for span in spans
            if span.start < self.end and self.start < span.end
        ]


def part_of(text: str, n: int) -> Part:
    """Page `n` of the text, the nearest that there is; 0 is the whole text on one page."""
    bounds = _bounds(text)
    if n < 1:
        return Part(1, 1, 0, len(text))
    n = min(n, len(bounds))
    return Part(n, len(bounds), *bounds[n - 1])


def is_long(text: str) -> bool:
    """Whether the text has more than one page."""
    return len(text) > LONGEST


def _bounds(text: str) -> list[tuple[int, int]]:
    """Pages end with a line where they can."""
    bounds, start = [], 0
    while len(text) - start > LONGEST:
        line_end = text.rfind("\n", start, start + LONGEST) + 1
        end = line_end if line_end > start else start + LONGEST
        bounds.append((start, end))
        start = end
    return [*bounds, (start, len(text))]


def proof(visitor: Visitor, draft_id: str, content_sha256: str) -> str:
    """What the page with the end of this content carries (HMAC under the session's secret)."""
    message = f"{draft_id} {content_sha256} {visitor.person.id}"
    return hmac.new(visitor.csrf.encode(), message.encode(), hashlib.sha256).hexdigest()


def need_read(visitor: Visitor, draft_id: str, content_sha256: str, given: str) -> None:
    """`Invalid` unless the proof is of this content and this session."""
    right = proof(visitor, draft_id, content_sha256)
    if not hmac.compare_digest(given.encode(), right.encode()):
        raise Invalid("not_read", "请先把全文读到末尾，再签署通过。")
