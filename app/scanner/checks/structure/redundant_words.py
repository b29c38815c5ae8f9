"""TXT-07: words that say one thing twice (语义重复)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page

_PHRASES = {
    "涉及到": "涉及",
    "波及到": "波及",
    "付诸于": "付诸",
    "诉诸于": "诉诸",
    "见诸于": "见诸",
    "截至到": "截至",
    "截止到目前为止": "截至目前",
    "截至目前为止": "截至目前",
    "截止目前为止": "截至目前",
    "目的是为了": "目的是",
    "旨在为了": "旨在",
    "意在为了": "意在",
    "原因是由于": "原因是",
    "原因是因为": "原因是",
    "由于因为": "由于",
    "因为由于": "由于",
    "因此所以": "因此",
    "对于关于": "关于",
    "关于对于": "关于",
    "尤其特别是": "特别是",
    "特别尤其是": "特别是",
    "进行开展": "开展",
    "进行了开展": "开展了",
    "开展了进行": "开展了",
    "加以进行": "进行",
    "予以进行": "进行",
    "目前的现状": "现状",
    "目前现状": "现状",
    "当前的现状": "现状",
    "当前现状": "现状",
    "当前的当务之急": "当务之急",
    "目前的当务之急": "当务之急",
    "凯旋而归": "凯旋",
    "凯旋归来": "凯旋",
    "胜利凯旋": "凯旋",
    "悬殊很大": "悬殊",
    "悬殊较大": "悬殊",
    "悬殊巨大": "悬殊",
    "亲眼目睹": "目睹",
    "令人堪忧": "堪忧",
    "过分溺爱": "溺爱",
    "首次第一次": "首次",
    "第一次首次": "首次",
    "再次重申": "重申",
    "出乎意料之外": "出乎意料",
    "非常十分": "十分",
    "十分非常": "非常",
    "极其非常": "非常",
    "非常极其": "极其",
    "更加越发": "更加",
    "越来越更加": "越来越",
    "日益越来越": "越来越",
    "日趋越来越": "越来越",
    "务必必须": "务必",
    "必须务必": "务必",
    "能够可以": "可以",
    "可以能够": "能够",
    "所有一切": "一切",
    "一切所有": "一切",
    "凡是所有": "凡是",
    "曾经已经": "曾经",
    "已经曾经": "曾经",
    "即将将": "即将",
    "莘莘学子们": "莘莘学子",
    "人民群众们": "人民群众",
    "各位同志们": "各位同志",
    "各位领导们": "各位领导",
    "全体同志们": "全体同志",
}
_FRAMES = (
    "长达[^，。；：！？\n]{1,10}之久",
    "(?:多达|高达)[^，。；：！？\n]{1,10}之多",
    "主要以[^，。；：！？\n]{1,16}为主",
)
_LONGEST_FIRST = sorted(_PHRASES, key=len, reverse=True)
_REDUNDANT = re.compile(f"(?P<phrase>{'|'.join(_LONGEST_FIRST)})|{'|'.join(_FRAMES)}")
_FRAMED = {"长": "“长达”与“之久”", "多": "“多达”与“之多”", "高": "“高达”与“之多”", "主": "“主要”与“为主”"}


@check(
    "TXT-07",
    "redundant-words",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关；《现代汉语词典》（第7版）",
    words=(*_PHRASES, "之久", "之多", "为主"),
    about=About(
        "语义重复",
        "“目的是为了”“涉及到”“亲眼目睹”“长达十年之久”等说法，前后两个词意思相同，宜删去一个。",
        "开展这项活动的目的是为了提高服务水平。",
        "开展这项活动是为了提高服务水平，项目涉及多个部门。",
    ),
)
def redundant_words(page: Page) -> Iterator[Hit]:
    """Phrases of which one part says what the other says (语义重复): 目的是为了, 亲眼目睹, 长达十年之久.

    Why: official style is terse, and editors strike such words. Only fixed phrases and frames in one clause.

    Example: 涉及到多个部门 → 涉及.
    Basis: 国办发〔2018〕123号 (严把文字关); 现代汉语词典 for what the words mean.
    """
    for field in page.fields:
        for match in _REDUNDANT.finditer(field.text):
            right = _PHRASES.get(match[0])
            if right:
                yield Hit(field, *match.span(), f"“{match[0]}”语义重复，可改为“{right}”。", (right,))
            else:
                yield Hit(field, *match.span(), f"{_FRAMED[match[0][0]]}语义重复，可删去一个。")
