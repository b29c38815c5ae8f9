"""LAW-01: a title of a law that is a character or two off (法律法规名称有误)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence
from app.scanner.document import Field, Page
from app.scanner.facts import Facts
from app.scanner.laws import STATE
from app.scanner.outline import has

_TITLE = re.compile(
    f"《(?:{STATE})?([一-鿿]{{4,24}}?(?:法典|法|条例))(?:[（(][^（）()《》\\n]{{1,20}}[）)])?》"
)
_PLANNED = (
    *("草案", "征求意见", "制定", "立法", "起草", "建议稿", "废止", "原称", "国务院批准"),
    *("台湾", "香港", "澳门", "国际", "联邦", "该国"),
)
_SHORT = 8


@check(
    "LAW-01",
    "law-title",
    "国家法律法规数据库所载名称；全国人大常委会法工委现行有效法律目录",
    shape=has(b"<", b">"),
    about=About(
        "法律名称有误",
        "书名号里的法律、行政法规名称与现有名称只差一两个字。地方性法规、草案、境外法律和所废止的旧法不提示。",
        "根据《中华人民共和国无障碍环境建筑法》的规定",
        "根据《中华人民共和国无障碍环境建设法》和《合肥市养犬管理条例》的规定",
    ),
)
def law_title(page: Page) -> Iterator[Hit]:
    """A title in 《》 that no law has, and that is one character (of long titles two) off one that a law has.

    Why: a law that does not exist gives no ground. Titles that are known, former ones too, and those near to
    two laws or to none (local statutes, whose place stands first) are left alone, as are drafts, foreign
    laws and what a law repeals.

    Example: 《固体废物污染防治法》 → 《固体废物污染环境防治法》.
    Basis: 国家法律法规数据库; the list of laws in force of the NPC's 法制工作委员会.
    """
    for field in page.fields:
        for match in _TITLE.finditer(field.text) if page.facts.laws else ():
            right = _nearest(page.facts, match[1])
            if right and not _is_planned(field, match):
                message = f"没有题为“{match[1]}”的法律法规，疑为“{right}”，请核对名称。"
                yield Hit(field, *match.span(1), message, (right,))


def _is_planned(field: Field, match: re.Match[str]) -> bool:
    return mentions(sentence(field.text, match.start()), _PLANNED)


@functools.lru_cache(maxsize=4096)
def _nearest(facts: Facts, title: str) -> str | None:
    """The one title in force that is nearest to one that is unknown; None if there is none or more."""
    if title in facts.laws:
        return None
    for reach in (1,) if len(title) <= _SHORT else (1, 2):
        near = [law.title for law in facts.laws.values() if _is_near(law.title, title, reach)]
        if near:
            return near[0] if len(near) == 1 and not facts.laws[near[0]].former else None
    return None


def _is_near(one: str, other: str, reach: int) -> bool:
    return _is_within(one, other, reach) or (0 < len(one) - len(other) <= 2 and _lacks(other, one))


def _lacks(title: str, full: str) -> bool:
    """Whether a title is a full one with characters left out."""
    chars = iter(full)
    return all(char in chars for char in title)


def _is_within(one: str, other: str, reach: int) -> bool:
    """Whether two titles are at most `reach` edits apart (Levenshtein distance)."""
    if abs(len(one) - len(other)) > reach or len(set(one) ^ set(other)) > 2 * reach:
        return False
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, mark in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (char != mark))
    return row[-1] <= reach
