"""Replies to citizens (留言答复): what is left of one when its courtesies are taken away."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.scanner.document import Field, Page

BASIS = (
    "国办发〔2018〕123号《国务院办公厅关于推进政务新媒体健康有序发展的意见》："
    "杜绝答非所问、空洞说教、生硬冷漠"
)

LONG = 300
"""Characters from which on a reply says something, whatever it says besides."""

_COURTESY = re.compile(
    '^[\\s"“]*(?:尊敬的|亲爱的)?(?:网友|市民|群众|朋友|先生|女士|来信人|留言人)[^:,。!\n]{0,20}[:,!。]?'
    '|[“"][a-z0-9*]{3,20}[”"]|[您你]好[:,!。]*|(?:非常|十分|衷心|再次|最后|首先)*(?:感谢|谢谢)[^,。!\n]*[,。!]?'
    "|(?:[12][0-9]{3}年)?[0-9]{1,2}月[0-9]{1,2}日|祝[您你][^。!\n]{0,20}[。!]?|此复|特此(?:回复|答复)|欢迎[^,。!\n]*[,。!]?"
    "|(?:[您你]的|[您你]所?反映的?|[您你])?[^,。!\n]{0,20}(?:留言|来信|诉求|问题|建议|意见|情况|帖子|来电)?"
    "(?:我们|我局|我单位)?(?:已经?|均已?)(?:收悉|收到|获悉|知悉|知晓|关注)[了,。!]*"
    "|(?:现|现将[^,。:\n]{0,20})?(?:答复|回复)如下[:,。]*"
)
_MARKS = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply: its field, its place without surrounding space, and what it says, without marks."""

    field: Field
    start: int
    end: int
    core: str
    said: str


def core(text: str) -> str:
    """A folded reply without greeting, thanks, date and acknowledgement of receipt."""
    return _COURTESY.sub("", text).strip()


def answer(page: Page) -> Answer | None:
    """The reply of a draft of that kind, shorter than `LONG`; None for others, long ones and blank ones."""
    field = page.fields[-1]
    text = field.folded.strip()
    if page.draft.kind != "reply" or not text or len(text) >= LONG:
        return None
    start = len(field.text) - len(field.text.lstrip())
    left = core(text)
    return Answer(field, start, start + len(text), left, _MARKS.sub("", left))
