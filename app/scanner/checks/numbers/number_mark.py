"""TXT-04: wrong marks within a number (数字中的标点)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.outline import has

_UNIT = "(?:[%％‰]|[万亿元人吨户亩倍℃米]|公里|千米|平方|立方|个百分点|千克|公斤)"
# Both begin at the mark and look to the left from there, which is quick on clean text.
_GROUPED = re.compile(rf"，(?<=[0-9].)[0-9]{{3}}(?:，[0-9]{{3}}){{0,3}}(?=(?:\.[0-9]{{1,3}})?{_UNIT})")
_LEADING = re.compile("(?<![0-9，、.])[0-9]{1,2}$")
_DECIMAL = re.compile(rf"[。·•](?<=[0-9].)[0-9]{{1,3}}(?={_UNIT})")
_LEFT = re.compile(r"(?<![0-9.。·•第“])[0-9]{1,4}$")


@check(
    "TXT-04",
    "number-mark",
    "GB/T 15835-2011《出版物上数字用法》5.1.1",
    shape=has(b"0,0", b"0;0", b"0.0"),
    about=About(
        "数字中的标点",
        "小数点用“.”，千分位用半角逗号或者不分节；数字中间出现全角逗号、句号、间隔号的，多半是误输入。",
        "全年完成投资1，250万元，增长3。5%。",
        "全年完成投资1250万元，增长3.5%。",
    ),
)
def number_mark(page: Page) -> Iterator[Hit]:
    """A full-width comma, full stop or middle dot within one number (数字中的标点误用).

    Why: 1，250万元 reads as two numbers. Lists of numbers (120，350，480元), and dates with a middle dot
    (“5·12”) are no hits.

    Example: 3。5% → 3.5%; 1，250万元 → 1250万元.
    Basis: GB/T 15835-2011, 5.1.1 (多位数).
    """
    for field in page.fields:
        for match in _GROUPED.finditer(field.text):
            if left := _LEADING.search(field.text[max(0, match.start() - 3) : match.start()]):
                start, right = match.start() - len(left[0]), left[0] + match[0].replace("，", "")
                message = f"多位数中间不用全角逗号，应写作“{right}”。"
                yield Hit(field, start, match.end(), message, (right,))
        for match in _DECIMAL.finditer(field.text):
            left = _LEFT.search(field.text[max(0, match.start() - 5) : match.start()])
            if left:
                right = f"{left[0]}.{match[0][1:]}"
                start = match.start() - len(left[0])
                yield Hit(field, start, match.end(), f"小数点应写作“{right}”。", (right,))
