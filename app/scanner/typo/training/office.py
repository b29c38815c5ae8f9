"""An office's own model: n-grams of its published archive, weighed beside the shipped model (领域自适应)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.scanner.typo.model import Stored, language_of, load, write
from app.scanner.typo.ngrams import Language
from app.scanner.typo.symbols import START, Symbols, is_ideograph, spell
from app.scanner.typo.training.counts import count
from app.scanner.typo.training.packing import pack_language
from app.scanner.typo.training.smoothing import estimate, prune

LEAST = 20_000
"""Chinese characters below which an archive teaches nothing."""
MOST = (0, 400_000, 1_500_000, 2_500_000, 2_500_000)
"""How many n-grams of each length an office's model holds at most."""

_EACH = 10
_SENTENCE = re.compile("[^。！？；\n]+[。！？；]?")
_ROUNDS = 30
_SHARES = (0.02, 0.9)


class TooLittle(ValueError):
    """The archive is too small; the text says so in Chinese."""


class Trained(NamedTuple):
    """What came of it: Chinese characters read, the share of the office's model, the digest of its file."""

    characters: int
    share: float
    digest: str


def train_office(texts: Sequence[str], to: Path) -> Trained:
    """Write the model of an archive, beside the shipped one; `TooLittle` for less than `LEAST` characters.

    How much it weighs is what makes a tenth of the archive likeliest that the rest was not told of
    (deleted interpolation, F. Jelinek, R. Mercer, 1980).
    """
    characters = sum(int(is_ideograph(_symbols(text)).sum()) for text in texts)
    sentences = [sentence for text in texts for sentence in _SENTENCE.findall(text)]
    if characters < LEAST or len(sentences) < _EACH:
        raise TooLittle(f"存档只有 {characters:,} 个汉字，至少需要成句的 {LEAST:,} 个才能训练。")
    share = _share(_model(sentences[at] for at in range(len(sentences)) if at % _EACH), sentences[::_EACH])
    model = _model(sentences)
    return Trained(characters, share, write(to, model.arrays, {**model.facts, "share": share}))


def _model(texts: Iterable[str]) -> Stored:
    arrays, shapes = pack_language(prune(estimate(count(texts)), MOST))
    return Stored(arrays, {"static": shapes}, "")


def _share(model: Stored, texts: Sequence[str]) -> float:
    """The weight under which the held-out texts are likeliest (expectation maximisation)."""
    symbols = _symbols("\n\n".join(texts))
    own, shipped = _chances(language_of(model), symbols), _chances(load().language, symbols)
    share = 0.5
    for _ in range(_ROUNDS):
        part = share * own
        share = float(np.mean(part / (part + (1 - share) * shipped)))
    return round(min(max(share, _SHARES[0]), _SHARES[1]), 3)


def _chances(language: Language, symbols: Symbols) -> npt.NDArray[np.float64]:
    logs = language.read(symbols).logs[symbols != START]
    chances: npt.NDArray[np.float64] = np.exp(logs.astype(np.float64))
    return chances


def _symbols(text: str) -> Symbols:
    return spell(np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)).symbols
