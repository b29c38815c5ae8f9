"""What the checks of reprints (转载) share: the place for what concerns a whole draft, and credit lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.context import clause_before
from app.scanner.document import Field, Page, Source

NO_SOURCE = Source()
BASIS = (
    "《互联网新闻信息服务管理规定》第十五条：转载应注明来源、原标题等，不得歪曲、篡改标题原意和新闻信息内容"
)
CREDITS = ("来源", "转自", "转载自", "摘自", "摘编自")

_END = r"[^\n。,;!?()\[\]<>|]"
_CREDIT = re.compile(
    rf"(?:来源 ?[:|/丨] ?|(?:转载自|转自|摘编自|摘自) ?[:|/丨]? ?)[“《「【]?(?P<unit>{_END}{{2,40}}?)"
    r"(?:[”》」】]|\s|[。,;!?()\[\]<>|、]|$)",
    re.MULTILINE,
)
_OTHER_SOURCES = (
    *("资金", "经费", "收入", "数据", "图片", "视频", "资料", "线索", "案件", "人员"),
    *("水", "气", "货", "热", "污染", "生活", "病例", "房屋", "土地"),
)
"""What else has a 来源 than an article."""


def opening(page: Page) -> tuple[Field, int, int] | None:
    """Where a draft begins: its whole title, or else the first line of its body; None if it is blank."""
    for field in page.fields:
        if match := re.search(r"\S[^\n]*", field.text):
            return field, match.start(), match.end()
    return None


def credited(field: Field) -> Iterator[tuple[str, int, int]]:
    """The units that a text names as its source (来源：××, 转自××), each with its place."""
    for match in _CREDIT.finditer(field.folded):
        if not clause_before(field.folded, match.start()).rstrip(" ").endswith(_OTHER_SOURCES):
            start, end = match.span("unit")
            yield field.text[start:end].strip(), start, end
