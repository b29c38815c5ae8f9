"""TXT-03: a mark before 等 (“等”前的标点)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page
from app.scanner.segment import cut

_MARK = re.compile("、(?=等)")
_AHEAD = 8
_ETC = ("等", "等等")
_VERB = re.compile("等(?:高|候|待|[一-鿿]{0,2}车)")


@check(
    "TXT-03",
    "mark-before-etc",
    "GB/T 15834-2011《标点符号用法》附录B.1",
    words=("等",),
    about=About(
        "“等”前的顿号",
        "列举末尾的“等”“等等”紧接最后一项，前面不用顿号。“等离子体”“等候”一类词不提示。",
        "设立办公室、活动室、阅览室、等场所。",
        "研究超导、低温、等离子体等领域。",
    ),
)
def mark_before_etc(page: Page) -> Iterator[Hit]:
    """、 before 等 or 等等 at the end of a list (列举末尾“等”之前的顿号).

    Why: 等 belongs to the last item, and a 、 before it tells that one was lost. Words that begin with 等
    (等离子体, 等候, 等高) are no hits.

    Example: 活动室、阅览室、等场所 → 活动室、阅览室等场所.
    Basis: GB/T 15834-2011, B.1 (“等”“等等”之前标点的使用).
    """
    for field in page.fields:
        for match in _MARK.finditer(field.text):
            word = cut(field.text[match.end() : match.end() + _AHEAD])[0]
            if word in _ETC and not _VERB.match(field.text, match.end()):
                yield Hit(field, match.start(), match.end() + 1, "“等”前面不用顿号。", ("等",))
