"""Makes the statistic of clean official prose (`app/scanner/clean.bin`) from a corpus.

Counted are runs of whole words, and pieces of one word, since these are what the scanner takes for a hit. A
run can be frequent only if it is without its first word and without its last (R. Agrawal, R. Srikant, Fast
Algorithms for Mining Association Rules, VLDB 1994), so that few candidates are held at a time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, combinations
from pathlib import Path

from app.evaluation.samples import sources
from app.scanner.clean import LEAST, LONGEST, Statistic
from app.scanner.normalize import packed
from app.scanner.segment import cut

_MARKS = re.compile(r"[^\w“”‘’《》]+")

Piece = tuple[str, tuple[int, ...]]
"""Text between marks and where its words begin and end."""


def write_statistic(places: Sequence[Path], to: Path, least: int = LEAST) -> int:
    """Write the statistic of the texts in `places`; how many runs it holds."""
    texts = [packed(draft.body).text for source in sources(places) for draft in source.drafts()]
    runs = frequent(texts, least)
    to.write_bytes(Statistic.of(runs, sum(map(len, texts))).pack())
    return len(runs)


def frequent(texts: Iterable[str], least: int) -> dict[str, int]:
    """The runs of 2 to `LONGEST` characters in packed texts that occur `least` times or more."""
    pieces = [piece for text in texts for piece in _pieces(text)]
    words = Counter(word for piece in pieces for word in _runs(piece, 1))
    found = words + _within(words)
    known: Collection[str] = _often(words, least)
    size = 1
    while known:
        size += 1
        longer = Counter(run for piece in pieces for run in _runs(piece, size, known))
        known = _often(longer, least)
        found.update({run: longer[run] for run in known})
    return {run: number for run, number in found.items() if number >= least and len(run) > 1}


def _pieces(text: str) -> Iterator[Piece]:
    for piece in _MARKS.split(text):
        if len(piece) > 1:
            yield piece, tuple(accumulate(map(len, cut(piece)), initial=0))


def _runs(piece: Piece, size: int, known: Collection[str] | None = None) -> Iterator[str]:
    """The runs of `size` words that are not too long, and that are known without either end."""
    text, bounds = piece
    for at in range(len(bounds) - size):
        start, second, last, end = bounds[at], bounds[at + 1], bounds[at + size - 1], bounds[at + size]
        if end - start <= LONGEST and (
            known is None or (text[start:last] in known and text[second:end] in known)
        ):
            yield text[start:end]


def _within(words: Counter[str]) -> Counter[str]:
    """The pieces of single words, of two characters or more."""
    inner: Counter[str] = Counter()
    for word, number in words.items():
        for start, end in combinations(range(len(word) + 1), 2):
            if 2 <= end - start < len(word):
                inner[word[start:end]] += number
    return inner


def _often(runs: Counter[str], least: int) -> set[str]:
    return {run for run, number in runs.items() if number >= least}
