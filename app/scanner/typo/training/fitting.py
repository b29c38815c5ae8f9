"""Learns the weights of the scorer from sentences with slips in them (对数似然、梯度下降, Adam).

Each doubtful place is one example: of the exchanges tried there at most one is right, else the character
stands. D. Kingma, J. Ba, Adam, ICLR 2015. In double precision and from a fixed seed, so that the rounded
weights come out the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.scanner.typo.corrector import Corrector
from app.scanner.typo.scorer import Scorer
from app.scanner.typo.symbols import plain_symbols, spell

HIDDEN, NETWORKS = 24, 4
EPOCHS, _BATCH = 20, 1024
_RATE, _DECAY = 0.01, 1e-4
_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-8
_SEED = 20261122

Floats = npt.NDArray[np.float64]


class Examples(NamedTuple):
    """Rows of features, one for each place that an exchange would change; whether it is right there; the
    number of the place.
    """

    features: Floats
    right: npt.NDArray[np.bool_]
    group: npt.NDArray[np.intp]


def examples(corrector: Corrector, pairs: Sequence[tuple[str, str]]) -> Examples:
    """What the corrector tries in sentences, given with and without their slips."""
    wrong = np.frombuffer("\n\n".join(pair[0] for pair in pairs).encode("utf-32-le"), np.uint32)
    right = plain_symbols("\n\n".join(pair[1] for pair in pairs))
    symbols, places = spell(wrong)
    tried = corrector.tried(symbols)
    meant = (right[places[tried.place]] == tried.new) & (symbols[tried.place] != tried.new)
    _, group = np.unique(tried.place, return_inverse=True)
    return Examples(tried.features[tried.row].astype(np.float64), meant, group)


def joined(parts: Sequence[Examples]) -> Examples:
    """Examples of several corpora as one."""
    shifts = np.cumsum([0, *(int(part.group[-1]) + 1 for part in parts)])
    return Examples(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.right for part in parts]),
        np.concatenate([part.group + shift for part, shift in zip(parts, shifts, strict=False)]),
    )


def fit(data: Examples) -> Scorer:
    """The mean of several networks under which the right exchanges are likeliest, as one: they differ in what
    they began with, and doubt where they disagree.
    """
    mean = _short(data.features.mean(0))
    scale = _short(1 / (data.features.std(0) + 1e-6))
    rows = np.hstack([(data.features - mean) * scale, np.ones((len(data.features), 1))])
    inner, outer, direct = zip(
        *(_network(rows, data, _SEED + number) for number in range(NETWORKS)), strict=True
    )
    weights = np.hstack(inner), np.concatenate(outer) / NETWORKS, np.mean(direct, axis=0)
    return Scorer(*(_short(part).astype(np.float32) for part in (mean, scale, *weights)))


def _network(rows: Floats, data: Examples, seed: int) -> list[Floats]:
    random = np.random.default_rng(seed)
    wide = rows.shape[1]
    weights = [random.normal(0, 0.15, (wide, HIDDEN)), random.normal(0, 0.1, HIDDEN), np.zeros(wide)]
    return _descend(rows, data, weights, random)


def untrained(features: int) -> Scorer:
    """A scorer that knows nothing, to collect the first examples with."""
    zeros = np.zeros(features, np.float32)
    inner = np.zeros((features + 1, HIDDEN), np.float32)
    return Scorer(zeros, zeros, inner, np.zeros(HIDDEN, np.float32), np.zeros(features + 1, np.float32))


def _descend(
    rows: Floats, data: Examples, weights: list[Floats], random: np.random.Generator
) -> list[Floats]:
    firsts, seconds = [np.zeros_like(part) for part in weights], [np.zeros_like(part) for part in weights]
    starts = np.searchsorted(data.group, np.arange(data.group[-1] + 2))
    count, step = len(starts) - 1, 0
    for epoch in range(EPOCHS):
        rate = _RATE * (1 + np.cos(np.pi * epoch / EPOCHS)) / 2
        order = random.permutation(count)
        for batch in range(0, count, _BATCH):
            step += 1
            groups = np.sort(order[batch : batch + _BATCH])
            slopes = _slopes(rows, data.right, starts, groups, weights)
            for part, slope in enumerate(slopes):
                slope = slope + _DECAY * weights[part]
                firsts[part] = _FIRST * firsts[part] + (1 - _FIRST) * slope
                seconds[part] = _SECOND * seconds[part] + (1 - _SECOND) * slope**2
                drift = firsts[part] / (1 - _FIRST**step)
                weights[part] = weights[part] - rate * drift / (
                    np.sqrt(seconds[part] / (1 - _SECOND**step)) + _TINY
                )
    return weights


def _slopes(
    rows: Floats,
    right: npt.NDArray[np.bool_],
    starts: npt.NDArray[np.intp],
    groups: npt.NDArray[np.intp],
    weights: list[Floats],
) -> list[Floats]:
    """The gradient of the mean log-likelihood's negative over some places."""
    sizes = starts[groups + 1] - starts[groups]
    first = np.cumsum(sizes) - sizes
    index = np.arange(sizes.sum()) + np.repeat(starts[groups] - first, sizes)
    some, inner, outer = rows[index], weights[0], weights[1]
    hidden = np.tanh(some @ inner)
    scores = hidden @ outer + some @ weights[2]
    top = np.maximum(np.maximum.reduceat(scores, first), 0)
    parts = np.exp(scores - np.repeat(top, sizes))
    total = np.add.reduceat(parts, first) + np.exp(-top)
    rights = parts * right[index]
    meant = np.repeat(np.add.reduceat(rights, first), sizes)
    error = (parts / np.repeat(total, sizes) - rights / np.maximum(meant, _TINY)) / len(groups)
    back = error[:, None] * outer * (1 - hidden**2)
    return [some.T @ back, hidden.T @ error, some.T @ error]


def _short(values: Floats) -> Floats:
    """Rounded to half precision, beyond which the last digits depend on the machine."""
    return values.astype(np.float16).astype(np.float64)
