"""PRI-04: children who can be recognised (未成年人信息)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.names import NAME, masked_name

_CHILDREN = (
    *("孤儿", "留守儿童", "困境儿童", "无人抚养儿童", "流浪儿童", "弃婴", "残疾儿童", "自闭症儿童"),
    *("孤独症儿童", "贫困学生", "贫困生", "受助学生", "受资助学生", "受助儿童", "患病儿童", "脑瘫儿童"),
    *("服刑人员子女", "未成年被害人", "受害学生", "被害女童", "受害女童", "失足少年", "涉案未成年人"),
)
_PARENTS = (
    *("家长电话", "家长手机", "家长联系", "监护人电话", "监护人联系", "监护人手机", "父亲电话", "母亲电话"),
)
_CHILD = re.compile(
    rf"(?:{'|'.join(_CHILDREN)})(?:姓名)?[: ]?({NAME})(?=[,(、。;\n ]|\d|今年|现年|的|家|就读|在|$)"
)
_PHONE = re.compile(
    rf"(?:{'|'.join(_PARENTS)})(?:方式|号码|电话)?[: 为是]{{0,3}}(1[3-9]\d{{9}})(?!\d)", re.ASCII
)
_TRACES = re.compile(r"小学|中学|幼儿园|学校|年级|班|村|组|家住|\d{1,2}岁|父|母|住")


@check(
    "PRI-04",
    "minor-information",
    "《未成年人保护法》第四条、第一百零三条；《个人信息保护法》第二十八条；《儿童个人信息网络保护规定》",
    words=(*_CHILDREN, *_PARENTS),
    about=About(
        "未成年人信息",
        "写出困境儿童、受资助学生、受害未成年人的真实姓名，或者公布家长的手机号码，会使孩子被认出来，公开前应隐去。"
        "写作“小明（化名）”“张某某”的不提示。",
        "走访慰问孤儿张小明，他今年8岁，就读于东村小学。",
        "走访慰问孤儿小明（化名），他今年8岁，就读于东村小学。",
    ),
)
def minor_information(page: Page) -> Iterator[Hit]:
    """The name of a child in need or in a case, and the telephone of a pupil's parents (未成年人信息).

    Why: data of children are sensitive; a child must not be recognised as an orphan, a receiver of aid or
    a victim. A name with school, age or home blocks, the name alone warns; aliases (化名), masked names and
    the names of funds and offices are no hits.

    Example: 孤儿张小明，8岁 → 张某某.
    Basis: 未成年人保护法 art. 4 and 103; 个人信息保护法 art. 28; 儿童个人信息网络保护规定.
    """
    for field in page.fields:
        for child in _CHILD.finditer(field.folded):
            yield from _child(field, *child.span(1))
        for phone in _PHONE.finditer(field.folded):
            number = phone[1]
            message = "家长、监护人的手机号码会指向未成年人，公开前应去标识化处理。"
            yield Hit(field, *phone.span(1), message, (f"{number[:3]}****{number[-4:]}",))


def _child(field: Field, start: int, end: int) -> Iterator[Hit]:
    if "化名" in field.text[end : end + 6]:
        return
    masked = (masked_name(field.text[start:end]),)
    around = sentence(field.text, start)
    message = "未成年人的真实姓名与其处境同时出现，公开前应隐去姓名。"
    known = mentions(around, ("县", "区")) or _TRACES.search(around) is not None
    yield Hit(field, start, end, message, masked, Severity.BLOCK if known else Severity.WARN)
