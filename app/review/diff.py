"""What changed between two texts, line by line and then within lines. Pure, and bounded in time.

Lines that occur once in each text are matched in order (patience diff, B. Cohen); what lies between them is
compared character by character (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986) as
long as the budget lasts. Beyond it the changed lines are shown whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

MAX_STEPS = 300_000
"""Steps of the comparison by characters, over the whole text."""

Span = tuple[int, int, int, int]


def diff(old: str, new: str) -> list[dict[str, Any]]:
    """The changed pieces: `{"op": "replace"|"delete"|"insert", "from": [start, end], "to": [start, end],
    "old", "new"}`, spans in code points, in order; equal pieces are left out.
    """
    pieces: list[Span] = []
    left = MAX_STEPS
    for gap in _gaps(old, new):
        found, left = _within(old, new, gap, left)
        pieces += found
    return [_change(old, new, *piece) for piece in pieces]


def _change(old: str, new: str, a: int, b: int, c: int, d: int) -> dict[str, Any]:
    op = "insert" if a == b else "delete" if c == d else "replace"
    return {"op": op, "from": [a, b], "to": [c, d], "old": old[a:b], "new": new[c:d]}


def _gaps(old: str, new: str) -> Iterator[Span]:
    """What lies between the matched lines, where it differs."""
    one, other = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts, ends = (list(accumulate(map(len, lines), initial=0)) for lines in (one, other))
    i = j = 0
    for p, q in (*_anchors(one, other), (len(one), len(other))):
        gap = starts[i], starts[p], ends[j], ends[q]
        if old[gap[0] : gap[1]] != new[gap[2] : gap[3]]:
            yield gap
        i, j = p + 1, q + 1


def _anchors(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of equal lines that occur once on either side, as many as keep their order."""
    here, there = Counter(one), Counter(other)
    place = {line: j for j, line in enumerate(other) if there[line] == 1 == here[line]}
    return _rising([(i, place[line]) for i, line in enumerate(one) if line in place])


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence that rises in both numbers (patience sorting)."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(last[pile - 1] if pile else -1)
        tops[pile : pile + 1], last[pile : pile + 1] = [j], [index]
    chain, index = [], last[-1] if last else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _within(old: str, new: str, gap: Span, budget: int) -> tuple[list[Span], int]:
    """The pieces of a gap, without what its ends have in common, and the budget that is left."""
    a, b, c, d = gap
    head = _common(old[a:b], new[c:d])
    a, c = a + head, c + head
    tail = _common(old[a:b][::-1], new[c:d][::-1])
    b, d = b - tail, d - tail
    if a == b or c == d:
        return [(a, b, c, d)], budget
    trace, budget = _search(old[a:b], new[c:d], budget)
    if trace is None:
        return [(a, b, c, d)], budget
    return [(a + i, a + j, c + k, c + m) for i, j, k, m in _path(trace, b - a, d - c)], budget


def _common(one: str, other: str) -> int:
    """The length of the common prefix, by bisection over slices."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _search(old: str, new: str, budget: int) -> tuple[list[dict[int, int]] | None, int]:
    """How far each diagonal is reached with 0, 1, 2 … edits, until the end; None where the budget ends."""
    reached, trace = {1: 0}, []
    for edits in range(len(old) + len(new) + 1):
        trace.append(dict(reached))
        for k in _diagonals(edits, len(old), len(new)):
            start = reached[k + 1] if _comes_down(reached, k) else reached[k - 1] + 1
            x = reached[k] = _slide(old, new, start, start - k, budget)
            budget -= 1 + x - start
            if x >= len(old) and x - k >= len(new):
                return trace, budget
            if budget <= 0:
                return None, 0
    return None, 0


def _diagonals(edits: int, width: int, height: int) -> range:
    """The diagonals inside the grid that so many edits can reach."""
    return range(-edits + 2 * max(edits - height, 0), edits - 2 * max(edits - width, 0) + 1, 2)


def _comes_down(reached: dict[int, int], k: int) -> bool:
    """Whether diagonal `k` is best reached by an insertion rather than a deletion."""
    return reached.get(k - 1, -1) < reached.get(k + 1, -1)


def _slide(old: str, new: str, x: int, y: int, most: int) -> int:
    """Follow equal characters from (x, y), `most` at most."""
    end = min(len(old), x + len(new) - y, x + most)
    while x < end and old[x] == new[y]:
        x, y = x + 1, y + 1
    return x


def _path(trace: Sequence[dict[int, int]], x: int, y: int) -> list[Span]:
    """The edits that lead to (x, y), neighbours joined."""
    edits: list[Span] = []
    for reached in trace[:0:-1]:
        k = x - y
        before = k + 1 if _comes_down(reached, k) else k - 1
        x = reached[before]
        y = x - before
        b, d = (x, y + 1) if before > k else (x + 1, y)
        later = edits.pop() if edits and (edits[-1][0], edits[-1][2]) == (b, d) else (b, b, d, d)
        edits.append((x, later[1], y, later[3]))
    return edits[::-1]
