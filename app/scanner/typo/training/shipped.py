"""Training of the shipped model from a corpus, and of an office's own from its archive (语言模型训练)."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from app.scanner.typo.channel import Channel
from app.scanner.typo.features import FEATURES
from app.scanner.typo.model import Stored, assembled, write
from app.scanner.typo.scorer import Scorer
from app.scanner.typo.training.counts import Tables, count, read_list
from app.scanner.typo.training.fitting import examples, fit, joined, untrained
from app.scanner.typo.training.noise import Slips
from app.scanner.typo.training.packing import Packed, dictionary, pack_language, pack_words
from app.scanner.typo.training.smoothing import Estimates, estimate, mix, prune

Say = Callable[[str], None]


class Source(NamedTuple):
    """A part of the corpus: its files, its weight in the mixture, and the share of it that is held out."""

    name: str
    files: tuple[str, ...]
    weight: float
    held_out: int = 0
    discount: float | None = None


SOURCES = (
    Source("laws", ("laws.txt.xz", "recent_laws.txt.xz"), 0.20, 10),
    Source("documents", ("work_reports.txt.xz", "policy.txt.xz"), 0.35, 80),
    Source("news", ("news_ngrams.tsv.xz",), 0.45, 0, 1.5),
)
"""Weights were chosen for prose of the three kinds alike: laws are many, and least like what offices publish."""

MOST = (0, 420_000, 1_700_000, 2_500_000, 2_000_000)
"""How many n-grams of each length ship: what fits into 25 MB."""

LESSONS = (
    (("laws", "documents", "news"), None),
    (("laws", "news"), "documents"),
    (("documents", "news"), "laws"),
    (("news",), "documents"),
)
"""Under which sources the scorer learns, and on whose sentences (None: all): at home as well as abroad, so that
it knows how much to trust a model that has not seen the like."""

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
    estimates = [estimate(_tables(folder, source, None), source.discount) for source in SOURCES]
    mixed = mix([(source.weight, each) for source, each in zip(SOURCES, estimates, strict=True)])
    file = packed_model(prune(mixed, MOST), (arrays, facts), scorer)
    say("写入模型")
    return write(to, file.arrays, file.facts)


def learn_scorer(folder: Path, words: Mapping[str, int], dictionary: Packed, say: Say) -> Scorer:
    """The scorer, from slips in held-out sentences under each of `LESSONS`."""
    held = {source.name: _held_out(folder, source) for source in SOURCES}
    pieces = {text[at : at + _GROUP] for texts in held.values() for text in texts for at in range(len(text) - _GROUP + 1)}
    parts = {source.name: estimate(_tables(folder, source, pieces), source.discount) for source in SOURCES}
    lessons = []
    for number, (names, on) in enumerate(LESSONS):
        say(f"学习打分：{'、'.join(names)} → {on or '全部'}")
        language = mix(_weighed({name: parts[name] for name in names}))
        corrector = assembled(packed_model(language, dictionary, untrained(len(FEATURES))))
        texts = [text for name, each in held.items() if on in (None, name) for text in each]
        slips = Slips(texts, words, _SEED + number)
        pairs = [(slips.put_into(text) if at % 2 else text, text) for at, text in enumerate(texts)]
        lessons.append(examples(corrector, pairs))
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


def _tables(folder: Path, source: Source, without: Collection[str] | None) -> Tables:
    """The counts of a source, without sentences that hold one of these pieces of 13 characters."""
    if source.files[0].endswith("ngrams.tsv.xz"):
        return read_list(_lines(folder, source))
    return count(text for text in _lines(folder, source) if not without or not _holds(text, without))


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
