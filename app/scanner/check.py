"""The kinds of check. A check reads a `Page` and yields `Hit`s; the engine makes findings of them.

A check says what a text must have for it to find anything: one of its `words` (in any disguise), or its
`shape` in the outline of its fields. Where a page has neither, it is asleep (休眠) and costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from app.scanner.document import Draft, Field, Kind, Page
from app.scanner.facts import Facts
from app.scanner.finding import Severity
from app.scanner.outline import Shape

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
class About:
    """What the reference page (docs/checks.md) says of a check, in Chinese, for the people who use it.

    `flagged` is a body, or a whole draft, in which the check finds something, `clean` one in which it must
    not.
    """

    title: str
    text: str
    flagged: str | Draft
    clean: str | Draft


def _no_words(facts: Facts) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its code, its stable rule name, its basis (standard, clause or notice), and how it finds.

    `words` gives the words that wake it under a ruleset's facts, `shape` and, with `links`, an address in
    the text or its markup and a draft of one of `kinds` do so too; with none of them it is `sleepless` and
    always runs.
    `slow` checks are left out of a `fast` scan. `reads` is how many characters of a field the check reads at
    most; the scan says so where a field is longer.
    """

    code: str
    rule: str
    basis: str
    find: Finder
    slow: bool = False
    words: Callable[[Facts], Iterable[str]] = _no_words
    shape: Shape | None = None
    links: bool = False
    kinds: tuple[Kind, ...] = ()
    sleepless: bool = True
    about: About | None = None
    reads: int | None = None


def check(
    code: str,
    rule: str,
    basis: str,
    *,
    slow: bool = False,
    words: Iterable[str] | Callable[[Facts], Iterable[str]] = _no_words,
    shape: Shape | None = None,
    links: bool = False,
    kinds: tuple[Kind, ...] = (),
    about: About | None = None,
    reads: int | None = None,
) -> Callable[[Finder], Check]:
    """Turn a function `Page -> Iterable[Hit]` into a `Check`, as a decorator.

    Words are of letters, digits and ideographs only: marks between them count as disguise.
    """

    def decorate(find: Finder) -> Check:
        wakers = words if callable(words) else _constant(tuple(words))
        sleepless = shape is None and words is _no_words and not links and not kinds
        return Check(code, rule, basis, find, slow, wakers, shape, links, kinds, sleepless, about, reads)

    return decorate


def _constant(words: tuple[str, ...]) -> Callable[[Facts], Iterable[str]]:
    return lambda facts: words
