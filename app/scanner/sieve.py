"""The sieve (筛): one pass of one automaton over a text for everything that is looked for by its words.

The patterns are the allow-phrases (豁免短语) and terms of the lexicons, the words that wake the pattern
checks, and the words of the rules of level. What a match means is told by the number of its pattern.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from app.scanner.matcher import Library, Match, Matcher

R = TypeVar("R")


class Sifted(NamedTuple, Generic[R]):
    """What stays in the sieve: matches of listed phrases, the roles of other words with their places."""

    listed: list[Match]
    words: list[tuple[int, int, R]]


class Sieve(Generic[R]):
    """Finds `listed` phrases by their position in that list, and the keys of `words` by their value."""

    def __init__(self, listed: Sequence[str], words: Mapping[str, R], library: Library = "daachorse") -> None:
        self._listed = len(listed)
        place = {phrase: number for number, phrase in enumerate(listed)}
        self._roles = {place.setdefault(word, len(place)): role for word, role in words.items()}
        self._matcher = Matcher(list(place), library)

    def sift(self, text: str) -> Sifted[R]:
        """The matches in a bare text, in no particular order."""
        matches = self._matcher.find(text)
        listed, roles = self._listed, self._roles
        return Sifted(
            [match for match in matches if match[2] < listed],
            [(start, end, roles[pattern]) for start, end, pattern in matches if pattern in roles],
        )
