"""TON-03: orders to like, forward, follow or download (强制点赞下载)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence
from app.scanner.document import Page
from app.scanner.voice import BASIS, spoken

_ACTS = ("转发", "点赞", "关注", "下载", "安装", "注册", "集赞", "刷票", "评论", "拉票", "扫码关注")
_ACT = f"(?:{'|'.join(_ACTS)})"


def _each(heads: Iterable[str], rest: str) -> str:
    """The heads with what follows each: a pattern whose branches begin with letters passes others quickly."""
    return "|".join(head + rest for head in heads)


_WHO = "要|全部|都|全员|人人|每人|群众|职工|家长|学生|村民|居民"
_ORDERS = ("必须", "务必", "一律", "强制", "硬性要求", "统一要求")
_SHARES = ("每人", "人均", "每户", "每班", "每党员", "每个党员", "每名干部")
_FORCED = re.compile(
    "|".join(
        (
            _each(_ORDERS, f"(?:{_WHO})?[^,。;\n]{{0,8}}?{_ACT}"),
            "截图(?:上报|上交|发(?:到|至)?[^,。;\n]{0,6}群|反馈|留存|接龙|为证)",
            _each(
                _ACTS,
                "(?:量|率|数|数量|情况|任务)?(?:将|要)?[^,。;\n]{0,6}(?:纳入|列入|计入|作为)"
                "[^,。;\n]{0,8}?(?:考核|绩效|评优|评先|积分)",
            ),
            _each(
                ("未", "不", "没有"),
                f"(?:按要求|完成|参与)?{_ACT}的?[^。;\n]{{0,10}}?"
                "(?:通报|扣分|扣除|约谈|问责|不予|不准|后果自负)",
            ),
            _each(
                _SHARES,
                "[^,。;\n]{0,8}?(?:转发|点赞|下载|安装|集赞|拉票)[^,。;\n]{0,4}?[0-9一二三五十百]+",
            ),
            _each(("转发", "点赞", "下载", "关注", "安装"), "(?:任务|指标)(?:数|分解|完成|下达|[:为])"),
            "先(?:点赞|转发|关注|下载)(?:再|后|才能)(?:办理|领取|入[校园场]|报名)",
        )
    )
)
_ONLINE = (
    *("公众号", "朋友圈", "微信", "微博", "抖音", "视频号", "小程序", "app", "客户端", "软件"),
    *("链接", "推文"),
    *("文章", "视频", "点赞", "集赞", "账号", "帐号", "平台", "反诈", "留言区", "评论区", "转发"),
)
_FIGHT = (
    *("不得", "严禁", "禁止", "杜绝", "防止", "避免", "整治", "纠正", "清理", "取消", "形式主义"),
    *("指尖", "减负"),
    *("不准", "不许", "不要求", "不强制", "自愿", "反对", "问题", "现象", "行为", "弄虚作假", "谨防"),
    *("诈骗", "骗", "不应", "不能", "不可"),
)


@check(
    "TON-03",
    "forced-likes",
    BASIS + "：不得强制要求群众下载使用政务新媒体或点赞、转发信息",
    words=_ACTS,
    about=About(
        "强制点赞下载",
        "要求群众、职工必须点赞、转发、关注、下载，截图上报，或列入考核。整治“指尖上的形式主义”等禁止性文字不提示。",
        "全体职工务必关注公众号并转发朋友圈，截图上报。",
        "不得强制群众下载使用APP，不得将转发量列入考核。",
    ),
)
def forced_likes(page: Page) -> Iterator[Hit]:
    """Orders to like, forward, follow or download, with screenshots, quotas or sanctions behind them.

    Why: forcing the public is a veto item of the inspection. Sentences that forbid, fight or describe it
    (不得强制, 整治形式主义) are no hits, nor is 必须关注天气 or the download of a form.

    Example: 全体职工务必转发朋友圈，截图上报.
    Basis: 国办发〔2018〕123号; 国办秘函〔2019〕19号 (强制要求群众下载、点赞、转发, 单项否决).
    """
    for field in page.fields:
        for match in spoken(field, _FORCED):
            around = sentence(field.folded, match.start())
            if mentions(around, _ONLINE) and not mentions(around, _FIGHT) and _online(around):
                yield Hit(field, *match.span(), f"“{match[0]}”属强制或变相强制点赞、转发、下载，请删除。")


def _online(around: str) -> bool:
    """Whether an act of the net is meant: a screenshot alone is none."""
    return re.search(_ACT, around) is not None
