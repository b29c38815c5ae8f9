"""The pre-check (预检): one scan as the contract's response. Stateless; used by API, command and review."""

from __future__ import annotations

import functools
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.config import get_settings
from app.content import content_sha256, need_size
from app.scanner.document import Draft, parse, web_addresses
from app.scanner.engine import Depth, scan
from app.scanner.relevance import Duties
from app.scanner.report import OffsetUnit
from app.scanner.ruleset import Ruleset

if TYPE_CHECKING:
    from app.fetching import Visitor


def need_bounded(draft: Draft) -> None:
    """`TooLarge` beyond 1 MiB of title and body; the same for what they are compared with."""
    need_size(draft.title, draft.body)
    need_size(draft.question or "")
    if draft.source:
        need_size(draft.source.title, draft.source.body)


def precheck(
    draft: Draft,
    ruleset: Ruleset,
    duties: Duties | None = None,
    *,
    depth: Depth = "full",
    offsets: OffsetUnit = "codepoint",
    assets: Sequence[str] = (),
) -> dict[str, Any]:
    """Scan a draft. `assets` are SHA-256 digests (hex) of its attachments, in order.

    Returns the response of `POST /precheck`; the same input under the same ruleset gives the same
    response but for `elapsed_ms` and, where the office has links opened, for what they led to.
    """
    began = time.perf_counter()
    if depth == "full" and get_settings().fetch_links:
        draft = replace(draft, visits=_visitor().visit(web_addresses(parse(draft))))
    report = scan(draft, ruleset, duties, depth)
    if offsets == "utf16":
        report = report.in_utf16(draft)
    return {
        **report.as_dict(),
        "content_sha256": content_sha256(draft.title, draft.body, draft.format, assets),
        "elapsed_ms": round((time.perf_counter() - began) * 1000, 3),
    }


@functools.cache
def _visitor() -> Visitor:
    """The one of this process, with what it remembers; few offices need its HTTP client."""
    from app.fetching import Visitor

    return Visitor()
