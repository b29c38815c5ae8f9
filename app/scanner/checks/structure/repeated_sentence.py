"""TXT-05: a sentence that stands twice in a draft (整句、整段重复)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.outline import Outline

_LEAST = 15
_FAR = 30
_OFTEN = 3
# It takes what has no end mark too, so that it is read once.
_LONG = re.compile("[^。！？\n \u3000\t”][^。！？\n]{14,}+([。！？]?)")
_CHINESE = re.compile("[一-鿿]")
_FORMULA = re.compile(
    "感谢|谢谢|欢迎|咨询|电话|拨打|祝您|祝|支持|网友|留言|答复如下|回复如下|查收|解释|理解|监督|投诉|举报|责任编辑"
)


class _Sentence(NamedTuple):
    """A sentence without its spaces, and where it stands."""

    text: str
    start: int
    end: int


def _has_two(outline: Outline) -> bool:
    """Whether two sentences that are long enough have room."""
    return len(outline.kinds) >= 2 * _LEAST


@check(
    "TXT-05",
    "repeated-sentence",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    shape=_has_two,
    about=About(
        "整句重复",
        "十五字以上的同一句话接连出现两次，或者三十字以上的句子在文中出现两次，多是粘贴所致。客套话、每处都有的固定说明不提示。",
        "各单位要切实加强组织领导，确保各项任务落到实处。各单位要切实加强组织领导，确保各项任务落到实处。",
        "各单位要切实加强组织领导，确保各项任务落到实处。各部门要切实加强协调配合，确保各项工作有序推进。",
    ),
)
def repeated_sentence(page: Page) -> Iterator[Hit]:
    """A sentence of fifteen characters that follows itself, or one of thirty that comes twice (整句重复).

    Why: a paragraph was pasted twice. What comes more often is a formula of a form or guide and no hit; nor
    are phrases of courtesy, and titles, which have no mark at their end.

    Example: 各单位要……落到实处。各单位要……落到实处。 → once.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        if _may_repeat(field.text):
            yield from _repeats(field, list(_sentences(field.text)))


def _may_repeat(text: str) -> bool:
    """Whether a long piece comes twice, spaces apart; most texts have none."""
    lines = text.replace("。", "\n").replace("！", "\n").replace("？", "\n").split("\n")
    pieces = [_close(line) for line in lines if len(line) >= _LEAST]
    return len(set(pieces)) < len(pieces)


def _close(text: str) -> str:
    """`text` without its spaces."""
    return text.replace(" ", "").replace("\u3000", "").replace("\t", "")


def _sentences(text: str) -> Iterator[_Sentence]:
    """The long sentences, in order."""
    for match in _LONG.finditer(text):
        if match[1]:
            yield _Sentence(_close(match[0]), *match.span())


def _repeats(field: Field, sentences: Sequence[_Sentence]) -> Iterator[Hit]:
    """What repeats something before it, neighbouring sentences taken together."""
    counts = Counter(sentence.text for sentence in sentences)
    if not any(1 < count <= _OFTEN for count in counts.values()):
        return
    first: dict[str, int] = {}
    block: list[int] = []
    for number, sentence in enumerate(sentences):
        before = first.setdefault(sentence.text, number)
        if before < number and counts[sentence.text] <= _OFTEN and _is_prose(sentence.text):
            block.append(number)
        elif block:
            yield from _hit(field, sentences, block, first)
            block = []
    if block:
        yield from _hit(field, sentences, block, first)


def _is_prose(sentence: str) -> bool:
    return len(_CHINESE.findall(sentence)) >= _LEAST and not _FORMULA.search(sentence)


def _hit(
    field: Field, sentences: Sequence[_Sentence], block: Sequence[int], first: Mapping[str, int]
) -> Iterator[Hit]:
    start, end = sentences[block[0]].start, sentences[block[-1]].end
    copied = sentences[first[sentences[block[0]].text] + len(block) - 1]
    follows = not field.text[copied.end : start].strip()
    if follows or end - start >= _FAR:
        several = f"以下{len(block)}句" if len(block) > 1 else "这句话"
        message = f"{several}与前文完全相同，疑为重复粘贴，请核对。"
        certain = follows or len(block) > 1
        yield Hit(field, start, end, message, severity=None if certain else Severity.HINT)
