"""SEC-02: markings that a document is not for the public (公开属性、内部标注)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import REACH, stands_in
from app.scanner.document import Field, Page

_LABELS = ("公开属性", "公开方式", "公开选项", "公开形式", "公开类别", "公开类型", "公开程度", "信息公开")
_VALUES = "不予公开|不公开|依申请公开|依申请|免予公开|免于公开|内部公开|内部|暂不公开"
_LABELLED = re.compile(rf"(?:{'|'.join(_LABELS)})[ \t]?[:\])】][ \t]?((?:{_VALUES}))(?=[ \t\n。,;)】]|$)")
_SIGNS = (
    *("工作秘密", "内部", "注意保存", "内部资料", "内部文件", "内部材料", "内部使用"),
    *("敏感信息", "不予公开"),
)
_LINE = re.compile(
    r"(?:^|\n)[ \t\u3000]*[\[(【<]?((?:工作秘密|内部(?:资料|文件|材料|使用|传阅|参考|掌握)?|敏感信息)"
    r"(?:[ ,、★☆]{0,3}(?:注意保存|注意保密|严禁外传|不得外传|请勿外传|\d{1,2}年|长期))?)"
    r"[\])】>]?[ \t\u3000]*(?=\n|$)|[\[(【](内部|工作秘密)[\])】][ \t]*(?=\n|$)"
)


@check(
    "SEC-02",
    "release-marking",
    "《政府信息公开条例》第十六条；《保守国家秘密法》（2024年修订）第六十四条",
    words=(*_LABELS, *_SIGNS),
    about=About(
        "不公开的标注",
        "稿件带有“公开方式：不予公开”“依申请公开”，或者单独一行的“内部”“工作秘密”，说明原文件不宜直接发布。"
        "“主动公开”和办事指南中介绍依申请公开的句子不提示。",
        "公开方式：依申请公开",
        "公开方式：主动公开",
    ),
)
def release_marking(page: Page) -> Iterator[Hit]:
    """A release attribute other than 主动公开, or a line that is only 内部 or 工作秘密.

    Why: the issuing office decided that the document is not published; a copy keeps the mark. Sentences
    about release on request (依申请公开指南) and the mark inside quotation marks are no hits.

    Example: 公开方式：依申请公开.
    Basis: 政府信息公开条例 art. 16; 保守国家秘密法 (2024) art. 64 (工作秘密).
    """
    for field in page.fields:
        for pattern in (_LABELLED, _LINE):
            for match in pattern.finditer(field.folded):
                yield from _judge(field, match)


def _judge(field: Field, match: re.Match[str]) -> Iterator[Hit]:
    start, end = match.span(match.lastindex or 0)
    if not stands_in(field.text[max(0, start - REACH) : end], min(start, REACH), "quotation"):
        message = f"稿件带有“{field.text[start:end].strip()}”标注，请确认可以公开并删除标注。"
        yield Hit(field, start, end, message)
