"""SRC-03: a reprint that does not say where it comes from (缺少来源)."""

from __future__ import annotations

from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Draft, Page, Source
from app.scanner.reprint import BASIS, NO_SOURCE, opening

_FLAGGED = Draft("一季度全国经济平稳增长。", "经济平稳增长", kind="reprint", source=Source("新华社"))
_CLEAN = Draft(
    "一季度全国经济平稳增长。",
    "经济平稳增长",
    kind="reprint",
    source=Source("新华社", "https://www.news.cn/a.html", "经济平稳增长"),
)


@check(
    "SRC-03",
    "source-missing",
    BASIS,
    kinds=("reprint",),
    about=About(
        "转载缺少来源",
        "转载稿件须填来源名称、原文网址和原标题，缺哪一项就提示哪一项。原创和答复不查。",
        _FLAGGED,
        _CLEAN,
    ),
)
def source_missing(page: Page) -> Iterator[Hit]:
    """A reprint (转载) without the name of its source, the address or the title of the original.

    Why: a reprint must be traceable, and neither the list of units nor the original can be compared without
    them. The finding stands on the title, or on the first line, and names what is missing.

    Example: kind 转载, source 新华社 without an address.
    Basis: 互联网新闻信息服务管理规定 art. 15.
    """
    source = page.draft.source or NO_SOURCE
    fields = (("来源名称", source.name), ("原文网址", source.url), ("原标题", source.title))
    missing = [name for name, value in fields if not value.strip()]
    place = opening(page)
    if page.draft.kind == "reprint" and missing and place:
        yield Hit(*place, f"转载稿件缺少{'、'.join(missing)}，请补填。")
