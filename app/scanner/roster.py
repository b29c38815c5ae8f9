"""The roster (名册) of a ruleset: where its persons and their offices stand in a text, in any disguise.

Places are those of the packed text. A name that two persons share tells nothing and is left out. A title
counts only where it begins: of 副市长 or 合肥市市长 the title 市长 is no part, unless listed so.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.scanner.document import Field, Page
from app.scanner.facts import Facts
from app.scanner.matcher import Matcher, resolve
from app.scanner.normalize import bare, packed
from app.scanner.persons import Person
from app.scanner.segment import straddles

_OPENS_TITLE = frozenset("和与及由向对请的了后日午间上中据经让受")
_RUNS_ON = ("热线", "信箱", "助理", "办公", "会议", "专线", "接待", "质量奖", "秘书", "学院", "联席", "公开")
_JOINS = frozenset("、，,兼和")


class Mention(NamedTuple):
    """A person named at `start:end` of the packed text of a field."""

    field: Field
    start: int
    end: int
    person: Person

    @property
    def name(self) -> str:
        """The name as it is compared."""
        return self.field.packed.text[self.start : self.end]


class Roster:
    """Persons by name and offices by title, for finding them in a text."""

    def __init__(self, persons: Iterable[Person]) -> None:
        named = [(packed(name).text, person) for person in persons for name in person.names]
        counts = Counter(name for name, _ in named)
        self.persons = {name: person for name, person in named if name and counts[name] == 1}
        self.titles = {packed(title).text for _, person in named for title in person.titles()} - {""}
        self._find_names, self._find_titles = (
            Matcher(list(self.persons)).find,
            Matcher(list(self.titles)).find,
        )
        self._sizes = sorted({len(title) for title in self.titles}, reverse=True)

    def mentions(self, field: Field) -> Iterator[Mention]:
        """The persons that a field names, from left to right."""
        text = field.packed.text
        found = resolve(self._find_names(text), (), lambda start, end, _: not straddles(text, start, end))
        return (Mention(field, start, end, self.persons[text[start:end]]) for start, end, _ in found)

    def offices(self, field: Field) -> Iterator[tuple[int, int]]:
        """Where titles stand in a field, the longest at each place."""
        text = field.packed.text
        found = resolve(self._find_titles(text), (), lambda start, end, _: begins_title(text, start))
        return ((start, end) for start, end, _ in found if not text.startswith(_RUNS_ON, end))

    def beside(self, mention: Mention) -> Iterator[tuple[int, int]]:
        """The titles that stand right before a name (市委副书记、市长张三) or right after it (张三市长)."""
        text, at = mention.field.packed.text, mention.start
        while size := self._ending(text, at):
            if begins_title(text, at - size):
                yield at - size, at
            at -= size
            if text[at - 1 : at] not in _JOINS or at == 0:
                break
            at -= 1
        size = self._starting(text, mention.end)
        if size and not text.startswith(_RUNS_ON, mention.end + size):
            yield mention.end, mention.end + size

    def _ending(self, text: str, at: int) -> int:
        fits = (size for size in self._sizes if size <= at and text[at - size : at] in self.titles)
        return next(fits, 0)

    def _starting(self, text: str, at: int) -> int:
        return next((size for size in self._sizes if text[at : at + size] in self.titles), 0)


def begins_title(text: str, at: int) -> bool:
    """Whether a title may begin at `text[at]`: not in the middle of a longer one."""
    before = text[at - 1 : at] if at else ""
    return not "一" <= before <= "\u9fff" or before in _OPENS_TITLE


@functools.lru_cache(maxsize=8)
def roster(facts: Facts) -> Roster:
    """The roster of a ruleset; building it takes an automaton."""
    return Roster(facts.persons.values())


def all_mentions(page: Page) -> Iterator[Mention]:
    """The persons that a page names; none where the ruleset knows none."""
    for field in page.fields if page.facts.persons else ():
        yield from roster(page.facts).mentions(field)


def names(facts: Facts) -> Iterable[str]:
    """All names of all persons: the words that wake a check of persons, in any disguise."""
    return (bare(name).text for person in facts.persons.values() for name in person.names)


def titles(facts: Facts) -> Iterable[str]:
    """All titles of all offices, as `names`."""
    return (bare(title).text for person in facts.persons.values() for title in person.titles())
