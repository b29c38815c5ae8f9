"""Makes the shipped model from the corpus of official prose (语言模型训练)."""

from __future__ import annotations

import lzma
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from app.scanner.typo.channel import Channel
from app.scanner.typo.features import FEATURES
from app.scanner.typo.model import Stored, assembled, write
from app.scanner.typo.scorer import Scorer
from app.scanner.typo.training.counts import Tables, count, read_list
from app.scanner.typo.training.fitting import Examples, examples, fit, joined, untrained
from app.scanner.typo.training.noise import MIXED, TYPED, Kinds, Slips
from app.scanner.typo.training.packing import Packed, dictionary, pack_language, pack_words
from app.scanner.typo.training.smoothing import Estimates, estimate, mix, prune
from app.scanner.typo.training.strangers import Strangers

Say = Callable[[str], None]


class Source(NamedTuple):
    """A part of the corpus: its files, its weight in the mixture, and the share of it that is held out."""

    name: str
    files: tuple[str, ...]
    weight: float
    held_out: int = 0
    discount: float | None = None


SOURCES = (
    Source("laws", ("laws.txt.xz", "recent_laws.txt.xz"), 0.17, 10),
    Source("documents", ("work_reports.txt.xz", "policy.txt.xz"), 0.33, 80),
    Source("news", ("news_ngrams.tsv.xz",), 0.42, 0, 1.5),
    Source("words", (), 0.08, 0, 0.8),
)
"""Laws are many, and least like what offices publish; words, by their frequency in the dictionary, know the
common language. An n-gram list has no rare n-grams, so that its counts cannot tell what to take off them."""

MOST = (0, 600_000, 1_700_000, 2_300_000, 1_600_000)
"""How many n-grams of each length ship: what fits into 25 MB."""


class Lesson(NamedTuple):
    """What the scorer learns from: under which sources, on whose sentences, with which slips."""

    under: tuple[str, ...]
    on: str
    kinds: Kinds
    strange: bool


_ABROAD, _NEWSLESS = ("laws", "news", "words"), ("laws", "documents", "words")
_LAWLESS = ("documents", "news", "words")
LESSONS = (
    Lesson(_ABROAD, "documents", TYPED, True),
    Lesson(_ABROAD, "documents", MIXED, True),
    Lesson(_ABROAD, "documents", MIXED, False),
    Lesson(_NEWSLESS, "documents", MIXED, True),
    Lesson(_LAWLESS, "laws", MIXED, False),
    Lesson(_LAWLESS, "laws", TYPED, True),
    Lesson(_LAWLESS, "laws", MIXED, True),
)
"""Each under a model that lacks something, so that it knows how much to trust one that has not seen the like;
with strange names and without, so that it leaves the unknown alone."""
TIMES = 2
"""How often each lesson is given, every time with other slips."""

_GROUP = 13
_SENTENCE = range(12, 91)
_SEED = 7
_SHARE = 1000


def train_shipped(folder: Path, to: Path, say: Say) -> str:
    """Make the shipped model from the folder of the corpus, see `SOURCES`; its digest.

    The scorer learns on sentences that are held out, under models that were made without them, and then is
    used with the model of everything.
    """
    words = dictionary(folder / "idioms.txt")
    arrays, facts = pack_words(words)
    scorer = learn_scorer(folder, words, (arrays, facts), say)
    say("统计全部语料")
    estimates = [estimate(_tables(folder, source, words), source.discount) for source in SOURCES]
    mixed = mix([(source.weight, each) for source, each in zip(SOURCES, estimates, strict=True)])
    file = packed_model(prune(mixed, MOST), (arrays, facts), scorer)
    say("写入模型")
    return write(to, file.arrays, file.facts)


def learn_scorer(folder: Path, words: Mapping[str, int], dictionary: Packed, say: Say) -> Scorer:
    """The scorer, from slips in held-out sentences under each of `LESSONS`."""
    held = {source.name: _held_out(folder, source) for source in SOURCES}
    pieces = {
        text[at : at + _GROUP]
        for texts in held.values()
        for text in texts
        for at in range(len(text) - _GROUP + 1)
    }
    parts = {
        source.name: estimate(_tables(folder, source, words, pieces), source.discount) for source in SOURCES
    }
    lessons: list[Examples] = []
    for under in dict.fromkeys(lesson.under for lesson in LESSONS):
        language = prune(mix(_weighed({name: parts[name] for name in under})), MOST)
        corrector = assembled(packed_model(language, dictionary, untrained(len(FEATURES))))
        for number, lesson in enumerate(LESSONS * TIMES):
            if lesson.under == under:
                say(f"学习打分，第 {len(lessons) + 1} 课，共 {len(LESSONS) * TIMES} 课")
                lessons.append(examples(corrector, _pairs(held[lesson.on], words, lesson, _SEED + number)))
    return fit(joined(lessons))


def packed_model(estimates: Estimates, dictionary: Packed, scorer: Scorer) -> Stored:
    """A complete model as it is stored, without digest."""
    arrays, facts = pack_language(estimates)
    used = {chr(symbol) for symbol in estimates[0].table.last}
    channel = Channel.of(used.__contains__)
    parts = {f"channel.{name}": getattr(channel, name) for name in Channel.__slots__}
    weights = {f"scorer.{name}": getattr(scorer, name) for name in Scorer.__slots__}
    return Stored(arrays | dictionary[0] | parts | weights, {"static": facts | dictionary[1]}, "")


def _weighed(parts: Mapping[str, Estimates]) -> list[tuple[float, Estimates]]:
    """Estimates with the weights of their sources, which add up to one."""
    weights = {source.name: source.weight for source in SOURCES if source.name in parts}
    total = sum(weights.values())
    return [(weights[name] / total, part) for name, part in parts.items()]


def _pairs(texts: list[str], words: Mapping[str, int], lesson: Lesson, seed: int) -> list[tuple[str, str]]:
    """Sentences as they came out and as they should be: every other one with slips."""
    slips, strangers = Slips(texts, words, lesson.kinds, seed), Strangers(seed)
    pairs = []
    for number, text in enumerate(texts):
        right, names = strangers.put_into(text) if lesson.strange else (text, frozenset[int]())
        pairs.append((slips.put_into(right, names) if (number + seed) % 2 else right, right))
    return pairs


def _tables(
    folder: Path, source: Source, words: Mapping[str, int], without: Collection[str] | None = None
) -> Tables:
    """The counts of a source, without sentences that hold one of these pieces of 13 characters."""
    if not source.files:
        return read_list(_grams(words))
    if source.files[0].endswith("ngrams.tsv.xz"):
        return read_list(_lines(folder, source))
    return count(text for text in _lines(folder, source) if not without or not _holds(text, without))


def _grams(words: Mapping[str, int]) -> Iterator[str]:
    """The n-grams within words, as a list with counts."""
    counts = Counter[str]()
    for word, number in words.items():
        for start, end in combinations(range(len(word) + 1), 2):
            counts[word[start:end]] += max(number, 1)
    return (f"{gram}\t{number}" for gram, number in counts.items())


def _holds(text: str, pieces: Collection[str]) -> bool:
    return any(text[at : at + _GROUP] in pieces for at in range(len(text) - _GROUP + 1))


def _held_out(folder: Path, source: Source) -> list[str]:
    """A fixed share of the sentences of a source, chosen by their text."""
    if not source.held_out:
        return []
    return [
        text
        for text in _lines(folder, source)
        if zlib.crc32(text.encode()) % _SHARE < source.held_out and len(text) in _SENTENCE
    ]


def _lines(folder: Path, source: Source) -> Iterator[str]:
    for name in source.files:
        with lzma.open(folder / name, "rt", encoding="utf-8") as file:
            for line in file:
                if text := line.rstrip("\n"):
                    yield text
