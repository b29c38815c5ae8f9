"""SEC-02: texts that are still drafts (征求意见稿、送审稿等过程稿)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Field, Page
from app.scanner.finding import Severity

_STAGES = (
    *("征求意见稿", "征求意见修改稿", "送审稿", "报审稿", "讨论稿", "审议稿", "初稿", "修改稿", "审批稿"),
    *("报批稿", "待审稿", "未定稿", "校对稿", "打印稿", "会签稿", "审核稿", "定稿", "终稿", "最终版"),
    *("最终稿", "过程稿"),
)
_HEADING = re.compile(
    rf"[\[(【][ ]?(?P<a>(?:{'|'.join(_STAGES)})[一二三四五\d]{{0,2}})[ ]?[\])】](?!\.)"
    rf"|(?P<b>(?:{'|'.join(_STAGES)})\d{{0,2}})(?=[ \t]*$)"
)
_FILE = re.compile(
    r"(?:终稿|定稿|最终版|修改版|修改稿|初稿|副本|送审稿|新建文档|未命名)"
    r"[^\s，。；、]{0,12}\.(?:docx?|wps|pdf|xlsx?|pptx?)(?![a-z])"
)
_OPEN = (
    *("征求意见的", "公开征", "征集意见", "征求社会", "反馈意见", "意见建议", "起草说明", "立法"),
    *("听证", "解读"),
)
_HEAD = 600
_LINES = 4


@check(
    "SEC-02",
    "draft-marking",
    "《政府信息公开条例》第十六条第二款",
    words=(*_STAGES, "修改版", "副本", "新建文档", "未命名"),
    about=About(
        "过程稿标记",
        "标题或开头带有“征求意见稿”“送审稿”“定稿2”等字样，或者留有过程稿的文件名，发出的可能不是最后的文本。"
        "公开征求意见的公告不提示。",
        "东城街道防汛应急预案（送审稿）\n各社区：",
        "关于《东城街道防汛应急预案（征求意见稿）》公开征求意见的公告",
    ),
)
def draft_marking(page: Page) -> Iterator[Hit]:
    """送审稿, 讨论稿, 征求意见稿 and the like in a heading, or in a file name that was left in.

    Why: a draft under discussion is process information, and not what was signed. Notices that
    ask the public for its opinion, and sentences that tell of a draft, are no hits.

    Example: 防汛应急预案（送审稿）.
    Basis: 政府信息公开条例 art. 16 (过程性信息).
    """
    opening = "".join(field.text[:_HEAD] for field in page.fields)
    consulting = mentions(opening, _OPEN)
    for field in page.fields:
        if not consulting:
            yield from _headings(field)
        for name in _FILE.finditer(field.folded):
            message = "文中留有过程稿的文件名，请核对是否为最后的文本。"
            yield Hit(field, *name.span(), message, severity=Severity.HINT)


def _headings(field: Field) -> Iterator[Hit]:
    at = read = 0
    for line in field.folded[:_HEAD].split("\n"):
        match = _HEADING.search(line) if len(line) <= 80 and not line.rstrip().endswith("。") else None
        if match:
            start, end = match.span("a" if match["a"] else "b")
            message = f"标题或开头带有“{match[0].strip('()[]【】 ')}”，请确认是最后的文本并删除标记。"
            yield Hit(field, at + start, at + end, message)
        at += len(line) + 1
        read += bool(line.strip())
        if read == _LINES:
            return
