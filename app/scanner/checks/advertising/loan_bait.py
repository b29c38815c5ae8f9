"""ADV-01: bait for loans, odd jobs and gambling (贷款、兼职、博彩诱饵)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence, warned
from app.scanner.document import Field, Page

_WORDS = (
    *("抵押", "担保", "急需用钱", "缺钱", "手机就能", "在家就能", "动动手指", "刷手", "点赞员", "身份证"),
    *("彩票", "双色球", "大乐透", "荷官", "贷款", "放款", "下款", "借款", "秒批", "到账", "批款", "批贷"),
    *("黑户", "征信", "刷单", "日结", "足不出户", "打字员", "兼职", "彩金", "博彩", "赌场", "投注"),
    *("必中", "六合彩", "时时彩", "包中", "首存", "棋牌", "代开", "办证", "刻章", "套现"),
)
# What a hit begins with is looked at first: it keeps clean text quick.
_BAIT = re.compile(
    "(?=[凭仅只一当分小极闪秒无免不黑急缺招诚高足在手动日工佣注首充澳线网真六时双大彩专代快办])(?:"
    + "|".join(
        (
            "(?:凭|仅需|只需|只要|一张)(?:一张)?身份证(?:就能|即可|就可|可)?(?:贷款?|借|放款|下款)",
            "(?:当天|当日|当场|分钟|小时|极速|闪电|秒)(?:放款|下款|批款|批贷)|秒到账",
            "(?:无抵押|免抵押|无担保|免担保)[,、]?(?:无担保|免担保|无抵押|不查征信|不看征信|免征信|低利息|快速)(?:[,、]?(?:贷款|放款|下款))?",
            "(?:不查|不看|免|无视)征信(?=[,、。!贷放下]|也)",
            "黑户(?:白户)?(?:也能|也可|可|均可)(?:贷|下款|办)",
            "(?:急需用钱|缺钱)[^。\n]{0,8}(?:找我|找我们|联系|加|来电)",
            "(?:招聘?|急招|诚招|高薪招)[^。\n]{0,6}(?:打字员|刷单员|点赞员|刷手)",
            "(?:足不出户|在家就能|手机就能|动动手指)[^。\n]{0,8}?(?:赚钱|赚|挣钱|日结|收入)",
            r"(?:日结|工资日结|佣金日结)[^。\n]{0,6}\d{2,5}元?",
            "(?:注册|首存|充值|首充)(?:即|就)?(?:送|赠)\\d{0,6}元?彩金",
            "(?:澳门|线上|网上|在线|真人)(?:赌场|博彩|投注|荷官|棋牌)[^。\n]{0,6}(?:开户|注册|上线|欢迎|等你|充值)",
            "(?:六合彩|时时彩|双色球|大乐透|彩票)[^。\n]{0,6}(?:内幕|包中|必中|稳中|特码)",
            "(?:专业|代办|快速|办理)(?:代开发票|办证刻章|刻章办证|信用卡套现)|代开(?:各类|各行业)?发票[,、]?(?:电话|微信|联系|加)",
        )
    )
    + ")"
)
_OFFICIAL = (
    *("创业担保", "普惠", "小微企业", "银行", "信用社", "农商行", "政策", "贴息", "公积金", "助学贷款"),
    *("金融机构", "再贷款", "案例", "民警", "警方", "法院", "提醒", "违法", "处罚", "非法", "宣称"),
    *("声称", "以为由", "为诱饵", "名义", "广告称", "体彩中心", "福彩中心", "零工市场", "人社"),
)


@check(
    "ADV-01",
    "loan-bait",
    "国办发〔2018〕123号：不得刊登商业广告；《互联网信息服务管理办法》第十五条",
    words=_WORDS,
    about=About(
        "贷款兼职博彩诱饵",
        "“凭身份证就能贷款”“足不出户日赚”“注册送彩金”是非法贷款、刷单诈骗和网络赌博的招揽。"
        "反诈提醒和金融机构的惠民贷款政策不提示。",
        "急用钱？凭身份证就能贷款，当天放款，黑户也能办。",
        "谨防“凭身份证就能贷款”的骗局。",
    ),
)
def loan_bait(page: Page) -> Iterator[Hit]:
    """Calls for loans without proof, for odd jobs at home, to gamble, to buy invoices (非法招揽).

    Why: such lines are fraud or crime, and come in with reposts and comments. Warnings, police cases and
    loans of public policy (创业担保贷款, 普惠) are no hits.

    Example: 凭身份证就能贷款，当天放款.
    Basis: 国办发〔2018〕123号; 互联网信息服务管理办法 art. 15 (赌博等).
    """
    for field in page.fields:
        for bait in _BAIT.finditer(field.folded):
            if not _is_clean(field, bait.start()):
                message = f"“{bait[0]}”属非法贷款、兼职、博彩等招揽用语，请删除。"
                yield Hit(field, *bait.span(), message)


def _is_clean(field: Field, at: int) -> bool:
    return warned(field.text, at) or mentions(sentence(field.text, at), _OFFICIAL)
