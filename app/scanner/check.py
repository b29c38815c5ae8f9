"""The kinds of check. A check reads a `Page` and yields `Hit`s; the engine makes findings of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from app.scanner.document import Field, Page
from app.scanner.finding import Severity

Finder = Callable[[Page], Iterable["Hit"]]


class Hit(NamedTuple):
    """What a check saw, before it becomes a finding.

    `start` and `end` count code points of `field.text` (what a reader sees), or of `field.source`
    (what was submitted) where `in_source` is set, as for the address inside a link's tag.
    `severity` and `basis` of None mean the default of the code and of the check.
    """

    field: Field
    start: int
    end: int
    message: str
    suggestions: tuple[str, ...] = ()
    severity: Severity | None = None
    basis: str | None = None
    score: float | None = None
    in_source: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its code, its stable rule name, its basis (standard, clause or notice), and how it finds.

    `slow` checks are left out of a `fast` scan.
    """

    code: str
    rule: str
    basis: str
    find: Finder
    slow: bool = False


def check(code: str, rule: str, basis: str, *, slow: bool = False) -> Callable[[Finder], Check]:
    """Turn a function `Page -> Iterable[Hit]` into a `Check`, as a decorator."""

    def decorate(find: Finder) -> Check:
        return Check(code, rule, basis, find, slow)

    return decorate
