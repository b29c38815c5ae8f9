"""TXT-03: a wrong mark after the number of a list item (序次语后的标点)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.outline import Outline, has

_NUMERALS = "一二三四五六七八九十"
_NUMERAL = f"[{_NUMERALS}]{{1,3}}"
# Each begins at a rare character; what stands to the left is looked at from there.
_ITEM = re.compile("[)）①-⑳](?=[、，．.：:](?![(（第①-⑳]))")
_ORDINAL = re.compile(f"[第其]十?[{_NUMERALS}](?=[、：:](?![{_NUMERALS}第其]))")
_LINE = re.compile(rf"\n[ \u3000]{{0,4}}(?:({_NUMERAL})[，,．.：:](?=[一-鿿])|([0-9]{{1,2}})、(?![0-9]))")
_START = r"[\n。；：;][ \u3000]{0,4}"
_STARTS = re.compile(_START + "$")
_NUMBERED = re.compile(rf"{_START}([(（](?:{_NUMERAL}|[0-9]{{1,2}})[)）]|[①-⑳])$")
_REACH = 10
_SIGNED = has(b"),", b")/", b".,", b"./")
_LED = re.compile(rb"\n {0,4}(?:c{1,3}[,/.]|0{1,2},)")


def _may_list(outline: Outline) -> bool:
    """Whether a mark follows a bracket or a sign (①), or a short word or number at the start of a line."""
    return _SIGNED(outline) or _LED.search(outline.lines) is not None


@check(
    "TXT-03",
    "list-number-mark",
    "GB/T 15834-2011《标点符号用法》附录B.3",
    words=[f"{lead}{ten}{numeral}" for lead in "第其" for ten in ("", "十") for numeral in _NUMERALS],
    shape=_may_list,
    about=About(
        "序号后的标点",
        "加括号的序号后面不用标点，“一”后用顿号，“1”后用下脚点，“第一”后用逗号。条款引用（第（一）、（二）项）不在此列。",
        "（一）、加强组织领导。\n（二）、落实工作责任。",
        "（一）加强组织领导。\n（二）落实工作责任。",
    ),
)
def list_number_mark(page: Page) -> Iterator[Hit]:
    """A wrong mark after the number of a list item: （一）、 1、 第一、 一， (序次语之后标点误用).

    Why: each form has its own mark: none after brackets, 、 after 一, . after 1, ， after 第一. References
    (第（一）、（二）项; 第二、三产业) are no hits. Of 1、 only the first of a text is told, since a text that
    has one has many.

    Example: （一）、加强领导 → （一）加强领导.
    Basis: GB/T 15834-2011, B.3 (序次语之后标点的用法).
    """
    for field in page.fields:
        text = "\n" + field.text
        for match in _ITEM.finditer(text):
            number = _NUMBERED.search(text[max(0, match.end() - _REACH) : match.end()])
            if number:
                yield _hit(field, match.end() - 1, number[1], "加括号的序号后面不用标点", "")
        for match in _ORDINAL.finditer(text):
            if _STARTS.search(text[max(0, match.start() - _REACH) : match.start()]):
                yield _hit(field, match.end() - 1, match[0], f"“{match[0]}”后面用逗号", "，")
        yield from _lines(field, text)


def _lines(field: Field, text: str) -> Iterator[Hit]:
    """Numbers without brackets at the start of a line; `text` has one line break more than the field."""
    told = False
    for match in _LINE.finditer(text):
        if match[1]:
            yield _hit(field, match.end(1) - 1, match[1], "不带括号的汉字序号后面用顿号", "、")
        elif not told:
            told = True
            yield _hit(field, match.end(2) - 1, match[2], "阿拉伯数字序号后面用下脚点", ".")


def _hit(field: Field, at: int, number: str, rule: str, mark: str) -> Hit:
    return Hit(field, at - len(number), at + 1, f"{rule}。", (number + mark,))
