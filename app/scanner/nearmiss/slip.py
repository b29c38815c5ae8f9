"""A slip (笔误): a piece of text that is a known term but for one place."""

from __future__ import annotations

import functools
from typing import Literal, NamedTuple

from app.scanner.confusion import Kind, kind
from app.scanner.nearmiss.known import Group

Change = Literal["wrong", "missing", "extra", "swapped"]

_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两半")
_LINKS = frozenset("和与及的、")
_PARTICLES = frozenset("不都也并再已将的地得")
_NAMES: frozenset[Group] = frozenset(("institution", "law"))
_LONG = 7
"""Characters from which on a term may also lack one, have one doubled, or two swapped."""
_NO_KIND = Kind(0)


class Slip(NamedTuple):
    """How something differs from `term`: what is wrong at `at`, and in what the two characters are `alike`.

    `links`: one of 和, 与, 及 stands for another.
    """

    at: int
    term: str
    change: Change
    alike: Kind
    links: bool

    def evidence(self) -> int:
        """How often the doubt halves: once for each character that agrees, less for slips that are rare.

        Those are characters that only sound near (1), missing and doubled ones and 和 for 与 (2), and
        characters that are not alike at all (6).
        """
        if self.change == "swapped" or self.alike & ~Kind.NEAR:
            rarity = 0
        elif self.alike:
            rarity = 1
        else:
            rarity = 2 if self.links or self.change != "wrong" else 6
        return len(self.term) - 1 - rarity


@functools.lru_cache(maxsize=4096)
def slip(wrong: str, term: str, group: Group) -> Slip | None:
    """The slip that makes `wrong` of a term; None if people do not make such slips.

    Wrong characters are alike the right ones, in long names perhaps not. A number for a number is no slip,
    nor is 和 left out. The first and last of a term are never missing: another word stands there.
    """
    at = next((at for at, (one, other) in enumerate(zip(wrong, term, strict=False)) if one != other), -1)
    if at < 0 or (wrong[-1] != term[-1] and _ends_before(wrong[-1], group)):
        return None
    change = _change(wrong, term, at)
    differ = {wrong[at], term[at]}
    if differ <= _NUMERALS or (len(wrong) != len(term) and max(wrong, term, key=len)[at] in _LINKS):
        return None
    alike = kind(wrong[at], term[at]) if change == "wrong" else _NO_KIND
    inside = 0 < at < len(term) - 1 and len(term) >= _LONG
    if alike or (inside and (change != "wrong" or group in _NAMES)):
        return Slip(at, term, change, alike, differ <= _LINKS)
    return None


def _ends_before(last: str, group: Group) -> bool:
    """Whether a name is rather clipped, and another word follows (自然资源都, 广州是)."""
    return group == "place" or (group in _NAMES and last in _PARTICLES)


def _change(wrong: str, term: str, at: int) -> Change:
    if len(wrong) != len(term):
        return "missing" if len(wrong) < len(term) else "extra"
    return "swapped" if wrong[at + 1 :] != term[at + 1 :] else "wrong"
