"""From probabilities and words to the arrays of a model file: rounded to a few steps, found by hash."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.scanner import segment
from app.scanner.typo.homophones import Homophones
from app.scanner.typo.lattice import LONGEST
from app.scanner.typo.static import Static
from app.scanner.typo.symbols import joined, plain_symbols
from app.scanner.typo.training.smoothing import Estimates

Arrays = dict[str, npt.NDArray[Any]]
Facts = dict[str, list[int]]
Packed = tuple[Arrays, Facts]
"""Arrays by name, and the shapes of the static functions among them."""

_BITS = {2: (6, 5, 24), 3: (6, 5, 24), 4: (6, 5, 24), 5: (6, 0, 16)}
"""By length of the n-grams: bits of the logarithm, of what is passed on, and of a cell; the rest are a mark
that tells n-grams apart. Four-grams in cells of 16 bits left room for half as many again, and were worse."""
_WORD_BITS = 6
USUAL = 20
"""How frequent a word must be to be proposed for another of its sound."""
_SAMPLE = 200_000


def pack_language(estimates: Estimates) -> Packed:
    """The arrays of a language model, and the shapes of its tables by name."""
    first = estimates[0]
    order = np.argsort(first.table.last)
    arrays: Arrays = {
        "chars": first.table.last[order].astype(np.uint16),
        "single": np.log(first.chances[order]).astype(np.float32),
        "single_passes": np.log(first.passes[order]).astype(np.float32),
    }
    facts: Facts = {}
    for size, each in enumerate(estimates[1:], 2):
        log_bits, pass_bits, bits = _BITS[size]
        logs, log_steps = rounded(np.log(each.chances), 1 << log_bits)
        passes, pass_steps = rounded(np.log(each.passes), 1 << pass_bits)
        values = (log_steps + (pass_steps << np.uint32(log_bits))).astype(np.uint32)
        name = f"grams{size}"
        put(arrays, facts, name, Static.of(each.table.keys, values, log_bits + pass_bits, bits))
        arrays |= {f"{name}.logs": _padded(logs, log_bits), f"{name}.passes": passes}
    return arrays, facts


def pack_words(words: Mapping[str, int]) -> Packed:
    """The arrays of a dictionary with frequencies."""
    total = math.log(sum(words.values()))
    by_size: defaultdict[int, list[str]] = defaultdict(list)
    for word in words:
        by_size[len(word)].append(word)
    keys, logs = [], []
    for size in range(2, LONGEST + 1):
        those = by_size[size]
        keys.append(joined(plain_symbols("".join(those)).reshape(-1, size)))
        logs.append(np.log([max(words[word], 1) for word in those]) - total)
    key, first = np.unique(np.concatenate(keys), return_index=True)
    means, steps = rounded(np.concatenate(logs)[first], 1 << _WORD_BITS)
    chars = sorted(by_size[1])
    arrays: Arrays = {
        "words.chars": np.array([ord(char) for char in chars], np.uint16),
        "words.single": (np.log([max(words[char], 1) for char in chars]) - total).astype(np.float32),
        "words.logs": _padded(means, _WORD_BITS),
    }
    facts: Facts = {}
    put(arrays, facts, "words", Static.of(key, steps, _WORD_BITS, 16))
    homophones = Homophones.of(word for word, number in words.items() if number >= USUAL)
    arrays |= {f"homophones.{name}": getattr(homophones, name) for name in Homophones.__slots__}
    return arrays, facts


def dictionary(idioms: Path | None) -> dict[str, int]:
    """The words of jieba's dictionary (MIT) with their frequency, and idioms (成语) that it lacks."""
    words = {}
    for line in segment.dictionary():
        word, number, _ = line.split(" ")
        if re.fullmatch(f"[\u4e00-\u9fff]{{1,{LONGEST}}}", word):
            words[word] = int(number)
    for idiom in _idioms(idioms):
        words.setdefault(idiom, 50)
    return words


def _idioms(path: Path | None) -> Iterator[str]:
    if path is not None:
        for line in path.read_text(encoding="utf-8").splitlines():
            idiom = line.split("\t")[0].strip()
            if re.fullmatch("[\u4e00-\u9fff]{4}", idiom):
                yield idiom


def put(arrays: Arrays, facts: Facts, name: str, function: Static) -> None:
    """Add a static function under a name."""
    arrays |= {f"{name}.low": function.low, f"{name}.high": function.high}
    facts[name] = list(function.shape)


def rounded(
    values: npt.NDArray[np.float64], steps: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint32]]:
    """At most so many means, and for each value the number of the mean that stands for it.

    The bounds between steps lie half way between being even on the values and being even on their ranks.
    """
    if not len(values):
        return np.zeros(1, np.float32), np.zeros(0, np.uint32)
    sample = np.sort(values[:: max(1, len(values) // _SAMPLE)])
    inner = np.arange(1, steps) / steps
    bounds = (np.quantile(sample, inner) + sample[0] + inner * (sample[-1] - sample[0])) / 2
    step = np.searchsorted(bounds, values).astype(np.uint32)
    sums, counts = np.bincount(step, weights=values, minlength=steps), np.bincount(step, minlength=steps)
    means = np.divide(sums, counts, out=np.zeros(steps), where=counts > 0)
    return means.astype(np.float32), step


def _padded(means: npt.NDArray[np.float32], bits: int) -> npt.NDArray[np.float32]:
    """The means with room for every number of so many bits."""
    return np.concatenate((means, np.zeros((1 << bits) - len(means), np.float32)))
