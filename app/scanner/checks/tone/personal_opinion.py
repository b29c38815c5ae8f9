"""TON-01: personal opinion in the voice of an office (个人观点)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.voice import BASIS, spoken, told

_OPINION = re.compile(
    "小编(?:个人)?(?:认为|觉得|以为|感觉|想说|看来|不禁|忍不住|也是|真心|强烈|表示(?!感谢))"
    "|笔者(?:个人)?(?:认为|以为|觉得|不敢苟同|气愤|愤怒|看来|深感)"
    "|我(?:个人)?(?:觉得|总觉得|以为|真心觉得|个人认为|认为)|(?:本人|我)个人(?:的)?(?:观点|看法|意见)"
    "|(?<![和者或及与、])个人(?:认为|觉得|愚见|拙见|浅见)|依我看|在我看来|以我之见|恕我直言|说句(?:实话|真心话|公道话|不好听的)"
    "|(?:说实话|老实说|讲真|平心而论|不客气地说|说白了)(?=[,:])|不吐不快|仅代表(?:作者|我|小编)?个人(?:观点|意见)"
)


@check(
    "TON-01",
    "personal-opinion",
    BASIS + "：不得擅自发布代表个人观点、意见及情绪的言论",
    words=(
        *("小编", "笔者", "我觉得", "我总觉得", "我以为", "我真心", "我个人", "我认为", "本人个人"),
        *("个人认为", "个人觉得", "愚见", "拙见", "浅见", "依我看", "我看来", "我之见", "恕我直言"),
        *("说句", "说实话", "老实说", "讲真", "平心而论", "不客气", "说白了", "不吐不快", "仅代表"),
    ),
    about=About(
        "个人观点",
        "以“小编认为”“我觉得”“说实话”等口吻发表个人意见。引语、当事人说的话、征文和来信不提示。",
        "小编认为，这项政策很及时。",
        "居民张女士说：“我觉得办事方便多了。”",
    ),
)
def personal_opinion(page: Page) -> Iterator[Hit]:
    """Phrases by which a writer gives an opinion of his own: 小编认为, 我觉得, 笔者气愤, 说实话.

    Why: an official account speaks for its office. Quotations, sentences that tell what a person said, and
    what a text forbids (不得发表个人观点) are no hits.

    Example: 小编认为，这项政策很及时.
    Basis: 国办发〔2018〕123号, 不得擅自发布代表个人观点、意见及情绪的言论.
    """
    for field in page.fields:
        for match in spoken(field, _OPINION):
            if not told(field, match.start()):
                yield Hit(field, *match.span(), f"“{match[0]}”是个人观点的口吻，请改为客观表述或删除。")
