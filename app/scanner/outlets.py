"""Units whose articles may be reprinted (稿源单位), as data with dates.

The state's list (互联网新闻信息稿源单位名单) changes, so that an office loads its own, of kind `sources`:

    kind = "sources"
    [sources.list]
    title = "国家互联网信息办公室《互联网新闻信息稿源单位名单》"
    date = "2025-06-01"
    [units]
    "新华社" = { aliases = ["新华通讯社"], domains = ["news.cn"], since = 2021-10-20, source = "list" }
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.scanner.lexicon_file import LexiconFile
from app.scanner.normalize import packed

_KEYS = frozenset(("aliases", "domains", "since", "until", "confirm", "source"))
_ACCOUNT = re.compile(
    "(?:官方)?(?:微信)?(?:公众号|订阅号|服务号|视频号|抖音号?|微博|微信|客户端|新媒体|app|官网|网站|海外版|电|讯|记者)$"
)
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A listed unit (稿源单位): its names, domains, the days from and until which it is listed, its basis.

    Of a unit to `confirm` is known what it is, not whether it stands on the list at present.
    """

    names: tuple[str, ...]
    domains: tuple[str, ...]
    since: date | None
    until: date | None
    basis: str
    confirm: bool = False

    def listed(self, day: date | None) -> bool:
        """Whether it stands on the list on a day; None is today, later than any day of the list."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Outlets:
    """All listed units, by name and by domain."""

    def __init__(self, units: Iterable[Outlet]) -> None:
        self.units = tuple(units)
        self._by_name = {_plain(name): unit for unit in self.units for name in unit.names}
        self._by_domain = {domain: unit for unit in self.units for domain in unit.domains}

    def named(self, name: str) -> Outlet | None:
        """The unit that `name` means: itself, or an account of it (人民日报微信公众号 is 人民日报)."""
        plain = _plain(name)
        while plain not in self._by_name and (account := _ACCOUNT.search(plain)):
            plain = plain[: account.start()]
        return self._by_name.get(plain)

    def at(self, domains: Iterable[str]) -> Outlet | None:
        """The unit that the first known of `domains` belongs to."""
        return next((self._by_domain[domain] for domain in domains if domain in self._by_domain), None)


NO_OUTLETS = Outlets(())


def read(file: LexiconFile) -> Iterator[Outlet]:
    """The units of a file; `LexiconError` if an entry is wrong."""
    file.expect("", "", file.data, ("kind", "name", "sources", "units"))
    file.check_sources()
    for name, entry in file.entries("units", _KEYS):
        names = (name, *_list(file, name, "aliases", entry))
        domains = tuple(domain.lower() for domain in _list(file, name, "domains", entry))
        if not all(map(_DOMAIN.fullmatch, domains)):
            file.fail("units", name, f"“{name}”的 domains 应是域名，如 news.cn")
        since, until = (_day(file, name, entry.get(key)) for key in ("since", "until"))
        if since and until and until < since:
            file.fail("units", name, f"“{name}”列入名单的日期晚于移出的日期")
        if not isinstance(confirm := entry.get("confirm", False), bool):
            file.fail("units", name, f"“{name}”的 confirm 应为 true 或 false")
        basis = file.data["sources"][entry["source"]]["title"]
        yield Outlet(names, domains, since, until, basis, confirm)


def _list(file: LexiconFile, name: str, key: str, entry: dict[str, Any]) -> list[str]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        file.fail("units", name, f"“{name}”的 {key} 应是列表，每项是文字")
    return value


def _day(file: LexiconFile, name: str, value: object) -> date | None:
    day = file.day(value)
    if value is not None and day is None:
        file.fail("units", name, f"“{name}”的列入、移出日期应如 2021-10-20（不加引号）")
    return day


def _plain(name: str) -> str:
    """A name without what people add to it: spaces, marks, 《》 and the like."""
    return "".join(filter(str.isalnum, packed(name).text))
