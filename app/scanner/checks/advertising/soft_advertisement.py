"""ADV-01: praise of a company with its contact (软文推广)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, warned
from app.scanner.document import Field, Page
from app.scanner.finding import Severity

_CALLS = (
    *("来电咨询", "来电洽谈", "来电订购", "来电垂询", "来电预订", "来电预约", "莅临品鉴", "莅临选购"),
    *("前来选购", "前来品尝", "预订电话", "订餐电话", "订房热线", "定制热线", "预约热线", "服务热线"),
    *("联系电话", "咨询热线", "咨询电话", "订购", "门店地址", "店铺地址", "详情咨询", "洽谈业务"),
)
_CALL = re.compile("|".join(sorted(_CALLS, key=len, reverse=True)))
_SELLER = re.compile(
    "有限公司|旗舰店|专卖店|体验店|连锁店|酒楼|酒店|饭店|农庄|民宿|度假村|药房|药店|大药房|工厂店|商行|商城|品牌|楼盘|美容院|养生馆|会所|影楼|驾校"
    "|培训机构|口腔|整形"
)
_PRAISE = (
    *("品质上乘", "品质卓越", "质量上乘", "口感", "匠心", "口碑", "深受消费者", "深受顾客", "信誉"),
    *("价格实惠", "价格优惠", "性价比", "物美价廉", "物超所值", "正宗", "高端", "尊享", "一流服务"),
    *("优质服务", "贴心服务", "主营", "专业生产", "值得信赖", "首选", "源头", "远销", "百年老", "名师"),
    *("技术精湛", "先进设备", "新老客户", "新老顾客", "广大客户"),
)
_PUBLIC = (
    *("招标", "采购", "中标", "公示", "监管", "处罚", "投诉", "抽检", "召回", "招聘", "岗位", "应聘"),
    *("拍卖", "供水", "供电", "燃气", "国家电网", "邮政", "公交", "帮扶", "助农", "人民政府", "税务"),
    *("企业登记", "纳税人", "答复", "来信", "信访"),
)
_BEFORE, _AFTER = 240, 60


@check(
    "ADV-01",
    "soft-advertisement",
    "国办发〔2018〕123号：不得刊登商业广告；《广告法》第十四条",
    words=_CALLS,
    about=About(
        "软文推广",
        "介绍企业、夸赞产品，又附上电话、地址请人购买的段落，属于变相的商业广告。"
        "招标、招聘、监管通报和公共服务热线不提示。",
        "绿野食品有限公司主营土蜂蜜，品质上乘、口感醇正，欢迎来电订购，地址：东城路8号。",
        "绿野食品有限公司中标该项目，咨询电话：22001234。",
    ),
)
def soft_advertisement(page: Page) -> Iterator[Hit]:
    """A company or shop, praise of what it sells, and a call to ring or come, in one paragraph (软文).

    Why: an advertisement in the dress of news is one too. All three must stand within some
    250 characters of one paragraph; tenders, vacancies, supervision and public utilities are no hits. It
    warns, since the line to a report on a local company is for a person to draw.

    Example: 某有限公司主营土蜂蜜，品质上乘，欢迎来电订购.
    Basis: 国办发〔2018〕123号 (不得刊登商业广告); 广告法 art. 14 (可识别性).
    """
    for field in page.fields:
        done = 0
        for call in _CALL.finditer(field.folded):
            if call.start() >= done and _promotes(field, call):
                done = call.end() + _BEFORE
                message = "介绍企业、夸赞产品并附联系方式，疑似软文广告，请删除推广内容。"
                yield Hit(field, *call.span(), message, severity=Severity.WARN)


def _promotes(field: Field, call: re.Match[str]) -> bool:
    text, start = field.folded, call.start()
    first = max(text.rfind("\n", 0, start) + 1, start - _BEFORE)
    last = text.find("\n", start, start + _AFTER)
    around = text[first : last if last >= 0 else start + _AFTER]
    praised = sum(word in around for word in _PRAISE) >= 2 and _SELLER.search(around)
    return bool(praised) and not mentions(around, _PUBLIC) and not warned(text, start)
