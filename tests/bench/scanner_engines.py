"""The engines that the bench of the scanner is measured against: each finds all terms in a ready text.

hyperscan, ahocorasick_rs and flashtext2 (flashtext in Rust; the first flashtext has no wheel) come with the
extra `bench`. flashtext finds no overlapping terms, hyperscan tells no starts: both do less than the others.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any

Find = Callable[[str], object]


def engines(terms: Sequence[str]) -> dict[str, Find | None]:
    """Name → search for the terms, None where the library is not installed; daachorse first."""
    return {name: _built(module, build, terms) for name, (module, build) in _ENGINES.items()}


def _built(module: str, build: Callable[[Any, Sequence[str]], Find], terms: Sequence[str]) -> Find | None:
    try:
        library = importlib.import_module(module)
    except ModuleNotFoundError:
        return None
    return build(library, terms)


def _daachorse(library: Any, terms: Sequence[str]) -> Find:
    find: Find = library.CharwiseDoubleArrayAhoCorasick(list(terms)).find_overlapping
    return find


def _pyahocorasick(library: Any, terms: Sequence[str]) -> Find:
    automaton = library.Automaton()
    for number, term in enumerate(terms):
        automaton.add_word(term, (number, len(term)))
    automaton.make_automaton()
    return lambda text: list(automaton.iter(text))


def _ahocorasick_rs(library: Any, terms: Sequence[str]) -> Find:
    find = library.AhoCorasick(list(terms)).find_matches_as_indexes
    return lambda text: find(text, overlapping=True)


def _hyperscan(library: Any, terms: Sequence[str]) -> Find:
    expressions = [term.encode() for term in terms]
    database = library.Database(mode=library.HS_MODE_BLOCK)
    database.compile(expressions=expressions, ids=list(range(len(terms))), elements=len(terms), literal=True)

    def find(text: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []

        def matched(number: int, start: int, end: int, flags: int, context: object) -> None:
            found.append((number, end))

        database.scan(text.encode(), match_event_handler=matched)
        return found

    return find


def _flashtext(library: Any, terms: Sequence[str]) -> Find:
    processor = library.KeywordProcessor(case_sensitive=True)
    processor.add_keywords_from_iter(terms)
    find: Find = processor.extract_keywords_with_span
    return find


_ENGINES: dict[str, tuple[str, Callable[[Any, Sequence[str]], Find]]] = {
    "daachorse": ("daachorse", _daachorse),
    "pyahocorasick": ("ahocorasick", _pyahocorasick),
    "ahocorasick_rs": ("ahocorasick_rs", _ahocorasick_rs),
    "hyperscan": ("hyperscan", _hyperscan),
    "flashtext2": ("flashtext2", _flashtext),
}
