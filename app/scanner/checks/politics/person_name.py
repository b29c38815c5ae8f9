"""POL-01: a name one character off, beside the office of a listed person (姓名疑有误)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.facts import Facts
from app.scanner.finding import Severity
from app.scanner.normalize import packed
from app.scanner.roster import Roster, roster, titles

_IDEOGRAPHS = re.compile("[一-鿿]+")
_AFTER_NAME = re.compile(
    "[^一-鿿]|$|主持|出席|指出|强调|表示|要求|参加|说|在|到|率|调研|讲话|带队|同志|介绍|会见|听取|作|为|向|与|和|对"
    "|就|通报|一行|宣布|致辞|陪同|深入|赴|及|等|代表|带领|分别|主要"
)


@check(
    "POL-01",
    "person-name",
    "本单位维护的人员名单",
    words=titles,
    about=About(
        "领导姓名疑有误",
        "名单所列职务后面的姓名与任职人的姓名只差一个字，疑为同音、形近的错字。名单由本单位维护；"
        "姓不同、名单中另有其人的不提示（例中名单：市长为王小明）。",
        "会上，市长王小朋讲话。",
        "会上，市长王小明讲话。",
    ),
)
def person_name(page: Page) -> Iterator[Hit]:
    """After an office of the list, a name that differs in one character from that of who holds it.

    Why: a leader's name with a wrong character is found by every reader. The surname must be right and the
    name as long; a name of two characters must be followed by what follows names. Names of other listed
    persons are no hits here: see person-office.

    Example: 市长王小朋 → 市长王小明.
    Basis: the list of persons that the office maintains.
    """
    if not page.facts.persons:
        return
    listed = roster(page.facts)
    day = page.dated()
    for field in page.fields:
        for start, end in listed.offices(field):
            yield from _judge(field, listed, end, sorted(_holders(page.facts, field, start, end, day)))


def _holders(facts: Facts, field: Field, start: int, end: int, day: date | None) -> Iterator[str]:
    title = field.packed.text[start:end]
    for person in facts.persons.values():
        if person.holds(title, day):
            yield packed(person.names[0]).text


def _judge(field: Field, listed: Roster, at: int, holders: list[str]) -> Iterator[Hit]:
    text = field.packed.text
    stands = [text[at : at + len(name)] for name in holders]
    if any(name in holders for name in stands) or text.startswith(tuple(listed.persons), at):
        return
    for name, written in zip(holders, stands, strict=True):
        if _is_near(name, written) and (len(name) > 2 or _AFTER_NAME.match(text, at + len(name))):
            message = f"“{written}”疑为“{name}”，请核对姓名。"
            span = field.unpacked(at, at + len(name))
            yield Hit(field, *span, message, (name,), Severity.WARN)
            return


def _is_near(name: str, written: str) -> bool:
    if len(written) < len(name) or written[0] != name[0] or not _IDEOGRAPHS.fullmatch(written):
        return False
    return sum(one != other for one, other in zip(name, written, strict=True)) == 1
