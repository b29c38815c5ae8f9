"""TXT-06: markup that readers see (网页代码残留)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.finding import Severity
from app.scanner.outline import has

_ENTITIES = (
    "nbsp",
    "ldquo",
    "rdquo",
    "lsquo",
    "rsquo",
    "quot",
    "mdash",
    "hellip",
    "middot",
    "ensp",
    "emsp",
    "amp",
)
_TAGS = ("span", "strong", "div", "font", "section", "table", "tbody", "img", "br", "style", "href")
_LEFTOVER = re.compile(
    f"&(?:{'|'.join(_ENTITIES)});|</?(?:{'|'.join(_TAGS)})(?:[ \\t][^<>\\n]{{0,200}}+)?/?>"
    "|</(?:p|td|tr|a|b|li|ul|h[1-6])>",
    re.IGNORECASE,
)


@check(
    "TXT-06",
    "leftover-markup",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=(*_ENTITIES, *_TAGS),
    shape=has(b"./."),
    about=About(
        "网页代码残留",
        "正文里看得见“&nbsp;”“</p>”“<br>”等网页代码，是复制或转换格式时留下的，应删去。",
        "会议时间：&nbsp;&nbsp;下周一上午。",
        "会议时间：下周一上午。",
    ),
)
def leftover_markup(page: Page) -> Iterator[Hit]:
    """Entities and tags of HTML that readers see as text: &nbsp;, </span>, <br> (网页代码残留).

    Why: it came with a copied page, or was escaped twice. What is markup in a draft of HTML or Markdown does
    not show and is no hit.

    Example: 会议时间：&nbsp;下周一.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        done = -1
        for match in _LEFTOVER.finditer(field.text):
            if match.start() != done:
                message = f"“{match[0][:20]}”是网页代码，读者看得见，请删去。"
                yield Hit(field, *match.span(), message, severity=Severity.WARN)
            done = match.end()
