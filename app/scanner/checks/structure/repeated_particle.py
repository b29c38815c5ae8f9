"""TXT-05: a function word on both sides of a mark, or left over after one (虚词误重、残留)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.segment import word_bounds

_WORDS = (
    *(
        "的",
        "和",
        "与",
        "及",
        "或",
        "了",
        "以及",
        "或者",
        "并且",
        "而且",
        "但是",
        "因此",
        "所以",
        "对于",
        "关于",
    ),
    *("按照", "根据", "为了", "由于", "通过"),
)
_TWICE = re.compile(f"(?P<word>{'|'.join(_WORDS)})[，、](?P=word)")
_LEFT = re.compile("(?<!的)[，、；。]的(?=[一-鿿])(?![确士当卢])")


@check(
    "TXT-05",
    "repeated-particle",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=(
        *(f"{word}{mark}{word}" for word in _WORDS for mark in "，、"),
        *(f"{mark}的" for mark in "，、；。"),
    ),
    about=About(
        "虚词重复或残留",
        "“的，的”“和、和”等虚词在标点两边各写一次，或者分句以“的”开头，是修改后留下的字。“的确”“的士”不提示。",
        "认真落实上级部署的，的各项任务。",
        "这项工作，的确需要各部门共同努力。",
    ),
)
def repeated_particle(page: Page) -> Iterator[Hit]:
    """A function word on both sides of a comma (的，的; 和、和), or a clause that begins with 的.

    Why: it is what an edit left behind. Both copies must be whole words, so that 目的，的确 and 缓和、和平
    are no hits; nor is 的 in 的确 and 的士.

    Example: 教育、和、和卫生 → 和.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        for match in _TWICE.finditer(field.text):
            if _is_whole(field.text, *match.span()):
                word = match["word"]
                yield Hit(field, *match.span(), f"“{word}”在标点两边重复，疑为多余。", (word,))
        for match in _LEFT.finditer(field.text):
            if word_bounds(field.text, match.start() + 1, match.end()).issuperset((0, 1)):
                yield Hit(field, match.end() - 1, match.end(), "分句以“的”开头，疑为残留的字。")


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether both copies are words of their own: 共和、和平 has none."""
    size = (end - start - 1) // 2
    first, second = word_bounds(text, start, start + size), word_bounds(text, end - size, end)
    return first.issuperset((0, size)) and second.issuperset((0, size))
