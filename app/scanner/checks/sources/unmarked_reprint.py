"""SRC-03: an original that credits another unit (转载未按转载报审)."""

from __future__ import annotations

from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.finding import Severity
from app.scanner.reprint import BASIS, CREDITS, credited

_MEDIA = (
    *("日报", "晚报", "早报", "时报", "电视台", "广播台", "通讯社", "新闻网", "新闻"),
    *("公众号", "客户端", "微博", "杂志"),
)


@check(
    "SRC-03",
    "unmarked-reprint",
    BASIS,
    words=CREDITS,
    about=About(
        "疑似转载稿",
        "稿件类型不是转载，正文却写明来源是新闻单位或其他账号，请改为转载并填来源。数据来源、来源本站不提示。",
        "来源：新华社\n一季度全国经济平稳增长。",
        "数据来源：国家统计局\n一季度全国经济平稳增长。",
    ),
)
def unmarked_reprint(page: Page) -> Iterator[Hit]:
    """A draft of another kind than 转载 that credits a news unit or account as its source.

    Why: sent in as an original, its source is neither checked against the list nor kept in the ledger. Only
    listed units and names that sound of media count, so that 来源：省统计局 under a table is left alone.

    Example: kind 原创, in the text 来源：新华社.
    Basis: 互联网新闻信息服务管理规定 art. 15.
    """
    if page.draft.kind == "reprint":
        return
    for field in page.fields:
        for unit, start, end in credited(field):
            if unit.endswith(_MEDIA) or page.facts.outlets.named(unit):
                message = f"正文写明来源“{unit}”，如属转载，请把稿件类型改为转载并填写来源。"
                yield Hit(field, start, end, message, severity=Severity.HINT)
