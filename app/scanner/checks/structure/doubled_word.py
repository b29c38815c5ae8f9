"""TXT-05: words typed twice (重复)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.segment import word_bounds

_LENGTHS = (1, 2, 3, 4)
_FIRST_IDEOGRAPH = ord("一")
_SHORT = 64  # of a title it is quicker to see that no character comes twice
_PARTICLES = frozenset("的了在和是与对将为及把被于从向由按并而或也至经都就已")
_NUMERALS = frozenset("一二三四五六七八九十百千万亿两零〇几")
_ABAB = """
研究 讨论 商量 考虑 学习 休息 打听 了解 锻炼 认识 琢磨 收拾 打扫 活动 体验 感受 尝试 检查 介绍 照顾 放松 合计
交流 思考 反思 教育 帮助 调查 分析 总结 比较 联系 宣传 整理 指导 走动 热闹 高兴 轻松 凉快 非常 特别 十分 很多
许多 好多 永远 真的 谢谢 感谢 恭喜 慢慢 常常 等等 加油 欢迎 渐渐 悄悄 世界 多谢 再见 你好 快点 逐个 逐条 不行
可以 是的 好的 滴答 哗啦 扑通 拜托 注意 小心 快来 快跑 救命 厉害 知道 明白 没有 不是 不要 干杯 前进
比试 可怜 咨询 关心 关注 反映 敷衍 怎么 叮咚
"""
_NOUN_AND_VERB = "规定 组织 代表 领导 决定 规划 保管"
_RIGHT_TWICE = frozenset((_ABAB + _NOUN_AND_VERB).split())


@check(
    "TXT-05",
    "doubled-word",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    about=About(
        "词语重复",
        "二至四字的词或虚词接连写了两遍。两个都须是完整的词；叠用的动词（研究研究）、量词（一个一个）和前名后动（本规定规定的）不提示。",
        "开展政务服务考核考核工作。",
        "大家一起研究研究这个办法。",
    ),
)
def doubled_word(page: Page) -> Iterator[Hit]:
    """A word of two to four characters, or a function word, typed twice (词语重复).

    Why: pasting leaves a word behind. Both copies must be whole words, so that 党中央中央军委 and
    世界世界杯 are no hits; nor are reduplicated forms (研究研究, 一个问题一个问题), a noun before the same
    verb (本规定规定的), and what belongs to its like (集体的土地的土地承包权).

    Example: 政务服务考核考核指标体系 → 考核.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        done = 0
        for start, length in _candidates(field):
            word = field.text[start : start + length]
            if start >= done and _may_be_wrong(word) and _are_words(field.text, start, length):
                done = start + 2 * length
                yield Hit(field, start, done, f"“{word}”重复，疑为多余。", (word,))


def _candidates(field: Field) -> list[tuple[int, int]]:
    """Start and word length of every piece of the text that is at once repeated."""
    text, codes = field.text, field.codes
    if len(text) < _SHORT and len(set(text)) == len(text):
        return []
    chinese = codes >= _FIRST_IDEOGRAPH
    return sorted((start, length) for length in _LENGTHS for start in _repeats(codes, chinese, length))


def _repeats(codes: npt.NDArray[np.uint32], chinese: npt.NDArray[np.bool_], length: int) -> Sequence[int]:
    """Where `length` ideographs stand twice in a row; of a longer row only its first `length` places."""
    same = codes[length:] == codes[:-length]
    run = b"\1" * length
    if run not in same.tobytes():
        return ()
    return _starts((same & chinese[length:]).tobytes() + b"\0", run)


def _starts(same: bytes, run: bytes) -> list[int]:
    """The first `len(run)` starts of `run` in every row of `same`; a row ends with a zero byte."""
    found: list[int] = []
    length = len(run)
    start = same.find(run)
    while start >= 0:
        end = same.index(b"\0", start)
        found += range(start, min(end - length + 1, start + length))
        start = same.find(run, end)
    return found


def _may_be_wrong(word: str) -> bool:
    """Whether `word`, twice, is no measure (一个一个), reduplicated form (研究研究) or sound (哈哈哈哈)."""
    if len(word) == 1:
        return word in _PARTICLES
    chinese = min(word) >= "一" and max(word) <= "鿿"
    plain = chinese and len(set(word)) > 1 and not _NUMERALS.issuperset(word)
    measured = len(word) == 2 and (word[0] in "两几半很又越整哪这那每" or word[1] in "着啊呀")
    return plain and not measured and word[0] not in "一的" and word not in _RIGHT_TWICE


def _are_words(text: str, start: int, length: int) -> bool:
    """Whether word boundaries stand before, between and after the two copies."""
    return word_bounds(text, start, start + 2 * length).issuperset((0, length, 2 * length))
