"""From the visible text to the plain form that terms are compared in, with the way back.

`packed` undoes disguises: full width, case, compatibility forms (⑩, ², 𝐀, ⼀), invisible and combining
characters, and spaces, single line breaks and light symbols put inside a word (台 湾, 台.湾, 台
湾). What ends a clause or lists items (，。；：！？、), brackets and quotation marks stay, so that two
neighbours do not become one word. `folded` is the gentle form for patterns: width and case, same length.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.intp]

_SPACE = frozenset({"Cf", "Cc", "Mn", "Me", "Zs", "So", "Sk"})
_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_SYMBOLS = frozenset("*-_·•‧・∙⋅⁃|/\\~^+#='`&@‐‑\u2212′")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_CLAUSE_MARKS = frozenset("，。；：！？、")
_POINTS = frozenset(".,;:!?")
_CAPITALS = (0x1F150, 0x1F170)  # 🅐 and 🅰, which have no compatibility form
_LAST = 0x10FFFF
_BREAK = ord("\n")
_DOUBTFUL = np.uint32(1 << 31)  # set in the table on what its neighbours decide about
_ALPHANUMERIC = np.array([chr(code).isalnum() for code in range(128)])
_IDEOGRAPHS = re.compile("[\u3400-\u9fff]*")  # what no table changes, as most titles; and nothing at all
_CHANGED = ((0x0, 0x3400), (0xA000, 0xAC00), (0xF900, 0x20000), (0x2F800, 0x2FA20), (0xE0000, 0xE0200))


@dataclass(frozen=True, slots=True)
class Packed:
    """The packed form of a text; `index[i]` is where `text[i]` stands in the visible text."""

    text: str
    index: Positions


def packed(text: str) -> Packed:
    """The form of `text` that terms are compared in.

    Two or more line breaks in a row, with or without spaces between, stay as one; a single one goes.
    The marks . , ; : ! ? of half width stay only between letters and digits (3.5, 10:30, gov.cn).
    """
    if _IDEOGRAPHS.fullmatch(text):
        return Packed(text, np.arange(len(text)))
    codes = _pack_table()[_codes(text.replace("\r\n", "\0\n"))]
    index = np.flatnonzero(codes)
    codes = codes[index]
    doubtful = np.flatnonzero(codes & _DOUBTFUL)
    if doubtful.size:
        codes[doubtful] ^= _DOUBTFUL
        stays = np.ones(len(codes), np.bool_)
        stays[doubtful] = _stays(codes, doubtful)
        index, codes = index[stays], codes[stays]
    return Packed(_string(codes), index)


def folded(text: str) -> str:
    """`text` in half width and lower case, character by character, so that positions stay."""
    return text if _IDEOGRAPHS.fullmatch(text) else _string(_fold_table()[_codes(text)])


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _string(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le")


def _stays(codes: Codes, at: Positions) -> Mask:
    """Which of the line breaks and half-width points at `at` stay: see `packed`."""
    before, after = codes.take(at - 1, mode="clip"), codes.take(at + 1, mode="clip")
    leads = (after == _BREAK) & (at + 1 < len(codes)) & ((before != _BREAK) | (at == 0))
    joins = _ALPHANUMERIC[np.minimum(before, 127)] & _ALPHANUMERIC[np.minimum(after, 127)]
    stays: Mask = np.where(codes[at] == _BREAK, leads, joins)
    return stays


@functools.cache
def _pack_table() -> Codes:
    table = _table(_pack)
    doubtful = np.isin(table, [ord(mark) for mark in _POINTS | {"\n"}])
    table[doubtful] |= _DOUBTFUL
    return table


@functools.cache
def _fold_table() -> Codes:
    return _table(_fold)


def _table(change: Callable[[str], str]) -> Codes:
    table = np.arange(_LAST + 1, dtype=np.uint32)
    for char in _changeable():
        table[ord(char)] = ord(change(char) or "\0")
    return table


def _changeable() -> Iterator[str]:
    """All characters but the plain ideographs and Hangul syllables, which never change."""
    for first, last in _CHANGED:
        yield from (chr(code) for code in range(first, last) if not 0xD800 <= code < 0xE000)


def _fold(char: str) -> str:
    if char == "\u3000":
        return " "
    if "\uff00" < char < "\uffef":
        char = _single(unicodedata.normalize("NFKC", char), char)
    return _single(char.lower(), char)


def _pack(char: str) -> str:
    """The packed form of one character, or "" for one that goes."""
    if char in _CLAUSE_MARKS:
        return char
    if char in _BREAKS:
        return "\n"
    plain = _plain(char)
    gone = unicodedata.category(plain) in _SPACE or plain in _SYMBOLS or plain in _FILLERS
    return "" if gone else _single(plain.casefold(), plain)


def _plain(char: str) -> str:
    code = ord(char)
    for first in _CAPITALS:
        if first <= code < first + 26:
            return chr(ord("a") + code - first)
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if unicodedata.name(char, "").startswith("LATIN "):
        char = _single(unicodedata.normalize("NFKD", char)[:1], char)
    return _single(unicodedata.normalize("NFKC", char), char)


def _single(changed: str, char: str) -> str:
    """`changed` if that is one character still, else `char`: a table leads from one to one."""
    return changed if len(changed) == 1 else char
