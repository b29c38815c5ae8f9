"""PRI-01: identity numbers masked in so few places that they can be guessed (身份证号遮盖不足)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.masking import ENOUGH, MASKS, hidden, masked_run

_NUMBER = re.compile(
    rf"(?<![0-9a-z{MASKS}])[1-8](?=([0-9{MASKS}]{{16}}[0-9x{MASKS}])(?![0-9a-z{MASKS}]))", re.ASCII
)
_YEAR = re.compile("1[89]|20")


@check(
    "PRI-01",
    "half-masked-identity",
    "《个人信息保护法》第四条、第五十一条；GB/T 37964-2019《个人信息去标识化指南》",
    shape=masked_run(18),
    about=About(
        "身份证号遮盖不足",
        "身份证号只遮住一两位，凭校验码就能推算出来，等于没有遮盖。一般应遮住出生年月日八位，至少四位。",
        "身份证号1101051949123*002X",
        "身份证号110105********002X",
    ),
)
def half_masked_identity(page: Page) -> Iterator[Hit]:
    """Identity numbers of 18 places with one to three of them masked (遮盖不足).

    Why: the check digit leaves at most a hundred numbers to try, so the number is as good as given. Four or
    more masked places, as notices usually have, are no hits.

    Example: 1101051949123*002X → 110105********002X.
    Basis: 个人信息保护法 art. 4 and 51; GB/T 37964-2019.
    """
    for field in page.fields:
        for match in _NUMBER.finditer(field.folded):
            start, end = match.start(), match.end(1)
            number = field.folded[start:end]
            places = hidden(number)
            year = number[6:8]
            if 0 < places < ENOUGH and (_YEAR.match(year) or hidden(year)):
                masked = f"{number[:6]}********{number[-4:].upper()}"
                message = f"身份证号只遮住{places}位，仍可推算出来，一般应遮住出生年月日八位。"
                yield Hit(field, start, end, message, (masked,))
