"""TXT-03: brackets and quotation marks without a partner (标点不成对)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.outline import PAIRS, unpaired

_CLOSING = {pair[0]: pair[1] for pair in PAIRS}
_OPENING = {pair[1]: pair[0] for pair in PAIRS}
_MARKS = re.compile(r"[()\[\]【】《》〈〉“”‘’「」『』〔〕]")
_NUMBERED = re.compile(
    r"(?:^|[\s,;:。、（(“])(?:[0-9]{1,3}|[a-z]|[一二三四五六七八九十]{1,3}|[ivx]{1,4}|[①-⑳])$"
)
_RANGE = re.compile(r"[-+0-9.,%万亿元∞a-z≤<~ ]{1,24}")
_Open = tuple[str, int]


@check(
    "TXT-03",
    "unpaired-mark",
    "GB/T 15834-2011《标点符号用法》4.8、4.9、4.15",
    shape=unpaired,
    about=About(
        "标点不成对",
        "括号、引号、书名号缺少另一半。列表序号1)、一）和逐段重开的引号不提示。",
        "请各单位（含下属单位认真落实。",
        "请各单位（含下属单位）认真落实。",
    ),
)
def unpaired_mark(page: Page) -> Iterator[Hit]:
    """Brackets, quotation and title marks without a partner (括号、引号、书名号不成对).

    Why: half a pair leaves open what is quoted or inserted. Full and half width pair with each other;
    pairs may span lines; list numbers 1) a) 一） and quotations that open every paragraph anew are no hits.

    Example: 一个开头多出的“)”.
    Basis: GB/T 15834-2011, 4.8 (引号), 4.9 (括号), 4.15 (书名号).
    """
    for field in page.fields:
        if unpaired(field.outline):
            yield from (_hit(field, at) for at in _unpaired(field.folded))


def _hit(field: Field, at: int) -> Hit:
    mark = field.folded[at]
    partner = _CLOSING.get(mark) or _OPENING[mark]
    return Hit(field, at, at + 1, f"“{field.text[at]}”缺少与之配对的“{partner}”。")


def _unpaired(text: str) -> Iterator[int]:
    """Positions of the marks in `text` that have no partner, found with one stack."""
    stack: list[_Open] = []
    depth = dict.fromkeys(_CLOSING, 0)
    for match in _MARKS.finditer(text):
        mark, at = match[0], match.start()
        if mark in _CLOSING:
            if not (depth[mark] and mark in "“‘「『" and _opens_line(text, at)):
                stack.append((mark, at))
                depth[mark] += 1
        elif stack and (stack[-1][0] == _OPENING[mark] or _is_range(text, stack[-1], mark, at)):
            depth[stack.pop()[0]] -= 1
        elif depth[_OPENING[mark]] and not _is_plain(text, at, mark):
            yield from _close(stack, depth, _OPENING[mark])
        elif not _is_plain(text, at, mark):
            yield at
    yield from (at for _, at in stack)


def _close(stack: list[_Open], depth: dict[str, int], opening: str) -> Iterator[int]:
    """Take marks off the stack down to `opening`; those above it have no partner."""
    while True:
        mark, at = stack.pop()
        depth[mark] -= 1
        if mark == opening:
            return
        yield at


def _opens_line(text: str, at: int) -> bool:
    return not text[max(0, at - 8) : at].rpartition("\n")[2].strip() and (at < 8 or "\n" in text[at - 8 : at])


def _is_plain(text: str, at: int, mark: str) -> bool:
    """Whether a closing mark is a list number's, an apostrophe or part of a smiley."""
    before = text[max(0, at - 8) : at]
    if mark == "’":
        return before[-1:].isascii() and (before[-1:].isalnum() or text[at + 1 : at + 2].isdecimal())
    return mark == ")" and (before[-1:] in (":", "-") or bool(_NUMBERED.search(before)))


def _is_range(text: str, opening: _Open, mark: str, at: int) -> bool:
    """Whether the marks bound a half-open interval such as [0,5)."""
    if opening[0] + mark not in ("[)", "(]") or at - opening[1] > 25:
        return False
    return bool(_RANGE.fullmatch(text, opening[1] + 1, at))
