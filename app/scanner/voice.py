"""The voice of a text (语气): what it says itself, and in what scene (场景) it speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from app.scanner.context import negated, sentence, stands_in
from app.scanner.document import Field, Page
from app.scanner.finding import Severity

Scene = Literal["grave", "enforcement", "light", "plain"]

BASIS = "国办发〔2018〕123号《国务院办公厅关于推进政务新媒体健康有序发展的意见》"

_GRAVE = (
    "遇难|罹难|遗体|哀悼|悼念|默哀|讣告|追悼|不幸去世|不幸逝世|因病逝世|不幸身亡|人死亡|死者|死伤|伤亡|失联"
    "|重特大事故|抗震救灾|地震灾害|泥石流|山体滑坡|洪涝灾害|爆炸事故|坍塌事故|火灾事故|抢险救援"
)
_ENFORCEMENT = (
    "行政处罚|处罚决定|立案调查|立案侦查|刑事拘留|依法查处|案情通报|警情通报|严重违纪违法|接受审查调查"
)
_LIGHT = (
    "旅游|文旅|景区|美食|音乐节|文创|非遗|民宿|团委|共青团|青年节|青春|运动会|马拉松|嘉年华|春晚|灯会|赏花"
)
_SCENES: tuple[tuple[Scene, re.Pattern[str]], ...] = (
    ("grave", re.compile(_GRAVE)),
    ("enforcement", re.compile(_ENFORCEMENT)),
    ("light", re.compile(_LIGHT)),
)
SCENES: dict[Scene, str] = {
    "grave": "本稿涉及伤亡、灾害或悼念，",
    "enforcement": "本稿是执法、通报类信息，",
    "light": "",
    "plain": "",
}
"""How a message begins in each scene."""

_TELLS = re.compile(
    "表示|说道?[:,“]|告诉|介绍|坦言|感慨|感叹|笑着|回忆|写道|留言|受访|采访|日记|家书|书信|心声|讲述"
)


def spoken(field: Field, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches in the folded text that are its own: not quoted, not a title, not what it forbids or fights."""
    return (match for match in pattern.finditer(field.folded) if own(field, match.start()))


def own(field: Field, at: int) -> bool:
    """Whether the text says itself what stands there, and does not forbid it."""
    text = field.folded
    return not (stands_in(text, at, "quotation") or stands_in(text, at, "title") or negated(text, at))


def told(field: Field, at: int) -> bool:
    """Whether the sentence tells what a person said (居民张某说，我觉得…)."""
    return _TELLS.search(sentence(field.folded, at)) is not None


def scene(page: Page) -> Scene:
    """The scene of a draft, the gravest that its title or body shows."""
    texts = [field.folded for field in page.fields]
    return next((name for name, words in _SCENES if any(map(words.search, texts))), "plain")


def weight(where: Scene) -> Severity | None:
    """How a light tone weighs: by its code, and where a light tone is usual (文旅、共青团) as a hint."""
    return Severity.HINT if where == "light" else None


def any_of(*words: str) -> re.Pattern[str]:
    """A pattern of words as they stand, in half width and lower case, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
