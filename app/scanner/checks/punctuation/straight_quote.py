"""TXT-03: straight quotation marks around Chinese (直引号)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.outline import has

_QUOTED = re.compile(r'"([一-鿿](?:[^"\n<>=]{0,60}[一-鿿，。！？、；])?)"')


@check(
    "TXT-03",
    "straight-quote",
    "GB/T 15834-2011《标点符号用法》4.8",
    shape=has(b".c"),
    about=About(
        "直引号",
        '中文的引号是“”，不用键盘上的直引号"。英文、代码和英寸符号不提示。',
        '深入推进"放管服"改革。',
        "深入推进“放管服”改革。",
    ),
)
def straight_quote(page: Page) -> Iterator[Hit]:
    """Chinese between straight quotation marks (中文用直引号).

    Why: Chinese quotation marks are “ and ”, which show where a quotation begins and ends. English, code and
    inches are no hits.

    Example: "放管服"改革 → “放管服”改革.
    Basis: GB/T 15834-2011, 4.8 (引号).
    """
    for field in page.fields:
        for match in _QUOTED.finditer(field.text):
            yield Hit(field, *match.span(), "中文引号应写作“”。", (f"“{match[1]}”",))
