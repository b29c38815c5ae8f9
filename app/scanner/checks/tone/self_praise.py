"""TON-02: boastful words of the net (夸张自夸)."""

from __future__ import annotations

from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.finding import Severity
from app.scanner.voice import BASIS, any_of, spoken, told

_WORDS = (
    *("史上最强", "史上最牛", "史上最全", "史上最美", "宇宙第一", "宇宙最强", "地表最强"),
    *("全网最全", "全网最强"),
    *("吊打", "碾压全国", "碾压同行", "完爆", "秒杀全国", "甩出几条街", "甩开几条街", "无人能敌", "天下无敌"),
    *("吓尿", "厉害了我的", "惊艳世界", "让世界颤抖", "令全球胆寒", "美国慌了", "日本慌了"),
    *("西方慌了", "牛爆了", "帅炸", "燃炸", "美炸", "美哭了", "逆天了", "封神之作"),
)
_BOAST = any_of(*_WORDS)


@check(
    "TON-02",
    "self-praise",
    BASIS,
    words=_WORDS,
    about=About(
        "夸张自夸",
        "“史上最强”“吊打”“美国慌了”等浮夸自夸的网络用语，只作提示。引语不提示。",
        "我市高铁站史上最强，吊打周边城市！",
        "我市高铁站是全省规模最大的铁路客运站。",
    ),
)
def self_praise(page: Page) -> Iterator[Hit]:
    """Boastful words of the net in the text's own voice: 史上最强, 吊打, 完爆, 美国慌了.

    Why: exaggeration makes an office ridiculous and its facts doubtful. Measured superlatives (规模最大) are
    facts to be checked by people, and quotations belong to others: both are left alone.

    Example: 我市高铁站史上最强，吊打周边城市.
    Basis: 国办发〔2018〕123号.
    """
    for field in page.fields:
        for match in spoken(field, _BOAST):
            if not told(field, match.start()):
                message = f"“{match[0]}”是浮夸的说法，请改为有依据的平实表述。"
                yield Hit(field, *match.span(), message, severity=Severity.HINT)
