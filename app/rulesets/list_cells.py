"""The cells of an office's list (词表): columns by Chinese or English titles, values as people write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from app.scanner.finding import CODES, Severity

COLUMNS: dict[str, tuple[str, ...]] = {
    "term": ("词条", "词语", "词", "错词", "敏感词", "关键词"),
    "use": ("建议", "建议用语", "正确写法", "改为"),
    "severity": ("级别", "严重程度"),
    "code": ("类别", "代码"),
    "source": ("出处", "来源"),
    "basis": ("依据", "条款"),
    "near": ("附近词", "附近"),
    "unless": ("除非",),
    "since": ("起始日期", "起始"),
    "negation": ("否定语境",),
    "message": ("说明", "提示语"),
}
"""The columns of a CSV list by their English names, with the Chinese ones."""

SEVERITIES: dict[Severity, tuple[str, ...]] = {
    Severity.BLOCK: ("阻断", "须处理", "必须处置"),
    Severity.WARN: ("警告", "提醒"),
    Severity.HINT: ("提示",),
}

_SEVERITY_NAMES = {name: each for each, names in SEVERITIES.items() for name in (each.value, *names)}
_CODE_NAMES = {name: code for code, facts in CODES.items() for name in (code, facts.title)}
_FLAGS = {
    **dict.fromkeys(("是", "有", "√", "true", "yes", "y", "1"), True),
    **dict.fromkeys(("否", "无", "×", "false", "no", "n", "0"), False),
}
_USES = re.compile(r"[|｜]")
_WORDS = re.compile(r"[|｜、；;，,\s]+")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_LONE_BRACE = re.compile(r"\{(?!(?:text|use)\})|(?<!\{text)(?<!\{use)\}")


OWN = "own"
OWN_SOURCE = "本单位词库"
"""Key and title of the source where a row names none; others have their title for a key."""
PLAIN: dict[str, Any] = {"source": OWN}
"""The entry of a row that states nothing but its term."""


class WrongCell(ValueError):
    """A cell that cannot be read: kind of fault and Chinese message."""

    @property
    def kind(self) -> str:
        """The stable name of the fault."""
        return str(self.args[0])

    def __str__(self) -> str:
        return str(self.args[1])


def code_of(cell: str, code: str | None) -> str | None:
    """The list's code: the one given, or else the first that a row names; all others must say the same."""
    if not (said := cell.strip()):
        return code
    named = _CODE_NAMES.get(said.upper()) or _CODE_NAMES.get(said)
    if named is None:
        raise WrongCell("unknown_code", f"没有类别“{said[:20]}”，应为 POL-07 这样的代码。")
    if code not in {None, named}:
        raise WrongCell("mixed_codes", f"类别 {named} 与本词库的 {code} 不同，请按类别分成几份词库。")
    return named


def entry_of(row: Mapping[str, str]) -> dict[str, Any]:
    """The entry of a lexicon that the filled cells state; `WrongCell` where one is amiss."""
    stated = {column: _CELLS[column](cell.strip()) for column, cell in row.items() if cell and cell.strip()}
    return PLAIN | stated if stated else PLAIN


def sources_of(entries: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """The sources that the entries name, as a lexicon lists them."""
    titles = sorted({entry["source"] for entry in entries})
    return {title: {"title": OWN_SOURCE if title == OWN else title} for title in titles}


def _uses(cell: str) -> list[str]:
    return [word for part in _USES.split(cell) if (word := part.strip())]


def words(cell: str) -> list[str]:
    """The words of a cell, between any of | 、 ； ， and spaces."""
    return [word for word in _WORDS.split(cell) if word]


def _severity(cell: str) -> str:
    severity = _SEVERITY_NAMES.get(cell.lower())
    if severity is None:
        raise WrongCell(
            "unknown_severity", f"级别“{cell[:20]}”应为 阻断、警告 或 提示（block、warn、hint）。"
        )
    return severity.value


def day(cell: str) -> str:
    """A day as 2018-03-07, however it is written."""
    match = _DAY.fullmatch(cell)
    try:
        return date(*map(int, match.groups())).isoformat() if match else date.fromisoformat(cell).isoformat()
    except ValueError:
        raise WrongCell("bad_date", f"日期“{cell[:20]}”应如 2018-03-17。") from None


def yes_or_no(cell: str) -> bool:
    """是 or 否, in any of the usual ways."""
    flag = _FLAGS.get(cell.lower())
    if flag is None:
        raise WrongCell("bad_flag", f"“{cell[:20]}”应为 是 或 否。")
    return flag


def literal(message: str) -> str:
    """The message with its braces doubled, but for {text} and {use}: offices write prose, not templates."""
    return _LONE_BRACE.sub(lambda brace: brace[0] * 2, message)


_CELLS: dict[str, Callable[[str], Any]] = {
    "use": _uses,
    "severity": _severity,
    "source": str,
    "basis": str,
    "near": words,
    "unless": words,
    "since": day,
    "negation": yes_or_no,
    "message": literal,
}
