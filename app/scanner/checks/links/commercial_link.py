"""LNK-01: links to shops and promotion pages (商业页面链接)."""

from __future__ import annotations

from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.checks.hosts import address, bare_addresses, commercial_name, is_known
from app.scanner.document import Field, Link, Page
from app.scanner.outline import has


@check(
    "LNK-01",
    "commercial-link",
    "国办发〔2018〕123号：不得刊登商业广告或链接商业广告页面",
    links=True,
    shape=has(b"./.", b"0/."),
    about=About(
        "商业页面链接",
        "链接指向购物、团购、推广等商业页面，政务新媒体不得刊登。政府网站和主要新闻网站的链接不提示。",
        "详情见https://item.taobao.com/item.htm?id=1",
        "详情见https://www.gov.cn/zhengce/",
    ),
)
def commercial_link(page: Page) -> Iterator[Hit]:
    """Links whose domain is a shop or promotion page of the ruleset's list (商业广告页面).

    Why: an official account must not link to commercial pages. An address without http:// counts
    where it leads to a page (item.taobao.com/1), not where it names the site. Domains the ruleset knows as
    official are no hits, nor is an address that is no web address (mailto, tel, relative).

    Example: https://item.taobao.com/item.htm?id=1.
    Basis: 国办发〔2018〕123号.
    """
    for field in page.fields:
        for link in _links(field):
            target = address(link.url)
            if target is None or is_known(target.host, page.facts):
                continue
            if name := commercial_name(target.host, page.facts):
                message = f"链接指向商业页面（{name}），不得刊登商业广告或链接商业广告页面。"
                yield Hit(field, link.start, link.end, message, in_source=True)


def _links(field: Field) -> Iterator[Link]:
    yield from field.links
    for link in bare_addresses(field):
        if link.url[2:].partition("/")[2]:
            yield link
