"""PRI-01: identity numbers masked in so few places that they can be guessed (身份证号遮盖不足)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.outline import Outline

_MASKS = "*×●•"
_NUMBER = re.compile(
    rf"(?<![0-9a-z{_MASKS}])[1-8](?=([0-9{_MASKS}]{{16}}[0-9x{_MASKS}])(?![0-9a-z{_MASKS}]))", re.ASCII
)
_MASKED = re.compile(f"[{_MASKS}]")
_YEAR = re.compile("1[89]|20")
_ENOUGH = 4
_SHAPE = re.compile(rb"0[0.x]{17}")


def _shape(outline: Outline) -> bool:
    """Eighteen digits and masks in a row, at least one of each."""
    kinds = outline.kinds
    return (b"0." in kinds or b"0x" in kinds) and _SHAPE.search(kinds) is not None


@check(
    "PRI-01",
    "half-masked-identity",
    "《个人信息保护法》第四条、第五十一条；GB/T 37964-2019《个人信息去标识化指南》",
    shape=_shape,
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
            hidden = len(_MASKED.findall(number))
            year = number[6:8]
            if 0 < hidden < _ENOUGH and (_YEAR.match(year) or _MASKED.search(year)):
                masked = f"{number[:6]}********{number[-4:].upper()}"
                message = f"身份证号只遮住{hidden}位，仍可推算出来，一般应遮住出生年月日八位。"
                yield Hit(field, start, end, message, (masked,))
