"""Importing an office's list (导入词库): a file in, the canonical content of a lexicon out, or every fault.

A list is taken as a whole or not at all. Its content is what `scanner.lexicon.load` reads, as JSON with
sorted keys: the same terms in another order or file format are the same content.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Invalid
from app.rulesets.fact_lists import fact_kind, read_facts
from app.rulesets.list_cells import PLAIN, literal
from app.rulesets.list_checking import Entries, check_entries
from app.rulesets.list_conflicts import (
    InForce,
    Listed,
    check_doubles,
    check_in_force,
    check_overlaps,
    check_terms,
    packed_all,
)
from app.rulesets.list_remarks import Remark, Remarks
from app.rulesets.list_rows import Row, Sheet, read_sheet
from app.rulesets.lists import canonical
from app.scanner.finding import CODES, Severity

MAX_TERM = 100
"""Characters a term may have."""
WITH_USE = "“{text}”应为“{use}”。"
_UNFIT = re.compile("[\0\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029\ufffe\uffff\U0010fffe\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the importer says of the whole list; `code` may be left to the file, `message` to us."""

    name: str
    code: str | None = None
    severity: Severity = Severity.WARN
    message: str = ""


@dataclass(frozen=True, slots=True)
class ImportedList:
    """A list as read: its content, how many entries it has, and what there is to know about it.

    A list of facts has no `code`. `notes` are bounded; `counts` says how many there were of each kind.
    """

    name: str
    code: str
    file_name: str
    content: str
    terms: int
    notes: tuple[Remark, ...]
    counts: Mapping[str, int]


def read_list(file_name: str, content: bytes, defaults: Defaults, force: InForce) -> ImportedList:
    """Read a file as a list. `force` is what the other lists of the organisation hold.

    `Invalid` (`broken_list`) names line and reason of the broken rows, up to 50, and counts the rest;
    `TooLarge`, `UnsupportedFile` and `Invalid` (`empty_list`, `code_missing`, …) refuse the file itself.
    Of a list of facts (persons, sources, released texts) only the name is taken from `defaults`.
    """
    faults, notes = Remarks(), Remarks()
    if kind := fact_kind(file_name, content):
        facts = read_facts(kind, file_name, content, defaults.name, force, faults, notes)
        return _imported(defaults.name, "", file_name, facts, kind.section, notes)
    sheet = read_sheet(file_name, content, defaults.code, faults, notes)
    if not sheet.rows and not faults:
        raise Invalid("empty_list", "文件中没有词条。")
    listed = _compared(sheet, defaults, force, faults, notes)
    _need_code(listed, faults)
    head, terms = _lexicon(sheet, listed, defaults)
    check_entries(head, "terms", terms, listed.rows, faults)
    if faults:
        faults.refuse()
    if not terms:
        raise Invalid("nothing_new", "文件中的词条都已在现行词库中，没有要导入的。")
    return _imported(defaults.name, listed.code, file_name, {**head, "terms": terms}, "terms", notes)


def _imported(
    name: str, code: str, file_name: str, data: dict[str, Any], section: str, notes: Remarks
) -> ImportedList:
    listed, counts = tuple(notes.listed()), dict(notes.counts)
    return ImportedList(name, code, file_name, canonical(data), len(data[section]), listed, counts)


def _compared(sheet: Sheet, defaults: Defaults, force: InForce, faults: Remarks, notes: Remarks) -> Listed:
    """The rows that stay, compared with one another and with other lists; without a known code it is ""."""
    code = sheet.code if sheet.code in CODES else ""
    severity = CODES[code].severity if sheet.is_lexicon and code else defaults.severity
    listed = Listed([row for row in sheet.rows if _is_sound(row, faults)], code or "", severity)
    check_terms(listed, faults)
    check_doubles(listed, faults, notes)
    check_in_force(listed, force, packed_all(list(sheet.head.get("allow", ()))), faults, notes)
    check_overlaps(listed, force, faults, notes)
    return listed


def _need_code(listed: Listed, faults: Remarks) -> None:
    """Entries cannot be judged without the list's code; what is known to be wrong is said along with it."""
    if listed.code:
        return
    missing = "没有写明类别，请选择类别，如 POL-07。"
    if not faults:
        raise Invalid("code_missing", missing)
    faults.add(0, "code_missing", missing)
    faults.refuse()


def _is_sound(row: Row, faults: Remarks) -> bool:
    """Whether the row can be compared with others; the rest of its entry is the loader's to judge."""
    line, term, entry = row
    if len(term) > MAX_TERM:
        faults.add(line, "too_long", f"词条“{term[:20]}…”有 {len(term)} 字，最多 {MAX_TERM} 字。")
    elif _UNFIT.search(term):
        faults.add(line, "bad_character", f"词条“{_UNFIT.sub('␤', term)}”含有换行或不能使用的字符。")
    elif not isinstance(entry, dict):
        faults.add(line, "bad_entry", f"“{term}”应写成 {{ source = … }} 的形式。")
    elif entry.get("severity", Severity.HINT) not in list(Severity):
        faults.add(line, "unknown_severity", f"“{term}”的 severity 应为 block、warn 或 hint。")
    elif not isinstance(use := entry.get("use", []), list) or not all(isinstance(word, str) for word in use):
        faults.add(line, "bad_entry", f"“{term}”的 use 应是词或词的列表。")
    else:
        return True
    return False


def _lexicon(sheet: Sheet, listed: Listed, defaults: Defaults) -> tuple[dict[str, Any], Entries]:
    """The list as a lexicon file has it: all but its terms, and these."""
    message, other = _messages(listed, literal(defaults.message) or sheet.head.get("message", ""))
    head = {
        **sheet.head,
        "kind": "terms",
        "name": defaults.name,
        "code": listed.code,
        "message": message,
    }
    return head, _entries(listed, message, other)


def _messages(listed: Listed, stated: str) -> tuple[str, str]:
    """The message of most terms, and that of the others: of those with a suggestion, or those without."""
    if stated:
        return stated, ""
    without_use = f"“{{text}}”列入本单位词库（{CODES[listed.code].title}），请核实。"
    suggesting = sum("use" in row.entry for row in listed.rows)
    return (WITH_USE, without_use) if 2 * suggesting > len(listed.rows) else (without_use, WITH_USE)


def _entries(listed: Listed, message: str, other: str) -> Entries:
    """The entries by term, complete; severity stands where it is not the code's own.

    Rows that say nothing of their own, which most of a long list are, share one entry.
    """
    usual, most_suggest = CODES[listed.code].severity, "{use}" in message

    def complete(entry: dict[str, Any]) -> dict[str, Any]:
        entry = {"severity": listed.severity.value, **entry}
        if entry["severity"] == usual:
            del entry["severity"]
        if other and ("use" in entry) != most_suggest:
            entry.setdefault("message", other)
        return entry

    plain = complete(PLAIN)
    return {row.term: plain if row.entry is PLAIN else complete(row.entry) for row in listed.rows}
