"""What stands around a hit: its clause, its sentence, and the words there that turn its meaning round.

A notice that forbids, fights or warns of a thing names the thing (打击色情违法, 谨防“加微信领福利”);
naming it is then no offence. All helpers look no further than a fixed reach, so that a text without
punctuation costs no more than another.
"""

from __future__ import annotations

REACH = 120
_CLAUSE_ENDS = "，,；;：:。！!？?\n"
_SENTENCE_ENDS = "；;。！!？?\n"

NEGATION: tuple[str, ...] = (
    *("严禁", "禁止", "禁绝", "不得", "不准", "不许", "不要", "不可", "不能", "不应", "不允许", "勿"),
    *("打击", "严打", "反对", "抵制", "抵御", "杜绝", "拒绝", "防范", "防止", "防控", "防治", "严防", "预防"),
    *("警惕", "谨防", "提防", "当心", "小心", "远离", "识破", "识别", "揭露", "揭秘", "曝光", "辟谣"),
    *("整治", "整顿", "治理", "查处", "查办", "查获", "查封", "严查", "取缔", "清理", "清除", "清查", "下架"),
    *("惩治", "惩处", "处罚", "严惩", "制止", "遏制", "纠正", "纠治", "根治", "铲除", "肃清", "扫除", "扫黄"),
    *("侦破", "破获", "打掉", "捣毁", "涉嫌", "举报", "投诉", "谴责", "批判", "违法违规", "违规发布"),
)
"""Words that forbid, fight or warn of what follows in their clause (否定、打击、警示语)."""

FRAUD: tuple[str, ...] = (
    *("诈骗", "骗局", "骗子", "被骗", "受骗", "骗取", "行骗", "上当", "陷阱", "套路", "反诈", "防骗"),
    *("谨防", "警惕", "冒充", "假冒", "传销", "非法集资", "洗钱", "跑分", "黑灰产", "不法分子"),
    *("嫌疑人", "受害人"),
)
"""Words of a warning against fraud (反诈语境), wherever they stand in the sentence."""


def clause_before(text: str, i: int) -> str:
    """What stands before `text[i]` in its clause (分句), at most `REACH` characters.

    A clause ends at a comma, colon or stronger mark, in either width; 、 joins the items of one list and
    ends none, so that 严禁黄、赌、毒 forbids all three.
    """
    floor = max(0, i - REACH)
    return text[_last(text, _CLAUSE_ENDS, floor, i) : i]


def sentence(text: str, i: int) -> str:
    """The sentence (句子) in which `text[i]` stands, at most `REACH` characters to either side."""
    floor, ceiling = max(0, i - REACH), min(len(text), i + REACH)
    return text[_last(text, _SENTENCE_ENDS, floor, i) : _next(text, _SENTENCE_ENDS, i, ceiling)]


def negated(text: str, i: int) -> bool:
    """Whether a word of `NEGATION` stands before `text[i]` in its clause."""
    clause = clause_before(text, i)
    return any(word in clause for word in NEGATION)


def warned(text: str, i: int) -> bool:
    """Whether what stands at `text[i]` is forbidden there, or its sentence warns of fraud."""
    return negated(text, i) or mentions(sentence(text, i), FRAUD)


def mentions(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of `words` occurs in `text`."""
    return any(word in text for word in words)


def _last(text: str, marks: str, floor: int, i: int) -> int:
    return max(floor, *(text.rfind(mark, floor, i) + 1 for mark in marks))


def _next(text: str, marks: str, i: int, ceiling: int) -> int:
    found = (text.find(mark, i, ceiling) for mark in marks)
    return min((at for at in found if at >= 0), default=ceiling)
