"""TXT-08: two forms of one word in one draft (同文异形)."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.facts import Facts
from app.scanner.matcher import Matcher, resolve
from app.scanner.normalize import packed


def _other_forms(facts: Facts) -> Iterable[str]:
    return (form for group in facts.mixed for form in group[1:])


@check(
    "TXT-08",
    "mixed-forms",
    "《第一批异形词整理表》（GF 1001-2001）；GB/T 9704-2012（用词前后一致）",
    words=_other_forms,
    about=About(
        "同文异形",
        "同一稿件里同一个词有两种写法，建议统一为推荐的写法。全文只用一种写法的不提示。",
        "公布账号名称，该帐号由市政府办管理。",
        "公布帐号名称，该帐号由市政府办管理。",
    ),
)
def mixed_forms(page: Page) -> Iterator[Hit]:
    """The less preferred form of a word (帐号), where the preferred one (账号) stands in the same draft.

    Why: one draft writes a word in one way. The groups of forms come from the ruleset; a draft that keeps
    to one form throughout is left alone.

    Example: 公布账号……该帐号 → 账号.
    Basis: 第一批异形词整理表 (GF 1001-2001).
    """
    matcher, preferred = _forms(page.facts)
    found = [
        (field, start, end)
        for field in page.fields
        for start, end, _ in resolve(matcher.find(field.packed.text), (), lambda *_: True)
    ]
    if not found:
        return
    uses = [preferred[form] for form in {field.packed.text[start:end] for field, start, end in found}]
    mixed = {
        use for use in uses if uses.count(use) > 1 or any(use in field.packed.text for field in page.fields)
    }
    for field, start, end in found:
        form = field.packed.text[start:end]
        if (right := preferred[form]) in mixed:
            message = f"同一稿件中“{form}”与其他写法混用，宜统一为“{right}”。"
            yield Hit(field, *field.unpacked(start, end), message, (right,))


@functools.lru_cache(maxsize=8)
def _forms(facts: Facts) -> tuple[Matcher, Mapping[str, str]]:
    """A matcher of all forms that are not preferred, and the preferred form of each."""
    preferred = {packed(form).text: packed(group[0]).text for group in facts.mixed for form in group[1:]}
    return Matcher(list(preferred)), preferred
