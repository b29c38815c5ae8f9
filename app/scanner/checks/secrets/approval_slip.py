"""SEC-02: what the approval slip of a document leaves in its text (发文稿纸、批办单残留)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page

_SLIPS = (
    *("拟办意见", "领导批示", "领导意见", "处室意见", "科室意见", "会签意见", "核稿意见", "审稿意见"),
    *("签批意见", "传阅范围", "传阅意见", "批办意见", "分管领导意见", "主要领导意见", "办公室意见"),
    *("审签意见", "核稿人", "拟稿人", "拟稿单位", "会签单位", "校对人", "打字员"),
)
_LABEL = re.compile(rf"(?:{'|'.join(_SLIPS)})[ \t]?:")
_OPINION = re.compile(
    r"(?:拟同意|同意(?:发布|印发|刊发|发出)?|请[一-鿿]{1,6}?阅示|呈[一-鿿]{1,6}?阅示)[。.]?(?=[ \t]*(?:\n|$))"
)
_INDENT = " \t\u3000"
_REACH = 20


@check(
    "SEC-02",
    "approval-slip",
    "《政府信息公开条例》第十六条第二款；《党政机关公文处理工作条例》第二十五条",
    words=(*_SLIPS, "拟同意", "阅示", "同意"),
    about=About(
        "签批内容残留",
        "拟稿人、拟办意见、领导批示等签批内容是内部过程信息，复制正文时容易一并带出，应当删除。"
        "正文中叙述领导作出批示的句子不提示。",
        "拟办意见：请办公室阅处。",
        "市领导对此作出批示，要求限期整改。",
    ),
)
def approval_slip(page: Page) -> Iterator[Hit]:
    """拟稿人：, 拟办意见：, 领导批示：, or a line that is only 拟同意 or 请某局长阅示.

    Why: approval is internal; copied along with the text it shows who decided what. Sentences that tell of
    instructions (作出批示), and 签发人 as a document carries it, are no hits.

    Example: 拟办意见：请办公室阅处.
    Basis: 政府信息公开条例 art. 16 (过程性信息); 党政机关公文处理工作条例 art. 25.
    """
    for field in page.fields:
        text = field.folded
        for match in _LABEL.finditer(text):
            if text[match.start() - 1 : match.start()] in ("", "\n", "\t", " "):
                yield Hit(field, *match.span(), "疑似签批内容残留，属内部过程信息，请删除。")
        for match in _OPINION.finditer(text):
            start = match.start()
            floor = max(0, start - _REACH)
            if not text[max(floor, text.rfind("\n", floor, start) + 1) : start].strip(_INDENT):
                yield Hit(field, start, match.end(), "疑似签批意见残留，属内部过程信息，请删除。")
