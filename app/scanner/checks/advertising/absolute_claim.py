"""ADV-02: absolute claims in an advertisement (广告绝对化用语)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import SHOP, mentions, negated, sentence
from app.scanner.document import Field, Page

_MOST = (
    *("便宜", "实惠", "优质", "优惠", "先进", "高端", "高档", "顶级", "正宗", "好吃", "好用", "畅销"),
    *("划算", "靠谱", "专业", "权威", "奢华", "舒适", "健康", "安全"),
)
_CLAIMS = (
    *(f"最{what}" for what in _MOST),
    *("最高级", "最好的", "最低价", "顶级", "极品", "极致", "王牌", "销量第一", "销量冠军", "全网第一"),
    *("全国第一", "行业第一", "质量第一", "品质第一", "排名第一", "第一品牌", "独一无二", "绝无仅有"),
    *("史无前例", "万能", "全网最低", "全城最低", "世界级", "宇宙级", "领袖品牌", "唯一正宗"),
    *("国家领导人", "驰名商标", "特供", "专供", "遥遥领先", "无与伦比", "首选品牌"),
)
_CLAIM = re.compile("|".join(sorted(_CLAIMS, key=len, reverse=True)))
_SELLING = (
    *SHOP,
    *("欢迎订购", "欢迎选购", "欢迎品尝", "欢迎品鉴", "选购", "抢购", "订购", "热销", "促销", "优惠价"),
    *("折扣", "立省", "开业", "口感", "秘制", "匠心打造", "正品", "新款", "楼盘", "售楼", "首付", "户型"),
    *("疗程", "套餐价", "加盟"),
)
_PUBLIC = (
    *("人民法院", "检察", "限价", "监管", "不得", "违法", "广告法", "虚假", "处罚", "查处", "消费者权益"),
    *("提醒", "警示", "政策", "医保", "惠民", "统计", "公共服务", "安全生产", "质量第一的", "预防"),
)


@check(
    "ADV-02",
    "absolute-claim",
    "《广告法》第九条第三项；《广告绝对化用语执法指南》（市场监管总局公告2023年第6号）",
    words=_CLAIMS,
    about=About(
        "广告绝对化用语",
        "推销商品、服务的句子里使用“最优质”“销量第一”“顶级”等绝对化用语，违反广告法。"
        "不在推销商品的句子（最高人民法院、最先进的经验、安全第一）不提示。",
        "本店销售最优质的土蜂蜜，欢迎选购。",
        "认真学习借鉴外地最先进的经验做法。",
    ),
)
def absolute_claim(page: Page) -> Iterator[Hit]:
    """最优质, 销量第一, 顶级 and their like in a sentence that sells (绝对化用语).

    Why: an advertisement must not claim the highest degree. Only a sentence in the voice of a shop (本店,
    选购, 热销, 口感) counts; sentences on supervision and penalties, and official prose, are no hits.

    Example: 本店销售最优质的土蜂蜜.
    Basis: 广告法 art. 9 (3); 广告绝对化用语执法指南 (2023).
    """
    for field in page.fields:
        for claim in _CLAIM.finditer(field.folded):
            if _sells(field, claim.start()):
                message = f"广告中不得使用“{claim[0]}”这类绝对化用语，请删除。"
                yield Hit(field, *claim.span(), message)


def _sells(field: Field, at: int) -> bool:
    around = sentence(field.text, at)
    return mentions(around, _SELLING) and not mentions(around, _PUBLIC) and not negated(field.text, at)
