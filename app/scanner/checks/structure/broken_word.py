"""TXT-07: words torn apart by a space or a line break (词中断开)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.outline import has
from app.scanner.segment import cut

_GAPS = " \u00a0\u3000\n"
_GAP = re.compile(f"[{_GAPS}](?<=[一-鿿].)[ \u00a0\u3000]?(?=[一-鿿])", re.DOTALL)
_ARTICLE = re.compile("^第[一二三四五六七八九十百零]+[编章节条款项]$")
_CHINESE = re.compile("[一-鿿]+")
_NUMERALS = frozenset("一二三四五六七八九十")
_CONTEXT = 8
_HEADING = 8
_WRAPPED_LINE = 15
_WRAPS = 3


@check(
    "TXT-07",
    "broken-word",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    shape=has(b"c c", b"c  c", b"c\nc", b"c\n c"),
    about=About(
        "词中断开",
        "一个词中间有空格或换行，多为复制带入。标题、表格里为对齐加的空格和按固定宽度折行的文字不提示。",
        "一个单位在同 一平台开设的账号。",
        "第一章 总 则",
    ),
)
def broken_word(page: Page) -> Iterator[Hit]:
    """A space or a single line break inside a word (词中空格、词中换行).

    Why: it comes from a copied page and shows as a gap. Segmentation decides: the word across the gap
    must exist, and without it a lone character would be left. Letters spaced out in a heading or a table
    cell (总 则, 姓 名), gaps between words, and texts wrapped at a fixed width are no hits.

    Example: 一个单位在同 一平台开设 → 同一.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        torn = [(gap, word) for gap in _GAP.finditer(field.text) if (word := _torn_word(field.text, gap))]
        wrapped = sum(gap[0] == "\n" for gap, _ in torn) > _WRAPS
        yield from (_hit(field, gap, *word) for gap, word in torn if not (wrapped and gap[0] == "\n"))


def _hit(field: Field, gap: re.Match[str], word: str, before: int) -> Hit:
    start, end = gap.start() - before, gap.end() + len(word) - before
    return Hit(field, start, end, f"“{word}”一词中间断开。", (word,))


def _torn_word(text: str, gap: re.Match[str]) -> tuple[str, int] | None:
    """The word that reaches over the gap and how much of it stands before; None where none is torn.

    A break at the end of a short line tears nothing.
    """
    line = text[max(0, gap.start() - _WRAPPED_LINE) : gap.start()].rpartition("\n")[2]
    if gap[0].startswith("\n") and (len(gap[0]) > 1 or len(line) < _WRAPPED_LINE):
        return None
    left, right = _around(text, gap)
    if not gap[0].startswith("\n") and _is_layout(line, left, right):
        return None
    at, start = len(left), 0
    for word in cut(left + right):
        if start < at < start + len(word):
            break
        start += len(word)
    else:
        return None
    lone = len(cut(left)[-1]) == 1 or len(cut(right)[0]) == 1
    return (word, at - start) if lone else None


def _around(text: str, gap: re.Match[str]) -> tuple[str, str]:
    """The Chinese characters directly before and after the gap; there is one at least on each side."""
    before = _CHINESE.match(text[max(0, gap.start() - _CONTEXT) : gap.start()][::-1])
    after = _CHINESE.match(text, gap.end(), gap.end() + _CONTEXT)
    return before[0][::-1] if before else "", after[0] if after else ""


def _is_layout(line: str, left: str, right: str) -> bool:
    """Whether a space after `line` is typography: a spaced-out heading or cell, or a list number's."""
    if len(left) == len(right) == 1 or line.strip() in _NUMERALS or _ARTICLE.search(line):
        return True
    return len(left) + len(right) <= _HEADING and not line[: -len(left)].strip()
