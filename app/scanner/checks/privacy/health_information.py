"""PRI-04: the illness of a named person (个人健康信息)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.names import NAME, masked_name

_VERBS = ("患有", "身患", "罹患", "患上", "确诊", "被诊断", "诊断为", "感染", "查出", "检出", "染上", "系")
_DISEASES = (
    *("艾滋病", "hiv", "梅毒", "淋病", "尖锐湿疣", "性病", "乙肝", "乙型肝炎", "丙肝", "丙型肝炎", "结核"),
    *("新冠", "新型冠状病毒", "癌", "白血病", "尿毒症", "肿瘤", "精神分裂", "精神病", "精神障碍", "抑郁"),
    *("躁狂", "癫痫", "智力残疾", "智力障碍", "不孕", "糖尿病", "高血压", "心脏病", "脑瘫", "自闭症"),
    *("孤独症", "渐冻症", "重度残疾", "脑梗", "冠心病", "血友病", "传染病"),
)
_ILL = re.compile(rf"(?:{'|'.join(_VERBS)})[^,。;:!?\n]{{0,8}}?(?:{'|'.join(_DISEASES)})")
_ROLE = (
    "患者|病人|病例|感染者|携带者|学生|村民|居民|员工|职工|市民|儿童|孕妇|低保户|贫困户|群众|其子|其女|儿子|女儿"
    "|妻子|丈夫|父亲|母亲|之子|之女|同学|申请人|当事人|嫌疑人|被告人"
)
_SEX = r"[,(、 ]{0,2}(?:男|女|现年|今年|年仅|\d{1,3}岁)"
_PERSON = re.compile(
    rf"(?:(?:{_ROLE})(?P<after>{NAME})(?=[,(、]|\d|因|被|已|经|于|确|患|身|罹|感|查|检|染|系|在)"
    rf"|(?<![一-鿿])(?P<alone>{NAME})(?={_SEX}))"
)
_PRAISED = (
    *("事迹", "先进", "模范", "榜样", "楷模", "烈士", "荣誉", "坚守", "奋战", "好人", "感动", "标兵"),
    *("演员", "作家", "患者家属表示", "科普"),
)
_REACH = 40


@check(
    "PRI-04",
    "health-information",
    "《个人信息保护法》第二十八条、第二十九条；《政府信息公开条例》第十五条",
    words=_VERBS,
    about=About(
        "个人健康信息",
        "写出真实姓名和所患疾病，泄露敏感个人信息，公开前应隐去姓名。已经写作“张某某”的、只谈疾病不涉及具体人的"
        "不提示；先进事迹报道只作提示。",
        "患者张小明，男，45岁，确诊患有艾滋病。",
        "患者张某某，男，45岁，确诊患有艾滋病。",
    ),
)
def health_information(page: Page) -> Iterator[Hit]:
    """A full name with an illness in one sentence (姓名与疾病、残疾).

    Why: health is sensitive personal data. The name must follow a role (患者, 村民) or be followed by sex or
    age, and the illness a verb (患有, 确诊). Masked names and talk of diseases are no hits; praise of
    a person who works on in spite of illness (先进事迹) is a hint.

    Example: 患者张小明确诊患有艾滋病 → 张某某.
    Basis: 个人信息保护法 art. 28 and 29; 政府信息公开条例 art. 15.
    """
    for field in page.fields:
        done = 0
        for ill in _ILL.finditer(field.folded):
            person = _person(field.folded, max(done, ill.start() - _REACH), ill.start() + 1)
            if person:
                done = ill.end()
                yield _hit(field, *person)


def _person(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of the last name in `text[start:end]` that stands in one sentence with its end."""
    start = max(start, *(text.rfind(mark, start, end) + 1 for mark in "。;!?\n"))
    last = None
    for match in _PERSON.finditer(text, start, end):
        last = match.span("after" if match["after"] else "alone")
    return last


def _hit(field: Field, start: int, end: int) -> Hit:
    masked = (masked_name(field.text[start:end]),)
    if mentions(sentence(field.text, start), _PRAISED):
        message = "文中写有真实姓名及其病情，请确认本人同意公开。"
        return Hit(field, start, end, message, masked, Severity.HINT)
    return Hit(field, start, end, "真实姓名与病情同时出现，属敏感个人信息，公开前应隐去姓名。", masked)
