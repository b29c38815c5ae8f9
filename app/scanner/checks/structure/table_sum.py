"""TXT-04: a total row of a table that is not the sum of its rows (表格合计不符)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.quantity import half_width

_TOTAL = re.compile("(?:合|总|共)[ \u3000]*计|总[ \u3000]*数")
_PARTIAL = re.compile("小[ \u3000]*计|其中|^[ \u3000]*[—-]|平均")
_NUMBER = re.compile(
    r"(-?(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12})(?:\.[0-9]{1,6})?)(?:元|万元|亿元|人|个|家|户|件|名)?"
)
_NO_SUM = re.compile("率|比|均|价|%|％|排名|名次|年|序号|编号|增|幅|得分|标准|电话|时间|日期|代码|邮编")
_EMPTY = frozenset(("", "-", "—", "——", "/", "0"))
_MOST_ROWS = 2000


class _Cell(NamedTuple):
    text: str
    start: int


_Row = tuple[_Cell, ...]


@check(
    "TXT-04",
    "table-sum",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=("合计", "总计", "共计", "总数"),
    about=About(
        "表格合计",
        "表格（或用制表符分列的文字）中“合计”行与上面（或下面）各行之和不符。比率、均价、排名等列和有小计的表不提示。",
        "单位\t人数\n甲镇\t60\n乙镇\t80\n合计\t150",
        "单位\t人数\n甲镇\t60\n乙镇\t80\n合计\t140",
    ),
)
def table_sum(page: Page) -> Iterator[Hit]:
    """A number in the row 合计 that its column does not add up to (表格合计与分项不符).

    Why: tables are checked by adding. The total may stand at the foot or at the head of its rows; every cell
    of the column must be a plain number or empty. Columns of rates, averages, prices, ranks, codes and tables
    with 小计 or 其中 are left alone, and so is what rounding explains.

    Example: 60、80，合计150 → 140.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        if "\t" in field.text:
            for table in _tables(half_width(field.text)):
                yield from _judge(field, table)


def _tables(text: str) -> Iterator[list[_Row]]:
    """The runs of lines that have the same number of cells; empty lines between do not matter."""
    table: list[_Row] = []
    for match in re.finditer("[^\n]+", text):
        row = tuple(_cells(match))
        if table and (len(row) != len(table[0]) or len(table) == _MOST_ROWS):
            yield table
            table = []
        if len(row) > 1:
            table.append(row)
    yield table


def _cells(line: re.Match[str]) -> Iterator[_Cell]:
    for cell in re.finditer("(?:^|\t)([^\t]*)", line[0]):
        inner = cell[1].strip()
        yield _Cell(inner, line.start() + cell.start(1) + cell[1].find(inner))


def _judge(field: Field, table: Sequence[_Row]) -> Iterator[Hit]:
    places = [
        number for number, row in enumerate(table) if any(_TOTAL.fullmatch(cell.text) for cell in row[:2])
    ]
    if len(places) != 1 or any(_PARTIAL.search(row[0].text) for row in table):
        return
    place, header = places[0], table[0]
    for column in range(1, len(header)):
        others = [row[column].text for row in (*table[:place], *table[place + 1 :])]
        total = table[place][column]
        yield from _column(field, total, others, header[column].text if place else "")


def _column(field: Field, total: _Cell, others: Sequence[str], head: str) -> Iterator[Hit]:
    """The total of one column against its other cells, of which the first may be its head."""
    rows = others if not others or _NUMBER.fullmatch(others[0]) or others[0] in _EMPTY else others[1:]
    said = _NUMBER.fullmatch(total.text)
    found = [_NUMBER.fullmatch(cell) for cell in rows if cell not in _EMPTY]
    numbers = [Decimal(match[1].replace(",", "")) for match in found if match]
    if not said or len(numbers) < 2 or len(numbers) < len(found) or _NO_SUM.search(head):
        return
    value, right = Decimal(said[1].replace(",", "")), sum(numbers, Decimal())
    if abs(value - right) > _rounding([*numbers, value]):
        message = f"合计为{total.text}，各行相加为{right:f}，请核对。"
        yield Hit(field, total.start, total.start + len(total.text), message, severity=Severity.WARN)


def _rounding(numbers: Sequence[Decimal]) -> Decimal:
    """By how much rounding alone may part a sum from its total; whole numbers are not rounded."""
    places = min(int(number.as_tuple().exponent) for number in numbers)
    return len(numbers) * Decimal(10) ** places / 2 if places < 0 else Decimal()
