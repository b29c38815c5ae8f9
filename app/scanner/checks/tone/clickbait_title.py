"""TON-02: a title that baits clicks (标题党)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import negated, stands_in
from app.scanner.document import Draft, Page
from app.scanner.normalize import folded
from app.scanner.voice import BASIS

_WAKERS = (
    *("震惊", "惊呆", "惊爆", "吓死", "吓人", "速看", "速转", "速存", "快看", "快转", "快收藏"),
    *("赶紧", "赶快"),
    *("疯传", "疯转", "炸锅", "炸裂", "后悔", "惊天", "内幕", "真相", "不知道", "没想到", "是这样"),
    *("亮了", "亮瞎"),
    *("看哭", "看完", "大事", "删前", "不转不是", "扩散", "重磅", "突发", "刚刚", "最新消息"),
)
_BAIT = re.compile(
    "震惊(?!中外|全国|世界|之余|于)|惊呆|惊爆|吓死|吓人|速[看转](?![台岗])|速存(?!储)"
    "|(?:赶紧|赶快|快)(?:看[!~,]|转发?[!~]|收藏)|疯[传转]|炸锅|炸裂|不看(?:会|就|将)?后悔|后悔一辈子"
    "|惊天(?:内幕|秘密)|内幕曝光|真相(?:竟|居然)是|[0-9]{2}%的?[人家][^,。!]{0,4}不知道|万万没想到"
    "|竟然?是这样|原来是这样|结局亮了|亮瞎|看哭了|看完.{0,3}哭了|出大事了|大事不好|删前速看|不转不是|紧急扩散"
    "|(?:重磅|突发|刚刚|最新消息)[!~|]"
)


@check(
    "TON-02",
    "clickbait-title",
    BASIS,
    words=_WAKERS,
    about=About(
        "标题党",
        "标题用“震惊”“速看”“不看后悔”一类字眼吸引点击。“震惊中外”等正常用语、书名号和引号里的、提醒防范的不提示。",
        Draft("请按时缴纳医保费。", "震惊！99%的人不知道的医保知识"),
        Draft("请按时缴纳医保费。", "这些医保知识请您了解"),
    ),
)
def clickbait_title(page: Page) -> Iterator[Hit]:
    """Words in a title that bait clicks: 震惊！ 速看 不看后悔 99%的人不知道.

    Why: an office's title says what the article says. Only titles are read; 刚刚, 重磅 and 突发 count where a
    mark of exclamation follows, and quoted words and warnings do not. What a reprint adds to the original's
    title is for SRC-02 to tell.

    Example: 震惊！99%的人不知道的医保知识.
    Basis: 国办发〔2018〕123号, 政务新媒体 must not be turned into entertainment.
    """
    original = _original(page)
    for field in page.fields:
        if field.name == "title":
            for start, end, word in baits(field.folded):
                added = bool(original) and word not in original
                quoted = stands_in(field.folded, start, "quotation")
                if not (added or quoted or negated(field.folded, start)):
                    yield Hit(field, start, end, f"标题用“{word}”吸引点击，请改为如实概括内容的标题。")


def _original(page: Page) -> str:
    """The title of what is reprinted, "" where none is given."""
    source = page.draft.source if page.draft.kind == "reprint" else None
    return folded(source.title.strip()) if source else ""


def baits(title: str) -> Iterator[tuple[int, int, str]]:
    """The baiting words of a folded title, each with its place."""
    for match in _BAIT.finditer(title):
        word = match[0].rstrip("!~|,")
        yield match.start(), match.start() + len(word), word
