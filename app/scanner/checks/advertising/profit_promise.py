"""ADV-01: promises of profit (投资收益的保证)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence, warned
from app.scanner.document import Field, Page

_WORDS = (
    *("日赚", "日入", "月入", "月赚", "年化", "保本", "稳赚", "稳赢", "回报率", "收益率", "包赚", "躺赚"),
    *("无风险", "零风险", "日收入", "轻松赚", "高收益", "高回报", "固定收益", "保底收益", "收益保证"),
    *("本息保障", "翻倍", "回本", "包租", "返租"),
)
_AMOUNT = r"(?:\d{1,6}(?:\.\d+)?|[一两三五百千数上过几十]{1,3})(?:元|万|千|块|百)"
# What a hit begins with is looked at first: it keeps clean text quick.
_PROMISE = re.compile(
    rf"(?=[日月轻预年投回收保稳包躺零无本资返一两三半\d])(?:(?:日赚|日入|月入|月赚|日收入可达|轻松赚){_AMOUNT}"
    r"|(?:预期|预计)?(?:年化)(?:收益率?|利率|回报率?)?(?:高达|可达|达到|不低于|稳定在)\d{1,2}(?:\.\d+)?%"
    r"|(?:投资)?(?:回报率|收益率)(?:高达|可达|不低于|稳定在)\d{1,3}(?:\.\d+)?%"
    r"|保本(?:保息|保收益|高收益|理财|稳赚|付息|返利)|稳赚(?:不赔|不亏)?|稳赢不输|包赚不赔|躺赚|(?:零|无)风险[,、]?高(?:收益|回报)"
    r"|保底收益|本息保障|资金翻倍|(?:\d{1,2}|[一两三半])(?:年|个月)(?:即可|就能|轻松|快速)?回本|(?:包租|返租)[一-鿿\d]{0,6}(?:年|回报|收益))"
)
_OFFICIAL = (
    *("国债", "社保基金", "养老基金", "全国社会保障", "养老保险", "企业年金", "职业年金", "存款保险"),
    *("保本微利", "统计", "同比", "收益率为", "不得承诺", "承诺保本", "宣称", "号称", "承诺", "声称"),
    *("虚假", "违法", "处罚", "非法", "打破刚性兑付", "套牢", "高薪", "案例", "民警", "法院", "警方"),
    *("提醒", "脱贫", "农户", "村民", "合作社", "带动", "务工"),
)


@check(
    "ADV-01",
    "profit-promise",
    "《广告法》第二十五条；《防范和处置非法集资条例》第十一条",
    words=_WORDS,
    about=About(
        "收益保证",
        "“日赚500元”“年化收益高达18%”“稳赚不赔”等保证收益的宣传不得发布，常见于非法集资。"
        "反诈提醒、国债利率和农户增收的报道不提示。",
        "优质项目招募合伙人，年化收益高达18%，稳赚不赔。",
        "凡是承诺稳赚不赔的，都是诈骗。",
    ),
)
def profit_promise(page: Page) -> Iterator[Hit]:
    """日赚500元, 年化收益高达18%, 稳赚不赔, 三年回本 (对未来收益的保证性承诺).

    Why: no advertisement may promise a profit, and such promises are the mark of illegal fund raising.
    Warnings, cases of the police, state bonds and reports of farmers' incomes are no hits.

    Example: 年化收益高达18%，稳赚不赔.
    Basis: 广告法 art. 25; 防范和处置非法集资条例 art. 11.
    """
    for field in page.fields:
        for promise in _PROMISE.finditer(field.folded):
            if not _is_clean(field, promise.start()):
                message = f"“{promise[0]}”属保证收益的宣传，不得发布，请删除。"
                yield Hit(field, *promise.span(), message)


def _is_clean(field: Field, at: int) -> bool:
    return warned(field.text, at) or mentions(sentence(field.text, at), _OFFICIAL)
