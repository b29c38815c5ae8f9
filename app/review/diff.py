"""What changed between two texts, line by line and then within lines. Pure and bounded."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

MAX_WORK = 4_000_000
"""Pairs of characters compared; beyond it changed lines are shown whole."""

Span = tuple[int, int, int, int]


def diff(old: str, new: str) -> list[dict[str, Any]]:
    """The changed pieces: `{"op": "replace"|"delete"|"insert", "from": [start, end], "to": [start, end],
    "old", "new"}`, spans in code points; equal pieces are left out.
    """
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    pieces = _by_line(middle_old, middle_new)
    return [_change(old, new, a + head, b + head, c + head, d + head) for a, b, c, d in pieces]


def _change(old: str, new: str, a: int, b: int, c: int, d: int) -> dict[str, Any]:
    op = "insert" if a == b else "delete" if c == d else "replace"
    return {"op": op, "from": [a, b], "to": [c, d], "old": old[a:b], "new": new[c:d]}


def _common(one: str, other: str) -> int:
    """The length of the common prefix, by bisection over slices."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _by_line(old: str, new: str) -> list[Span]:
    one, other = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts, ends = _offsets(one), _offsets(other)
    changed: list[Span] = []
    budget = MAX_WORK
    for tag, a, b, c, d in SequenceMatcher(None, one, other).get_opcodes():
        if tag == "equal":
            continue
        piece = starts[a], starts[b], ends[c], ends[d]
        budget -= (piece[1] - piece[0]) * (piece[3] - piece[2])
        changed += _within(old, new, *piece) if budget > 0 else [piece]
    return changed


def _within(old: str, new: str, a: int, b: int, c: int, d: int) -> list[Span]:
    matcher = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False)
    return [(a + i, a + j, c + k, c + m) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]


def _offsets(lines: list[str]) -> list[int]:
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    return offsets
