"""ADV-03: contact bait (引流联系方式)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, warned
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.outline import has

# A bait begins with one of these; what follows decides. Two steps keep clean text quick.
_TRIGGER = re.compile("[微薇威vwq扣加+扫长识私](?=[信 vxeq扣微我小客老助群经入码描二按别聊])")
_WAKERS = (
    *("微信", "薇信", "威信", "v信", "vx", "wx", "wechat", "qq", "扣扣", "加v", "扫码", "扫描", "扫二维码"),
    *("长按", "识别", "私信", "私聊", "加群", "粉丝群", "福利群"),
    *(f"加{whom}" for whom in ("我", "小编", "客服", "老师", "助理", "群主", "经理", "入粉丝群", "入福利群")),
)
_S = "[ \u00a0]?"
_WEIXIN = f"(?:微{_S}信|薇{_S}信|威信|v{_S}信|v{_S}x|w{_S}x|wechat)"
_GIFT = "(?:领红包|领福利|领取福利|领取红包|领取资料|领资料|领礼品|领好礼|抢红包|下单|购买|抢购)"
_JOIN = f"(?:进群|入群|加群|加好友|加微|加v|{_GIFT})"
_ID = "(?:[a-z][a-z0-9_-]{5,19}|1[3-9][0-9]{9})(?![a-z0-9])"
_SCAN = "(?:扫码|扫描?二维码|(?:扫描|长按识别|长按|识别)(?:下方|上方|图中|以下)?二维码)"
_PROMISE = "[领进送]|免费|详聊|私聊|下单|购买|了解详情"
_BAIT = re.compile(
    "|".join(
        (
            f"(?<![a-z]){_WEIXIN}(?:号码|号|id)?(?:同号)?[: ]{{0,3}}{_ID}",
            "(?<![a-z0-9@.])(?:qq|扣扣)(?:群号|群|号码|号)?[: ]{0,3}[1-9][0-9]{4,10}(?![0-9])",
            f"[加+](?:我|小编|客服|老师|助理|群主|经理)(?:的)?(?:个人)?(?:{_WEIXIN}|v|qq|好友)",
            f"[加+](?:{_WEIXIN}|v|qq)号?(?:[: ]{{0,2}}[a-z0-9_-]{{6,20}}|{_PROMISE})",
            f"{_SCAN}[^。\n]{{0,6}}{_JOIN}",
            f"(?:私信|私聊)(?:我|小编|客服|后台)?[^。,\n]{{0,4}}(?:领取|免费领|{_JOIN}|报价)",
            f"加入?(?:{_WEIXIN}|qq|粉丝|福利)群[^。,\n]{{0,6}}(?:领|红包|福利|优惠|赚)",
        )
    )
)
_OFFICIAL = (
    *("官方", "政务", "公众号", "工作", "办公", "咨询", "业务", "服务"),
    *("联系人", "联系方式", "举报", "监督"),
)


@check(
    "ADV-03",
    "contact-bait",
    "国办发〔2018〕123号：不得刊登商业广告；《互联网广告管理办法》第九条",
    words=_WAKERS,
    shape=has(b"+"),
    about=About(
        "引流联系方式",
        "引导添加私人微信、QQ或进群的文字。官方账号名称和反诈提醒（谨防“加微信领福利”）不提示，工作联系方式只作提示。",
        "加QQ群：123456789，进群领福利。",
        "请关注微信公众号“某市发布”。",
    ),
)
def contact_bait(page: Page) -> Iterator[Hit]:
    """Calls to add a private contact or to join a group (引流联系方式): 加我微信, 扫码进群领福利, QQ 123456.

    Why: an official account must not lead readers to private accounts and shops. Names of official
    accounts (微信公众号“某某发布”) and warnings against fraud (谨防“加微信领福利”) are no hits; a contact
    in an official setting (业务咨询QQ群) is a hint.

    Example: 加我微信abc12345领取资料.
    Basis: 国办发〔2018〕123号 (不得刊登商业广告); 互联网广告管理办法 art. 9.
    """
    for field in page.fields:
        done = 0
        for trigger in _TRIGGER.finditer(field.folded):
            match = _BAIT.match(field.folded, trigger.start()) if trigger.start() >= done else None
            if match and not warned(field.folded, match.start()):
                done = match.end()
                yield _hit(field, match)


def _hit(field: Field, match: re.Match[str]) -> Hit:
    start, end = match.span()
    if mentions(field.text[max(0, start - 20) : start], _OFFICIAL):
        message = "请确认是对外公布的工作联系方式。"
        return Hit(field, start, end, message, severity=Severity.HINT)
    return Hit(field, start, end, "疑似引流的联系方式，请核实并删除。")
