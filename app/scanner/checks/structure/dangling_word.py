"""TXT-07: a conjunction or preposition with nothing after it (连词、介词后缺成分)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.segment import word_bounds

_LIGHT = ("以及", "或者", "及其", "和", "与", "或")
_WORDS = (*_LIGHT, "并且", "为了", "对于", "关于", "根据", "及", "将", "把", "被")
_MARKS = "。；！？"
_END = re.compile("(?<=[及者其和与或且了于据将把被])[。；！？，](?!还|但|以|则)")
_LONGEST = 2
_NOUN = re.compile(
    "[之中不言讲求可普平温缓总柔饱共调融谐赢主干大上中少虎猛健名老良武悍降来顾涉提参给赠授赋][和及与将]$"
    "|的根据$|[有无为作依]根据$"
)


@check(
    "TXT-07",
    "dangling-word",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=(
        *(f"{word}{mark}" for word in _WORDS for mark in _MARKS),
        *(f"{word}，" for word in _LIGHT),
    ),
    about=About(
        "虚词后缺成分",
        "“和”“与”“以及”“为了”等词后面直接是句号、分号或逗号，连接的内容没有写完。“之和”“碳中和”“参与”等词不提示。",
        "加强对重点行业、重点企业以及。",
        "到2030年前实现碳达峰，2060年前实现碳中和。",
    ),
)
def dangling_word(page: Page) -> Iterator[Hit]:
    """A word that joins or governs (和、以及、为了) right before a mark, with nothing to join (缺成分).

    Why: part of the sentence is missing. The word must stand alone in the segmentation; 之和, 碳中和, 可及,
    参与 and 有根据 are no hits.

    Example: 重点行业、重点企业以及。
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        for match in _END.finditer(field.text):
            end = match.start()
            word = _word(field.text, end, match[0])
            if word and end > len(word) and not _NOUN.search(field.text, max(0, end - 3), end):
                message = f"“{word}”后面缺少内容，句子没有写完。"
                yield Hit(field, end - len(word), end, message)


def _word(text: str, end: int, mark: str) -> str:
    """The word before the mark at `text[end]`, if it is one that cannot end there and stands alone."""
    for size in (_LONGEST, 1):
        word = text[max(0, end - size) : end]
        if word in (_LIGHT if mark == "，" else _WORDS):
            alone = word_bounds(text, end - size, end).issuperset((0, size))
            return word if alone else ""
    return ""
