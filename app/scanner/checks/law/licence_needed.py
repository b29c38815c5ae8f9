"""LAW-04: promotion of what needs a licence or an approval (需要资质、审批的推广)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import SHOP, mentions, sentence, warned
from app.scanner.document import Field, Page
from app.scanner.finding import Severity

_MEDICINE = re.compile(
    "国药准字[ ]?[a-z]?[0-9]{8}|[一-鿿]械注[准进许][ ]?[0-9]{8,12}|国食健[注备]?字?[ ]?[gj][0-9]{8}"
)
_LOTTERY = re.compile(
    "代购彩票|彩票代购|合买彩票|(?:网上|在线|手机|线上|网络|代|app)[ ]?(?:购彩|买彩票|售彩|购买彩票|投注)"
)
_STOCKS = re.compile(
    "(?:牛股|黑马股|内幕股|股票|期货)(?:免费)?(?:推荐|荐股|喊单|带单|跟单)|荐股(?:群|老师|服务)|(?:喊单|带单)老师"
)
_APART = 20
"""Characters after a match in which another would be of the same sentence, and the same offer."""
_CALL = (
    *("购买", "订购", "选购", "抢购", "热卖", "优惠", "特价", "折", "下单", "点击", "扫码", "进群"),
    *("加群", "下载", "注册", "充值", "热线", "咨询电话", "免费领", "赠", "疗效", "根治", "见效", "告别"),
    *("赢", "中奖率", "关注"),
)
_SUPERVISION = (
    *("抽检", "抽查", "抽样", "不合格", "不符合规定", "召回", "批号", "通告", "注册证", "注销"),
    *("处罚", "假药", "劣药", "经营许可", "说明书", "采购目录", "集采", "中选", "招标", "医保", "监测"),
    *("不良反应", "审批", "备案"),
)
_KINDS = (
    (_MEDICINE, "药品、医疗器械、保健食品广告须经审查批准，请删除或核实广告批准文号。"),
    (_LOTTERY, "利用互联网销售彩票未经批准属于违法，请删除。"),
    (_STOCKS, "证券、期货投资咨询须有从业资质，请删除。"),
)


@check(
    "LAW-04",
    "licence-needed",
    "《广告法》第四十六条；《彩票管理条例》；《证券法》第一百六十条",
    words=(
        *("国药准字", "械注准", "械注进", "械注许", "国食健", "购彩", "彩票", "售彩", "投注"),
        *("牛股", "黑马股", "内幕股", "股票", "期货", "荐股", "喊单", "带单"),
    ),
    about=About(
        "需要资质的推广",
        "推销药品、医疗器械、保健食品，网上卖彩票，荐股带单，都须有资质或经审批。抽检通报、采购公告、反诈提示不提示。",
        "国药准字H20051234，三天见效，订购热线如下。",
        "抽检不合格的药品批准文号为国药准字H20051234。",
    ),
)
def licence_needed(page: Page) -> Iterator[Hit]:
    """An approval number of a medicine, an on-line lottery or stock tips, in a sentence that sells them.

    Why: advertisements for medicines, devices and health food must be approved before; lotteries are sold
    and stocks advised on by licence only. Notices of supervision (抽检, 召回, 集采) and warnings are no hits;
    where a number stands without a call to buy, nothing is said.

    Example: 国药准字H20051234，订购热线….
    Basis: 广告法 art. 46 (审查); 彩票管理条例; 证券法 art. 160.
    """
    for field in page.fields:
        for pattern, message in _KINDS:
            done = 0
            for match in pattern.finditer(field.folded):
                if match.start() >= done:
                    done = match.end() + _APART
                    if _sells(field, match.start()):
                        yield Hit(field, *match.span(), message, severity=Severity.BLOCK)


def _sells(field: Field, at: int) -> bool:
    around = sentence(field.flowing, at)
    if mentions(around, _SUPERVISION) or warned(field.flowing, at):
        return False
    return mentions(around, _CALL) or mentions(around, SHOP)
