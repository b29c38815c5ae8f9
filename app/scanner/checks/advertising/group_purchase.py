"""ADV-01: private trade by group and agent (团购群、代购、接龙)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence, warned
from app.scanner.document import Page
from app.scanner.finding import Severity

_WORDS = (
    *("团购", "拼团", "接龙", "代购", "秒杀群", "内购", "购物群", "团长", "群主", "店主", "楼长"),
    *(
        f"{where}{what}"
        for where in ("私信", "留言", "评论", "群内", "群里")
        for what in ("下单", "订购", "购买")
    ),
)
# What a hit begins with is looked at first: it keeps clean text quick.
_TRADE = re.compile(
    "(?=[加扫进入拉欢社业小团拼接群专长可承本日韩香澳美欧泰免联找私留评内员])(?:"
    + "|".join(
        (
            "(?:加入|扫码|进|入|拉你进|欢迎进)[^。\n]{0,6}?(?:团购群|拼团群|秒杀群|内购群|福利购物群)",
            "(?:社区|业主|小区)?(?:团购|拼团)(?:开始啦|开团|已开|进行中|链接|报名|火热)",
            "接龙(?:下单|报名购买|购买|订购)|群(?:内|里)接龙[^。\n]{0,4}(?:买|购|订)",
            "(?:专业|长期|可|承接|本人|接)代购[^。\n]{0,8}?(?:联系|私信|微信|加|欢迎|免税|正品|下单)",
            "(?:日本|韩国|香港|澳洲|美国|欧洲|泰国|免税店)代购[^。\n]{0,8}?(?:联系|私信|微信|加|欢迎|正品|下单)",
            "(?:联系|找)(?:团长|群主|店主|楼长)(?:下单|购买|订购|付款)",
            "(?:私信|留言|评论|群内|群里)(?:下单|订购|购买)",
            "(?:内部|员工)内购(?:价|会|优惠)",
        )
    )
    + ")"
)
_PUBLIC = (
    *("保供", "疫情", "民生物资", "消费者", "投诉", "维权", "助农", "帮扶", "协会", "监管", "提醒"),
    *("走私", "法院", "判决", "违法"),
    *("代购药", "代购代办", "帮代办", "志愿者", "老人", "孤寡", "网格员"),
)


@check(
    "ADV-01",
    "group-purchase",
    "国办发〔2018〕123号：不得刊登商业广告；《互联网广告管理办法》第九条",
    words=_WORDS,
    about=About(
        "团购代购招揽",
        "“扫码进团购群”“接龙下单”“专业代购”是私下买卖的招揽，政务新媒体不得刊登。"
        "消费提醒、志愿者为老人代购和政府组织的保供不提示。",
        "新鲜草莓上市，扫码进团购群接龙下单。",
        "网格员为独居老人代购药品。",
    ),
)
def group_purchase(page: Page) -> Iterator[Hit]:
    """扫码进团购群, 接龙下单, 专业代购, 私信下单 (私域交易招揽).

    Why: an official account sells nothing and brings nobody to a seller. Warnings to consumers,
    volunteers who shop for old people, and supplies organised by the government are no hits.

    Example: 扫码进团购群接龙下单.
    Basis: 国办发〔2018〕123号 (不得刊登商业广告); 互联网广告管理办法 art. 9.
    """
    for field in page.fields:
        for trade in _TRADE.finditer(field.folded):
            at = trade.start()
            if not warned(field.text, at) and not mentions(sentence(field.text, at), _PUBLIC):
                message = f"“{trade[0]}”属团购、代购招揽，政务新媒体不得刊登，请删除。"
                yield Hit(field, *trade.span(), message, severity=Severity.WARN)
