"""TXT-07: words torn apart by a space or a line break (词中断开)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import Hit, check
from app.scanner.document import Field, Page
from app.scanner.segment import cut

_GAP = re.compile("[ \u00a0\u3000\n](?<=[一-鿿].)[ \u00a0\u3000]?(?=[一-鿿])", re.DOTALL)
_ARTICLE = re.compile("^第[一二三四五六七八九十百零]+[编章节条款项]$")
_LEFT = re.compile("[一-鿿]*$")
_RIGHT = re.compile("[一-鿿]*")
_NUMERALS = frozenset("一二三四五六七八九十")
_CONTEXT = 8
_HEADING = 8
_WRAPPED_LINE = 15
_WRAPS = 3


@check("TXT-07", "broken-word", "GB/T 15834-2011；国办发〔2018〕123号（内容准确）")
def broken_word(page: Page) -> Iterator[Hit]:
    """A space or a single line break inside a word (词中空格、词中换行).

    Why: it comes from a copied page and shows as a gap. Segmentation decides: the word across the gap
    must exist, and without it a lone character would be left. Letters spaced out in a heading or a table
    cell (总 则, 姓 名), gaps between words, and texts wrapped at a fixed width are no hits.

    Example: 一个单位在同 一平台开设 → 同一.
    Basis: 国办发〔2018〕123号 (内容准确); GB/T 9704-2012, 7.3.
    """
    for field in page.fields:
        hits = [hit for gap in _GAP.finditer(field.text) if (hit := _judge(field, gap)) is not None]
        wraps = [hit for hit in hits if "\n" in field.text[hit.start : hit.end]]
        wrapped = len(wraps) > _WRAPS
        yield from (hit for hit in hits if not (wrapped and "\n" in field.text[hit.start : hit.end]))


def _judge(field: Field, gap: re.Match[str]) -> Hit | None:
    text, (start, end) = field.text, gap.span()
    left = _tail(text, start)
    right = _head(text, end)
    if not left or _is_layout(text, start, end, left, right):
        return None
    word, offset = _word_across(left, right)
    if not word:
        return None
    first, last = start - offset, end + len(word) - offset
    return Hit(field, first, last, f"“{word}”一词中间断开。", (word,))


def _tail(text: str, at: int) -> str:
    match = _LEFT.search(text, max(0, at - _CONTEXT), at)
    return match[0] if match else ""


def _head(text: str, at: int) -> str:
    match = _RIGHT.match(text, at, at + _CONTEXT)
    return match[0] if match else ""


def _is_layout(text: str, start: int, end: int, left: str, right: str) -> bool:
    """Whether the gap is typography: a spaced-out heading or cell, a list number, the end of a short line."""
    line = text[max(0, start - _WRAPPED_LINE) : start].rpartition("\n")[2]
    if text[start] == "\n":
        return end - start > 1 or len(line) < _WRAPPED_LINE
    if (
        _ARTICLE.search(line)
        or len(left) == len(right) == 1
        or (len(left) == 1 and line.strip() in _NUMERALS)
    ):
        return True
    return len(left) + len(right) <= _HEADING and not line[: -len(left)].strip()


def _word_across(left: str, right: str) -> tuple[str, int]:
    """The word that reaches over the gap, and how much of it stands before; ("", 0) where none is torn."""
    at = len(left)
    start = 0
    for word in cut(left + right):
        if start < at < start + len(word):
            break
        start += len(word)
    else:
        return "", 0
    fragments = (cut(left)[-1], cut(right)[0])
    torn = any(len(fragment) == 1 for fragment in fragments)
    return (word, at - start) if torn else ("", 0)
