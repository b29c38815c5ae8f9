"""SEC-03: trade secrets and what a tender keeps secret (商业秘密、招标投标保密事项)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, negated, sentence
from app.scanner.document import Field, Page

_MONEY = r"[^。;\n]{0,4}?(?:人民币)?[¥￥]?\d[\d,.]{0,14}(?:万元|亿元|元|万|亿)"
_WORDS = ("商密", "商业秘密", "标底", "底价", "评标", "评审", "评委")
_SECRET = re.compile(
    "|".join(
        (
            r"(?:核心商密|普通商密|核心商业秘密|普通商业秘密)[ ]?[★☆·▲][ ]?(?:\d{1,2}年|长期|公布前)?",
            r"(?:^|\n)[ \t]*[\[(【]?(?:商业秘密|核心商密|普通商密)"
            r"(?:[, ]{0,2}(?:严禁外传|请勿外传|注意保密|不得外传))?[\])】]?[ \t]*(?=\n|$)",
            rf"(?:标底|底价)(?:价|金额|价格)?(?:为|是|:|定为|约为)[ ]?{_MONEY}",
            r"(?:评标|评审|评委|评标委员会)(?:委员会)?(?:专家|成员)?名单(?:如下|为|:)",
        )
    )
)
_PUBLISHED = (
    *("中标", "成交", "中选", "开标后", "公示期", "结果公告", "起拍", "拍卖", "挂牌", "出让", "竞得"),
    *("竞买", "变卖", "起始价", "保留价公告", "评选活动", "大赛"),
)


@check(
    "SEC-03",
    "trade-secret",
    "《招标投标法》第二十二条、第三十七条；《反不正当竞争法》；《中央企业商业秘密保护暂行规定》",
    words=_WORDS,
    about=About(
        "商业秘密",
        "带有商业秘密标志的材料、开标前的标底和评标委员会名单不得公开。"
        "中标结果公告、拍卖起拍价和泛泛提到保护商业秘密的句子不提示。",
        "该项目标底为320万元，将于下周开标。",
        "依法保护企业商业秘密，公布中标结果。",
    ),
)
def trade_secret(page: Page) -> Iterator[Hit]:
    """Marks of trade secrets (核心商密★), the base price and the jury of a tender that is not decided.

    Why: 标底 is secret until the bids are opened, and the members of the jury until the result stands. Only
    what is explicit counts; published results, auctions, and talk of protecting trade secrets are no hits.

    Example: 标底为320万元.
    Basis: 招标投标法 art. 22 and 37; 中央企业商业秘密保护暂行规定 (标志).
    """
    for field in page.fields:
        for match in _SECRET.finditer(field.folded):
            start = match.end() - len(match[0].lstrip())
            if not _is_public(field, start):
                message = "疑似商业秘密或者招标投标保密事项，请确认可以公开。"
                yield Hit(field, start, match.end(), message)


def _is_public(field: Field, start: int) -> bool:
    return negated(field.text, start) or mentions(sentence(field.text, start), _PUBLISHED)
