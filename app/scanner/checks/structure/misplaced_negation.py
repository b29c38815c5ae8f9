"""TXT-07: a negation too many or too few (否定失当)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.finding import Severity

_PREVENT = "防止|避免|杜绝|严防|谨防|防范|预防|以免|以防|免得"
_HAPPENS = "发生|出现|产生|重演|反弹|复发|返贫|受骗|上当|蔓延|泄露|流失"
_NOT = "不再|不会|不要|不"
_BAN = "切忌|切勿|切莫|严禁|禁止|避免|防止|杜绝|谨防"
_AGAIN = "不要|不得|不准|不许|不可"
_GAP = "[^，。；：！？、“”\n]"
_PREVENTED = re.compile(f"(?P<prevent>{_PREVENT})(?P<gap>{_GAP}{{0,20}}?)(?P<not>{_NOT})(?P<verb>{_HAPPENS})")
_OTHER = re.compile("确保|保证|做到|实现|力争|而|却|因|由于|如果|即使|从而|长期|应|该|并|以[^为]")
_DOUBLED = re.compile(f"(?P<ban>{_BAN})(?P<again>{_AGAIN})(?![力当法已人要抗避或分逆降再回])")
_MOMENT = re.compile(f"无时无刻(?!{_GAP}{{0,12}}[不没未])(?P<adverb>都|地)?(?P<at>在)?")


@check(
    "TXT-07",
    "misplaced-negation",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关；《现代汉语词典》（第7版）",
    words=(
        "无时无刻",
        *(f"{word}{verb}" for word in _NOT.split("|") for verb in _HAPPENS.split("|")),
        *(f"{ban}{word}" for ban in _BAN.split("|") for word in _AGAIN.split("|")),
    ),
    about=About(
        "否定失当",
        "“防止事故不再发生”“切忌不要”多了一个否定，意思正好相反；“无时无刻都在”少了“不”。“避免不必要的损失”不提示。",
        "采取有力措施，防止类似事故不再发生。",
        "采取有力措施，确保类似事故不再发生，避免不必要的损失。",
    ),
)
def misplaced_negation(page: Page) -> Iterator[Hit]:
    """防止……不再发生, 切忌不要……: a negation too many; 无时无刻都在: one too few (否定失当).

    Why: the sentence says the opposite of what is meant. What stands under 确保 or 做到, and what is bad for
    not happening (避免不必要的损失, 防止久拖不决), is no hit.

    Example: 防止类似事故不再发生 → 防止类似事故发生.
    Basis: 国办发〔2018〕123号 (严把文字关); 现代汉语词典 (无时无刻: 后接“不”).
    """
    for field in page.fields:
        for match in _PREVENTED.finditer(field.text):
            if not _OTHER.search(match["gap"]):
                message = (
                    f"“{match['prevent']}”与“{match['not']}”双重否定，意思相反，应删去“{match['not']}”。"
                )
                yield Hit(field, match.start("not"), match.end(), message, (match["verb"],), Severity.WARN)
        for match in _DOUBLED.finditer(field.text):
            message = f"“{match['ban']}”与“{match['again']}”双重否定，意思相反，应删去一个。"
            yield Hit(field, *match.span(), message, (match["ban"],), Severity.WARN)
        for match in _MOMENT.finditer(field.text):
            right = "无时无刻不" + (match["at"] or "")
            yield Hit(
                field, *match.span(), "“无时无刻”后面应有“不”：“无时无刻不”才是时时刻刻的意思。", (right,)
            )
