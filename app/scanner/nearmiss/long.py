"""Long terms with one slip: one end of the term then stands as it should (pigeonhole principle, 抽屉原理).

All ends are looked for at once by Aho-Corasick; where one stands, the rest of the term is compared with what
stands in its place. One character may be another one, may be missing or doubled, or two may be swapped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.scanner.matcher import Matcher

_END = 3


class LongTerms:
    """Finds pieces of text that differ from a term in one place."""

    def __init__(self, terms: Sequence[str]) -> None:
        """List the terms, of six characters and more, by their ends; a swap in the middle spares both."""
        ends: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
        for term in terms:
            size = max(_END, (len(term) - 1) // 2)
            ends[term[:size]].append((term, True))
            ends[term[-size:]].append((term, False))
        self._users = tuple(ends.values())
        self._find = Matcher(tuple(ends)).find

    def near(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where a term stands but for one slip: start, end and the term."""
        for start, end, number in self._find(text):
            for term, is_head in self._users[number]:
                if is_head:
                    rest = term[end - start :]
                    if size := slipped(text[end : end + len(rest) + 1], rest):
                        yield start, end + size, term
                else:
                    rest = term[: start - end]
                    if size := slipped(text[max(0, start - len(rest) - 1) : start][::-1], rest[::-1]):
                        yield start - size, end, term


def slipped(text: str, right: str) -> int:
    """How many characters at the beginning of `text` are `right` with one slip; 0 if none are.

    `text` should hold one character more than `right`, as one may have been doubled.
    """
    size = len(right)
    same = next((at for at, (one, other) in enumerate(zip(text, right, strict=False)) if one != other), -1)
    if same < 0:
        return 0
    wrong, rest = text[same:size], right[same:]
    if text[same + 1 : size + 1] == rest and text[same] in (text[same - 1 : same], rest[0]):
        return size + 1
    if wrong[1:] == rest[1:] or (wrong[:2] == rest[1::-1] and wrong[2:] == rest[2:]):
        return size
    return size - 1 if len(rest) > 1 and text[same : size - 1] == rest[1:] else 0
