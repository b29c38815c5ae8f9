"""Numbers that run through a text: of headings (一、（一）1.（1）), of articles, of items (一是、第一，①)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from app.scanner.outline import Outline

HEADINGS = ("一、", "（一）", "1.", "（1）")
"""The levels of headings (结构层次序数) of GB/T 9704-2012, 7.3.3, the highest first."""

ARTICLES = ("第一章", "第一条")
"""The numbered parts of rules and contracts."""

ITEMS = ("一是", "一要", "第一，", "其一，", "①")
"""The words and signs that number the items of one paragraph."""

_KINDS = (*HEADINGS, *ARTICLES, *ITEMS)
_N = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_ORDINAL = "[一二三四五六七八九十百零]{1,6}"
_LISTED = "(?![、和至或,])"  # 符合（一）、（二）项
_MARKER = re.compile(
    r"(?<![,、“])[ \t]{0,8}"
    rf"(?:({_N})、(?!{_N})|\(({_N})\){_LISTED}|([0-9]{{1,2}})[.、](?![0-9])|\(([0-9]{{1,2}})\){_LISTED})"
    rf"|(?<=\n)[ \t]{{0,8}}第(?:({_ORDINAL})章(?=[ \t\n])|({_ORDINAL})条(?![、和至或的]))"
    rf"|[ \t]{{0,8}}(?:({_N})是|({_N})要|第({_N})(?:[,:]|、(?!第))|其({_N})[,:]|([①-⑳])(?![、①-⑳]))"
)
# A marker begins a line, sentence or clause, with one of few characters: most places are passed at once.
_BEGINNING = re.compile(r"[\n。;:!?,、“](?=[ \t]{0,8}[一二三四五六七八九十(0-9第其①-⑳])")
_NUMBERED = re.compile(rb"[\n;,](?:c{1,3},|\(c{1,3}\)|0{1,2}[/,]|\(0{1,2}\)|\.)")
_NAMES = "零一二三四五六七八九"
_DIGITS = {char: value for value, char in enumerate(_NAMES)}
_TENS = {"十": 10, "百": 100}
_DEPTH = 4
_GAP = 3


class Marker(NamedTuple):
    """The number of a heading or an item, of one of `HEADINGS`, `ARTICLES`, `ITEMS`, and where it stands."""

    kind: str
    number: int
    start: int
    end: int


class Slip(NamedTuple):
    """A marker that does not continue its series, and the one that it follows."""

    marker: Marker
    before: Marker


@functools.lru_cache(maxsize=4)
def markers(folded: str) -> tuple[Marker, ...]:
    """The numbers at the start of a line, sentence or clause of a text in half width, in order."""
    return tuple(_markers("\n" + folded))


def _markers(text: str) -> Iterator[Marker]:
    done = 0
    for beginning in _BEGINNING.finditer(text):
        match = _MARKER.match(text, beginning.end()) if beginning.end() >= done else None
        if match:
            done, group = match.end(), match.lastindex or 1
            start = done - len(match[0].lstrip())
            yield Marker(_KINDS[group - 1], value(match[group]), start - 1, done - 1)


def numbered(outline: Outline) -> bool:
    """Whether the outline has what may be the number of a heading or an item, written with a mark."""
    return _NUMBERED.search(b"\n" + outline.kinds.translate(None, b" -")) is not None


def value(numeral: str) -> int:
    """What a numeral means: Arabic digits, ①, or a Chinese numeral below one thousand."""
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    if numeral.isdecimal():
        return int(numeral)
    total = digit = 0
    for char in numeral:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def form(kind: str, number: int) -> str:
    """How a number from 1 to 99 is written as a marker of a kind: （一） and 3 make （三）."""
    if kind == "①":
        return chr(ord("①") + number - 1)
    tens, digit = divmod(number, 10)
    chinese = ("" if tens < 2 else _NAMES[tens]) + ("十" if tens else "") + (_NAMES[digit] if digit else "")
    return kind.replace("1", str(number)).replace("一", chinese)


@dataclass(slots=True)
class _Run:
    """A series that is open: its last marker, and whether it began with one."""

    last: Marker
    whole: bool


def slips(run: Iterable[Marker]) -> Iterator[Slip]:
    """The markers of one kind that repeat a number of their series or leave one out (跳号、重号).

    A series may begin anew at any time, within another too, and a text may quote a series from its middle:
    only what begins with one is held to go on without a gap. A jump of more than two numbers is a quotation.
    """
    open_runs: list[_Run] = []
    for marker in run:
        at = _continued(open_runs, marker.number)
        inner = open_runs[-1] if open_runs else None
        if at is not None:
            del open_runs[at + 1 :]
            open_runs[at].last = marker
        elif inner and inner.whole and marker.number > 1 and 0 <= marker.number - inner.last.number <= _GAP:
            yield Slip(marker, inner.last)
            inner.last = marker
        else:
            open_runs = [*open_runs[-_DEPTH:], _Run(marker, marker.number == 1)]


def _continued(open_runs: list[_Run], number: int) -> int | None:
    """Which of the open series a number continues, the innermost that it does."""
    places = reversed(range(len(open_runs)))
    return next((at for at in places if open_runs[at].last.number == number - 1), None)
