"""TON-04: a reply that turns the citizen away (答复生硬冷漠)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.answers import BASIS
from app.scanner.check import About, Hit, check
from app.scanner.document import Draft, Page
from app.scanner.voice import spoken

_US = "(?:我们|我局|我委|我区|我县|我市|我镇|我街道|我单位|我办|我中心|本局|本单位|本部门|本中心)"
_COLD = re.compile(
    f"不归{_US}管(?!辖|理)|不(?:关|干){_US}的?事|(?:和|与|跟){_US}(?:没有?关系|无关)|{_US}(?:也)?(?:管不了|管不着|没(?:有)?办法)"
    "|没法管|无可奉告|爱莫能助|(?:请|您|你|只能|自己|可以?)(?:自行|自己)?(?:去|上网)?百度|百度一下"
    "|(?:请|您|你|只能|应)(?:们)?(?:自行|自己)(?:解决|想办法|处理好|去查|上网查)|自己想办法"
    "|爱(?:找谁|去哪|告哪|投诉不投诉|信不信)|随[你您](?:便|怎么)|随便[你您]|[您你]自己(?:的事|的问题|造成的|看不懂)"
    "|(?:请?不要|别|请勿)(?:再|重复|反复)(?:来|问|反映|投诉|留言|纠缠|打电话)|无理取闹|胡搅蛮缠|无理纠缠|刁民"
    "|(?:早就|已经?)(?:说|告诉|答复|解释)(?:过|你|您)[^,。]{0,6}(?:遍|多少次|无数次)|看不懂(?:吗|就)|[与和跟][您你]无关|少管闲事"
    "|(?:不要|别)(?:多管闲事|小题大做|异想天开|得寸进尺)|没(?:有)?(?:空|时间)(?:理|处理|回复|接待)"
)
_ELSEWHERE = re.compile(f"不(?:属于?|在){_US}[^,。]{{0,6}}(?:职责|管辖|管理|职能|受理|业务)")
_POINTER = re.compile(
    "建议|请[^,。]{0,6}(?:向|联系|咨询|拨打|到)|转|上报|(?<!不)属于?[^于,。]{2,}|[0-9]{5,}|可以?(?:向|到|拨打|咨询)"
)
_CURT = frozenset(("已阅", "阅", "已阅知", "收到", "知道了", "已知晓", "好的", "嗯", "已读", "了解"))


@check(
    "TON-04",
    "cold-reply",
    BASIS,
    kinds=("reply",),
    about=About(
        "答复生硬冷漠",
        "答复群众时推脱（不归我们管）、顶撞（自己想办法、不要再反映）或只写“已阅”“收到”。说明不属职责并指明去向的不提示。",
        Draft("这事不归我们管，你自己想办法。", kind="reply", question="小区路灯不亮，请问找谁修？"),
        Draft(
            "路灯由区城管局管养，不属于我局职责，建议您拨打12345。",
            kind="reply",
            question="小区路灯不亮，请问找谁修？",
        ),
    ),
)
def cold_reply(page: Page) -> Iterator[Hit]:
    """Words in a reply that turn people away: 不归我们管, 自行解决, 无可奉告, 请自行百度; 已阅 alone.

    Why: a cold reply is itself an incident. Saying that a matter belongs to another office is right where
    the reply says to which, or where to turn; a mutual settlement (双方自行协商) is no cold word.

    Example: 这事不归我们管，你自己想办法.
    Basis: 国办发〔2018〕123号 (杜绝答非所问、空洞说教、生硬冷漠).
    """
    if page.draft.kind != "reply":
        return
    for field in page.fields:
        for match in spoken(field, _COLD):
            yield Hit(field, *match.span(), f"“{match[0]}”语气生硬，请说明理由、依据和去向。")
        for match in _ELSEWHERE.finditer(field.folded):
            if not _POINTER.search(field.folded):
                message = "只说不属于职责，请告诉群众由哪个单位负责、如何联系。"
                yield Hit(field, *match.span(), message)
    yield from _curt(page)


def _curt(page: Page) -> Iterator[Hit]:
    field = page.fields[-1]
    said = "".join(filter(str.isalnum, field.folded)) if len(field.text) < 40 else ""
    if said in _CURT:
        start = len(field.text) - len(field.text.lstrip())
        end = len(field.text.rstrip())
        yield Hit(field, start, end, f"只答“{said}”过于生硬，请针对来信作出答复。")
