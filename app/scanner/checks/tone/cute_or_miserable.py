"""TON-02: cuteness and begging (卖萌卖惨)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence
from app.scanner.document import Page
from app.scanner.voice import BASIS, SCENES, Scene, scene, spoken, told, weight

_CUTE = re.compile(
    "宝宝们|宝子们|宝贝们|小宝贝们|亲爱的宝|么么哒|萌萌哒|棒棒哒|美美哒|好哒|小可爱们?|小仙女们?|小主们|(?<![乡双父母至])亲们"
    "|啦啦啦|绝绝子|yyds|(?<![的和与及其])家人们|老铁们|集美们|小伙伴们快|人家(?:才不|不要嘛|好怕)|嘤嘤嘤|嘻嘻嘻?|哇塞|冲鸭|比个心|笔芯"
    "|求求(?:大家|你们|各位|了)|跪求(?=大家|各位|关注|点赞|转发|扩散|支持|帮)|小编(?:快|就)?要?(?:下岗|失业|饿死|哭)|小编的(?:饭碗|鸡腿|工资|年终奖|kpi)"
    "|给小编(?:加鸡腿|加个鸡腿|一个)|给(?:孩子|小编)(?:一个|点个?)(?:关注|赞|在看)|救救(?:孩子|小编)"
    "|再不(?:点赞|关注|转发)小编|可怜可怜(?:小编|我们)|看在小编"
)
_CHILDREN = ("疫苗", "接种", "婴", "幼", "儿童", "孕", "妈妈", "新生儿", "辅食", "母乳", "托育", "体检")


@check(
    "TON-02",
    "cute-or-miserable",
    BASIS,
    words=(
        *("宝宝们", "宝子们", "宝贝们", "亲爱的宝", "么么哒", "萌萌哒", "棒棒哒", "美美哒", "好哒", "小可爱"),
        *("小仙女", "小主们", "亲们", "啦啦啦", "绝绝子", "yyds", "家人们", "老铁们", "集美们", "小伙伴们快"),
        *("人家才不", "人家不要嘛", "人家好怕", "嘤嘤嘤", "嘻嘻", "哇塞", "冲鸭", "比个心", "笔芯", "求求"),
        *("跪求", "小编"),
        *("救救", "给孩子", "可怜可怜"),
    ),
    about=About(
        "卖萌卖惨",
        "“么么哒”“宝子们”“绝绝子”等卖萌用语，“求求大家”“小编快下岗了”等卖惨用语。灾害、执法类特别说明，"
        "文旅、共青团的活动信息只作提示。",
        "宝子们，这份办事指南请收好，么么哒！",
        "请各位家长带宝宝们按时接种疫苗。",
    ),
)
def cute_or_miserable(page: Page) -> Iterator[Hit]:
    """Words that play cute (么么哒, 宝子们, 绝绝子) or beg (求求大家, 小编快下岗了, 给孩子一个关注吧).

    Why: the notices forbid 卖萌 and 卖惨 whatever the scene. 宝宝们 beside vaccines are children; in
    news of tourism and youth the words are hints; deaths and enforcement are named in the message.

    Example: 宝子们，这份办事指南请收好.
    Basis: 国办发〔2018〕123号 and the local notices on 政务新媒体.
    """
    where: Scene | None = None
    for field in page.fields:
        for match in spoken(field, _CUTE):
            children = "宝" in match[0] and mentions(sentence(field.folded, match.start()), _CHILDREN)
            if not (children or told(field, match.start())):
                where = where or scene(page)
                message = f"{SCENES[where]}“{match[0].strip('~,')}”属卖萌、卖惨用语，请改为平实的表述。"
                yield Hit(field, *match.span(), message, severity=weight(where))
