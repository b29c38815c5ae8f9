"""PRI-03: mobile telephone numbers (手机号码)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.outline import has_digits

_REST = r"\d{8}|[ -]\d{4}[ -]?\d{4}|\d{3}[ -]\d{5}|[ -]\d{8}"
_MOBILE = re.compile(rf"1[3-9]\d(?<![a-z.]...)(?:{_REST})(?!\d|[a-z]|[ -]\d{{4}}(?!\d))", re.ASCII)
_COUNTRY = re.compile(r"(?<!\d)(?:\+|00)?86[ -]?$", re.ASCII)
_AMOUNT = re.compile(r"[元万亿千吨平%]|\.\d", re.ASCII)
_OFFICIAL = (
    *("热线", "咨询", "值班", "监督", "举报", "办公", "客服", "服务", "报名", "受理", "投诉", "预约", "窗口"),
    *("联系人", "联系方式", "联系电话", "联络", "负责人", "报送", "传真", "民警", "党支部"),
)
_PRIVATE = (
    *("您的", "本人", "网友", "当事人", "患者", "信访人", "来电人", "举报人", "学生", "家长", "业主", "死者"),
    *("嫌疑人", "身份证", "家属", "求助人", "住址", "家住"),
)


@check(
    "PRI-03",
    "telephone",
    "《个人信息保护法》第四条、第六条；《电信网编号计划》",
    shape=has_digits(11),
    about=About(
        "手机号码",
        "个人手机号码，含+86、空格和连字符的写法。咨询电话、值班电话、联系人等对外公布的工作电话只作提示，固定电话、12345等短号和已遮盖的号码不提示。",
        "可与王某13800138000联系。",
        "可与王某138****8000联系。",
    ),
)
def telephone(page: Page) -> Iterator[Hit]:
    """Mobile numbers (手机号码), with or without +86, spaces and hyphens.

    Why: a mobile number is usually a person's own. Beside the words of an official contact (咨询电话,
    值班电话, 联系人) it is a hint; landlines, short numbers such as 12345 and masked numbers are no hits.

    Example: 可与王某13800138000联系 → 138****8000.
    Basis: 个人信息保护法 art. 4 and 6; 电信网编号计划 (1[3-9] and nine digits).
    """
    for field in page.fields:
        for match in _MOBILE.finditer(field.folded):
            yield from _judge(field, match.start(), match.end())


def _judge(field: Field, start: int, end: int) -> Iterator[Hit]:
    before = field.folded[max(0, start - 6) : start]
    country = _COUNTRY.search(before)
    if country:
        start -= len(before) - country.start()
    elif before[-1:].isdigit() or _AMOUNT.match(field.folded, end):
        return
    digits = "".join(char for char in field.folded[start:end] if char.isdigit())[-11:]
    masked = f"{digits[:3]}****{digits[-4:]}"
    context = field.text[max(0, start - 40) : start]
    if mentions(context, _OFFICIAL) and not mentions(context, _PRIVATE):
        message = "手机号码：请确认是对外公布的工作联系方式。"
        yield Hit(field, start, end, message, (masked,), Severity.HINT)
    else:
        yield Hit(field, start, end, "疑似个人手机号码，公开前应去标识化处理。", (masked,))
