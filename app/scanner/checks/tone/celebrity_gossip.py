"""TON-02: gossip of stars (娱乐追星)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.voice import BASIS, SCENES, Scene, scene, spoken

_GOSSIP = re.compile(
    "(?:明星|娱乐圈?|内娱|艺人)八卦|吃瓜(?!节)|塌房|官宣(?:恋情|分手|离婚|结婚|生子)|恋情曝光|疑似恋爱|隐婚|劈腿|出轨实锤"
    "|锤爆|实锤[了!]|饭圈(?:女孩|男孩)|爱豆|打榜|应援(?!助)|超话签到|控评|撕番|cp感|磕(?:到了|cp|糖)|嗑(?:到了|cp|糖)|男神"
    "|颜值(?:爆表|逆天|担当)|神颜|小鲜肉|流量小生|霸总|网红段子|搞笑段子|爆笑段子"
)


@check(
    "TON-02",
    "celebrity-gossip",
    BASIS,
    words=(
        *("八卦", "吃瓜", "塌房", "官宣", "恋情曝光", "疑似恋爱", "隐婚", "劈腿", "实锤", "锤爆"),
        *("饭圈", "爱豆"),
        *("打榜", "应援", "超话", "控评", "撕番", "cp", "磕到了", "磕糖", "嗑到了", "嗑糖", "男神"),
        *("颜值", "神颜", "小鲜肉", "流量小生", "霸总", "段子"),
    ),
    about=About(
        "娱乐追星",
        "政务账号发布明星八卦、追星、“吃瓜”一类内容。治理“饭圈”乱象等批评、整治的话不提示。",
        "快来吃瓜，某明星官宣恋情！",
        "整治“饭圈”乱象，坚决抵制应援打榜等行为。",
    ),
)
def celebrity_gossip(page: Page) -> Iterator[Hit]:
    """Words of gossip and of fans: 明星八卦, 吃瓜, 官宣恋情, 磕到了, 颜值爆表.

    Why: an office's account is not there for entertainment. What a text fights (抵制应援打榜), quoted words
    and titles are no hits; in news of culture and tourism the words hint as elsewhere.

    Example: 快来吃瓜，某明星官宣恋情！
    Basis: 国办发〔2018〕123号 and the local notices (娱乐追星).
    """
    where: Scene | None = None
    for field in page.fields:
        for match in spoken(field, _GOSSIP):
            where = where or scene(page)
            message = f"{SCENES[where]}“{match[0]}”属娱乐追星用语，请删除或改写。"
            yield Hit(field, *match.span(), message)
