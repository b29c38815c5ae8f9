"""TON-02: slang of the net in an official document (公文中的网络用语)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Draft, Page
from app.scanner.voice import any_of, spoken

_WORDS = (
    *(
        "打call",
        "奥利给",
        "蓝瘦香菇",
        "坑爹",
        "坑货",
        "尴尬癌",
        "神马",
        "酱紫",
        "有木有",
        "肿么",
        "盆友",
        "涨姿势",
    ),
    *("不明觉厉", "累觉不爱", "喜大普奔", "人艰不拆", "十动然拒", "细思极恐", "awsl", "xswl", "u1s1", "栓q"),
    *("芭比q", "你懂的", "老司机", "社死", "破防了", "emo了", "躺赢", "躺枪", "真香定律", "高富帅", "白富美"),
    *("盘它", "杠精", "柠檬精", "戏精", "佛系", "扎心了", "老铁", "满满的干货", "不要太爽", "杠杠的"),
)
_SLANG = any_of(*_WORDS)
_GENRE = re.compile(
    "(?:通知|公告|通告|批复|决定|通报|请示|报告|意见|函|令|纪要|办法|细则|规定|方案|决议|公报)"
    r"(?:\((?:征求意见稿|试行|暂行|草案)\))?\s*$"
)
_HEADING = 60


@check(
    "TON-02",
    "network-slang",
    "《党政机关公文处理工作条例》第十九条：公文起草应当文字精练、表述准确",
    words=_WORDS,
    about=About(
        "公文用网络语",
        "标题是通知、公告、批复等公文的稿件里出现“打call”“神马”“有木有”等网络用语。引号里的和其他文体不提示。",
        Draft("请各单位为创城打call，大家有木有信心？", "关于做好文明创建工作的通知"),
        Draft("市民为文艺演出打call。", "广场文艺演出精彩上演"),
    ),
)
def network_slang(page: Page) -> Iterator[Hit]:
    """Slang of the net in a notice, announcement, reply or other official document, told by its title.

    Why: official documents are written in the common written language. News, guides and quoted words are
    left alone: what is lively there is out of place here.

    Example: 关于……的通知: 请各单位为创城打call.
    Basis: 党政机关公文处理工作条例 art. 19.
    """
    if not _official(page):
        return
    for field in page.fields:
        for match in spoken(field, _SLANG):
            message = f"公文中不宜用网络用语“{match[0]}”，请改为规范的书面语。"
            yield Hit(field, *match.span(), message)


def _official(page: Page) -> bool:
    """Whether the title, or without one the first line, is that of an official document."""
    first = page.fields[0].folded.strip().partition("\n")[0].strip()
    return len(first) <= _HEADING and _GENRE.search(first) is not None
