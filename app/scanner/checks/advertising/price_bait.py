"""ADV-01: prices and offers of commercial promotion (商业促销)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence, warned
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.outline import has

_PRICES = "秒杀价|抢购价|特价|到手价|团购价|拼团价|拼单价|券后价|券后|折后价|折后|促销价|活动价|会员价|优惠价"
_ONLY = "仅需|只需|仅售|只要|低至|只卖"
# An offer begins with one of these; what follows decides. Two steps keep clean text quick.
_TRIGGER = re.compile(
    f"{_PRICES}|{_ONLY}|原价|满\\d|买[一二两三1-3]|全场|限时|限量|立即|马上|点击|扫码|赶快|赶紧"
)
_MONEY = r"(?:¥ ?\d{1,7}(?:\.\d{1,2})?元?|\d{1,7}(?:\.\d{1,2})?(?:元|块钱))"
_OFFER = re.compile(
    "|".join(
        (
            f"原价[^。\n]{{0,20}}?(?:现价|现仅|现只|仅需|只需|仅售|{_PRICES})(?:[^。,\n]{{0,4}}?{_MONEY})?",
            rf"(?:{_ONLY}|{_PRICES})[: ]{{0,2}}¥ ?\d{{1,7}}(?:\.\d{{1,2}})?",
            f"(?:仅售|只卖|{_PRICES})[: ]{{0,2}}(?:只要|仅需|仅|只需)?{_MONEY}",
            r"满\d{2,5}元?(?:立减|减|送|返|赠)\d{1,5}",
            "买[一二两三1-3](?:送|赠)[一二两三1-3]",
            r"全场(?:低至)?[1-9一二三四五六七八九](?:\.\d)?折",
            "(?P<call>(?:限时|限量)(?:抢购|秒杀|特惠|特卖|促销)|(?:立即|马上|点击|扫码|赶快|赶紧)(?:下单|抢购|订购|选购))",
        )
    )
)
_CALLS = [
    *(f"限{what}{call}" for what in "时量" for call in ("抢购", "秒杀", "特惠", "特卖", "促销")),
    *(f"{when}{call}" for when in ("立即", "马上", "点击", "扫码", "赶快", "赶紧")
      for call in ("下单", "抢购", "订购", "选购")),
]  # fmt: skip
_WAKERS = (
    *(*_PRICES.split("|"), "仅售", "只卖", "原价", *_CALLS),
    *(f"满{digit}" for digit in range(10)),
    *(f"买{number}{gift}" for number in "一二两三123" for gift in "送赠"),
    *(f"全场{number}" for number in ("低至", *"123456789一二三四五六七八九")),
)
_PUBLIC = (
    *(
        "消费券",
        "惠民",
        "医保",
        "医疗",
        "药品",
        "票价",
        "收费",
        "电价",
        "水价",
        "气价",
        "油价",
        "补贴",
        "公交",
        "地铁",
    ),
    *("以旧换新", "文旅", "政府", "财政", "价格监测", "均价", "招标", "采购", "保险", "套餐", "办理", "挂号"),
)


@check(
    "ADV-01",
    "price-bait",
    "国办发〔2018〕123号：不得刊登商业广告或链接商业广告页面；《广告法》第十四条",
    words=_WAKERS,
    shape=has(b"y"),
    about=About(
        "商业促销用语",
        "原价、现价、满减、买一送一等商业促销用语。公共服务的价格和优惠（消费券、医保、票价）、反诈提醒不提示；只是招呼购买的（限时抢购、立即下单）作提醒。",
        "原价199元，现价仅需99元。",
        "医保目录内药品降价，原价199元，现价仅需99元。",
    ),
)
def price_bait(page: Page) -> Iterator[Hit]:
    """Prices and offers in the manner of a shop (商业促销用语): 原价199现价99, 满200减50, 买一送一.

    Why: an official account must not carry commercial advertising. Public prices and benefits
    (消费券, 医保, 票价, 收费标准) and warnings against fraud are no hits; a mere call to buy
    (限时抢购, 立即下单) warns.

    Example: 原价199元，现价仅需99元.
    Basis: 国办发〔2018〕123号 (不得刊登商业广告); 广告法 art. 14.
    """
    for field in page.fields:
        for trigger in _TRIGGER.finditer(field.folded):
            match = _OFFER.match(field.folded, trigger.start())
            if match and not _is_clean(field.folded, match.start()):
                yield _hit(field, match)


def _is_clean(text: str, start: int) -> bool:
    return warned(text, start) or mentions(sentence(text, start), _PUBLIC)


def _hit(field: Field, match: re.Match[str]) -> Hit:
    text = field.text[match.start() : match.end()]
    severity = Severity.WARN if match["call"] else None
    return Hit(field, *match.span(), f"“{text}”属商业促销用语，请删除。", severity=severity)
