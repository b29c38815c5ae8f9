"""PCY-01: document numbers (发文字号) not in their form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page

_NUMBER = re.compile(r"([\[(〔【])((?:19|20)\d\d)([\])〕】]) ?(第? ?)(0*)([1-9]\d{0,4}) ?号", re.ASCII)
_CODE = re.compile(r"[一-鿿]{2,}$")
_NO_CODE = re.compile(
    "(?:第.{0,6}|[年月日号条款项]|文号|编号|证|合同|协议|案|民[终初申再]|刑[终初申再]|执|行[终初]|诉|裁|公告|通告|令"
    "|国用|集用|检字|交办)$"
)


@check(
    "PCY-01",
    "document-number",
    "GB/T 9704-2012《党政机关公文格式》7.2.5",
    words=[f"{digit}号" for digit in range(10)],
    about=About(
        "发文字号",
        "发文字号的年份没有用六角括号，序号前多了“第”字或0。法院案号、证书编号、自有“第×号”的公告不提示。",
        "根据东府办函[2021]152号文件要求",
        "根据东府办函〔2021〕152号文件要求",
    ),
)
def document_number(page: Page) -> Iterator[Hit]:
    """Document numbers (发文字号) with wrong brackets, a 第, or a leading zero.

    Why: year in 〔〕, no 第, no zero before the number. Only what follows the code of an office
    (东府办函, 国办发) counts; numbers of court cases, of certificates and reports (国用（2014）第0269号), and
    announcements with 第×号 of their own are no hits.

    Example: 东府办函[2021]152号 → 〔2021〕152号.
    Basis: GB/T 9704-2012, 7.2.5 (发文字号).
    """
    for field in page.fields:
        for match in _NUMBER.finditer(field.folded):
            right = f"〔{match[2]}〕{match[6]}号"
            if field.text[match.start() : match.end()].replace(" ", "") != right and _has_code(
                field, match.start()
            ):
                message = f"发文字号应写作“{right}”：年份用六角括号，序号不编虚位、不加“第”字。"
                yield Hit(field, *match.span(), message, (right,))


def _has_code(field: Field, start: int) -> bool:
    before = field.text[max(0, start - 8) : start]
    return bool(_CODE.search(before)) and not _NO_CODE.search(before)
