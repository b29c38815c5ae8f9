"""PRI-03: lists of people with their data (附个人信息的名单)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.names import NAME
from app.scanner.outline import Outline

_DATA = r"\d{3,}\*{2,}|\*{3,}\d{2,}|\d{7,}|\d+(?:\.\d+)?元|1[3-9]\d{9}"
_ROW = re.compile(
    rf"[ \t]{{0,8}}(?:\d{{1,4}}[.、,\t |)]{{1,3}})?[ ]?({NAME})[\t ,|:(][^\n]{{0,60}}?(?:{_DATA})", re.ASCII
)
_OFFICES = (
    *("主任", "局长", "科长", "书记", "校长", "院长", "医生", "医师", "村", "社区", "街道", "局", "中心"),
    *("医院", "公司", "学校", "窗口", "办公", "值班", "热线", "联系人", "站", "所", "支行", "派出"),
)
_PLACES = "镇村区县市乡局所站队组路街社"
_SHAPE = re.compile(rb"\n[ 0,/.\-)]{0,9}ccc?c?[ ,\-.(]")
_ENOUGH = 3


def _shape(outline: Outline) -> bool:
    """At least three lines that begin with a short word."""
    kinds = outline.kinds
    return kinds.count(b"\n") >= _ENOUGH - 1 and len(_SHAPE.findall(b"\n" + kinds)) >= _ENOUGH


@check(
    "PRI-03",
    "name-list",
    "《政府信息公开条例》第十五条；《个人信息保护法》第六条",
    shape=_shape,
    about=About(
        "附个人信息的名单",
        "连续三行以上写有姓名和号码、金额的名单，公开前应核对依据和范围，只保留必要的栏目。"
        "单位和值班人员的通讯名单不提示。",
        "张小明 440***********1234 1200元\n李大海 440***********5678 800元\n王建国 440***********9012 600元",
        "东城街道 22001234\n南城街道 22005678\n万江街道 22009012",
    ),
)
def name_list(page: Page) -> Iterator[Hit]:
    """Three lines or more with a person's name and a number or an amount of money (公示名单).

    Why: lists of benefits, winners or penalties are published by law, but only with what is needed to know
    the person (最小范围). A hint at the first name, once for each list; lists of offices and of people on
    duty are no hits.

    Example: 张小明 440***1234 1200元, and two such lines more.
    Basis: 政府信息公开条例 art. 15; 个人信息保护法 art. 6.
    """
    for field in page.fields:
        yield from _find(field)


def _find(field: Field) -> Iterator[Hit]:
    first: tuple[int, int] | None = None
    rows = at = 0
    for line in field.folded.split("\n"):
        row = _ROW.match(line)
        if row and row[1][-1] not in _PLACES and not mentions(line, _OFFICES):
            first, rows = first or (at + row.start(1), at + row.end(1)), rows + 1
            if rows == _ENOUGH:
                message = "名单附有个人号码或金额：请核对公开依据，只保留必要的栏目并去标识化。"
                yield Hit(field, *first, message, severity=Severity.HINT)
        elif line.strip():
            first, rows = None, 0
        at += len(line) + 1
