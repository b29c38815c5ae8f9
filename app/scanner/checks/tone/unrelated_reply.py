"""TON-04: a reply that shares nothing with the question (答非所问)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.answers import BASIS, core
from app.scanner.check import About, Hit, check
from app.scanner.document import Draft, Page
from app.scanner.finding import Severity
from app.scanner.normalize import folded
from app.scanner.reprint import opening
from app.scanner.segment import cut

_QUESTION = (
    "幼儿园秋季招生什么时候报名，外来务工家庭的孩子需要哪些材料，"
    "户口簿、房产证、预防接种证是不是必须提供原件？"
)
_LAMPS = (
    "您好！经核实，该路段路灯因线路老化停用，市城管局已安排更换电缆，三日内恢复照明。"
    "请夜间出行注意安全，如再发现照明设施损坏，欢迎拨打热线，巡查队将及时前往抢修，并公示进展。"
)
_READ = 2000
_ASKED, _ANSWERED = 12, 20
_WORD = re.compile("[一-鿿]{2,}")
_COURTEOUS = frozenset(
    (
        *("问题", "反映", "情况", "请问", "咨询", "希望", "领导", "政府", "相关", "有关", "部门", "单位"),
        *("处理", "解决", "我们", "你们", "他们", "这个", "那个", "没有", "可以", "现在", "什么", "怎么"),
        *("如何", "为什么", "是否", "已经", "还是", "因为", "所以", "但是", "如果", "就是", "不是", "一个"),
        *("一些", "这样", "那样", "时候", "以及", "进行", "网友", "留言", "回复", "答复", "您好", "你好"),
        *("谢谢", "感谢", "关于", "目前", "工作", "群众", "市民", "书记", "尊敬", "为了", "对于", "由于"),
        *("其他", "自己", "知道", "需要", "应该"),
    )
)


@check(
    "TON-04",
    "unrelated-reply",
    BASIS,
    slow=True,
    kinds=("reply",),
    about=About(
        "疑似答非所问",
        "答复与来信没有一个共同的实词，可能贴错了答复或答非所问，只作提示。来信或答复太短的不判断。",
        Draft(_LAMPS, kind="reply", question=_QUESTION),
        Draft(
            "您好！今年幼儿园秋季招生报名时间为7月1日至5日，请携带户口簿、预防接种证和房产证到园报名。",
            kind="reply",
            question=_QUESTION,
        ),
    ),
)
def unrelated_reply(page: Page) -> Iterator[Hit]:
    """A reply that has no word of substance in common with the citizen's message.

    Why: replies are pasted from templates, and sometimes under another message. Only words of two
    characters or more that are no courtesies count; short messages and replies are left alone, and so is a
    reply of which a word is part of a word of the message.

    Example: asked about 幼儿园招生, answered about 路灯.
    Basis: 国办发〔2018〕123号 (杜绝答非所问).
    """
    question, place = page.draft.question, opening(page)
    if page.draft.kind != "reply" or not question or not place:
        return
    asked = _words(folded(question[:_READ]))
    answered = _words(core(page.fields[-1].folded[:_READ]))
    if len(asked) >= _ASKED and len(answered) >= _ANSWERED and not _share(asked, answered):
        yield Hit(*place, "答复与来信没有相同的实词，请核对是否答非所问。", severity=Severity.HINT)


def _words(text: str) -> set[str]:
    return {word for word in cut(text) if _WORD.fullmatch(word)} - _COURTEOUS


def _share(asked: set[str], answered: set[str]) -> bool:
    """Whether two characters in a row of a word asked stand in a word answered (房产证, 房产)."""
    pairs = {word[i : i + 2] for word in asked for i in range(len(word) - 1)}
    return any(word[i : i + 2] in pairs for word in answered for i in range(len(word) - 1))
