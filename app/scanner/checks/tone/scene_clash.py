"""TON-02: cheer in a text about deaths (语气与场景不符)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Draft, Field, Page
from app.scanner.voice import BASIS, own

_NEAR = 80
_DEATHS = (
    "遇难",
    "罹难",
    "哀悼",
    "悼念",
    "默哀",
    "讣告",
    "追悼",
    "去世",
    "逝世",
    "身亡",
    "遗体",
    "死亡",
    "丧生",
)
_DEATH = re.compile("|".join(_DEATHS) + "|牺牲")
_CHEER = re.compile(
    "热烈(?:庆祝|祝贺|欢庆)|喜迎|欢庆|欢天喜地|喜气洋洋|喜大普奔|可喜可贺|哈哈+|嘻嘻+|嘿嘿+|恭喜|大喜|狂欢|嗨翻|嗨起来"
    "|载歌载舞|欢声笑语|开心[!~]|好消息[!~]|普天同庆|[🎉🎊🥳😂🤣😄😁😆😀😃😊😍🤩👏👍✌💃🕺🎈🍻]"
)
_MEMORIAL = re.compile("胜利|周年|先烈|英烈|烈士|抗战|革命|国庆|建党|建军|解放|丧葬|喜丧|红白|移风易俗|婚丧")


@check(
    "TON-02",
    "scene-clash",
    BASIS,
    words=(*_DEATHS, "牺牲"),
    about=About(
        "语气与场景不符",
        "标题写到伤亡、悼念的稿件，或与这些字词相邻之处，出现“热烈庆祝”“哈哈”等欢快用语或笑脸、彩花表情。"
        "纪念胜利、缅怀先烈和移风易俗的文字不提示。",
        "事故已造成3人遇难，热烈祝贺救援队凯旋！",
        Draft("抗战胜利80周年，各地热烈庆祝并悼念死难同胞。"),
    ),
)
def scene_clash(page: Page) -> Iterator[Hit]:
    """Cheerful words or emoji in a text whose title tells of deaths, or close to such words.

    Why: a joke in the news of a disaster is an incident of its own. Sentences about victories, martyrs,
    anniversaries and funeral customs hold both in good taste, and are no hits.

    Example: 事故已造成3人遇难🎉.
    Basis: 国办发〔2018〕123号 and the local notices (不分场景 …过度娱乐化).
    """
    if not any(_DEATH.search(field.folded) for field in page.fields):
        return
    grave = any(field.name == "title" and _dead(field.folded) for field in page.fields)
    for field in page.fields:
        for match in _CHEER.finditer(field.folded):
            around = _around(field, match.start())
            clashes = (grave or _DEATH.search(around)) and not _MEMORIAL.search(around)
            if clashes and own(field, match.start()):
                message = f"本稿涉及伤亡或悼念，“{match[0]}”与场景不符，请删除。"
                yield Hit(field, *match.span(), message)


def _dead(title: str) -> bool:
    return _DEATH.search(title) is not None and _MEMORIAL.search(title) is None


def _around(field: Field, at: int) -> str:
    """The line around a place, at most `_NEAR` characters to either side."""
    text = field.folded
    before = text[max(0, at - _NEAR) : at].rpartition("\n")[2]
    return before + text[at : at + _NEAR].partition("\n")[0]
