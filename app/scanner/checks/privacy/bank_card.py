"""PRI-02: bank card numbers (银行卡号) left unmasked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.checks.privacy.identity_number import is_identity_number
from app.scanner.context import mentions
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.outline import has_digits

_GROUPED = r"\d{3}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?|\d{5}[ -]\d{10,13}"
_NUMBER = re.compile(rf"[3-69](?<![0-9a-z].)(?=((?:\d{{15,18}}|{_GROUPED})(?![0-9a-z])))", re.ASCII)
_SEPARATORS = str.maketrans("", "", " -")
_DOUBLED = str.maketrans("0123456789", "0246813579")
_ISSUERS = ("4", "51", "52", "53", "54", "55", "35", "37", "60", "9558", "62")
_LABELS = (
    *("卡号", "账号", "帐号", "账户", "帐户", "银行", "开户", "汇款", "打款", "转账", "存折"),
    *("一卡通", "社保卡"),
)
_OTHER_NUMBERS = (
    *("信用代码", "订单", "单号", "流水", "编号", "条码"),
    *("项目代码", "注册号", "许可证", "备案", "执照"),
)
_PUBLIC = (
    *("对公", "专户", "基本户", "非税", "财政", "国库", "收款单位", "户名", "单位名称", "账户名称"),
    *("开户名称", "捐款", "捐赠", "缴款", "保证金", "慈善", "红十字", "基金会"),
)


@check(
    "PRI-02",
    "bank-card",
    "ISO/IEC 7812-1；GB/T 19584-2010；《个人信息保护法》第二十八条",
    shape=has_digits(16),
    about=About(
        "银行卡号",
        "未遮盖的银行卡号（16至19位，发卡行标识和校验码都对得上；不以62开头的，附近须有“卡号”“开户”等字样）。公布的对公账户只作提醒，订单号、信用代码不提示。",
        "卡号6222021001116245702，户主李某。",
        "订单号6222021001116245702，请留存。",
    ),
)
def bank_card(page: Page) -> Iterator[Hit]:
    """Bank card numbers of 16 to 19 digits (银行卡号).

    Why: an account number is sensitive personal data. The issuer prefix and the Luhn check digit must
    hold; numbers that do not begin with 62 (银联) also need a word such as 卡号 or 开户 near. Identity
    numbers, credit codes and order numbers are no hits. An account a public body announces
    (对公账户, 财政专户) warns only.

    Example: 卡号6222021001116245702 → 6222***********5702.
    Basis: ISO/IEC 7812-1 (Luhn); 个人信息保护法 art. 28.
    """
    for field in page.fields:
        yield from _find(field)


def _find(field: Field) -> Iterator[Hit]:
    for match in _NUMBER.finditer(field.folded):
        start, end = match.start(), match.end(1)
        digits = field.folded[start:end].translate(_SEPARATORS)
        before = field.text[max(0, start - 60) : start]
        if not _is_card(digits, mentions(before, _LABELS)) or mentions(before[-12:], _OTHER_NUMBERS):
            continue
        masked = digits[:4] + "*" * (len(digits) - 8) + digits[-4:]
        if mentions(before + field.text[end : end + 30], _PUBLIC):
            message = "疑似银行账号；如系对公账户，请核实后发布。"
            yield Hit(field, start, end, message, (masked,), Severity.WARN)
        else:
            yield Hit(field, start, end, "疑似完整的银行卡号，公开前应去标识化处理。", (masked,))


def _is_card(digits: str, labelled: bool) -> bool:
    if not (digits.startswith("62") or (labelled and digits.startswith(_ISSUERS))):
        return False
    return _luhn(digits) and not is_identity_number(digits)


def _luhn(digits: str) -> bool:
    """The Luhn check of ISO/IEC 7812-1, annex B."""
    backwards = digits[::-1]
    return sum(map(int, backwards[::2] + backwards[1::2].translate(_DOUBLED))) % 10 == 0
