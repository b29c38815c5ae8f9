"""What becomes of each character in the packed, the bare and the folded form of a text (see `normalize`).

A table leads from a code point to a code point, to 0 where the character goes, or to a code with a flag:
`DOUBTFUL` where its neighbours decide, `EXPANDS` where several characters take its place.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.scanner import forms

Codes = npt.NDArray[np.uint32]

BREAK = ord("\n")
DOUBTFUL = np.uint32(1 << 31)
EXPANDS = np.uint32(1 << 30)

FORMAL = dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千", strict=True))
"""Formal numerals (大写数字) by the plain one."""

_GONE = frozenset({"Cf", "Cc", "Cn", "Co", "Cs", "Mn", "Me", "Zs", "So", "Sk"})
_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_SYMBOLS = frozenset("*-_·•‧・∙⋅⁃|/\\~^+#='`&@‐‑\u2212′﹉﹊﹋﹌﹍﹎﹏")
_STROKES = frozenset("丨丶丿乀")  # no words, so between characters they are bars and points
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_CLAUSE_MARKS = frozenset("，。；：！？、")
_POINTS = frozenset(".,;:!?")
_CAPITALS = (0x1F150, 0x1F170)  # 🅐 and 🅰, which have no compatibility form
_ENCLOSED = (
    (0x2460, 0x2500),
    (0x3200, 0x3400),
    (0x1F100, 0x1F300),
)  # symbols that show characters: ㍿, 🄐, 🈚
_LAST = 0x10FFFF  # a noncharacter that stays: it parts texts that are packed together
_CHANGED = (
    *((0x0, 0x3400), (0x4DC0, 0x4E00), (0xA000, 0xAC00), (0xD7A4, 0xD800), (0xF900, 0x20000)),
    *((0x2F800, 0x2FA20), (0xE0000, 0xE0200)),
)
_NOTHING = ((0xD800, 0xF900), (0xE0200, _LAST))  # surrogates, private use, unassigned
_SETTLED = frozenset({"Cn", "Lo"})  # without a case or a width, unless they are compatible with another


class Tables(NamedTuple):
    """The tables of the packed and of the bare form; `expansions[i]` is what the code `EXPANDS | i` means."""

    packed: Codes
    bare: Codes
    expansions: tuple[Codes, ...]


@functools.cache
def tables() -> Tables:
    """The tables, made at the first use."""
    packed = np.arange(_LAST + 1, dtype=np.uint32)
    for first, last in _NOTHING:
        packed[first:last] = 0
    expansions: dict[str, int] = {}
    folds = dict(forms.read("traditional")) | dict(forms.read("lookalikes"))
    packed[_unassigned()] = 0
    for char in (*_changeable(), *_STROKES, *_FILLERS, *folds):
        plain = _packed(char, folds)
        packed[ord(char)] = (
            ord(plain or "\0") if len(plain) < 2 else EXPANDS | expansions.setdefault(plain, len(expansions))
        )
    bare = _bare(packed)
    packed[np.isin(packed, [ord(mark) for mark in _POINTS | {"\n"}])] |= DOUBTFUL
    return Tables(packed, bare, tuple(_codes(expansion) for expansion in expansions))


@functools.cache
def fold_table() -> Codes:
    """The table of the folded form: half width and lower case, one to one."""
    table = np.arange(_LAST + 1, dtype=np.uint32)
    for char in _considered():
        table[ord(char)] = ord(_folded(char))
    return table


def _codes(text: str) -> Codes:
    return np.array([ord(char) for char in text], np.uint32)


def _changeable() -> Iterator[str]:
    """All characters that change otherwise than by a list: letters without case change only by that."""
    for char in _considered():
        if unicodedata.category(char) not in _SETTLED or unicodedata.decomposition(char):
            yield char


def _unassigned() -> list[int]:
    return [ord(char) for char in _considered() if unicodedata.category(char) == "Cn"]


def _considered() -> Iterator[str]:
    """All characters but the plain ideographs and Hangul syllables."""
    for first, last in _CHANGED:
        yield from map(chr, range(first, last))


def _bare(packed: Codes) -> Codes:
    """The table of the bare form: only letters, digits and ideographs stay, formal numerals are plain."""
    table = packed.copy()
    gone = np.zeros(_LAST + 1, np.bool_)
    for first, last in ((0, 0x3400), (0xA000, 0x20000)):
        gone[first:last] = ~np.strings.isalnum(np.arange(first, last, dtype=np.uint32).view("U1"))
    table[(table < EXPANDS) & gone[np.minimum(table, _LAST)]] = 0
    for form, plain in FORMAL.items():
        table[table == ord(form)] = ord(plain)
    return table


def _packed(char: str, folds: dict[str, str]) -> str:
    """The packed form of one character: "" for one that goes."""
    if char in _CLAUSE_MARKS:
        return char
    if char in _BREAKS:
        return "\n"
    plain = _plain(char)
    if len(plain) > 1:
        return "".join(_packed(part, folds) for part in plain)
    plain = folds.get(plain, plain)
    if unicodedata.category(plain) in _GONE or plain in _SYMBOLS | _STROKES | _FILLERS or _drawn(plain):
        return ""
    folded = _single(plain.casefold(), plain)
    return folds.get(folded, folded)


def _drawn(char: str) -> bool:
    """Whether a character is an arrow, a shape or a sign of tone, put between others as ornament."""
    drawn = "\u2190" <= char < "\u2c00" and unicodedata.category(char) == "Sm"
    return drawn or "\u02b0" <= char < "\u0300"


def _plain(char: str) -> str:
    """`char` without what dresses it up: width, circle, bracket, style, accent; a number as its digits."""
    code = ord(char)
    for first in _CAPITALS:
        if first <= code < first + 26:
            return chr(ord("a") + code - first)
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if unicodedata.name(char, "").startswith("LATIN "):
        char = _single(unicodedata.normalize("NFKD", char)[:1], char)
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) > 1:
        letters = "".join(part for part in plain if part.isalnum())
        return letters if _shows(char) and letters else char
    number = unicodedata.numeric(char, 0.5)
    return str(int(number)) if plain == char and _is_number(char) and number.is_integer() else plain


def _shows(char: str) -> bool:
    """Whether a character that is compatible with several others shows them (⑩, ㍿), and is no fraction."""
    if unicodedata.category(char) == "So":
        return any(first <= ord(char) < last for first, last in _ENCLOSED)
    return char.isalnum() and "FRACTION" not in unicodedata.name(char, "FRACTION")


def _is_number(char: str) -> bool:
    """Whether a character is a sign for a number (⓾, 〡), and none of a script of its own or an ideograph."""
    return unicodedata.name(char, "").startswith(("NEGATIVE ", "DOUBLE ", "DINGBAT ", "HANGZHOU "))


def _folded(char: str) -> str:
    if char == "\u3000":
        return " "
    if "\uff00" < char < "\uffef":
        char = _single(unicodedata.normalize("NFKC", char), char)
    return _single(char.lower(), char)


def _single(changed: str, char: str) -> str:
    """`changed` if that is one character still, else `char`: a table leads from one to one."""
    return changed if len(changed) == 1 else char
