"""PRI-03: e-mail addresses of private people (个人电子邮箱)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Field, Page
from app.scanner.finding import Severity

_PROVIDERS = (
    *("qq", "163", "126", "139", "189", "sina", "sohu", "yeah", "foxmail", "hotmail", "outlook", "gmail"),
    *("aliyun", "21cn", "tom", "icloud", "yahoo", "live"),
)
_MAIL = re.compile(
    rf"(?<![0-9a-z._-])[0-9a-z][0-9a-z._-]{{2,30}}@(?:vip\.)?(?:{'|'.join(_PROVIDERS)})"
    r"\.(?:com\.cn|com|net|cn)(?![0-9a-z])",
    re.ASCII,
)
_PRIVATE = (
    *("您的", "本人", "网友", "当事人", "患者", "信访人", "来信人", "来电人", "举报人", "投诉人", "学生"),
    *("家长", "业主", "申请人", "嫌疑人", "求助人", "被处罚人", "中奖", "身份证", "手机号"),
)
_OFFICIAL = (
    *("邮箱", "信箱", "电子邮件", "E-mail", "email", "Email", "邮件", "邮寄", "发送", "发至", "投稿"),
    *("报送", "咨询", "监督", "举报", "联系人", "联系方式", "反馈", "报名"),
)


@check(
    "PRI-03",
    "personal-email",
    "《个人信息保护法》第四条、第六条",
    words=_PROVIDERS,
    about=About(
        "个人电子邮箱",
        "网友、当事人等的个人邮箱属于个人信息，公开前应隐去。对外公布的工作邮箱（举报邮箱、投稿邮箱）不提示。",
        "网友的邮箱为zhangxiaoming88@163.com，已回复。",
        "意见请发送至邮箱dgzwgk@163.com。",
    ),
)
def personal_email(page: Page) -> Iterator[Hit]:
    """Addresses at free providers that belong to a private person (个人电子邮箱).

    Why: an address is personal data. It warns beside words of a private person (网友, 当事人, 申请人); a
    numeric QQ mailbox without an official word is a hint; offices that use such a mailbox (邮箱, 投稿, 举报)
    are no hits.

    Example: 网友邮箱zhangxiaoming88@163.com → zh***@163.com.
    Basis: 个人信息保护法 art. 4 and 6.
    """
    for field in page.fields:
        if "@" in field.folded:
            for mail in _MAIL.finditer(field.folded):
                yield from _judge(field, mail)


def _judge(field: Field, mail: re.Match[str]) -> Iterator[Hit]:
    start, end = mail.span()
    local, _, provider = field.text[start:end].replace("＠", "@").partition("@")
    masked = f"{local[:2]}***@{provider}"
    before = field.text[max(0, start - 30) : start]
    if mentions(before, _PRIVATE):
        yield Hit(field, start, end, "疑似个人电子邮箱，公开前应去标识化处理。", (masked,))
    elif local.isdecimal() and not mentions(before, _OFFICIAL):
        message = "疑似个人电子邮箱：请确认是对外公布的工作邮箱。"
        yield Hit(field, start, end, message, (masked,), Severity.HINT)
