"""Letting the loader judge an imported list: what it would refuse, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from app.rulesets.list_remarks import Remarks
from app.rulesets.list_rows import Row
from app.rulesets.lists import canonical
from app.scanner.lexicon import LexiconError, load

PORTION = 50_000
"""Entries that the loader checks at a time."""
Entries = dict[str, dict[str, Any]]


def check_entries(
    head: Mapping[str, Any], section: str, entries: Entries, rows: Sequence[Row], faults: Remarks
) -> None:
    """Let the loader say what is wrong with the list's head, and with its entries a portion at a time."""
    if reason := _refusal(head, section, {}):
        faults.add(0, "bad_list", f"{reason}。")
        return
    alone = {key: value for key, value in head.items() if key != "allow"}
    for first in range(0, len(rows), PORTION):
        for row, reason in _refused(alone, section, entries, rows[first : first + PORTION]):
            faults.add(row.line, "bad_entry", f"{reason}。")


def _refused(
    head: Mapping[str, Any], section: str, entries: Entries, rows: Sequence[Row]
) -> Iterator[tuple[Row, str]]:
    """The rows that the loader refuses, with its reasons, by halving: few wrong rows are found fast."""
    reason = _refusal(head, section, {row.term: entries[row.term] for row in rows})
    if reason and len(rows) == 1:
        yield rows[0], reason
    elif reason:
        middle = len(rows) // 2
        yield from _refused(head, section, entries, rows[:middle])
        yield from _refused(head, section, entries, rows[middle:])


def _refusal(head: Mapping[str, Any], section: str, entries: Entries) -> str:
    try:
        load([("list.json", canonical({**head, section: entries}).encode())])
    except orjson.JSONEncodeError:
        return "含有过大的数，或者层次过深"
    except LexiconError as error:
        return error.reason
    return ""
