"""Laws and regulations as facts (法律法规名录): which titles there are, and how many articles a law has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.scanner.lexicon_file import LexiconFile

STATE = "中华人民共和国"
_KEYS = frozenset(("year", "last", "former", "source"))
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Law:
    """A law or regulation by its title without 中华人民共和国.

    `year` is that of its last amendment (修正、修订), or of its adoption; `last` the number of its last
    article since then. A `former` one is listed so that its title is known; whether it may be cited is for
    LAW-02.
    """

    title: str
    year: int | None
    last: int | None
    former: bool
    basis: str


def read(file: LexiconFile) -> Iterator[Law]:
    """The laws of a file; `LexiconError` if an entry is wrong."""
    file.expect("", "", file.data, ("kind", "name", "sources", "laws"))
    file.check_sources()
    for title, entry in file.entries("laws", _KEYS):
        year, last, former = entry.get("year"), entry.get("last"), entry.get("former", False)
        if not all(value is None or type(value) is int for value in (year, last)) or type(former) is not bool:
            file.fail("laws", title, f"“{title}”的 year、last 应是整数，former 应为 true 或 false")
        if title.startswith(STATE) or len(title) < 2:
            file.fail("laws", title, f"“{title}”应写法律法规名称，不带“{STATE}”")
        yield Law(title, year, last, former, file.data["sources"][entry["source"]]["title"])


def numeral(text: str) -> int:
    """The value of an Arabic number or of a Chinese one below 10,000 (一千二百六十, 一百零三, 二十)."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit
