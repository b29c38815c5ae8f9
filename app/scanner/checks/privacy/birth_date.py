"""PRI-03: the full date of birth of a person (出生日期)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions, sentence
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.names import NAME

_DATE = (
    r"(?P<{0}>(?P<{0}y>19[3-9]\d|20[0-2]\d)(?:年|[./-])(?P<{0}m>1[0-2]|0?[1-9])(?:月|[./-])"
    r"(?:3[01]|[12]\d|0?[1-9])(?!\d)日?)"
)
_LABELS = ("出生日期", "出生年月日", "出生年月", "出生时间", "生日")
_BORN = re.compile(
    rf"(?:{'|'.join(_LABELS)})[: 为是]{{0,3}}{_DATE.format('a')}"
    rf"|(?<![-—~至到以])(?<!\d){_DATE.format('b')}(?:出生|生)(?=[,。;)、\n ]|于|在|$)",
    re.ASCII,
)
_PERSON = re.compile(rf"[,(、 ](?:男|女)[,)、 ]|姓名|身份证|本人|(?:^|[\n。;：:])[ \u3000]*{NAME}[,(]")
_REMEMBERED = (
    *("诞辰", "逝世", "牺牲", "烈士", "伟人", "革命家", "去世", "享年", "科学家", "艺术家", "作家", "诗人"),
)
_REACH = 40


@check(
    "PRI-03",
    "birth-date",
    "《个人信息保护法》第四条、第六条；《政府信息公开条例》第十五条",
    words=(
        *_LABELS,
        "日生",
        "日出生",
        *(f"{digit}生" for digit in range(10)),
        *(f"{digit}出生" for digit in range(10)),
    ),
    about=About(
        "完整出生日期",
        "完整的出生年月日连同姓名可以确定一个人，任前公示等只需写到月份。"
        "法规中划分年龄的日期、已故人物的生平不提示。",
        "李小龙，男，1985年3月12日出生，本科学历。",
        "李小龙，男，1985年3月生，本科学历。",
    ),
)
def birth_date(page: Page) -> Iterator[Hit]:
    """A date of birth with its day, of a person (出生年月日).

    Why: with a name it identifies a person and opens accounts; a notice gives the month. It counts after a
    label (出生日期) or beside 男, 女 or a name. Cut-off dates (…日以后出生的) and the lives of those who died
    are no hits.

    Example: 1985年3月12日出生 → 1985年3月.
    Basis: 个人信息保护法 art. 4 and 6; 政府信息公开条例 art. 15.
    """
    for field in page.fields:
        for match in _BORN.finditer(field.folded):
            yield from _judge(field, match, "a" if match["a"] else "b")


def _judge(field: Field, match: re.Match[str], group: str) -> Iterator[Hit]:
    start, end = match.span(group)
    before = field.folded[max(0, start - _REACH) : start]
    named = _PERSON.search(before) is not None
    if mentions(sentence(field.text, start), _REMEMBERED) or (group == "b" and not named):
        return
    month = f"{match[group + 'y']}年{int(match[group + 'm'])}月"
    message = f"完整的出生日期属于个人信息，一般只公开到月份（{month}）。"
    yield Hit(field, start, end, message, (month,), None if named else Severity.HINT)
