"""PRI-03: mobile numbers masked in so few places that they can be guessed (手机号遮盖不足)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.masking import ENOUGH, MASKS, hidden, masked_run

_NUMBER = re.compile(rf"(?<![0-9a-z{MASKS}])1[3-9](?=([0-9{MASKS}]{{9}})(?![0-9a-z{MASKS}]))", re.ASCII)


@check(
    "PRI-03",
    "half-masked-phone",
    "《个人信息保护法》第四条、第五十一条；GB/T 37964-2019《个人信息去标识化指南》",
    shape=masked_run(11),
    about=About(
        "手机号遮盖不足",
        "手机号只遮住一至三位，逐个试拨就能找到本人。一般应遮住中间四位。",
        "中奖号码：138001*8000",
        "中奖号码：138****8000",
    ),
)
def half_masked_phone(page: Page) -> Iterator[Hit]:
    """Mobile numbers with one to three of their eleven places masked (遮盖不足).

    Why: a thousand calls at most reach the person. Four masked places (138****8000, 1380013****) are no
    hits; prices and amounts have no masks inside.

    Example: 138001*8000 → 138****8000.
    Basis: 个人信息保护法 art. 4 and 51; GB/T 37964-2019.
    """
    for field in page.fields:
        for match in _NUMBER.finditer(field.folded):
            start, end = match.start(), match.end(1)
            number = field.folded[start:end]
            places = hidden(number)
            if 0 < places < ENOUGH and field.folded[end : end + 1] not in ("元", "%"):
                message = f"手机号只遮住{places}位，容易试出来，一般应遮住中间四位。"
                yield Hit(field, start, end, message, (f"{number[:3]}****{number[-4:]}",))
