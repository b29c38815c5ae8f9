"""Persons as an office maintains them (人员名单): offices with dates, order, names that must not appear.

The product ships none, since they go stale. A file of kind `persons` looks like this:

    kind = "persons"
    [sources.list]
    title = "市委组织部《市领导名单》"
    date = "2026-03-01"
    [persons]
    "张三" = { order = 1, offices = [{ title = "市委书记", from = 2021-09-01 }], source = "list" }
    "李四" = { barred = true, source = "list" }
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.scanner.lexicon_file import LexiconFile

_KEYS = frozenset(("aliases", "order", "offices", "barred", "source"))
_OFFICE_KEYS = ("title", "from", "to")


@dataclass(frozen=True, slots=True)
class Office:
    """An office (职务) by all names it goes by, and the days from and to which it was held, if known."""

    titles: tuple[str, ...]
    since: date | None
    until: date | None

    def held(self, day: date | None) -> bool:
        """Whether it was held on a day; None is today, later than any day of the list."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """A person by all names, with the source it is known from.

    `order` is the place in a list of leaders (排序). `barred` persons must not appear in what the office
    publishes (限制宣传人员).
    """

    names: tuple[str, ...]
    order: int | None
    offices: tuple[Office, ...]
    barred: bool
    basis: str

    def titles(self) -> Iterator[str]:
        """All names of all offices, former ones too."""
        for office in self.offices:
            yield from office.titles

    def holds(self, title: str, day: date | None) -> bool:
        """Whether the person held the office of that name on a day (None: today)."""
        return any(title in office.titles and office.held(day) for office in self.offices)

    def current(self, day: date | None) -> list[str]:
        """The offices held on a day, each by its first name."""
        return [office.titles[0] for office in self.offices if office.held(day)]


def read(file: LexiconFile) -> Iterator[tuple[str, Person]]:
    """The persons of a file by name; `LexiconError` if an entry is wrong."""
    file.expect("", "", file.data, ("kind", "name", "sources", "persons"))
    file.check_sources()
    for name, entry in file.entries("persons", _KEYS):
        order, barred = entry.get("order"), entry.get("barred", False)
        if order is not None and (not isinstance(order, int) or isinstance(order, bool) or order < 1):
            file.fail("persons", name, f"“{name}”的 order 应是从 1 起的整数")
        if not isinstance(barred, bool):
            file.fail("persons", name, f"“{name}”的 barred 应为 true 或 false")
        names = _names(file, name, [name, *_list(file, name, "aliases", entry)])
        offices = tuple(_office(file, name, office) for office in _list(file, name, "offices", entry))
        yield name, Person(names, order, offices, barred, file.data["sources"][entry["source"]]["title"])


def _list(file: LexiconFile, name: str, key: str, entry: dict[str, Any]) -> list[Any]:
    value = entry.get(key, [])
    if not isinstance(value, list):
        file.fail("persons", name, f"“{name}”的 {key} 应是列表")
    return value


def _names(file: LexiconFile, name: str, names: list[Any]) -> tuple[str, ...]:
    if not all(isinstance(each, str) and len(each.strip()) >= 2 for each in names):
        file.fail("persons", name, f"“{name}”的姓名、别名和职务名称应是两个字以上的文字")
    return tuple(names)


def _office(file: LexiconFile, name: str, office: Any) -> Office:
    if not isinstance(office, dict):
        file.fail("persons", name, f"“{name}”的职务应写作 {{ title = …, from = 日期, to = 日期 }}")
    file.expect("persons", name, office, _OFFICE_KEYS)
    title = office.get("title")
    titles = _names(file, name, title if isinstance(title, list) and title else [title])
    since, until = (_day(file, name, office.get(key)) for key in ("from", "to"))
    if since and until and until < since:
        file.fail("persons", name, f"“{name}”的职务“{titles[0]}”到任晚于离任")
    return Office(titles, since, until)


def _day(file: LexiconFile, name: str, value: object) -> date | None:
    day = file.day(value)
    if value is not None and day is None:
        file.fail("persons", name, f"“{name}”的到任、离任时间应是日期，如 2021-09-01（不加引号）")
    return day
