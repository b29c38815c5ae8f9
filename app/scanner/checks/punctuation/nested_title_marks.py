"""TXT-03: 《》 within 《》 (书名号套用)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.outline import Outline

_NESTED = re.compile(r"《[^《》〈〉\n]{0,80}(?:《[^《》\n]{1,80}》[^《》\n]{0,80}){1,5}》")
_INNER = re.compile("《[^《》]+》")
_TITLES_ONLY = bytes(set(range(256)) - set(b"<>"))


def _is_nested(outline: Outline) -> bool:
    return b"<" in outline.kinds and b"<<" in outline.kinds.translate(None, _TITLES_ONLY)


@check(
    "TXT-03",
    "nested-title-marks",
    "GB/T 15834-2011《标点符号用法》4.15",
    shape=_is_nested,
    about=About(
        "书名号套用",
        "书名号里面还要用书名号时，里面一层用单书名号〈〉。",
        "现将《关于印发《公文处理办法》的通知》转发给你们。",
        "现将《关于印发〈公文处理办法〉的通知》转发给你们。",
    ),
)
def nested_title_marks(page: Page) -> Iterator[Hit]:
    """A title in 《》 within another one, which takes 〈〉 (书名号内用双书名号).

    Why: the reader cannot see where the outer title ends. Titles side by side (《甲》《乙》), and half pairs,
    which are found apart, are no hits.

    Example: 《关于印发《办法》的通知》 → 《关于印发〈办法〉的通知》.
    Basis: GB/T 15834-2011, 4.15 (书名号).
    """
    for field in page.fields:
        for match in _NESTED.finditer(field.text):
            for inner in _INNER.finditer(field.text, match.start() + 1, match.end() - 1):
                right = f"〈{inner[0][1:-1]}〉"
                yield Hit(field, *inner.span(), "书名号里面的书名号用单书名号〈〉。", (right,))
