"""A list as a table (CSV): its separator, the columns that its first line names, its rows with lines."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping

from app.rulesets.list_remarks import Remarks

Columns = Mapping[str, tuple[str, ...]]
"""The columns of a kind of list by their English names, with the Chinese ones; it needs the first."""


def lines(text: str) -> Iterator[str]:
    """The lines one by one: of a list of a million, one is copied at a time."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def first_line(text: str) -> str:
    """The first line that is not blank."""
    return next((line for line in lines(text) if line.strip()), "")


def header(first: str, columns: Columns) -> tuple[str, list[str | None] | None]:
    """The separator, and the columns where the first line names them (None for one that is not known)."""
    names = {name: column for column, others in columns.items() for name in (column, *others)}
    for separator in "\t;,；，":
        found = [names.get(title.strip(' "\r\n').lower()) for title in first.split(separator)]
        if next(iter(columns)) in found or len(found) - found.count(None) > 1:
            return separator, found
    return max(",;\t", key=first.count), None


def table(text: str, separator: str, faults: Remarks) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line in which it begins."""
    reader = csv.reader(lines(text), delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell and not cell.isspace() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error:
        faults.add(line, "bad_quotes", "引号没有成对，或引号之后还有文字，此后各行无法读取。")


def by_column(
    rows: Iterator[tuple[int, list[str]]],
    found: list[str | None],
    columns: Columns,
    faults: Remarks,
    notes: Remarks,
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows after the first, which names the columns, each as its cells by column."""
    line, titles = next(rows, (1, []))
    _check_header(line, titles, found, columns, faults, notes)
    return _cells(rows, found, faults)


def _check_header(
    line: int, titles: list[str], found: list[str | None], columns: Columns, faults: Remarks, notes: Remarks
) -> None:
    needed = next(iter(columns))
    if needed not in found:
        faults.add(line, f"no_{needed}_column", f"表头没有“{columns[needed][0]}”一列。")
    for column in sorted({each for each in found if each and found.count(each) > 1}):
        faults.add(line, "double_column", f"表头中“{columns[column][0]}”一列不止一个。")
    for title, known in zip(titles, found, strict=False):
        if known is None and title.strip():
            notes.add(line, "unknown_column", f"没有“{title.strip()[:20]}”这种列，该列未导入。")


def _cells(
    rows: Iterable[tuple[int, list[str]]], found: list[str | None], faults: Remarks
) -> Iterator[tuple[int, dict[str, str]]]:
    for line, row in rows:
        if any(cell.strip() for cell in row[len(found) :]):
            faults.add(line, "too_many_cells", "比表头多出几列，可能是文字中的分隔符没有加引号。")
        yield line, {column: cell for column, cell in zip(found, row, strict=False) if column}
