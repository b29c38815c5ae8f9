"""TXT-01: a suspect called a criminal before the verdict (判决前称罪犯)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence
from app.scanner.document import Page
from app.scanner.finding import Severity

_WORDS = (
    "犯罪分子",
    "罪犯",
    "凶手",
    "杀人犯",
    "盗窃犯",
    "诈骗犯",
    "抢劫犯",
    "强奸犯",
    "毒犯",
    "凶犯",
    "人犯",
    "案犯",
)
_CALLED = re.compile(f"({'|'.join(sorted(_WORDS, key=len, reverse=True))})(?=[一-鿿](?:某|[×*x]))")
_BEFORE = (
    *("涉嫌", "抓获", "刑拘", "刑事拘留", "批捕", "批准逮捕", "提请逮捕", "立案侦查", "通缉", "悬赏"),
    *("归案", "落网"),
    *("传唤", "取保候审", "移送审查起诉", "审查起诉", "提起公诉", "警方", "民警", "侦查"),
)
_VERDICT = (
    *("判处", "判决", "有期徒刑", "无期徒刑", "死刑", "服刑", "刑满", "减刑", "假释", "缓刑", "监狱"),
    *("脱逃", "越狱"),
    *("社区矫正", "暂予监外执行", "收监", "改造", "罪名成立", "刑罚", "漏罪"),
)


@check(
    "TXT-01",
    "suspect-called-criminal",
    "《刑事诉讼法》第十二条（未经人民法院依法判决，对任何人都不得确定有罪）",
    words=_WORDS,
    about=About(
        "判决前称罪犯",
        "法院判决前，对被抓获、被拘留的人不称“罪犯”“犯罪分子”“凶手”，称“犯罪嫌疑人”。已经判刑、正在服刑的不提示。",
        "民警将犯罪分子张某抓获归案。",
        "法院以盗窃罪判处罪犯张某有期徒刑一年。",
    ),
)
def suspect_called_criminal(page: Page) -> Iterator[Hit]:
    """犯罪分子, 罪犯, 凶手 and the like right before a name, in a sentence of police work without a verdict.

    Why: nobody is guilty before the court says so; the person is 犯罪嫌疑人, before the court 被告人.
    Sentenced persons (判处, 服刑, 脱逃), and criminals in general (打击犯罪分子), are no hits.

    Example: 将犯罪分子张某抓获 → 犯罪嫌疑人张某.
    Basis: 刑事诉讼法 art. 12; 新华社新闻信息报道中的禁用词和慎用词 (法律法规类).
    """
    for field in page.fields:
        for match in _CALLED.finditer(field.folded):
            around = sentence(field.flowing, match.start())
            if mentions(around, _BEFORE) and not mentions(around, _VERDICT):
                message = f"法院判决前不称“{match[1]}”，应称“犯罪嫌疑人”。"
                yield Hit(field, *match.span(1), message, ("犯罪嫌疑人",), Severity.WARN)
