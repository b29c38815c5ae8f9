"""SRC-04: a reprint that names another source in its text (来源前后不一)."""

from __future__ import annotations

from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Draft, Page, Source
from app.scanner.reprint import BASIS, CREDITS, NO_SOURCE, credited

_SOURCE = Source("新华社", "https://www.news.cn/a.html", "经济平稳增长")
_OWN = ("本网", "本站", "本报", "本台", "网络", "互联网", "综合", "见", "于")


@check(
    "SRC-04",
    "source-contradicted",
    BASIS,
    words=CREDITS,
    about=About(
        "来源前后不一",
        "转载稿件正文写的来源（来源：××、转自××）与所填来源名称不是同一单位。图片来源、数据来源不查。",
        Draft("来源：光明日报\n一季度全国经济平稳增长。", "经济平稳增长", kind="reprint", source=_SOURCE),
        Draft("来源：新华社客户端\n一季度全国经济平稳增长。", "经济平稳增长", kind="reprint", source=_SOURCE),
    ),
)
def source_contradicted(page: Page) -> Iterator[Hit]:
    """A credit in the text (来源：××) that is another unit than the source given with the draft.

    Why: readers see the one, the ledger keeps the other, and the article cannot be traced. A unit and its
    accounts are the same, and so are names of which one holds the other; 数据来源 is no credit.

    Example: source 新华社, in the text 来源：光明日报.
    Basis: 互联网新闻信息服务管理规定 art. 15.
    """
    given = (page.draft.source or NO_SOURCE).name.strip()
    if page.draft.kind != "reprint" or not given:
        return
    credits = [(field, *credit) for field in page.fields for credit in credited(field)]
    if any(_same(page, given, unit) for _, unit, _, _ in credits):
        return
    for field, unit, start, end in credits:
        if not unit.startswith(_OWN):
            yield Hit(field, start, end, f"正文写的来源是“{unit}”，所填来源是“{given}”，请核对一致。")


def _same(page: Page, given: str, unit: str) -> bool:
    """Whether two names mean one unit."""
    if given in unit or unit in given:
        return True
    found = page.facts.outlets.named(unit)
    return found is not None and found is page.facts.outlets.named(given)
