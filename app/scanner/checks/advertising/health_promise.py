"""ADV-01: promises of a cure (医疗、药品、保健食品的功效保证)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence, warned
from app.scanner.document import Field, Page

_WORDS = (
    *("包治", "包好", "保证治", "保证有效", "根治", "复发", "无效退款", "治愈", "有效率", "见效"),
    *("副作用", "药到病除", "告别老花", "逆转衰老", "祛除百病", "降糖神器", "替代药物"),
    *("停药", "抗癌神药"),
)
# What a hit begins with is looked at first: it keeps clean text quick.
_PROMISE = re.compile(
    r"(?=[包保根彻永绝治有无零没药告逆祛降替从放抗一两三五七\d])(?:包治(?:百病|[一-鿿]{2,6})|包好(?=[,。;!\n]|不)|保证(?:治好|治愈|有效)|根治(?:糖尿病|高血压)|彻底根治(?=[一-鿿]{0,6}(?:病|症|痛|癌|炎))"
    r"|(?:永不|绝不|治愈不|根除不)复发|无效退款|(?:治愈率|有效率)(?:高达|达到|达|为|超过)?\d{2,3}(?:\.\d+)?%"
    r"|(?:\d{1,2}|[一两三五七])(?:天|分钟|小时|个?疗程|周)(?:即可|就能|快速)?(?:见效(?![果益率])|治愈|根治)|(?:无|零|无任何|没有)(?:毒)?副作用"
    r"|药到病除|告别老花|逆转衰老|祛除百病|降糖神器|替代药物治疗|(?:从此|放心|彻底)停药|抗癌神药)"
)
_SELLING = (
    *("购买", "订购", "选购", "疗程", "特效", "秘方", "祖传", "偏方", "产品", "胶囊", "口服液", "膏"),
    *("贴", "茶", "仪", "保健", "套餐"),
    *("本院", "我院", "本店", "专科", "诊所", "独家", "神药", "老中医", "患者反馈", "服用", "热线", "咨询"),
)
_REPORTED = (
    *("虚假", "违法", "处罚", "夸大", "宣传", "欺骗", "谣言", "不实", "误导", "疫苗", "统计", "临床"),
    *("试验", "全市", "全省", "全国"),
    *("公立", "救治", "年报", "卫生健康委", "不存在", "没有任何药", "广告中", "广告法", "执法"),
)


@check(
    "ADV-01",
    "health-promise",
    "《广告法》第十六条、第十七条、第十八条",
    words=_WORDS,
    about=About(
        "功效保证",
        "宣称“包治”“永不复发”“治愈率98%”来推销药品、医疗或者保健品，违反广告法。"
        "揭露虚假宣传的提醒、卫生部门公布的统计数字不提示。",
        "祖传秘方，服用本产品七天见效，永不复发。",
        "警惕宣称“永不复发”的虚假广告。",
    ),
)
def health_promise(page: Page) -> Iterator[Hit]:
    """包治百病, 永不复发, 治愈率98% where something is sold (功效、安全性的断言或者保证).

    Why: no advertisement may promise a cure or give a rate of it. The sentence must sell (疗程, 秘方, 胶囊);
    warnings, penalties and statistics of the health office are no hits.

    Example: 服用本产品七天见效，永不复发.
    Basis: 广告法 art. 16 to 18.
    """
    for field in page.fields:
        for promise in _PROMISE.finditer(field.folded):
            if _sells(field, promise.start()):
                message = f"“{promise[0]}”属医疗、保健功效的断言或者保证，不得发布，请删除。"
                yield Hit(field, *promise.span(), message)


def _sells(field: Field, at: int) -> bool:
    around = sentence(field.text, at)
    return mentions(around, _SELLING) and not mentions(around, _REPORTED) and not warned(field.text, at)
