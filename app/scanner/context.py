"""What stands around a hit: its clause, its sentence, and the words there that turn its meaning round.

A notice that forbids, fights or warns of a thing names the thing (打击色情违法, 谨防“加微信领福利”);
naming it is then no offence. All helpers look no further than a fixed reach, so that a text without
punctuation costs no more than another.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Literal, get_args

Section = Literal["quotation", "title", "advertisement"]
"""Where a hit may stand: in a quotation (引语), a title in 《》 (书名号), an advertisement (广告)."""

SECTIONS: tuple[Section, ...] = get_args(Section)

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

SHOP: tuple[str, ...] = (
    *("抢购", "下单", "包邮", "热卖", "秒杀", "特价", "仅售", "立减", "满减", "买一送一", "限时优惠"),
    *("订购热线", "购买热线", "加盟热线", "招商热线", "欢迎选购", "欢迎订购", "欢迎加盟", "诚邀加盟"),
    *("本店", "旗舰店", "专卖店", "专柜", "到店", "进店", "全场", "新品上市", "厂家直销", "正品保证"),
)
"""Words in which a shop speaks; a sentence with one of them is an advertisement (广告)."""

_PAIRS: dict[Section, tuple[str, ...]] = {
    "quotation": ("“”", "‘’", "「」", "『』"),
    "title": ("《》", "〈〉"),
}
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9][0-9](?=[年\]〕】)])")
_DATE = "([12][0-9]{3}) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日"
_DATED = re.compile(rf"{_DATE}\Z")
_LAST_DAY = re.compile(r"日(?:(\s*\Z)|(?=[ \t]*\n))")  # at the end of the text, or else of a line
_LONGEST_DATE = len("2026 年 11 月 22 日")
_NEGATED = re.compile("|".join(NEGATION))


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
    return _NEGATED.search(clause_before(text, i)) is not None


def warned(text: str, i: int) -> bool:
    """Whether what stands at `text[i]` is forbidden there, or its sentence warns of fraud."""
    return negated(text, i) or mentions(sentence(text, i), FRAUD)


def stands_in(text: str, i: int, section: Section) -> bool:
    """Whether `text[i]` stands in such a section, as far as its sentence shows."""
    if section == "advertisement":
        return mentions(sentence(text, i), SHOP)
    before = text[max(0, i - REACH) : i].rpartition("\n")[2]
    return any(before.rfind(pair[0]) > before.rfind(pair[1]) for pair in _PAIRS[section])


def is_past(text: str, i: int, day: date) -> bool:
    """Whether the sentence around `text[i]` tells of a time before `day`, by its years (2016年)."""
    year = latest_year(sentence(text, i))
    return year is not None and year < day.year


def latest_year(text: str) -> int | None:
    """The latest year that a text names (2016年, 〔2016〕), if any."""
    return max(map(int, _YEAR.findall(text)), default=None)


def signed(text: str) -> date | None:
    """The date that a text puts under itself (落款日期): the last on a line of its own, or at the end."""
    last = None
    for day in _LAST_DAY.finditer(text):
        end = day.start() + 1
        match = _DATED.search(text, max(0, end - _LONGEST_DATE), end)
        if match and (day[1] is not None or _begins_line(text, match.start())):
            with suppress(ValueError):  # 2月30日
                last = date(*map(int, match.groups()))
    return last


def _begins_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip(" \t")


def mentions(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of `words` occurs in `text`."""
    return any(word in text for word in words)


def _last(text: str, marks: str, floor: int, i: int) -> int:
    return max(floor, *(text.rfind(mark, floor, i) + 1 for mark in marks))


def _next(text: str, marks: str, i: int, ceiling: int) -> int:
    found = (text.find(mark, i, ceiling) for mark in marks)
    return min((at for at in found if at >= 0), default=ceiling)
