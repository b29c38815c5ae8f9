"""Aho-Corasick over all terms and allow-phrases at once (A. V. Aho, M. J. Corasick, CACM 18(6), 1975).

daachorse is the fast path; pyahocorasick is the portable base and the oracle of the tests. Both give all
occurrences, overlapping ones too; `resolve` decides between them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import Any, Literal

import ahocorasick
import daachorse

Match = tuple[int, int, int]
"""Start and end of an occurrence, and the position of its pattern in the list of patterns."""

Library = Literal["daachorse", "pyahocorasick"]


class Matcher:
    """Finds all occurrences of many patterns in one pass, linear in the text and the number of matches."""

    def __init__(self, patterns: Sequence[str], library: Library = "daachorse") -> None:
        """Build the automaton; empty and repeated patterns are a `ValueError`."""
        if "" in patterns or len(set(patterns)) < len(patterns):
            raise ValueError("patterns must be distinct and not empty")
        self.find: Callable[[str], list[Match]] = _LIBRARIES[library](patterns)
        """All matches in a text, in no particular order."""


def resolve(
    matches: Iterable[Match], allowed: Container[int], fires: Callable[[int, int, int], bool]
) -> Iterator[Match]:
    """The matches that count, from left to right.

    One that an allowed pattern covers completely does not. Of the others that fire, the leftmost counts, of
    these the longest, and none that overlaps one before it. `fires` is asked only where it matters.
    """
    covered = reached = 0
    order = sorted(matches, key=lambda match: (match[0], -match[1], match[2] not in allowed))
    for start, end, pattern in order:
        if pattern in allowed:
            covered = max(covered, end)
        elif end > covered and start >= reached and fires(start, end, pattern):
            reached = end
            yield start, end, pattern


def _daachorse(patterns: Sequence[str]) -> Callable[[str], list[Match]]:
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(patterns))
    return automaton.find_overlapping


def _pyahocorasick(patterns: Sequence[str]) -> Callable[[str], list[Match]]:
    automaton: Any = ahocorasick.Automaton()
    for number, pattern in enumerate(patterns):
        automaton.add_word(pattern, (number, len(pattern)))
    automaton.make_automaton()

    def find(text: str) -> list[Match]:
        if not patterns:
            return []
        return [(last + 1 - size, last + 1, number) for last, (number, size) in automaton.iter(text)]

    return find


_LIBRARIES: dict[Library, Callable[[Sequence[str]], Callable[[str], list[Match]]]] = {
    "daachorse": _daachorse,
    "pyahocorasick": _pyahocorasick,
}
