"""TXT-04: a reference to an attachment that the text does not list (附件序号超出)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.series import value

_LIST = re.compile("附件:[ \t]{0,4}(?P<first>[^\n]{0,80})")
_ITEM = re.compile(r"[ \t]{0,12}([0-9]{1,2})[.、](?![0-9])[^\n]{0,80}\n?")
_NUMBER = "[0-9]{1,2}|[一二三四五六七八九十]{1,2}"
_REFERENCE = re.compile(f"附件:?({_NUMBER})(?![0-9个份项、年月])")
_HEADED = re.compile(f"附件:?({_NUMBER})")
_LEADS = re.compile("(?:^|\n)[ \t]{0,8}$")
_INDENT = 8
_FOREIGN = re.compile("[》〉号令法](?:的|及其|及|之|\\))?[ (]*$|原$|其$")


@check(
    "TXT-04",
    "attachment-reference",
    "GB/T 9704-2012《党政机关公文格式》7.3.4",
    words=("附件",),
    about=About(
        "附件序号",
        "正文提到“附件3”，而文末的附件说明只列到2。没有附件说明的稿件、其他文件的附件、另附有该附件页的不提示。",
        "请按要求填写（见附件3）。\n附件：1.报名表\n2.日程安排",
        "请按要求填写（见附件2）。\n附件：1.报名表\n2.日程安排",
    ),
)
def attachment_reference(page: Page) -> Iterator[Hit]:
    """附件N where the list of attachments (附件说明) ends before N, and no page is headed 附件N.

    Why: readers look for an attachment that is not there. Texts without such a list are left alone, and so
    are the attachments of another document (《……》附件5).

    Example: 见附件3, with 附件：1.…… 2.…… → 2 at most.
    Basis: GB/T 9704-2012, 7.3.4 (附件说明).
    """
    body = page.fields[-1]
    listed = next(_leading(_LIST, body.folded), None)
    if listed and (last := _last(body.folded, listed)):
        headed = {value(match[1]) for match in _leading(_HEADED, body.folded)}
        for match in _REFERENCE.finditer(body.folded):
            number = value(match[1])
            if number > last and number not in headed and not _is_foreign(body, match.start()):
                message = (
                    f"附件说明只列到第{last}个附件，没有“{body.text[match.start() : match.end()]}”，请核对。"
                )
                yield Hit(body, *match.span(), message)


def _leading(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches that begin a line."""
    return (
        match
        for match in pattern.finditer(text)
        if _LEADS.search(text[max(0, match.start() - _INDENT - 1) : match.start()])
    )


def _last(text: str, listed: re.Match[str]) -> int:
    """The last number of the list of attachments; 1 for a single one without number, 0 for none."""
    at, last = listed.start("first"), 0
    while (item := _ITEM.match(text, at)) and int(item[1]) == last + 1:
        at, last = item.end(), last + 1
    return last or bool(listed["first"].strip())


def _is_foreign(field: Field, at: int) -> bool:
    return bool(_FOREIGN.search(field.folded[max(0, at - 6) : at]))
