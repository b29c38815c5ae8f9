"""Known terms (固定词语) as data: idioms, names of places and institutions, wording, words of a trade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from app.scanner.lexicon_file import LexiconFile

Group = Literal["idiom", "place", "institution", "wording", "law", "trade", "name"]

SHORTEST = 3
"""Characters of the shortest terms that slips are looked for of."""
PROTECTING = frozenset[Group]({"trade", "name"})
"""Groups that only protect what they stand on: they are too short, and too like other words, for anything
near them to be a slip."""
_GROUPS: dict[str, Group] = {group: group for group in get_args(Group) if group != "law"}


@dataclass(frozen=True, slots=True)
class KnownTerms:
    """Terms of one group and source; `seen` are forms near to them that are right, or used, themselves.

    Words of a trade (行业用语, 砼, 查勘) and short names of places (简称, 义乌) are among `PROTECTING`.
    """

    group: Group
    terms: tuple[str, ...]
    seen: frozenset[str]
    basis: str


def read(file: LexiconFile) -> Iterator[KnownTerms]:
    """The terms of a file, source by source; `LexiconError` if the file is wrong.

    [terms] and [seen] have one text for each source, with a term on each line.
    """
    file.expect("", "", file.data, ("kind", "name", "group", "sources", "terms", "seen"))
    file.check_sources()
    group = _GROUPS.get(str(file.data.get("group")))
    if group is None:
        file.fail("", "group", f"group 应是 {'、'.join(_GROUPS)} 之一")
    seen = frozenset(term for source in file.table("seen") for term in _lines(file, "seen", source))
    for source in file.table("terms"):
        terms = tuple(_lines(file, "terms", source))
        if group not in PROTECTING and (short := [term for term in terms if len(term) < SHORTEST]):
            file.fail("terms", source, f"“{short[0]}”太短，固定词语至少 {SHORTEST} 个字")
        yield KnownTerms(group, terms, seen, file.data["sources"][source]["title"])


def _lines(file: LexiconFile, section: str, source: str) -> list[str]:
    text = file.table(section)[source]
    if source not in file.table("sources") or not isinstance(text, str):
        file.fail(section, source, f"“{source}”应是 [sources] 中的出处，其后的文字每行一个词语")
    lines = text.split()
    if len(set(lines)) < len(lines):
        twice = next(line for at, line in enumerate(lines) if line in lines[:at])
        file.fail(section, source, f"“{twice}”列了两次")
    return lines
