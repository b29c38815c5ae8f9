"""Who is asked (唤醒): the checks that may find anything in a page; all others sleep (see `check.py`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.scanner.check import Check
from app.scanner.document import Field, Page
from app.scanner.outline import Outline
from app.scanner.ruleset import Role
from app.scanner.sieve import Sifted


class Watch:
    """Checks, sorted by what wakes them, so that a scan asks for each of it once."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self.checks = tuple(checks)
        self._always = {check.rule for check in checks if check.sleepless}
        self._linked = {check.rule for check in checks if check.links}
        self._kinds: defaultdict[str, set[str]] = defaultdict(set)
        for check in checks:
            for kind in check.kinds:
                self._kinds[kind].add(check.rule)
        self._shapes = [(check.rule, check.shape) for check in checks if check.shape]

    def awake(self, page: Page, sifted: Sequence[Sifted[Role]]) -> list[Check]:
        """The checks that may find something in a page whose fields are `sifted`, in their order."""
        woken = self._always | self._kinds.get(page.draft.kind, set())
        if any(field.links for field in page.fields):
            woken |= self._linked
        for field, each in zip(page.fields, sifted, strict=True):
            woken.update(*{role.wakes for _, _, role in each.words}, _exact(field, each))
        outline = Outline.joined(field.outline for field in page.fields)
        woken.update([rule for rule, shape in self._shapes if rule not in woken and shape(outline)])
        return [check for check in self.checks if check.rule in woken]


def _exact(field: Field, sifted: Sifted[Role]) -> Iterator[str]:
    """The rules that a word with marks wakes where it stands as it is written.

    It is looked for around each match of its bare form, between the characters that are no part of it.
    """
    places, size = field.bare.index.data, len(field.text)
    for start, end, role in sifted.words:
        if role.exact:
            first = places[start - 1] + 1 if start else 0
            last = places[end] if end < len(places) else size
            if last - first > end - start:
                shown = field.folded[first:last]
                yield from (rule for word, rule in role.exact if word in shown)
