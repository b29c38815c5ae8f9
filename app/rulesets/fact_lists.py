"""Lists of facts that an office keeps (人员名单、稿源单位名单、通稿), imported like lists of terms.

Persons go stale, released texts come and go, and the state's list of sources changes; so an office brings its
own. A TOML file says its `kind`, a CSV file is told by its columns; lexicons/README.md has both formats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from app.errors import Invalid
from app.files.text import decode
from app.rulesets.list_cells import COLUMNS, OWN, WrongCell, day, sources_of, words, yes_or_no
from app.rulesets.list_checking import Entries, check_entries
from app.rulesets.list_conflicts import InForce
from app.rulesets.list_remarks import Remarks
from app.rulesets.list_rows import MAX_LIST, Row, toml_lines
from app.rulesets.list_table import Columns, by_column, first_line, header, table
from app.scanner.lexicon_file import LexiconError, LexiconFile

_KIND = re.compile(rb"""^[ \t]*kind[ \t]*=[ \t]*["']([a-z-]+)["']""", re.MULTILINE)
_TITLES = re.compile(r"[|｜、]")
_MAX_NAME = 100

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of list: its section of the lexicon, the columns of its table and those that tell it, and how
    the cells of a row become an entry.
    """

    kind: str
    section: str
    title: str
    columns: Columns
    told_by: frozenset[str]
    entry: Callable[[Cells], dict[str, Any]]

    @property
    def key(self) -> str:
        """The column that names an entry."""
        return next(iter(self.columns))


def _person(cells: Cells) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    if titles := [title for part in _TITLES.split(cells.pop("title", "")) if (title := part.strip())]:
        held = {end: day(cells.pop(end)) for end in ("from", "to") if end in cells}
        entry["offices"] = [{"title": titles, **held}]
    if cells.keys() & {"from", "to"}:
        raise WrongCell("no_office", "写了任职时间，没有写职务。")
    if "order" in cells:
        entry["order"] = _order(cells["order"])
    if "aliases" in cells:
        entry["aliases"] = words(cells["aliases"])
    if yes_or_no(cells.get("barred", "否")):
        entry["barred"] = True
    return entry


def _order(cell: str) -> int:
    if not cell.isdecimal() or not 0 < len(cell) < 7:
        raise WrongCell("bad_order", f"排序“{cell[:20]}”应是从 1 起的整数。")
    return int(cell)


def _unit(cells: Cells) -> dict[str, Any]:
    lists = {name: words(cells[name]) for name in ("aliases", "domains") if name in cells}
    return lists | {name: day(cells[name]) for name in ("since", "until") if name in cells}


def _text(cells: Cells) -> dict[str, Any]:
    since = {"since": day(cells["since"])} if "since" in cells else {}
    return {"text": cells.get("text", ""), **since}


_SOURCE = {"source": ("出处", "来源", "依据")}
PERSONS = FactKind(
    "persons",
    "persons",
    "人员名单",
    {
        "name": ("姓名", "人员"),
        "title": ("职务", "现任职务"),
        "from": ("到任", "任职起", "到任日期", "任职时间"),
        "to": ("离任", "任职止", "离任日期"),
        "order": ("排序", "次序", "序位"),
        "aliases": ("别名", "曾用名"),
        "barred": ("限制宣传", "不宜宣传"),
        **_SOURCE,
    },
    frozenset({"name"}),
    _person,
)
UNITS = FactKind(
    "sources",
    "units",
    "稿源单位名单",
    {
        "unit": ("单位", "单位名称", "稿源单位"),
        "aliases": ("别名", "简称"),
        "domains": ("域名", "网址"),
        "since": ("列入日期", "列入"),
        "until": ("移出日期", "移出"),
        **_SOURCE,
    },
    frozenset({"unit"}),
    _unit,
)
TEXTS = FactKind(
    "standard-texts",
    "texts",
    "通稿",
    {
        "title": ("标题", "名称", "通稿"),
        "text": ("正文", "全文", "内容"),
        "since": ("起用日期", "起始日期", "发布日期"),
        **_SOURCE,
    },
    frozenset({"title", "text"}),
    _text,
)
KINDS = (PERSONS, UNITS, TEXTS)


def fact_kind(file_name: str, content: bytes) -> FactKind | None:
    """Which kind of facts a file lists; None for a list of terms, or a file that is none."""
    suffix = PurePath(file_name).suffix.lower()
    if suffix == ".toml" and (said := _KIND.search(content)):
        return next((kind for kind in KINDS if kind.kind == said[1].decode()), None)
    if suffix != ".csv" or len(content) > MAX_LIST:
        return None
    first = first_line(decode(content))
    if "term" in (header(first, COLUMNS)[1] or ()):
        return None
    return next((kind for kind in KINDS if kind.told_by <= set(header(first, kind.columns)[1] or ())), None)


def read_facts(
    kind: FactKind,
    file_name: str,
    content: bytes,
    name: str,
    force: InForce,
    faults: Remarks,
    notes: Remarks,
) -> dict[str, Any]:
    """The lexicon that a file of facts makes; `Invalid` (`broken_list`, `empty_list`) where it makes none."""
    read = _from_toml if file_name.lower().endswith(".toml") else _from_csv
    rows, sources = read(kind, content, faults, notes)
    if not rows and not faults:
        raise Invalid("empty_list", f"文件中没有{kind.title}的内容。")
    kept = [row for row in rows if _is_named(row, kind, faults)]
    if kind is PERSONS:
        _check_known(kept, force, faults)
    head = {"kind": kind.kind, "name": name, "sources": sources}
    entries: Entries = {row.term: row.entry for row in kept}
    check_entries(head, kind.section, entries, kept, faults)
    if faults:
        faults.refuse()
    return {**head, kind.section: entries}


def _from_csv(
    kind: FactKind, content: bytes, faults: Remarks, notes: Remarks
) -> tuple[list[Row], dict[str, Any]]:
    text = decode(content)
    separator, found = header(first_line(text), kind.columns)
    rows = []
    for line, row in by_column(table(text, separator, faults), found or [], kind.columns, faults, notes):
        cells = {column: cell.strip() for column, cell in row.items() if cell.strip()}
        key, source = cells.pop(kind.key, ""), {"source": cells.pop("source")} if "source" in cells else {}
        try:
            rows.append(Row(line, key, source | kind.entry(cells)))
        except WrongCell as wrong:
            faults.add(line, wrong.kind, str(wrong))
    kept = _joined(rows, faults, notes)
    for each in kept:
        each.entry.setdefault("source", OWN)
    return kept, sources_of(each.entry for each in kept)


def _from_toml(
    kind: FactKind, content: bytes, faults: Remarks, _: Remarks
) -> tuple[list[Row], dict[str, Any]]:
    try:
        file = LexiconFile.parse("", content)
        listed = file.table(kind.section)
        file.expect("", "", file.data, ("kind", "name", "sources", kind.section))
    except LexiconError as error:
        faults.add(error.line, "bad_toml", f"{error.reason}。")
        faults.refuse()
    at = toml_lines(file.source, kind.section)
    rows = [Row(at.get(name, 1), name, entry) for name, entry in listed.items()]
    return rows, file.data.get("sources", {})


def _is_named(row: Row, kind: FactKind, faults: Remarks) -> bool:
    if not row.term:
        faults.add(row.line, "empty_name", f"这一行没有{kind.columns[kind.key][0]}。")
    elif len(row.term) > _MAX_NAME:
        faults.add(row.line, "too_long", f"“{row.term[:20]}…”有 {len(row.term)} 字，最多 {_MAX_NAME} 字。")
    return 0 < len(row.term) <= _MAX_NAME


def _joined(rows: Sequence[Row], faults: Remarks, notes: Remarks) -> list[Row]:
    """One row for each name: each row of a person may add an office, for the rest they must say the same."""
    first: dict[str, Row] = {}
    for row in rows:
        other = first.setdefault(row.term or f"第 {row.line} 行", row)
        if other is row:
            continue
        known = other.entry.get("offices", [])
        offices = [office for office in row.entry.pop("offices", ()) if office not in known]
        if any(other.entry.get(name, value) != value for name, value in row.entry.items()):
            text = f"“{row.term}”与第 {other.line} 行所写的不同，请核对；同名的两人不能列在同一名单。"
            faults.add(row.line, "contradictory_rows", text)
        elif not offices and row.entry.items() <= other.entry.items():
            notes.add(row.line, "duplicate", f"“{row.term}”与第 {other.line} 行重复，只保留一条。")
        other.entry.update(row.entry | ({"offices": known + offices} if offices else {}))
    return list(first.values())


def _check_known(rows: Iterable[Row], force: InForce, faults: Remarks) -> None:
    for row in rows:
        if row.term in force.persons:
            text = f"“{row.term}”已在现行的另一份人员名单中，一个人只能列在一份名单里。"
            faults.add(row.line, "already_listed", text)
