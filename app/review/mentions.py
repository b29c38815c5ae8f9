"""Mentions (@提到) in what people write to each other. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SIGN = re.compile(r"(?<![A-Za-z0-9._-])[@＠]")
_USERNAME = re.compile(r"[a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Mention:
    """One person (id) mentioned in `text[start:end]`, the sign included."""

    person: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """A person who can be mentioned, by user name or by name."""

    id: str
    username: str
    name: str


def mentions(text: str, people: Iterable[Named]) -> list[Mention]:
    """Who is mentioned, in order of the text.

    Chinese puts no space behind a name, so the longest name that begins at the sign counts; a user name must
    end where its characters end. Of several people with one name, all are meant.
    """
    known = list(people)
    return [mention for sign in _SIGN.finditer(text) for mention in _at(text, sign.start(), known)]


def _at(text: str, sign: int, people: list[Named]) -> Iterator[Mention]:
    found = [(length, person) for person in people if (length := _length(text, sign + 1, person))]
    longest = max((length for length, _ in found), default=0)
    for length, person in found:
        if length == longest:
            yield Mention(person.id, sign, sign + 1 + length)


def _length(text: str, start: int, person: Named) -> int:
    """How many characters at `start` name the person; 0 for none."""
    written = _USERNAME.match(text, start)
    if written and written.group() == person.username:
        return len(person.username)
    return len(person.name) if person.name and text.startswith(person.name, start) else 0
