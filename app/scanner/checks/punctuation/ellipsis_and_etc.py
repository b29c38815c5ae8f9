"""TXT-03: an ellipsis beside 等 (省略号与“等”并用)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import mentions
from app.scanner.document import Field, Page
from app.scanner.outline import has

# A pattern begins with one dot and looks to the left from there, which is quick on clean text.
_MORE = r"(?:(?<=…)…{0,5}|(?<=\.)\.{2,5}|(?<=。)。{2,5})"
_BEFORE = re.compile(f"[….。]{_MORE}(等等|等(?![待候到着了我你他她一于级同效额式]))")
_AFTER = re.compile(f"[….。](?<=等.)(?<![稍久苦您]等.){_MORE}")
_DOTS = ("…", "...", "。。。")
_REACH = 40


@check(
    "TXT-03",
    "ellipsis-and-etc",
    "GB/T 15834-2011《标点符号用法》附录A.9",
    shape=has(b".", b"//", b";;"),
    about=About(
        "省略号与“等”并用",
        "列举之后既用省略号又用“等”“等等”，两者意思重复，只能留一个。动词“等”（等待）不在此列。",
        "市场上供应白菜、萝卜、土豆……等蔬菜。",
        "市场上供应白菜、萝卜、土豆等蔬菜。",
    ),
)
def ellipsis_and_etc(page: Page) -> Iterator[Hit]:
    """An ellipsis before or after 等 or 等等 that ends a list (省略号与“等”“等等”并用).

    Why: both say that the list goes on. Only where 、 stands shortly before; the verb (稍等……) is no hit.

    Example: 白菜、萝卜……等蔬菜 → 白菜、萝卜等蔬菜.
    Basis: GB/T 15834-2011, A.9 (省略号用法补充规则).
    """
    for field in page.fields:
        if not mentions(field.text, _DOTS):
            continue
        for match in _BEFORE.finditer(field.text):
            yield from _judge(field, match.start(), match.end(), match[1])
        for match in _AFTER.finditer(field.text):
            right = "等等" if field.text.endswith("等等", 0, match.start()) else "等"
            yield from _judge(field, match.start() - len(right), match.end(), right)


def _judge(field: Field, start: int, end: int, right: str) -> Iterator[Hit]:
    if "、" in field.text[max(0, start - _REACH) : start].rpartition("。")[2]:
        yield Hit(field, start, end, f"省略号和“{right}”意思重复，只留一个。", (right,))
