"""A slip (笔误): a piece of text that is a known term but for one place, and how doubtful that is."""

from __future__ import annotations

from typing import Literal, NamedTuple

from app.scanner.confusion import Kind, kind
from app.scanner.nearmiss.known import Group

Change = Literal["wrong", "missing", "extra", "swapped"]

SURE = 0.85
"""The score from which on a slip is a warning."""

_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两半")
_SUFFIXED = frozenset(("institution", "law", "place"))
_LONG = 7
"""Characters from which on a term may also lack one, or have one doubled or swapped."""


class Slip(NamedTuple):
    """`text[start:end]` is `term` but for one slip at `text[at]`, of characters that are `alike` in what."""

    start: int
    end: int
    at: int
    term: str
    change: Change
    alike: Kind

    def score(self, rivals: int, in_word: bool) -> float:
        """How sure the slip is, from 0 to 1.

        Every character that agrees halves the doubt. Characters that only sound near double it, those that
        are not alike, missing or doubled ones make it fourfold; so does each of several `rivals`, and a
        wrong character that makes a word with its neighbour (`in_word`) doubles it.
        """
        close = self.alike & ~Kind.NEAR or self.change == "swapped"
        factor = 1 if close else 2 if self.alike else 4
        return 1 - min(1.0, 0.5 ** (len(self.term) - 1) * factor * rivals * (2 if in_word else 1))


def slip(text: str, start: int, end: int, term: str, group: Group) -> Slip | None:
    """The slip that makes `text[start:end]` of a term; None if people do not make such slips.

    Wrong characters are alike the right ones, in long names perhaps not. The last character of a name says
    what it is a name of, and the first and last of any term are never missing: another word stands there.
    """
    wrong = text[start:end]
    at = next((at for at, (one, other) in enumerate(zip(wrong, term, strict=False)) if one != other), -1)
    if at < 0 or (group in _SUFFIXED and wrong[-1] != term[-1]):
        return None
    change = _change(wrong, term, at)
    alike = kind(wrong[at], term[at]) if change == "wrong" else Kind(0)
    inside = 0 < at < len(term) - 1 and len(term) >= _LONG
    if change == "wrong" and not alike and not (inside and group in ("institution", "law")):
        return None
    if (change != "wrong" and not inside) or {wrong[at], term[at]} <= _NUMERALS:
        return None
    return Slip(start, end, start + at, term, change, alike)


def _change(wrong: str, term: str, at: int) -> Change:
    if len(wrong) != len(term):
        return "missing" if len(wrong) < len(term) else "extra"
    return "swapped" if wrong[at + 1 :] != term[at + 1 :] else "wrong"
