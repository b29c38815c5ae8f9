"""PRI-01: identity numbers (居民身份证号码) left unmasked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Field, Page
from app.scanner.outline import has_digits

_REGIONS = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
PROVINCES = frozenset(str(code) for first, last in _REGIONS for code in range(first, last + 1))
"""The province prefixes of GB/T 2260, for a ruleset that brings none; 83 is that of 台湾居民居住证."""
_G = "[ \t\u00a0\u200b-]?"
_BIRTH = rf"(?:1{_G}[89]|2{_G}0)(?:{_G}\d){{2}}{_G}[01]{_G}\d{_G}[0-3]{_G}\d"
# The number itself is looked ahead at, so that a wrong start hides no number that begins inside it.
_NUMBER = re.compile(
    rf"[1-8](?<![0-9a-z].)(?=((?:{_G}\d){{5}}{_G}{_BIRTH}(?:{_G}\d){{3}}{_G}[\dx]|\d{{14}})(?![0-9a-z]))",
    re.ASCII,
)
_SEPARATORS = str.maketrans("", "", " \t\u00a0\u200b-")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_OLD_LABELS = ("身份证", "公民身份", "居民身份", "证件号")


@check(
    "PRI-01",
    "identity-number",
    "GB 11643-1999《公民身份号码》；《个人信息保护法》第二十八条",
    shape=has_digits(15),
    about=About(
        "身份证号码",
        "未遮盖的居民身份证号码（18位；标明“身份证”的15位）。身份证号码是敏感个人信息，公开前应去标识化；地区、出生日期和校验码都对得上才提示，订单号、已遮盖的号码不提示。",
        "身份证号11010519491231002X，请核对。",
        "身份证号110105********002X，请核对。",
    ),
)
def identity_number(page: Page) -> Iterator[Hit]:
    """Identity numbers of 18 digits, or of 15 with a word such as 身份证 near (居民身份证号码).

    Why: the number leads to a person; a notice shows it masked (去标识化). Province, birth date and the
    check digit (MOD 11-2) must all hold, so order numbers and masked numbers are no hits. Spaces,
    hyphens and full-width digits do not hide a number.

    Example: 身份证号11010519491231002X → 110105********002X.
    Basis: GB 11643-1999; 个人信息保护法 art. 28; 政府信息公开条例 art. 15.
    """
    provinces: Collection[str] = page.facts.divisions or PROVINCES
    for field in page.fields:
        yield from _find(field, provinces)


def is_identity_number(digits: str, provinces: Collection[str] = PROVINCES) -> bool:
    """Whether 18 (or 15) digits, the last possibly x, make a number that GB 11643 allows."""
    if digits[:2] not in provinces:
        return False
    if len(digits) == 15:
        return _is_date(f"19{digits[6:12]}")
    return _is_date(digits[6:14]) and _check_digit(digits) == digits[17]


def _find(field: Field, provinces: Collection[str]) -> Iterator[Hit]:
    for match in _NUMBER.finditer(field.folded):
        start, end = match.start(), match.end(1)
        digits = field.folded[start:end].translate(_SEPARATORS)
        if not is_identity_number(digits, provinces):
            continue
        before = field.text[max(0, start - 30) : start]
        if len(digits) == 15 and not mentions(before, _OLD_LABELS):
            continue
        if "信用代码" not in before[-12:]:
            masked = digits[:6] + "*" * (len(digits) - 10) + digits[-4:].upper()
            yield Hit(field, start, end, "疑似完整的身份证号码，公开前应去标识化处理。", (masked,))


def _is_date(digits: str) -> bool:
    if digits[:2] not in ("18", "19", "20"):
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True


def _check_digit(digits: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:17], strict=True))
    return "10x98765432"[total % 11]
