"""SRC-04: a reprint whose text is not that of the original (正文与原文不符)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from app.scanner.check import About, Hit, check
from app.scanner.document import Draft, Field, Page, Source, parse
from app.scanner.finding import Severity
from app.scanner.reprint import BASIS, NO_SOURCE
from app.scanner.rewording import changes
from app.scanner.sentences import Pairing, pair

_PAIRS = 100
_OTHER_TEXT = 0.5


def _draft(body: str) -> Draft:
    original = "一季度全市经济增长5.2%。工业投资增长较快。消费市场总体平稳。"
    source = Source("新华社", "https://www.news.cn/a.html", "经济平稳增长", original)
    return Draft(body, "经济平稳增长", kind="reprint", source=source)


@check(
    "SRC-04",
    "body-differs",
    BASIS,
    slow=True,
    kinds=("reprint",),
    about=About(
        "正文与原文不符",
        "转载正文与所附原文相比，数字、日期、名称、否定词或程度词被改动；增删的句子只作提示。没有附原文的不比较。",
        _draft("一季度全市经济增长5.5%。工业投资增长较快。消费市场总体平稳。"),
        _draft("一季度全市经济增长5.2%。\n工业投资增长较快。\n消费市场总体平稳。"),
    ),
)
def body_differs(page: Page) -> Iterator[Hit]:
    """A text that differs from the original in numbers, dates, names, negation or degree, or in sentences.

    Why: a reprint must not twist the content (歪曲、篡改新闻信息内容). Each change stands on its characters;
    sentences added and left out are one hint each with their number, since parts may be left out. Layout,
    marks and other words are left alone; at most a hundred changed sentences are looked into.

    Example: original 增长5.2%, reprint 增长5.5%.
    Basis: 互联网新闻信息服务管理规定 art. 15.
    """
    source = page.draft.source or NO_SOURCE
    body = page.fields[-1]
    if page.draft.kind == "reprint" and source.body.strip() and body.text.strip():
        original = parse(Draft(source.body, format=page.draft.format)).fields[-1]
        pairing = pair(original.folded, body.folded)
        if pairing.added and len(pairing.added) > _OTHER_TEXT * pairing.total:
            yield _other(body, pairing)
        else:
            yield from _changed(body, pairing)
            yield from _moved(body, pairing)


def _other(body: Field, pairing: Pairing) -> Hit:
    """One hint instead of many where the two are hardly the same text."""
    first = pairing.added[0]
    message = f"正文{pairing.total}句中有{len(pairing.added)}句不在所附原文中，请核对所附原文是否正确。"
    return Hit(body, first.start, first.end, message, severity=Severity.HINT)


def _changed(body: Field, pairing: Pairing) -> Iterator[Hit]:
    for old, new in islice(pairing.changed, _PAIRS):
        for change in changes(old.text, new.text):
            message = f"与原文相比，{change}，请改回原文或说明理由。"
            yield Hit(body, new.start + change.start, new.start + change.end, message)


def _moved(body: Field, pairing: Pairing) -> Iterator[Hit]:
    if pairing.added:
        first = pairing.added[0]
        message = f"原文没有这样的句子，共增加{len(pairing.added)}句，请核对。"
        yield Hit(body, first.start, first.end, message, severity=Severity.HINT)
    if pairing.gone:
        start = len(body.text) - len(body.text.lstrip())
        said = pairing.gone[0].text[:20]
        message = f"比原文少{len(pairing.gone)}句（如“{said}”），请确认未改变原意。"
        yield Hit(body, start, start + 1, message, severity=Severity.HINT)
