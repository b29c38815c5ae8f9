"""The terms (词条) of the lexicons, in columns: there may be a hundred thousand, and a text hits few."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, chain, islice
from typing import NamedTuple

from app.scanner.context import Section
from app.scanner.finding import Severity


@dataclass(frozen=True, slots=True)
class TermList:
    """What the terms of one list have in common: name, code, and what holds where an entry says nothing else.

    The words of `unless` hold for all entries, beside their own.
    """

    name: str
    code: str
    message: str
    unless: tuple[str, ...] = ()
    negation: bool = False
    not_in: tuple[Section, ...] = ()
    only_in: tuple[Section, ...] = ()


class Manner(NamedTuple):
    """When a term fires and what it then says, as in `Term`. Many terms of a list share one."""

    list: TermList
    basis: str
    severity: Severity | None
    message: str
    since: date | None
    near: tuple[str, ...]
    unless: tuple[str, ...]
    negation: bool
    not_in: tuple[Section, ...]
    only_in: tuple[Section, ...]


class Term(NamedTuple):
    """A term: `text` as listed, `packed` as compared, `use` instead; when it fires, and what it then says.

    It applies to texts dated `since` or later, where one of `near` and none of `unless` stands in its
    sentence, with `negation` where nothing in its clause forbids or fights it, and where it stands in none of
    the sections `not_in` and, if any are given, in one of `only_in`.
    """

    text: str
    packed: str
    use: tuple[str, ...]
    list: TermList
    basis: str
    severity: Severity | None
    message: str
    since: date | None
    near: tuple[str, ...]
    unless: tuple[str, ...]
    negation: bool
    not_in: tuple[Section, ...]
    only_in: tuple[Section, ...]


class Terms:
    """All terms of a lexicon, by number. A `Term` is made when it is asked for: all at once are a burden."""

    def __init__(self) -> None:
        self._texts, self._keys, self._uses = _Words(), _Words(), _Words()
        self._use_ends = array("I", [0])
        self._manners: list[Manner] = []

    def add(
        self,
        texts: Sequence[str],
        keys: Sequence[str],
        uses: Sequence[tuple[str, ...]],
        manners: Sequence[Manner],
    ) -> None:
        """Terms of one list, by column: `text`, `packed`, `use`, and the others in one."""
        self._texts.add(texts)
        self._keys.add(keys)
        self._uses.add(list(chain.from_iterable(uses)))
        self._use_ends.extend(islice(accumulate(map(len, uses), initial=self._use_ends[-1]), 1, None))
        self._manners += manners

    def __len__(self) -> int:
        return len(self._manners)

    def __getitem__(self, number: int) -> Term:
        use = map(self._uses.__getitem__, range(self._use_ends[number], self._use_ends[number + 1]))
        return Term(self._texts[number], self._keys[number], tuple(use), *self._manners[number])

    def __iter__(self) -> Iterator[Term]:
        return map(self.__getitem__, range(len(self)))

    def packed(self) -> Iterator[str]:
        """The packed forms, by number."""
        return map(self._keys.__getitem__, range(len(self)))


class _Words:
    """Many short words as one string: one of four characters takes 12 bytes instead of 90."""

    def __init__(self) -> None:
        self._joined = ""
        self._ends = array("I", [0])

    def add(self, words: Sequence[str]) -> None:
        self._ends.extend(islice(accumulate(map(len, words), initial=len(self._joined)), 1, None))
        self._joined += "".join(words)

    def __getitem__(self, number: int) -> str:
        return self._joined[self._ends[number] : self._ends[number + 1]]
