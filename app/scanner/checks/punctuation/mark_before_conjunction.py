"""TXT-03: 、 before a conjunction (连词前的顿号)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.segment import cut

_JOINS = ("和", "及", "或者", "及其")
_PAUSES = ("以及", "并且", "而且")
_MARK = re.compile("、(?=[和以及或并而])")
_AHEAD = 8


@check(
    "TXT-03",
    "mark-before-conjunction",
    "GB/T 15834-2011《标点符号用法》4.5、附录A.3",
    words=(*_JOINS, *_PAUSES),
    about=About(
        "连词前的顿号",
        "“和”“及”等连词已经表示并列，前面不再用顿号；“以及”之前需要停顿时用逗号。“及时”“和谐”等词不提示。",
        "组织党员、干部、和群众代表参加。",
        "做到公开、公正、及时、和谐。",
    ),
)
def mark_before_conjunction(page: Page) -> Iterator[Hit]:
    """、 before 和, 及, 以及 and the like (连词之前用顿号).

    Why: the conjunction joins already; before 以及 a pause takes ，. The conjunction must be a word of its
    own with another word after it: 、及时, 、和谐 and names (、和义门) are no hits.

    Example: 党员、干部、和群众 → 党员、干部和群众.
    Basis: GB/T 15834-2011, 4.5 (顿号), A.3 (以及之前用逗号).
    """
    for field in page.fields:
        for match in _MARK.finditer(field.text):
            yield from _judge(field, match.start())


def _judge(field: Field, at: int) -> Iterator[Hit]:
    word, *rest = cut(field.text[at + 1 : at + 1 + _AHEAD])
    named = word == "和" and (not rest or len(rest[0]) < 2)
    if word in (*_JOINS, *_PAUSES) and not named:
        right = f"，{word}" if word in _PAUSES else word
        yield Hit(field, at, at + 1 + len(word), f"“{word}”前面不用顿号。", (right,))
