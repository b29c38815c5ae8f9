"""SRC-01: a reprint from a unit that is not on the list (来源不在白名单)."""

from __future__ import annotations

from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.checks.hosts import address, suffixes
from app.scanner.document import Draft, Page, Source
from app.scanner.finding import Severity
from app.scanner.outlets import Outlet
from app.scanner.reprint import BASIS, NO_SOURCE, opening

_GOVERNMENT = ("gov.cn",)
_PLATFORMS = ("mp.weixin.qq.com", "weibo.com", "weibo.cn", "xuexi.cn")
_OFFICES = ("人民政府", "委员会", "办公厅", "办公室", "部", "局", "厅", "委", "法院", "检察院")
_BODY = "一季度全国经济平稳增长。"


def _draft(name: str, url: str) -> Draft:
    return Draft(_BODY, "经济平稳增长", kind="reprint", source=Source(name, url, "经济平稳增长"))


@check(
    "SRC-01",
    "source-not-listed",
    BASIS,
    kinds=("reprint",),
    about=About(
        "来源不在名单",
        "转载来源的单位名称和网址都不在稿源单位名单中。按单位认定：单位的客户端、公众号视同单位，政府网站（gov.cn）认可。"
        "自带名单只有中央主要单位（省级党报提示核实），完整名单请由本单位导入。",
        _draft("财经老王说", "https://mp.weixin.qq.com/s/abc"),
        _draft("人民日报微信公众号", "https://mp.weixin.qq.com/s/abc"),
    ),
)
def source_not_listed(page: Page) -> Iterator[Hit]:
    """A reprint whose source is on the list neither by name nor by the domain of its address.

    Why: only articles of listed units (稿源单位) and of government sites may be reprinted; the list changes,
    so that a unit counts on the day of the text. An office of government whose address is not under gov.cn,
    a listed name with the address of another site, and a provincial daily that the full list is to confirm,
    are hints.

    Example: 来源 财经老王说.
    Basis: 互联网新闻信息服务管理规定 art. 15; 互联网新闻信息稿源单位名单.
    """
    source, place = page.draft.source or NO_SOURCE, opening(page)
    said = source.name.strip() or source.url.strip()
    if page.draft.kind != "reprint" or not (said and place and page.facts.outlets.units):
        return
    if problem := _problem(page, source, said):
        yield Hit(*place, problem[0], severity=problem[1])


def _problem(page: Page, source: Source, said: str) -> tuple[str, Severity | None] | None:
    """What is wrong with a source, and how it weighs."""
    outlets, day = page.facts.outlets, page.draft.text_date
    domains = _domains(source.url)
    named, at = outlets.named(source.name), outlets.at(domains)
    if any(unit and not unit.listed(day) for unit in (named, at)):
        return f"“{said}”在本稿日期不在稿源单位名单中，请改用名单内单位的稿件。", None
    if named and named.confirm and not at and not _within(domains, _GOVERNMENT):
        return f"自带名单没有收录地方单位，请按国家网信办公布的稿源单位名单核实“{said}”。", Severity.HINT
    if named and _elsewhere(named, at, domains):
        return f"“{said}”在名单中，但网址“{domains[0]}”不是其网站，请核对原文出处。", Severity.HINT
    if named or at or _within(domains, _GOVERNMENT):
        return None
    if source.name.strip().endswith(_OFFICES):
        return f"请核实“{said}”是发布该信息的政府部门，并填其官方网站的原文网址。", Severity.HINT
    return f"“{said}”不在稿源单位名单中，请改用名单内单位或政府网站的原文。", None


def _elsewhere(named: Outlet, at: Outlet | None, domains: tuple[str, ...]) -> bool:
    """Whether the address belongs to no listed unit, no platform and no site of government."""
    if not domains or not named.domains:
        return False
    return at is None and not _within(domains, (*_GOVERNMENT, *_PLATFORMS))


def _within(domains: tuple[str, ...], allowed: tuple[str, ...]) -> bool:
    return not set(domains).isdisjoint(allowed)


def _domains(url: str) -> tuple[str, ...]:
    """The host of an address and the domains above it; an address may lack its scheme (news.cn/a)."""
    url = url.strip()
    found = address(url) or (address("//" + url) if "." in url else None)
    return tuple(suffixes(found.host)) if found and found.host else ()
