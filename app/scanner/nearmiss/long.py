"""Long terms with one slip: one half of the term stands as it is (pigeonhole principle, 鸽巢原理).

All halves are looked for at once by Aho-Corasick; where one stands, the other half is compared with what
stands in its place. One character may be another one, may be missing or doubled, or two may be swapped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.scanner.matcher import Matcher


class LongTerms:
    """Finds pieces of text that differ from a term in one place."""

    def __init__(self, terms: Sequence[str]) -> None:
        """List the terms by their halves; those of two characters and more each."""
        self._terms = terms
        halves: defaultdict[str, list[tuple[int, bool]]] = defaultdict(list)
        for number, term in enumerate(terms):
            halves[term[: len(term) // 2]].append((number, True))
            halves[term[len(term) // 2 :]].append((number, False))
        self._users = tuple(halves.values())
        self._find = Matcher(tuple(halves)).find

    def near(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Where a term may stand with one slip: start, end and number of the term."""
        for start, end, half in self._find(text):
            for number, is_head in self._users[half]:
                term = self._terms[number]
                if is_head:
                    rest = term[len(term) // 2 :]
                    size = slipped(text[end : end + len(rest) + 1], rest)
                    if size:
                        yield start, end + size, number
                else:
                    rest = term[: len(term) // 2]
                    size = slipped(text[max(0, start - len(rest) - 1) : start][::-1], rest[::-1])
                    if size:
                        yield start - size, end, number


def slipped(text: str, right: str) -> int:
    """How many characters of the beginning of `text` are `right` with one slip; 0 if none are.

    `text` holds one character more than `right`, if there is one.
    """
    size = len(right)
    same = next((at for at in range(min(size, len(text))) if text[at] != right[at]), size)
    if same >= len(text) or same == size:
        return 0
    rest = right[same + 1 :]
    if text[same + 1 : size] == rest:
        return size
    if text[same : same + 2] == right[same : same + 2][::-1] and text[same + 2 : size] == rest[1:]:
        return size
    if rest and text[same : size - 1] == rest:
        return size - 1
    if text[same + 1 : size + 1] == right[same:] and text[same] in (text[same - 1 : same], text[same + 1]):
        return size + 1
    return 0
