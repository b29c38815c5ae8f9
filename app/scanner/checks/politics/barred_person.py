"""POL-07: persons whom the office does not publish (限制宣传人员)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence
from app.scanner.document import Page
from app.scanner.facts import Facts
from app.scanner.normalize import bare
from app.scanner.roster import all_mentions

_CASE = (
    *("严重违纪", "严重违法", "违纪违法", "审查调查", "纪律审查", "监察调查", "开除党籍", "开除公职", "双开"),
    *("被判处", "有期徒刑", "无期徒刑", "提起公诉", "逮捕", "受贿", "失信被执行人", "行业禁入", "处罚决定"),
    *("流毒", "余毒", "恶劣影响", "以案促改", "警示教育"),
)


def _barred(facts: Facts) -> Iterable[str]:
    return (bare(name).text for person in facts.persons.values() if person.barred for name in person.names)


@check(
    "POL-07",
    "barred-person",
    "本单位维护的限制宣传人员名单",
    words=_barred,
    about=About(
        "限制宣传人员",
        "出现了本单位名单中不宜宣传的人员（违纪违法人员、劣迹艺人等）。通报案件、处分和警示教育的句子不提示（例中名单：赵明丽）。",
        "活动邀请赵明丽现场演唱。",
        "赵明丽因受贿被判处有期徒刑三年。",
    ),
)
def barred_person(page: Page) -> Iterator[Hit]:
    """The name of a person whom the list bars (barred = true), in a sentence that tells of no case.

    Why: persons under discipline, and artists of ill repute, must not be promoted. Reports of their cases
    (被判处、开除党籍、警示教育) have to name them and are no hits.

    Example: 活动邀请赵明丽现场演唱.
    Basis: the list of persons that the office maintains.
    """
    for mention in all_mentions(page) if any(_barred(page.facts)) else ():
        start, end = mention.field.unpacked(mention.start, mention.end)
        if mention.person.barred and not mentions(sentence(mention.field.flowing, start), _CASE):
            message = f"“{mention.name}”列入限制宣传人员名单，请删除或核实是否重名。"
            yield Hit(mention.field, start, end, message, basis=f"《{mention.person.basis}》")
