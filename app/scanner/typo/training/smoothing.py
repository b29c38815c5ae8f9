"""From counts to probabilities: interpolated modified Kneser-Ney smoothing, and mixtures of several corpora.

S. Chen, J. Goodman, An Empirical Study of Smoothing Techniques for Language Modeling, 1999. Where a mixture
is written as one table, what its n-grams pass on is reckoned anew, so that probabilities add up to one
(A. Stolcke, SRILM, ICSLP 2002).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.scanner.typo.symbols import ORDER, START
from app.scanner.typo.training.counts import Floats, Indices, Mask, Table, Tables, chosen, place, united

CHARACTERS = 8000
"""How many characters a text may have at all, for those that the corpus lacks."""
_UNSEEN = 1e-7
_LEAST_LEFT = 1e-4
_FEW = 2
_FALLBACK = (0.0, 0.7, 1.0, 1.3)


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """The n-grams of one length with their probability, and what they pass on to shorter ones."""

    table: Table
    chances: Floats
    passes: Floats


Estimates = list[Estimate]
"""Estimates by the length of the n-grams, from 1."""


def estimate(tables: Tables, discount: float | None = None) -> Estimates:
    """The probabilities of one corpus.

    `discount` takes the place of the discounts that the counts themselves tell, where rare n-grams are cut.
    """
    counts = [_distinct(*pair) for pair in pairwise(tables)] + [tables[-1].counts]
    made = [_single(tables[0], counts[0], discount)]
    for table, numbers in zip(tables[1:], counts[1:], strict=True):
        shorter = made[-1]
        off = _discounts(numbers, discount)
        heads, tails = place(shorter.table.keys, table.heads)[0], place(shorter.table.keys, table.tails)[0]
        size = len(shorter.table.keys)
        total = np.bincount(heads, weights=numbers, minlength=size)
        left = np.bincount(heads, weights=off, minlength=size)
        passes = np.divide(left, total, out=np.ones(size), where=total > 0)
        chances = (numbers - off) / total[heads] + passes[heads] * shorter.chances[tails]
        made[-1] = Estimate(shorter.table, shorter.chances, passes)
        made.append(Estimate(table, chances, np.ones(len(chances))))
    return made


def mix(parts: Sequence[tuple[float, Estimates]]) -> Estimates:
    """The weighted mean of several estimates as one; the weights add up to one."""
    mixed: Estimates = []
    each: list[Floats] = []
    for order in range(ORDER):
        table = united([estimates[order].table for _, estimates in parts])
        below: Sequence[Floats | None] = each or [None] * len(parts)
        each = [
            _asked(part, order, table, mixed, asked) for (_, part), asked in zip(parts, below, strict=True)
        ]
        chances = np.sum([weight * asked for (weight, _), asked in zip(parts, each, strict=True)], axis=0)
        mixed.append(Estimate(table, chances, np.ones(len(chances))))
    return renewed(mixed)


def renewed(estimates: Estimates) -> Estimates:
    """The same probabilities, with what is passed on reckoned anew."""
    made: Estimates = []
    for shorter, longer in pairwise(estimates):
        heads = place(shorter.table.keys, longer.table.heads)[0]
        tails = place(shorter.table.keys, longer.table.tails)[0]
        size = len(shorter.table.keys)
        taken = np.bincount(heads, weights=longer.chances, minlength=size)
        below = np.bincount(heads, weights=shorter.chances[tails], minlength=size)
        passes = np.maximum(1 - taken, _LEAST_LEFT) / np.maximum(1 - below, _LEAST_LEFT)
        made.append(Estimate(shorter.table, shorter.chances, passes))
    return [*made, estimates[-1]]


def prune(estimates: Estimates, most: Sequence[int]) -> Estimates:
    """Only so many n-grams of each length: those that shorter ones would least make up for.

    What an n-gram is worth is its probability times what it adds to its logarithm (weighted difference,
    K. Seymore, R. Rosenfeld, ICSLP 1996). Parts of longer n-grams stay.
    """
    kept: Estimates = []
    needed: Table | None = None
    joint = _joint(estimates)
    for order in range(ORDER - 1, 0, -1):
        this, shorter = estimates[order], estimates[order - 1]
        rows = _worthy(this, shorter, joint[order], most[order])
        if needed is not None:
            for keys in (needed.heads, needed.tails):
                rows[place(this.table.keys, keys)[0]] = True
        needed = chosen(this.table, rows)
        kept.insert(0, Estimate(needed, this.chances[rows], this.passes[rows]))
    return renewed([estimates[0], *kept])


def _joint(estimates: Estimates) -> list[Floats]:
    """The probability of each n-gram as a whole."""
    joint = [estimates[0].chances]
    for shorter, longer in pairwise(estimates):
        joint.append(joint[-1][place(shorter.table.keys, longer.table.heads)[0]] * longer.chances)
    return joint


def _worthy(this: Estimate, shorter: Estimate, joint: Floats, most: int) -> Mask:
    rows = np.ones(len(joint), np.bool_)
    if len(joint) > most:
        heads, tails = (
            place(shorter.table.keys, this.table.heads)[0],
            place(shorter.table.keys, this.table.tails)[0],
        )
        without = shorter.passes[heads] * shorter.chances[tails]
        worth = joint * np.abs(np.log(this.chances / without))
        rows = worth >= np.partition(worth, len(worth) - most)[len(worth) - most]
    return rows


def _asked(
    estimates: Estimates, order: int, table: Table, mixed: Estimates, shorter: Floats | None
) -> Floats:
    """The probability that one estimate gives to each n-gram of a table that it may lack."""
    own = estimates[order]
    if shorter is None:
        chances = np.full(len(table.keys), _UNSEEN)
    else:
        below = estimates[order - 1]
        passes = _over(np.ones(len(table.keys)), below.passes, *place(below.table.keys, table.heads))
        chances = passes * shorter[place(mixed[-1].table.keys, table.tails)[0]]
    return _over(chances, own.chances, *place(own.table.keys, table.keys))


def _over(values: Floats, better: Floats, at: Indices, known: Mask) -> Floats:
    """The values, with the `better` ones `at` their places where they are known."""
    values[known] = better[at[known]]
    return values


def _distinct(table: Table, longer: Table) -> Floats:
    """Of how many different n-grams one longer is each the end? At the start of a sentence, its count."""
    ends, known = place(table.keys, longer.tails)
    numbers = np.bincount(ends[known], minlength=len(table.keys)).astype(np.float64)
    return np.where(table.begins, table.counts, np.maximum(numbers, np.minimum(table.counts, 1)))


def _single(table: Table, numbers: Floats, discount: float | None) -> Estimate:
    numbers = np.where(table.last == START, 0.0, numbers)
    off = np.where(numbers > 0, _discounts(numbers, discount), 0.0)
    total = max(numbers.sum(), 1.0)
    return Estimate(table, (numbers - off) / total + off.sum() / total / CHARACTERS, np.ones(len(numbers)))


def _discounts(numbers: Floats, discount: float | None) -> Floats:
    """What is taken off each count: by whether it is one, two or more."""
    off = (0.0, discount, discount, discount) if discount is not None else _told(numbers)
    taken = np.select([numbers >= 3, numbers >= 2], [off[3], off[2]], off[1])
    least: Floats = np.minimum(taken, 0.95 * numbers)
    return least


def _told(numbers: Floats) -> tuple[float, ...]:
    """The discounts D1, D2 and D3+ that the counts of counts tell."""
    ones, twos, threes, fours = (float(np.sum(numbers == number)) for number in range(1, 5))
    if min(ones, twos, threes, fours) < _FEW:
        return _FALLBACK
    share = ones / (ones + 2 * twos)
    return 0.0, 1 - 2 * share * twos / ones, 2 - 3 * share * threes / twos, 3 - 4 * share * fours / threes
