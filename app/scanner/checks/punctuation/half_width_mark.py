"""TXT-03: half-width marks between Chinese characters (中文之间的半角标点)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.outline import has

_MARKS = ",;:!?."
_BEFORE = "(?<=[一-鿿”》]"
_PATTERNS = {
    **dict.fromkeys(",;", re.compile(f"{_BEFORE}.)(?=[一-鿿“《（0-9]|[ \u3000]?(?:\n|\\Z))")),
    ":": re.compile(f"{_BEFORE}.)(?=[一-鿿“《\n])"),
    **dict.fromkeys("!?", re.compile(f"{_BEFORE}.)(?=[一-鿿“《（\n]|\\Z)")),
    ".": re.compile(f"{_BEFORE}.)(?<![一二三四五六七八九十].)(?=[一-鿿“《])"),
}
_PAIR = re.compile(r"[(（](?=[一-鿿])[^()（）\n]{1,60}[)）]")
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_INSIDE = tuple(b"%c%c%c" % (left, mark, right) for left in b"cP>" for mark in b".;/" for right in b"cQ<0(")
_ENDS = tuple(left + mark + b"\n" for left in (b"c", b"P", b">") for mark in (b".", b". ", b";", b"; ", b"/"))


@check(
    "TXT-03",
    "half-width-mark",
    "GB/T 15834-2011《标点符号用法》5.1",
    shape=has(b"(c", *_INSIDE, *_ENDS),
    about=About(
        "中文里的半角标点",
        "汉字之间的点号应当用全角；全文括号有全角也有半角时，提示半角的。数字、时间、比分、网址、英文里的不提示。",
        "各单位要高度重视,认真落实。",
        "比分为3:2，网址为www.gov.cn。",
    ),
)
def half_width_mark(page: Page) -> Iterator[Hit]:
    """Half-width , ; : . ! ? between Chinese characters, and brackets of two widths in one text (半角标点).

    Why: Chinese marks take the place of one character. Times, ratios, numbers, addresses and English are no
    hits, nor are half-width brackets in a text that has no others.

    Example: 高度重视,认真落实 → ，.
    Basis: GB/T 15834-2011, 5.1 (横排文稿标点符号的位置和书写形式).
    """
    for field in page.fields:
        places = sorted({*_points(field.text), *_brackets(field.text)})
        yield from (_hit(field, at) for at in places)


def _hit(field: Field, at: int) -> Hit:
    mark = field.text[at]
    wide = _WIDE.get(mark)
    message = f"半角标点应改为全角“{wide}”。" if wide else "汉字之间不用半角句点，请改为句号或者顿号。"
    return Hit(field, at, at + 1, message, (wide,) if wide else ())


def _points(text: str) -> Iterator[int]:
    for mark in _MARKS:
        at = text.find(mark)
        while at >= 0:
            if _PATTERNS[mark].match(text, at + 1):
                yield at
            at = text.find(mark, at + 1)


def _brackets(text: str) -> Iterator[int]:
    """The half-width brackets around Chinese in a text that has full-width ones as well."""
    if "(" not in text and ")" not in text:
        return
    pairs = [(match.start(), match.end() - 1) for match in _PAIR.finditer(text)]
    halves = [at for pair in pairs for at in pair if text[at] in "()"]
    if len(halves) < 2 * len(pairs):
        yield from halves
