"""POL-03: a list whose members are fixed, with a wrong, missing or doubled one (固定表述的组成有误)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, permutations
from typing import NamedTuple

from app.scanner.check import About, Hit, check
from app.scanner.context import sentence
from app.scanner.document import Field, Page
from app.scanner.facts import Facts
from app.scanner.finding import Severity
from app.scanner.normalize import bare
from app.scanner.wording import FixedList

_ITEM = re.compile("(?:[^、和与]|和谐)+")
_ENDS = re.compile("[，。；：！？,;:!?\n]")
_NAME = re.compile("“([^”]+)”")
_QUOTES = "“”‘’ "
_REACH = 120


class _Item(NamedTuple):
    """An item of a list: where it stands, and which member it is, if any."""

    start: int
    end: int
    text: str
    member: int | None


def _anchors(listed: FixedList) -> Iterable[tuple[str, str]]:
    """Pairs of members of which one stands in every list that can be judged, side by side."""
    members = listed.members
    return permutations(members, 2) if listed.ordered else pairwise(members)


def _words(facts: Facts) -> Iterable[str]:
    return (bare("".join(pair)).text for listed in facts.lists for pair in _anchors(listed))


@check(
    "POL-03",
    "fixed-list",
    "党章和党的文件中的固定表述（出处见词库）",
    words=_words,
    about=About(
        "固定表述的组成",
        "“五位一体”“四个意识”“六稳”等的各项是固定的：多一项、少一项、错一字都提示。只列举其中几项、"
        "没有写出总称的不提示。",
        "增强“四个意识”：政治意识、大局意识、中心意识、看齐意识。",
        "增强政治意识、大局意识、核心意识、看齐意识，推进经济建设、政治建设。",
    ),
)
def fixed_list(page: Page) -> Iterator[Hit]:
    """All but one of the members of a fixed list, and instead of it something alike, a double, or nothing.

    Why: such lists are quoted, not composed. A missing member counts only where the sentence says the list's
    title (“五位一体”); order only for lists whose wrong pairs the lexicons do not hold. Longer lists that
    hold all members, and partial ones, are no hits.

    Example: 政治意识、大局意识、中心意识、看齐意识 → 核心意识.
    Basis: the document that the lexicon names for the list.
    """
    for field in page.fields:
        for listed in page.facts.lists:
            done = 0
            for anchor in _pattern(listed).finditer(field.text):
                if anchor.start() >= done:
                    items = _items(field, listed, anchor.start())
                    done = items[-1].end if items else anchor.end()
                    yield from _judge(field, listed, items)


@functools.lru_cache(maxsize=256)
def _pattern(listed: FixedList) -> re.Pattern[str]:
    pairs = (f"{re.escape(one)}[”’]?[、和与][“‘]?{re.escape(other)}" for one, other in _anchors(listed))
    return re.compile("|".join(pairs))


def _items(field: Field, listed: FixedList, at: int) -> list[_Item]:
    """The items of the list around `at`, from the first member of it to the last, and one on either side."""
    floor, text = max(0, at - _REACH), field.text
    start = floor + len(text[floor:at]) - len(_ENDS.split(text[floor:at])[-1])
    stretch = _ENDS.split(text[start : start + 2 * _REACH], maxsplit=1)[0]
    pieces = list(_ITEM.finditer(stretch))
    items = [_item(listed, piece, start, n == 0, n == len(pieces) - 1) for n, piece in enumerate(pieces)]
    known = [n for n, item in enumerate(items) if item.member is not None]
    return items[max(0, known[0] - 1) : known[-1] + 2] if known else []


def _item(listed: FixedList, piece: re.Match[str], offset: int, first: bool, last: bool) -> _Item:
    text = piece[0].strip(_QUOTES)
    start = offset + piece.start() + piece[0].index(text)
    for number, member in enumerate(listed.members):
        if text == member or (last and text.startswith(member)):
            return _Item(start, start + len(member), member, number)
        if first and text.endswith(member):
            return _Item(start + len(text) - len(member), start + len(text), member, number)
    return _Item(start, start + len(text), text, None)


def _judge(field: Field, listed: FixedList, items: list[_Item]) -> Iterator[Hit]:
    found = [item for item in items if item.member is not None]
    numbers = [item.member for item in found if item.member is not None]
    missing = [member for n, member in enumerate(listed.members) if n not in numbers]
    if len(missing) > 1:
        return
    right = "、".join(listed.members)
    if missing:
        wrong = next(
            (item for item in items if item.member is None and _is_like(item.text, missing[0])), None
        )
        if wrong:
            yield _hit(field, listed, wrong.start, wrong.end, f"疑为“{missing[0]}”", missing[0])
        elif _name(listed) in sentence(field.text, found[0].start) and len(items) == len(found):
            yield _hit(field, listed, found[0].start, found[-1].end, f"缺少“{missing[0]}”", right)
    elif len(numbers) > len(set(numbers)) and len(found) == len(items):
        yield _hit(field, listed, found[0].start, found[-1].end, "有重复的项", right)
    elif listed.ordered and numbers != sorted(numbers):
        yield _hit(field, listed, found[0].start, found[-1].end, "次序有误", right)


def _name(listed: FixedList) -> str:
    """What a list is called in a text: what its title has in quotation marks, or before a bracket."""
    quoted = _NAME.search(listed.title)
    return quoted[1] if quoted else listed.title.partition("（")[0]


def _is_like(text: str, member: str) -> bool:
    """Whether an item may be a slip for a member: at least half of the characters are the same."""
    size = max(len(text), len(member))
    return text != member and 2 * len(set(text) & set(member)) >= size and abs(len(text) - len(member)) <= 2


def _hit(field: Field, listed: FixedList, start: int, end: int, what: str, use: str) -> Hit:
    message = f"{listed.title}的表述{what}，请核对：{'、'.join(listed.members)}。"
    return Hit(field, start, end, message, (use,), Severity.WARN, listed.basis)
