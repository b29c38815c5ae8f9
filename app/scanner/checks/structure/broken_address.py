"""TXT-07: a web or mail address with a space or a wide mark inside (网址、邮箱中断)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page

_LABEL = "[a-z0-9_-]{1,30}"
_LAST = "(?:com|cn|net|org|gov|edu)(?![a-z0-9_-])"
_DOT = " ?[.。] ?"
_WEB = re.compile(
    f"(?<![a-z0-9])(?:https? ?: ?/ ?/ ?(?:{_LABEL}{_DOT}){{1,5}}{_LAST}"
    f"|www{_DOT}(?:{_LABEL}{_DOT}){{1,4}}{_LAST})"
)
_MAIL = re.compile(f"(?<![a-z0-9._-])[a-z0-9][a-z0-9._-]{{1,30}} ?@ ?(?:{_LABEL}{_DOT}){{1,3}}{_LAST}")


@check(
    "TXT-07",
    "broken-address",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=("com", "cn", "net", "org", "gov", "edu"),
    about=About(
        "网址或邮箱中断",
        "网址、电子邮箱中间有空格，或者用了全角的冒号、句点，读者复制后打不开。",
        "详情请登录www.example. gov.cn查询。",
        "详情请登录www.example.gov.cn查询。",
    ),
)
def broken_address(page: Page) -> Iterator[Hit]:
    """A web or mail address with a space inside, or with wide marks (www. example.gov.cn, http：//…, 。cn).

    Why: it cannot be opened or copied. Only what is plainly one address: it begins with http or www, or has
    an @, and ends with a common domain.

    Example: www. example.gov.cn → www.example.gov.cn.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        for pattern, what in ((_WEB, "网址"), (_MAIL, "邮箱地址")):
            for match in pattern.finditer(field.folded):
                yield from _judge(field, match, what)


def _judge(field: Field, match: re.Match[str], what: str) -> Iterator[Hit]:
    right = match[0].replace(" ", "").replace("。", ".")
    if field.text[match.start() : match.end()].lower() != right:
        yield Hit(field, *match.span(), f"{what}中有空格或全角符号，会打不开，应连写为“{right}”。", (right,))
