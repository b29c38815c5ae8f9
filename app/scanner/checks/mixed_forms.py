"""TXT-08: two forms of one word in one draft (同文异形)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from app.scanner.check import Hit, check
from app.scanner.document import Page
from app.scanner.facts import Facts


@check("TXT-08", "mixed-forms", "《第一批异形词整理表》（GF 1001-2001）；GB/T 9704-2012（用词前后一致）")
def mixed_forms(page: Page) -> Iterator[Hit]:
    """The less preferred form of a word (帐号), where the preferred one (账号) stands in the same draft.

    Why: one draft writes a word in one way. The groups of forms come from the ruleset; a draft that keeps
    to one form throughout is left alone.

    Example: 公布账号……该帐号 → 账号.
    Basis: 第一批异形词整理表 (GF 1001-2001).
    """
    other, preferred = _forms(page.facts)
    if other is None:
        return
    found = [(field, match) for field in page.fields for match in other.finditer(field.text)]
    seen = {match[0] for _, match in found}
    uses = [preferred[form] for form in seen]
    mixed = {use for use in uses if uses.count(use) > 1 or any(use in field.text for field in page.fields)}
    for field, match in found:
        right = preferred[match[0]]
        if right in mixed:
            message = f"同一稿件中“{match[0]}”与其他写法混用，宜统一为“{right}”。"
            yield Hit(field, *match.span(), message, (right,))


@functools.lru_cache(maxsize=8)
def _forms(facts: Facts) -> tuple[re.Pattern[str] | None, Mapping[str, str]]:
    """A pattern of all forms that are not preferred, and the preferred form of each."""
    preferred = {form: group[0] for group in facts.mixed for form in group[1:]}
    pattern = "|".join(map(re.escape, sorted(preferred, key=len, reverse=True)))
    return (re.compile(pattern) if pattern else None), preferred
