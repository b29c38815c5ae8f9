"""SEC-02: minutes of a meeting published as they are (会议纪要、会议记录)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Field, Page

_KINDS = (
    *("会议纪要", "会议记录", "办公会纪要", "党组会纪要", "党委会纪要", "常委会纪要", "专题会纪要"),
    *("协调会纪要", "工作纪要"),
)
_HEADING = re.compile(rf"[^。\n]{{0,40}}?({'|'.join(_KINDS)})[ \t]*(?:[\[(〔【][^\n]{{0,16}})?[ \t]*")
_PUBLIC = (
    *("村民", "居民", "业主", "审判工作", "股东", "听证", "印发", "公布", "发布", "的通知", "模板"),
    *("范本", "解读", "《", "根据", "按照", "依据"),
)
_HEAD = 300
_LINES = 3


@check(
    "SEC-02",
    "meeting-minutes",
    "《政府信息公开条例》第十六条；《党政机关公文处理工作条例》第八条",
    words=("纪要", "会议记录"),
    about=About(
        "会议纪要",
        "会议纪要、会议记录属内部管理和过程性信息，不宜原样发布，需要公开的应改写为新闻或者公告。"
        "村民会议记录、经批准公布的纪要不提示。",
        "东城街道党工委会议纪要\n〔2024〕5号",
        "关于印发《专题会议纪要编写规范》的通知",
    ),
)
def meeting_minutes(page: Page) -> Iterator[Hit]:
    """会议纪要 or 会议记录 as the heading of the text.

    Why: minutes are internal, and tell of opinions and who held them. Notices that publish a summary, rules
    on how to write one, and meetings of villagers are no hits.

    Example: 东城街道党工委会议纪要.
    Basis: 政府信息公开条例 art. 16 (会议纪要等过程性信息); 党政机关公文处理工作条例 art. 8 (纪要).
    """
    for field in page.fields:
        yield from _find(field)


def _find(field: Field) -> Iterator[Hit]:
    at = read = 0
    for line in field.folded[:_HEAD].split("\n"):
        match = _HEADING.fullmatch(line.rstrip()) if read < _LINES else None
        if match and not mentions(line, _PUBLIC):
            message = f"“{match[1]}”属内部过程信息，不宜原样发布，请改写或者确认可以公开。"
            yield Hit(field, at + match.start(1), at + match.end(1), message)
        at += len(line) + 1
        read += bool(line.strip())
