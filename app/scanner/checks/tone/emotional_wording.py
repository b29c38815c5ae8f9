"""TON-01: outbursts of emotion and abuse (情绪化用语)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.voice import BASIS, SCENES, Scene, scene, spoken, told

_EMOTION = re.compile(
    "(?:真是|简直|真的)?(?:太|真)(?:可恶|可恨|可气|缺德|无耻|恶心|差劲|过分)了?|气死(?:我|人|了)|气炸了?|怒了[!。]"
    "|怒怼|怼回去|怼[了得](?=.)|呵呵[!~。,…]|令人作呕|恶心[死透到坏]|丧心病狂到|无语[了!~]|真是无语|太无语|滚出|滚蛋|滚开"
    "|去死吧|找死(?![者亡])|闭嘴[!吧。]|脑残|脑子(?:有病|进水)|不要脸|臭不要脸|白痴|蠢货|蠢猪|垃圾人|狗东西|王八蛋|混蛋|畜生"
    "|人渣|败类[!]|活该[!,。]|爽翻|爽歪歪|太爽了|真爽|大快人心[!]|吐血了|受够了|忍无可忍[!]|是可忍孰不可忍"
    "|你行你上|爱看不看|爱信不信|关你(?:什么|啥|屁)事"
)


@check(
    "TON-01",
    "emotional-wording",
    BASIS + "：不得擅自发布代表个人观点、意见及情绪的言论",
    words=(
        *("可恶", "可恨", "可气", "缺德", "无耻", "恶心", "差劲", "过分", "气死", "气炸", "怒了"),
        *("怒怼", "怼回去"),
        *("怼了", "怼得", "呵呵", "令人作呕", "丧心病狂", "无语", "滚出", "滚蛋", "滚开", "去死吧"),
        *("找死", "闭嘴"),
        *("脑残", "脑子", "不要脸", "白痴", "蠢货", "蠢猪", "垃圾人", "狗东西", "王八蛋", "混蛋"),
        *("畜生", "人渣"),
        *("败类", "活该", "爽翻", "爽歪歪", "太爽了", "真爽", "大快人心", "吐血了", "受够了", "忍无可忍"),
        *("孰不可忍", "你行你上", "爱看不看", "爱信不信", "关你"),
    ),
    about=About(
        "情绪化用语",
        "“太可恶了”“呵呵”“无语”“滚蛋”等发泄情绪或骂人的话。引语和当事人的话不提示。",
        "这种行为真是太可恶了！",
        "网民留言：“太可恶了！”",
    ),
)
def emotional_wording(page: Page) -> Iterator[Hit]:
    """Outbursts and abuse in the text's own voice: 太可恶了, 气死人, 呵呵, 滚蛋, 脑残.

    Why: an office states facts; anger, mockery and abuse make an incident. Quotations and what persons said
    are no hits; the message says so where the text is about deaths or an enforcement.

    Example: 这种行为真是太可恶了！
    Basis: 国办发〔2018〕123号, 不得擅自发布代表个人观点、意见及情绪的言论.
    """
    where: Scene | None = None
    for field in page.fields:
        for match in spoken(field, _EMOTION):
            if not told(field, match.start()):
                where = where or scene(page)
                message = f"{SCENES[where]}“{match[0]}”带有个人情绪，请改为客观、克制的表述。"
                yield Hit(field, *match.span(), message)
