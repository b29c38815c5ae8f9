"""How often do n-grams occur? Tables of them by hash, from texts or from a list of n-grams with counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.scanner.typo.symbols import (
    BREAK,
    ORDER,
    START,
    Hashes,
    Symbols,
    joined,
    plain_symbols,
    rolled,
    spell,
)

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]

_BEGINS, _ENDS = "^", "$"


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The n-grams of one length: sorted hashes, those of the n-gram without its last and without its first
    symbol, whether it begins a sentence, its last symbol, and how often it occurs.
    """

    keys: Hashes
    heads: Hashes
    tails: Hashes
    begins: Mask
    last: Symbols
    counts: Floats


Tables = list[Table]
"""Tables by the length of their n-grams, from 1."""


def count(texts: Iterable[str]) -> Tables:
    """The n-grams of texts; no n-gram reaches over the end of a sentence."""
    codes = np.frombuffer("\n\n".join(texts).encode("utf-32-le", "replace"), np.uint32)
    symbols = spell(codes).symbols
    symbols = symbols[symbols != BREAK]
    hashes, reach = rolled(symbols)
    tables = []
    for order in range(1, ORDER + 1):
        at = np.flatnonzero(reach >= order)
        keys, first, counts = np.unique(hashes[order][at], return_index=True, return_counts=True)
        at = at[first]
        heads = hashes[order - 1][at - 1] if order > 1 else np.zeros(len(at), np.uint64)
        begins = symbols[at - order + 1] == START
        tables.append(
            Table(keys, heads, hashes[order - 1][at], begins, symbols[at], counts.astype(np.float64))
        )
    return tables


def read_list(lines: Iterable[str]) -> Tables:
    """The n-grams of a list: n-gram, tab, count; ^ and $ mark the ends of a sentence."""
    grams: list[list[str]] = [[] for _ in range(ORDER)]
    counts: list[list[int]] = [[] for _ in range(ORDER)]
    for line in lines:
        gram, _, number = line.rstrip("\n").rpartition("\t")
        if gram and _ENDS not in gram and _BEGINS not in gram[1:]:
            grams[len(gram) - 1].append(gram)
            counts[len(gram) - 1].append(int(number))
    tables: Tables = []
    for order in range(1, ORDER + 1):
        table = _listed(grams[order - 1], counts[order - 1], order)
        tables.append(_closed(table, tables[-1]) if tables else table)
    return tables


def _listed(grams: Sequence[str], counts: Sequence[int], order: int) -> Table:
    symbols = plain_symbols("".join(grams)).reshape(-1, order).copy()
    symbols[symbols == ord(_BEGINS)] = START
    keys, first, which = np.unique(joined(symbols), return_index=True, return_inverse=True)
    sums: Floats = np.bincount(which, weights=np.array(counts, np.float64), minlength=len(keys)).astype(
        np.float64
    )
    symbols = symbols[first]
    return Table(
        keys, joined(symbols[:, :-1]), joined(symbols[:, 1:]), symbols[:, 0] == START, symbols[:, -1], sums
    )


def _closed(table: Table, shorter: Table) -> Table:
    """Without n-grams of which a part is not in the list."""
    return chosen(table, place(shorter.keys, table.heads)[1] & place(shorter.keys, table.tails)[1])


def chosen(table: Table, rows: Mask | Indices) -> Table:
    """Some rows of a table."""
    return Table(*(getattr(table, name)[rows] for name in Table.__slots__))


def united(tables: Sequence[Table]) -> Table:
    """The n-grams of all tables; the counts mean nothing any more."""
    keys, first = np.unique(np.concatenate([table.keys for table in tables]), return_index=True)
    columns = (
        np.concatenate([getattr(table, name) for table in tables])[first] for name in Table.__slots__[1:]
    )
    return Table(keys, *columns)


def place(keys: Hashes, wanted: Hashes) -> tuple[Indices, Mask]:
    """Where hashes stand among sorted ones, and which do."""
    if not len(keys):
        return np.zeros(len(wanted), np.intp), np.zeros(len(wanted), np.bool_)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return at, keys[at] == wanted
