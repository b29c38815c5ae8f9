"""TXT-03: “” within “” (引号套用)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.outline import Outline

_NESTED = re.compile(r"“[^“”\n]{0,80}(?:“[^“”\n]{1,80}”[^“”\n]{0,80}){1,5}”")
_INNER = re.compile("“[^“”]+”")
_QUOTES_ONLY = bytes(set(range(256)) - set(b"QP"))


def _is_nested(outline: Outline) -> bool:
    return b"Q" in outline.kinds and b"QQ" in outline.kinds.translate(None, _QUOTES_ONLY)


@check(
    "TXT-03",
    "nested-quotes",
    "GB/T 15834-2011《标点符号用法》4.8",
    shape=_is_nested,
    about=About(
        "引号套用",
        "引号里面还要用引号时，外面一层用双引号，里面一层用单引号。",
        "会议指出：“要落实“三审三校”制度。”",
        "会议指出：“要落实‘三审三校’制度。”",
    ),
)
def nested_quotes(page: Page) -> Iterator[Hit]:
    """A quotation in “” within another one, which takes ‘’ (双引号内用双引号).

    Why: the reader cannot see where the outer quotation ends. Quotations side by side, and half pairs, which
    are found apart, are no hits.

    Example: “要落实“三审”制度” → “要落实‘三审’制度”.
    Basis: GB/T 15834-2011, 4.8 (引号).
    """
    for field in page.fields:
        for match in _NESTED.finditer(field.text):
            for inner in _INNER.finditer(field.text, match.start() + 1, match.end() - 1):
                yield Hit(field, *inner.span(), "引号里面的引号用单引号‘’。", (f"‘{inner[0][1:-1]}’",))
