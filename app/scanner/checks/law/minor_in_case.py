"""LAW-05: a minor who can be recognised in a report of a case (涉未成年人案件)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence
from app.scanner.document import Field, Page
from app.scanner.names import NAME, masked_name

_AGE = "(1[0-7]|[1-9]|十[一二三四五六七]?|[一二三四五六七八九])(?:周?岁)"
_CHILD = "小学生|初中生|高中生|中学生|未成年人|少年|少女|女童|男童|幼女|未成年被害人|未成年犯罪嫌疑人"
_NEXT = "(?=[,(、。;\\n ]|因|在|被|与|遭|系|于|和|伙同|等|的|涉嫌|将|持|$)"
_NO_NAME = (
    "(?!时[候间期]|成[年人]|童[工年]|高[一二三中龄]|安全|初中|宝宝|花季|金色|向|单[独亲]|司机|常[年住])"
)
_TELLS = "(?:[,(][男女]?[,]?(?:今年|现年|年仅|时年)?|今年|现年|年仅|时年)"
_NAMED = re.compile(
    f"(?:(?<![一-鿿])|(?<=嫌疑人|被害人|受害人|被告人|其中有))({NAME}){_TELLS}{_AGE}"
    f"|(?<![0-9十]){_AGE}的?(?:男孩|女孩|学生|男生|女生|{_CHILD})?{_NO_NAME}({NAME}){_NEXT}"
    f"|(?:{_CHILD}){_NO_NAME}({NAME}){_NEXT}"
)
_CLASS = "(?:[初高]?[一二三四五六七八九1-9](?:年级)?(?:[(]?[0-9一二三四五六]{1,2}[)]?班)?)?"
_PLACE = "[一-鿿]{2,10}(?:小学|中学|初中|幼儿园|实验学校|职业学校|职高)"
_SCHOOL = re.compile(f"就读于({_PLACE})|({_PLACE}){_CLASS}(?:一名|某)?[女男]?(?:学生|生|童)")
_CASE = (
    *("犯罪嫌疑人", "被害人", "受害人", "性侵", "猥亵", "强奸", "盗窃", "抢劫", "抢夺", "故意伤害"),
    *("欺凌", "霸凌", "寻衅滋事", "聚众斗殴", "刑事拘留", "行政拘留", "被抓获", "诈骗罪", "拐卖", "虐待"),
    *("涉嫌", "作案", "归案"),
)
_GRAVE = ("性侵", "猥亵", "强奸", "欺凌", "霸凌", "虐待", "拐卖", "被害", "受害", "犯罪嫌疑人")
_TEACHING = (
    *("防性侵", "防欺凌", "反欺凌", "防霸凌", "预防", "宣传", "讲座", "课", "教育", "培训", "演练", "法庭"),
    *("化名", "表彰", "见义勇为", "协助", "机智", "反诈"),
    *("寻找", "查找", "失踪", "走失", "寻人", "寻亲"),
)


@check(
    "LAW-05",
    "minor-in-case",
    "《未成年人保护法》第一百零三条；《预防未成年人犯罪法》第三条",
    words=(*_CASE, *_GRAVE),
    about=About(
        "涉未成年人案件",
        "案件报道写出涉案未成年人的姓名或所在学校，可能使人识别其身份，法律禁止披露。写作“张某”“小明（化名）”“某小学”"
        "和普法宣传的句子不提示。",
        "犯罪嫌疑人张小明（男，15岁）伙同他人盗窃电动车。",
        "犯罪嫌疑人张某某（男，15岁）伙同他人盗窃电动车。",
    ),
)
def minor_in_case(page: Page) -> Iterator[Hit]:
    """The name or school of a minor in a sentence that tells of a case: 张小明（15岁）涉嫌盗窃.

    Why: nobody may publish a minor's name, image, home or school in a case, as suspect or as victim. 某, 化名
    and 某小学 hide them; teaching against crime (防性侵讲座), good deeds and the search for the
    lost (查找失踪, the exception of art. 103) are no hits.

    Example: 犯罪嫌疑人张小明（男，15岁） → 张某某.
    Basis: 未成年人保护法 art. 103; 预防未成年人犯罪法 art. 3.
    """
    for field in page.fields:
        for match in _NAMED.finditer(field.folded):
            group = next(number for number in (1, 4, 5) if match[number])
            if _is_case(field, match.start(), _CASE):
                masked = masked_name(match[group])
                message = "涉案未成年人的姓名不得公开，请改为“某某”或化名。"
                yield Hit(field, *match.span(group), message, (masked,))
        for match in _SCHOOL.finditer(field.folded):
            group = 1 if match[1] else 2
            if "某" not in match[group] and _is_case(field, match.start(), _GRAVE):
                message = "涉案未成年人所在学校不得公开，请改为“某学校”。"
                yield Hit(field, *match.span(group), message)


def _is_case(field: Field, at: int, words: tuple[str, ...]) -> bool:
    around = sentence(field.flowing, at)
    return mentions(around, words) and not mentions(around, _TEACHING)
