"""POL-01: an office beside a listed person who does not hold it (职务有误)."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date

from app.scanner.check import About, Hit, check
from app.scanner.context import is_past, mentions, sentence
from app.scanner.document import Page
from app.scanner.roster import Mention, all_mentions, names, roster

_PAST = ("时任", "原任", "曾任", "历任", "先后任", "先后担任", "曾担任", "任职期间", "前任", "当时")


@check(
    "POL-01",
    "person-office",
    "本单位维护的人员名单",
    words=names,
    about=About(
        "人员职务有误",
        "名单所列人员的姓名旁写了不是其在文稿日期所任的职务。人名、职务出错是最严重的政治差错之一。"
        "名单由本单位维护；“时任”“原任”和叙述往年的句子不提示（例中名单：李海涛为副市长）。",
        "会上，市长李海涛讲话。",
        "会上，副市长李海涛讲话。",
    ),
)
def person_office(page: Page) -> Iterator[Hit]:
    """An office of the list right beside the name of a person who does not hold it at the text's date.

    Why: a wrong office is the gravest slip of a report on leaders. Only titles of the list count, so that a
    namesake with another profession is left alone; so are 副市长 and 合肥市市长 where only 市长 is listed,
    and sentences of the past (时任市长李海涛, 2019年…) for an office once held.

    Example: 市长李海涛 → 副市长李海涛 (list: 李海涛 is 副市长).
    Basis: the list of persons that the office maintains.
    """
    dated = functools.cache(page.dated)
    for mention in all_mentions(page):
        text = mention.field.packed.text
        for start, end in roster(page.facts).beside(mention) if mention.person.offices else ():
            title = text[start:end]
            first, last = mention.field.unpacked(start, end)
            if not mention.person.holds(title, dated()) and not _once_held(mention, title, first):
                yield _hit(mention, title, (first, last), dated())


def _once_held(mention: Mention, title: str, at: int) -> bool:
    """Whether the person once held the office, and the sentence tells of the past."""
    held = [office for office in mention.person.offices if title in office.titles]
    text = mention.field.flowing
    if not held:
        return False
    return mentions(sentence(text, at), _PAST) or any(
        office.until is not None and is_past(text, at, office.until) for office in held
    )


def _hit(mention: Mention, title: str, span: tuple[int, int], day: date | None) -> Hit:
    current = mention.person.current(day)
    known = f"名单所列职务为“{'、'.join(current)}”" if current else "名单中此时没有其现任职务"
    message = f"“{mention.name}”的职务不是“{title}”，{known}，请核对。"
    use = (current[0],) if len(current) == 1 else ()
    return Hit(mention.field, *span, message, use, basis=f"《{mention.person.basis}》")
