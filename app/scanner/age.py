"""When a text was written (成文时间), as far as it tells: what was renamed or repealed later is right in it.

A text has the date given with it, else the one that it puts under itself (落款日期). Without either it counts
as today's, but some undated texts look as if they were older than a change: nothing in them is of a later
year, or they show the marks of a document quoted as it was released.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property

from app.scanner.context import REACH, is_past, latest_year, signed
from app.scanner.document import Field

_BODY = "[一-鿿]{1,24}(?:部|委|委员会|会|局|院|署|办|办公室|总局|总署|银行|公司|厅|机关|法院)"
_SIGNATORIES = re.compile(f"{_BODY}(?:[、 \u3000]+{_BODY})+、?|{_BODY}、")
_DUTIES = re.compile(
    r"\([^()\n]{0,200}(?:负责|牵头|指导|配合|参与|承担)\)|\((?:负责|责任|牵头|配合)(?:部门|单位)[:为][^()\n]{0,200}\)"
)
_ARTICLE = re.compile(r"\s*第[一二三四五六七八九十百零〇]{1,8}条(?!的|规定)")
_NEAR = 2 * REACH


class Age:
    """The age of one text, given the date that comes with it and its body."""

    def __init__(self, text_date: date | None, body: Field) -> None:
        self._given = text_date
        self._body = body

    @cached_property
    def day(self) -> date | None:
        """The day of the text; None where it tells of none."""
        return self._given or signed(self._body.folded)

    @cached_property
    def _latest_year(self) -> int | None:
        return latest_year(self._body.folded)

    def is_before(self, since: date, text: str, at: int) -> bool:
        """Whether the text is of a time before `since`, or tells of one in the sentence around `text[at]`."""
        return bool(self.day and self.day < since) or is_past(text, at, since)

    def may_be_before(self, since: date, text: str, at: int) -> bool:
        """Whether an undated text looks older than `since`: all years in it are earlier, or `text[at]` stands
        in an article of a rule (条文), among those who sign (发文机关), or where work is divided among
        departments (责任分工), all of which are quoted as released.
        """
        if self.day:
            return False
        if self._latest_year and self._latest_year < since.year:
            return True
        return _is_quoted_as_released(text, at)


def _is_quoted_as_released(text: str, at: int) -> bool:
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    if _ARTICLE.match(text, start):
        return True
    start, end = max(start, at - _NEAR), min(end if end >= 0 else len(text), at + _NEAR)
    line = text[start:end]
    divided = any(match.start() < at - start < match.end() for match in _DUTIES.finditer(line))
    return divided or bool(_SIGNATORIES.fullmatch(line.strip()))
