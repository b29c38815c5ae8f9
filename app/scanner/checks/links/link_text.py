"""LNK-03: a link whose words name another address than it leads to (链接文字与目标不符)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.checks.hosts import address, registered_domain
from app.scanner.document import Draft, Field, Link, Page

_SHOWN = re.compile(r"(?<![0-9a-z@.-])(?:https?://)?((?:[a-z0-9-]{1,40}\.){1,5}[a-z]{2,8})(?![a-z0-9@-])")
_CLOSE = re.compile(r"</a[\s>]", re.IGNORECASE)
_OPEN = re.compile(r"<a\s[^<>]{0,400}?href\s*=\s*[\"']?$", re.IGNORECASE)
_REACH = 400
_TOPS = frozenset(
    ("com", "cn", "net", "org", "gov", "edu", "cc", "top", "xyz", "vip", "io", "info", "me", "tv")
)


@check(
    "LNK-03",
    "link-text",
    "国办发〔2018〕123号；《网络安全法》",
    links=True,
    about=About(
        "链接文字与目标不符",
        "链接显示的是一个网址，点开却是另一个网站，读者会被误导。显示网站名称或者同一网站的其他地址不提示。",
        Draft("[www.gov.cn](http://www.example.org/)", format="markdown"),
        Draft("[www.gov.cn](https://www.gov.cn/zhengce/)", format="markdown"),
    ),
)
def link_text(page: Page) -> Iterator[Hit]:
    """A link that shows one address and leads to another domain, in HTML and Markdown.

    Why: it is how phishing works, and what a wrong paste leaves behind. Words that are no address, and
    addresses within one registered domain, are no hits.

    Example: <a href="http://evil.example">www.gov.cn</a>.
    Basis: 国办发〔2018〕123号; 网络安全法.
    """
    if page.draft.format == "text":
        return
    for field in page.fields:
        for link in field.links if field.starts is not None else ():
            shown = _domain(_words(field, link))
            target = address(link.url)
            if shown and target and target.host and registered_domain(target.host) != shown:
                message = f"链接文字是{shown}，实际指向{registered_domain(target.host)}，请核对。"
                yield Hit(field, link.start, link.end, message, in_source=True)


def _words(field: Field, link: Link) -> str:
    """What a reader sees of a link; "" where it is not `<a href>` or `[…](…)`."""
    source, start, end = field.source, link.start, link.end
    before = source[max(0, start - _REACH) : start]
    if before.endswith("]("):
        opens = before.rfind("[", 0, -2)
        return source[start - len(before) + opens + 1 : start - 2] if opens >= 0 else ""
    close = _CLOSE.search(source, end, end + _REACH) if _OPEN.search(before) else None
    return field.text[field.shown(end) : field.shown(close.start())] if close else ""


def _domain(words: str) -> str:
    """The registered domain of the address that words consist of or begin with; "" where they name none."""
    match = _SHOWN.match(words.strip().lower())
    if match is None or match[1].rpartition(".")[2] not in _TOPS:
        return ""
    return registered_domain(match[1])
