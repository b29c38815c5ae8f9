"""TXT-07: two constructions run into one (句式杂糅)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Page

_G = "[^，。；：！？\n]"
_BLENDS = (
    ("为原则", f"本着{_G}{{1,20}}?为原则", "“本着……的原则”或“以……为原则”"),
    (
        "围绕",
        f"围绕(?!以){_G}{{1,20}}?(?<!以)为(?:中心|主题|重点|核心|主线)(?![的工任])",
        "“围绕……”或“以……为中心”",
    ),
    ("为目的|为宗旨", f"(?:为了|旨在|目的是|出于){_G}{{2,20}}?为(?:目的|宗旨)", "“为了……”或“以……为目的”"),
    (
        "原因",
        f"原因(?:就|主要|可能|大多)?(?:是|在于){_G}{{2,30}}?(?:造成|导致|引起|引发|所致)的?(?=[，。；])",
        "“原因是……”或“是……造成的”",
    ),
    (
        "关键在于|关键就在于",
        f"关键(?:就)?在于{_G}{{2,20}}?(?:是关键|起决定作用|十分重要|非常重要|至关重要|决定的)(?=[，。；])",
        "“关键在于……”或“……至关重要”",
    ),
    (
        "所喜爱|所欢迎|所好评|所关注|所青睐|所感动|所鼓舞",
        f"(?:深受|受到|备受|广受)(?!的){_G}{{1,10}}?所(?:喜爱|欢迎|好评|关注|青睐|感动|鼓舞)",
        "“受到……欢迎”或“为……所欢迎”",
    ),
    (
        "靠的是|靠的就是|靠的正是",
        f"靠的(?:就|正)?是{_G}{{2,20}}?(?:取得|实现|得来|换来|完成)的(?=[，。；])",
        "“靠的是……”或“是靠……取得的”",
    ),
    ("结果分不开|结果密不可分", f"是{_G}{{2,30}}?的结果(?:分不开|密不可分)的?", "“是……的结果”或“与……分不开”"),
    (
        "为出发点|为着力点|为立足点|为切入点",
        f"从{_G}{{1,15}}?(?<!以)为(?:出发点|着力点|立足点|切入点)",
        "“从……出发”或“以……为出发点”",
    ),
    (
        "角度出发|需要出发|实际出发|大局出发",
        f"以(?!及){_G}{{1,12}}?(?:角度|需要|实际|大局)出发",
        "“从……出发”",
    ),
    ("显示，|表明，|指出，", f"根据{_G}{{1,16}}?(?:显示|表明|指出)(?=，)", "“根据……”或“……显示”"),
    ("之所以", f"之所以{_G}{{2,25}}?的原因", "“之所以……，是因为……”或“……的原因”"),
    ("不可，|不可。|不可；", f"必须{_G}{{1,15}}?(?<!缺一)不可(?=[，。；])", "“必须……”或“非……不可”"),
    ("问题上，", f"(?<![一-鿿])(?:对|对于|关于){_G}{{2,15}}?问题上(?=，)", "“在……问题上”"),
)
_PATTERNS = tuple((tuple(key.split("|")), re.compile(pattern), right) for key, pattern, right in _BLENDS)


@check(
    "TXT-07",
    "blended-construction",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=[key for keys, _, _ in _PATTERNS for key in keys],
    about=About(
        "句式杂糅",
        "把两种说法揉在一句里，如“本着……为原则”“原因是……造成的”“根据……显示”，宜只用一种。",
        "本着公平公正为原则，做好评选工作。",
        "本着公平公正的原则，做好评选工作，以群众满意为目标。",
    ),
)
def blended_construction(page: Page) -> Iterator[Hit]:
    """Two constructions run into one clause (句式杂糅): 本着……为原则, 原因是……造成的, 深受……所欢迎.

    Why: the sentence starts one way and ends another. Only frames that are wrong by themselves, within one
    clause.

    Example: 本着公平公正为原则 → 本着公平公正的原则.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        for keys, pattern, right in _PATTERNS:
            if mentions(field.text, keys):
                for match in pattern.finditer(field.text):
                    yield Hit(field, *match.span(), f"两种说法杂糅，宜用{right}。")
