"""TXT-03: two colons in one sentence (冒号套用)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page

_SAYING = ("指出", "强调", "要求", "表示", "认为", "提出", "明确", "包括", "分为", "说")
_LEADING = (
    *("工作", "措施", "方面", "要求", "任务", "问题", "原则", "重点", "内容", "条件", "标准", "程序"),
    "如下",
    "是",
    "包括",
)
_TWICE = re.compile(
    rf"：(?:(?<={'.)|(?<='.join(_SAYING)}.))[^。；！？：“”\n]{{2,60}}(?:{'|'.join(_LEADING)})(：)(?![0-9])"
)


@check(
    "TXT-03",
    "colon-twice",
    "GB/T 15834-2011《标点符号用法》4.7.3.5",
    words=_SAYING,
    about=About(
        "冒号套用",
        "一个句子里一般不套用两个冒号，可以把其中一个改为逗号或者句号。分行的条目、“姓名：”一类标签不提示。",
        "会议强调：要抓好三项工作：一是加强领导，二是落实责任。",
        "会议强调，要抓好三项工作：一是加强领导，二是落实责任。",
    ),
)
def colon_twice(page: Page) -> Iterator[Hit]:
    """A colon within what another colon introduces, in one sentence (一句之内套用冒号).

    Why: the reader cannot see how far each reaches. The first must follow a verb of saying or listing (强调,
    包括), the second a noun that announces a list (工作, 措施); labels, forms, quotations and lists on lines
    of their own are no hits.

    Example: 会议强调：要抓好三项工作：一是… → 会议强调，要抓好三项工作：一是….
    Basis: GB/T 15834-2011, 4.7.3.5 (冒号).
    """
    for field in page.fields:
        for match in _TWICE.finditer(field.text):
            message = "一句话里套用了两个冒号，请把其中一个改为逗号或者句号。"
            yield Hit(field, *match.span(1), message)
