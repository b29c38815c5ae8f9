"""PRI-03: home addresses (家庭住址) down to the door."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page

_LABEL_WORDS = (
    *("家庭住址", "家庭地址", "户籍地址", "现居住于", "现居住在", "居住地址", "家住", "住址", "现住"),
    *("户籍地", "居住于", "居住在"),
)
_LABELS = re.compile("|".join(_LABEL_WORDS))
_SETTLEMENT = re.compile("小区|花园|家园|公寓|新村|社区|[村路街巷弄里苑庭府]")
_NUMBER = r"[\dA-Za-z零〇一二三四五六七八九十百]{1,5}"
_DOOR = re.compile(f"{_NUMBER}(?:号楼|单元|栋|幢|座|室|户|组|号(?!线|文|令))")
_END = re.compile("[。；;！!？?\n，,（(]")
_MASKED = ("某", "×", "*", "XX", "xx")
_DIGITS = re.compile(_NUMBER)
_REACH = 60


@check(
    "PRI-03",
    "home-address",
    "《个人信息保护法》第四条、第六条；《民法典》第一千零三十二条",
    words=_LABEL_WORDS,
    about=About(
        "家庭住址",
        "“家住”“住址”等字样之后，具体到门牌、单元、房号的住址。办公地址以及只到小区、社区的地址不提示。",
        "当事人家住幸福小区3号楼2单元501室。",
        "当事人家住幸福小区。",
    ),
)
def home_address(page: Page) -> Iterator[Hit]:
    """A person's address down to house, unit or room (家庭住址).

    Why: where a person lives is private; a notice names the district or the community at most. Only an
    address that follows a word such as 家住 or 住址 counts, so that the addresses of offices are no hits.

    Example: 家住幸福小区3号楼2单元501室 → 幸福小区×号楼×单元×室.
    Basis: 个人信息保护法 art. 4 and 6; 民法典 art. 1032.
    """
    for field in page.fields:
        yield from _find(field)


def _find(field: Field) -> Iterator[Hit]:
    for label in _LABELS.finditer(field.text):
        start = label.end()
        clause = _END.split(field.text[start : start + _REACH], maxsplit=1)[0]
        start += len(clause) - len(clause.lstrip(" :：是为在于"))
        place = _SETTLEMENT.search(clause)
        doors = list(_DOOR.finditer(clause, place.start())) if place else []
        if not doors or any(mark in clause for mark in _MASKED):
            continue
        end = label.end() + doors[-1].end()
        masked = _DOOR.sub(lambda door: _DIGITS.sub("×", door[0], count=1), field.text[start:end])
        yield Hit(field, start, end, "疑似个人详细住址，公开前应隐去门牌信息。", (masked,))
