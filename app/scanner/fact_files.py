"""Reading the lexicon files that hold no terms but facts: domains, forms, persons, laws, lists, sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.scanner import laws, outlets, persons, wording
from app.scanner.facts import Facts
from app.scanner.lexicon_file import LexiconFile
from app.scanner.nearmiss.known import KnownTerms
from app.scanner.nearmiss.known import read as read_known

_VOCABULARIES = frozenset(("level", "topics"))


@dataclass
class GatheredFacts:
    """The facts that have been read so far."""

    known: set[str] = field(default_factory=set)
    commercial: dict[str, str] = field(default_factory=dict)
    shorteners: set[str] = field(default_factory=set)
    mixed: list[tuple[str, ...]] = field(default_factory=list)
    divisions: dict[str, str] = field(default_factory=dict)
    vocab: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    persons: dict[str, persons.Person] = field(default_factory=dict)
    laws: dict[str, laws.Law] = field(default_factory=dict)
    fixed: list[wording.FixedList] = field(default_factory=list)
    slogans: list[wording.Slogan] = field(default_factory=list)
    texts: list[wording.StandardText] = field(default_factory=list)
    outlets: list[outlets.Outlet] = field(default_factory=list)
    known_terms: list[KnownTerms] = field(default_factory=list)

    def facts(self) -> Facts:
        """What was gathered, for good."""
        return Facts(
            frozenset(self.known), self.commercial, frozenset(self.shorteners),
            tuple(self.mixed), self.divisions, self.vocab,
            self.persons, self.laws, tuple(self.fixed), tuple(self.slogans), tuple(self.texts),
            outlets.Outlets(self.outlets), tuple(self.known_terms),
        )  # fmt: skip


def _read_domains(file: LexiconFile, into: GatheredFacts) -> None:
    file.expect("", "", file.data, ("kind", "name", "sources", "known", "commercial", "shorteners"))
    file.check_sources()
    into.known.update(key.lower() for key, _ in file.entries("known", {"source", "name"}))
    into.shorteners.update(key.lower() for key, _ in file.entries("shorteners", {"source", "name"}))
    for key, entry in file.entries("commercial", {"source", "name"}):
        into.commercial[key.lower()] = entry.get("name", key)


def _read_mixed(file: LexiconFile, into: GatheredFacts) -> None:
    file.expect("", "", file.data, ("kind", "name", "sources", "groups"))
    file.check_sources()
    for key, entry in file.entries("groups", {"source", "other", "basis"}):
        others = entry.get("other")
        if not isinstance(others, list) or not others or not all(isinstance(form, str) for form in others):
            file.fail("groups", key, f"“{key}”的 other 应是其他写法的列表")
        into.mixed.append((key, *others))


def _read_divisions(file: LexiconFile, into: GatheredFacts) -> None:
    file.expect("", "", file.data, ("kind", "name", "sources", "codes"))
    file.check_sources()
    for key, value in file.table("codes").items():
        name = value.get("name") if isinstance(value, dict) else value
        if not re.fullmatch(r"\d\d", key) or not isinstance(name, str):
            file.fail("codes", key, '[codes] 每行应是两位代码和名称，如 "11" = "北京市"')
        into.divisions[key] = name


def _read_vocabulary(file: LexiconFile, into: GatheredFacts) -> None:
    kind = file.data["kind"]
    if kind in into.vocab:
        file.fail("", "kind", f"“{kind}”类词库只能有一个")
    into.vocab[kind] = file.data


def _read_persons(file: LexiconFile, into: GatheredFacts) -> None:
    for name, person in persons.read(file):
        if into.persons.setdefault(name, person) is not person:
            file.fail("persons", name, f"“{name}”已列在另一个名单中")


def _read_laws(file: LexiconFile, into: GatheredFacts) -> None:
    into.laws.update((law.title, law) for law in laws.read(file))


def _read_lists(file: LexiconFile, into: GatheredFacts) -> None:
    for each in wording.read_lists(file):
        if isinstance(each, wording.FixedList):
            into.fixed.append(each)
        else:
            into.slogans.append(each)


def _read_texts(file: LexiconFile, into: GatheredFacts) -> None:
    into.texts.extend(wording.read_texts(file))


def _read_outlets(file: LexiconFile, into: GatheredFacts) -> None:
    into.outlets.extend(outlets.read(file))


def _read_known(file: LexiconFile, into: GatheredFacts) -> None:
    into.known_terms.extend(read_known(file))


READERS: dict[str, Callable[[LexiconFile, GatheredFacts], None]] = {
    "domains": _read_domains,
    "mixed": _read_mixed,
    "divisions": _read_divisions,
    "persons": _read_persons,
    "laws": _read_laws,
    "fixed-wording": _read_lists,
    "standard-texts": _read_texts,
    "sources": _read_outlets,
    "known-terms": _read_known,
    **dict.fromkeys(_VOCABULARIES, _read_vocabulary),
}
"""What reads a file into the facts, by its kind."""
