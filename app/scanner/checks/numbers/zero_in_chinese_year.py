"""TXT-04: 零, ○ or 0 for 〇 in a year (年份里的“〇”)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.outline import has

_ZEROS = "零○0oOо"
_DIGITS = "〇一二三四五六七八九"
# It starts at a rare character and looks to the left from there, which is quick on clean text.
_YEAR = re.compile(rf"年(?<=(?<![{_DIGITS}{_ZEROS}])(?:一[八九]|二[〇{_ZEROS}])[{_DIGITS}{_ZEROS}]{{2}}年)")
_ZERO = re.compile(f"[{_ZEROS}]")


@check(
    "TXT-04",
    "zero-in-chinese-year",
    "GB/T 15835-2011《出版物上数字用法》5.2.5",
    words=("一八", "一九", "二零", "二0", "二o"),
    shape=has(b"c.c", b"c..c", b"c...c"),
    about=About(
        "年份里的“〇”",
        "汉字数字写的年份用“〇”，不用“零”、圆圈符号○、字母O或者数字0。",
        "二零一二年六月一日起施行。",
        "二〇一二年六月一日起施行。",
    ),
)
def zero_in_chinese_year(page: Page) -> Iterator[Hit]:
    """A year in Chinese numerals with 零, the sign ○, the letter O or the digit 0 (“〇”误用).

    Why: in numbering the zero is 〇; 零 belongs to measured numbers (一百零八), and ○ is a sign that screen
    readers leave out. Years in Arabic digits are no hits.

    Example: 二零一二年 → 二〇一二年.
    Basis: GB/T 15835-2011, 5.2.5 (“零”和“〇”).
    """
    for field in page.fields:
        for match in _YEAR.finditer(field.text):
            start, end = match.start() - 4, match.end()
            written = field.text[start:end]
            if _ZERO.search(written):
                right = _ZERO.sub("〇", written)
                yield Hit(field, start, end, f"汉字数字写的年份用“〇”：{right}。", (right,))
