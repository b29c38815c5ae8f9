"""PCY-03: a sentence that differs from the standard text it repeats (与通稿不一致)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.facts import Facts
from app.scanner.matcher import Matcher
from app.scanner.normalize import bare
from app.scanner.wording import StandardText

_SENTENCE = re.compile("[^。！？；\\n]+")
_WORDS = re.compile("[0-9A-Za-z一-鿿]{6}")
_SHORTEST, _LONGEST = 12, 300
_ALIKE = 0.8


class _Standard(NamedTuple):
    """A sentence of a standard text."""

    sentence: str
    text: StandardText


def _pieces(facts: Facts) -> Iterable[str]:
    """Pieces of six characters, of which a near copy holds at least one."""
    pieces = (_WORDS.findall(standard.sentence) for standard in _standards(facts))
    return (bare(piece).text for piece in chain.from_iterable(pieces))


@check(
    "PCY-03",
    "standard-text",
    "本单位维护的通稿（东府办函〔2021〕152号：采用统一发布的通稿）",
    words=_pieces,
    about=About(
        "与通稿不一致",
        "句子与通稿中的一句大体相同而有改动，逐处列出差别。通稿由本单位放入词库；只是话题相近的句子不提示。",
        "全市要坚持人民至上、生命至上，抓紧抓实防汛救灾各项工作。",
        "全市要坚持人民至上、生命至上，抓紧抓实抓细防汛救灾各项工作。",
    ),
)
def standard_text(page: Page) -> Iterator[Hit]:
    """Where a sentence repeats one of a standard text in four fifths (difflib's ratio), and differs.

    Why: what is released for all to use must be used unchanged. The whole stretch from the first to the last
    difference is shown with what the standard text has there; what stands before and after is free. Spaces
    do not count, nor do standard texts of a later date than the draft's.

    Example: 抓紧抓实防汛救灾 → 抓紧抓实抓细防汛救灾.
    Basis: the standard texts that the office maintains.
    """
    if not page.facts.texts:
        return
    day = page.dated()
    for field in page.fields:
        for match in _SENTENCE.finditer(field.text):
            if _SHORTEST <= len(match[0].strip()) <= _LONGEST:
                found = _alike(page.facts, match[0])
                if found and not (day and found.text.since and day < found.text.since):
                    yield from _difference(field, match, found)


@functools.lru_cache(maxsize=8)
def _standards(facts: Facts) -> tuple[_Standard, ...]:
    return tuple(
        _Standard(sentence.strip(), text)
        for text in facts.texts
        for sentence in _SENTENCE.findall(text.text)
        if len(sentence.strip()) >= _SHORTEST
    )


@functools.lru_cache(maxsize=8)
def _index(facts: Facts) -> tuple[Matcher, dict[str, list[_Standard]]]:
    """A matcher of all pieces, and the sentences that each stands in."""
    places: dict[str, list[_Standard]] = {}
    for standard in _standards(facts):
        for piece in _WORDS.findall(standard.sentence):
            places.setdefault(piece, []).append(standard)
    return Matcher(list(places)), places


def _alike(facts: Facts, written: str) -> _Standard | None:
    """The standard sentence that a sentence nearly copies; None if there is none, or it is a true copy."""
    matcher, places = _index(facts)
    plain = "".join(written.split())
    found = chain.from_iterable(places[plain[start:end]] for start, end, _ in matcher.find(plain))
    candidates = dict.fromkeys(found)
    if any("".join(standard.sentence.split()) in plain for standard in candidates):
        return None
    best = max(candidates, key=lambda standard: _likeness(plain, standard.sentence), default=None)
    return best if best and _likeness(plain, best.sentence) >= _ALIKE else None


@functools.lru_cache(maxsize=1024)
def _likeness(written: str, standard: str) -> float:
    return SequenceMatcher(None, written, standard, autojunk=False).ratio()


def _difference(field: Field, match: re.Match[str], found: _Standard) -> Iterator[Hit]:
    """The stretch of a sentence that differs, with a neighbour where the standard text only has more."""
    blocks = SequenceMatcher(None, match[0], found.sentence, autojunk=False).get_opcodes()
    same = [n for n, block in enumerate(blocks) if block[0] == "equal"]
    changed = [block for block in blocks[same[0] : same[-1]] if block[0] != "equal"]
    if not changed:
        return
    start, end, first, last = changed[0][1], changed[-1][2], changed[0][3], changed[-1][4]
    if start == end:
        start, first = start - 1, first - 1
    right = found.sentence[first:last]
    stands = f"通稿为“{right}”" if right else "通稿中没有"
    message = f"与通稿《{found.text.title}》不一致：此处为“{match[0][start:end]}”，{stands}。"
    span = match.start() + start, match.start() + end
    yield Hit(field, *span, message, (right,), basis=f"《{found.text.basis}》")
