"""From the visible text to the plain forms that terms are compared in, with the way back.

`packed` undoes what dresses a text up: full width, case, compatibility forms (⑩, ², 𝐀, ⼀), traditional and
variant characters, letters that look like another, invisible and combining characters, and spaces, single
line breaks and light symbols inside a word (台 湾, 台.湾). What ends a clause or lists items
(，。；：！？、), brackets and quotation marks stay, so that two neighbours do not become one word.

`bare` goes further: only letters, digits and ideographs stay, of a run of the same (台台湾湾) one, and
formal numerals (壹) are plain. What looks like a term there must prove itself in the packed form (`align`).

`folded` is the gentle form for patterns: width and case, same length.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.scanner.forms.characters import BREAK, DOUBTFUL, EXPANDS, FORMAL, Codes, fold_table, tables

Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.intp]

SEPARATOR = "\U0010ffff"
"""A noncharacter that stays in every form: it parts words that are read together."""

_ALPHANUMERIC = np.array([chr(code).isalnum() for code in range(128)])
_POINTS = frozenset(".,;:!?")
_NUMBER = EXPANDS - np.uint32(1)
_NONE = np.empty(0, np.intp)


@dataclass(frozen=True, slots=True)
class Packed:
    """A plain form of a text; `index[i]` is where in the visible text `text[i]` stands, or begins.

    Positions rise; a character that shows several (⑩) has its position repeated.
    """

    text: str
    index: Positions
    runs: tuple[int, ...] = ()
    """Of a bare form: which of its characters stand for several of the same in a row."""


def packed(text: str) -> Packed:
    """The form of `text` that terms are compared in.

    Two or more line breaks in a row, with or without spaces between, stay; a single one goes. The marks
    . , ; : ! ? of half width stay only between letters and digits (3.5, 10:30, gov.cn).
    """
    codes, index, flagged = _read(text, tables().packed)
    if flagged.size:
        stays = np.ones(len(codes), np.bool_)
        stays[flagged] = _stays(codes, flagged)
        codes, index = codes[stays], index[stays]
    return Packed(_string(codes), index)


def bare(text: str) -> Packed:
    """The letters, digits and ideographs of `text`, each run of one as one character."""
    codes, index, _ = _read(text, tables().bare)
    doubled = (codes[1:] == codes[:-1]).nonzero()[0]
    if not doubled.size:
        return Packed(_string(codes), index)
    runs = doubled - np.arange(len(doubled))
    stays = np.ones(len(codes), np.bool_)
    stays[doubled + 1] = False
    return Packed(_string(codes[stays]), index[stays], tuple(dict.fromkeys(runs.tolist())))


def together(form: Callable[[str], Packed], words: Sequence[str]) -> list[str]:
    """The packed or bare forms of many words, in one go: that of one costs as much as that of a page.

    A word must neither have the `SEPARATOR` nor vanish.
    """
    return form(SEPARATOR.join(words)).text.split(SEPARATOR) if words else []


def folded(text: str) -> str:
    """`text` in half width and lower case, character by character, so that positions stay."""
    return _string(fold_table().take(_codes(text)))


def align(plain: str, shown: str) -> list[int] | None:
    """Where in the packed text `shown` each character of the packed term `plain` stands, if it does.

    Between them may stand marks and repetitions of the character before (台，台湾湾). `shown` must begin with
    the term, or with marks before it.
    """
    places: list[int] = []
    at, last = 0, ""
    for char in plain:
        if char in _POINTS and shown[at : at + 1] != char:
            places.append(places[-1] if places else at)  # it stays between letters only, and those may part
            continue
        while at < len(shown) and FORMAL.get(shown[at], shown[at]) != FORMAL.get(char, char):
            if shown[at] == "\n" or (shown[at].isalnum() and (shown[at] != last or last.isdecimal())):
                return None
            at += 1
        if at == len(shown):
            return None
        last = shown[at]
        places.append(at)
        at += 1
    return places


def _read(text: str, table: Codes) -> tuple[Codes, Positions, Positions]:
    """What `table` makes of `text`, where in `text` each character stands, and which are doubtful."""
    codes = table.take(_codes(text.replace("\r\n", "\0\n")))
    index = (codes != 0).nonzero()[0]
    codes = codes.take(index)
    if not codes.size or codes.max() < EXPANDS:
        return codes, index, _NONE
    flagged = (codes >= EXPANDS).nonzero()[0]
    if codes.take(flagged).min() < DOUBTFUL:
        codes, index = _expanded(codes, index)
        flagged = (codes >= DOUBTFUL).nonzero()[0]
    codes[flagged] ^= DOUBTFUL
    return codes, index, flagged


def _expanded(codes: Codes, index: Positions) -> tuple[Codes, Positions]:
    """The same with the characters that show several (⑩, ㎏, ㍿) taken apart."""
    expansions = tables().expansions
    at = np.flatnonzero((codes >= EXPANDS) & (codes < DOUBTFUL))
    parts = [expansions[code] for code in (codes[at] & _NUMBER).tolist()]
    lengths = np.ones(len(codes), np.intp)
    lengths[at] = [len(part) for part in parts]
    grown, ends = np.repeat(codes, lengths), np.cumsum(lengths)
    for part, end in zip(parts, ends[at].tolist(), strict=True):
        grown[end - len(part) : end] = part
    return grown, np.repeat(index, lengths)


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _string(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _stays(codes: Codes, at: Positions) -> Mask:
    """Which of the line breaks and half-width points at `at` stay: see `packed`."""
    before, after = codes.take(at - 1, mode="clip"), codes.take(at + 1, mode="clip")
    before = np.where(at == 0, 0, before)
    after = np.where(at + 1 == len(codes), 0, after)
    parts = (before == BREAK) | (after == BREAK)
    joins = _ALPHANUMERIC[np.minimum(before, 127)] & _ALPHANUMERIC[np.minimum(after, 127)]
    stays: Mask = np.where(codes[at] == BREAK, parts, joins)
    return stays
