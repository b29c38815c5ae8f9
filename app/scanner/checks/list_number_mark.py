"""TXT-03: a wrong mark after the number of a list item (序次语后的标点)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.outline import has

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_START = r"(?:^|(?<=[\n。；：;]))[ \u3000]{0,4}"
_BRACKETED = re.compile(
    rf"{_START}(([(（](?:{_NUMERAL}|[0-9]{{1,2}})[)）]|[①-⑳])[、，．.：:])(?![(（①-⑳])", re.MULTILINE
)
_ORDINAL = re.compile(rf"{_START}([第其]({_NUMERAL})[、：:])(?![{{一二三四五六七八九十第其}}])", re.MULTILINE)
_PLAIN = re.compile(rf"^[ \u3000]{{0,4}}({_NUMERAL}[，,．.：:])(?=[一-鿿])", re.MULTILINE)
_ARABIC = re.compile(r"^[ \u3000]{0,4}([0-9]{1,2}、)(?![0-9])", re.MULTILINE)


@check(
    "TXT-03",
    "list-number-mark",
    "GB/T 15834-2011《标点符号用法》附录B.3",
    words=[
        *(f"{numeral}{mark}" for numeral in "一二三四五六七八九十" for mark in "、，：,.:"),
        *(f"{digit}、" for digit in range(10)),
    ],
    shape=has(b"),", b")/", b").", b"c.c", b"c/c", b".,", b"./", b".."),
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
        for match in _BRACKETED.finditer(field.text):
            yield _hit(field, match, "加括号的序号后面不用标点", match[2])
        for match in _ORDINAL.finditer(field.text):
            yield _hit(field, match, f"“{match[1][:-1]}”后面用逗号", f"{match[1][:-1]}，")
        for match in _PLAIN.finditer(field.text):
            yield _hit(field, match, "不带括号的汉字序号后面用顿号", f"{match[1][:-1]}、")
        first = _ARABIC.search(field.text)
        if first:
            yield _hit(field, first, "阿拉伯数字序号后面用下脚点", f"{first[1][:-1]}.")


def _hit(field: Field, match: re.Match[str], rule: str, right: str) -> Hit:
    return Hit(field, *match.span(1), f"{rule}。", (right,))
