"""TXT-03: a line that begins with a mark (行首标点)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.outline import has

_LEADING = re.compile(r"^[ \u3000]{0,8}([，。、；：]|[！？](?=[一-鿿\n]))(?![，。、；：！？])", re.MULTILINE)


@check(
    "TXT-03",
    "line-start-mark",
    "GB/T 15834-2011《标点符号用法》5.1.1",
    shape=has(b"\n,", b"\n;", b" ,", b" ;"),
    about=About(
        "行首标点",
        "一段的开头出现逗号、句号等点号，多半是前面的文字丢失或者误断了行。",
        "会议由市长主持\n，各单位负责同志参加。",
        "会议由市长主持，\n各单位负责同志参加。",
    ),
)
def line_start_mark(page: Page) -> Iterator[Hit]:
    """A paragraph that begins with ，。、；： (点号出现在行首).

    Why: a point belongs to the word before it; one at the start of a paragraph tells that text was lost or a
    line broken there. Dashes, ellipses and opening brackets are no hits.

    Example: ，各单位负责同志参加.
    Basis: GB/T 15834-2011, 5.1.1 (点号不出现在一行之首).
    """
    for field in page.fields:
        for match in _LEADING.finditer(field.text):
            yield Hit(field, *match.span(1), f"“{match[1]}”不能放在行首，请检查前面是否漏字或者误断行。")
