"""Where a word stands in a text, plainly or in disguise (变形).

A bare form (see `normalize`) holds every disguise of a word, and accidents beside it: two words with a comma
between them, 10 for 100. `sight` tells them apart by the packed and the visible text.
"""

from __future__ import annotations

import unicodedata
from itertools import accumulate, pairwise
from typing import NamedTuple

from app.scanner.document import Field
from app.scanner.normalize import align
from app.scanner.segment import cut, straddles, word_bounds

_PARTING = frozenset(',;:!?，。、；：！？…—()[]{}<>（）［］｛｝＜＞〈〉《》「」『』【】〔〕〖〗“”‘’＂"')
_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_SENTENCE_ENDS = frozenset("。！？!?；;")
_ROUND = (["("], [")"], ["（"], ["）"])
_LIST_MARK = "、"
_NO_GAPS: frozenset[int] = frozenset()
_MARGIN = 8
_REACH = 48  # of marks and repetitions for each character of a word; nobody reads across more


class Sight(NamedTuple):
    """A word that stands in the visible text from `first` to `last`.

    `gaps` are the places inside the word, counted in its characters, where something that parts words stands
    in the text. `around` is the packed text about it with the word as listed, which begins there at `at`.
    `lists` is whether all of that are marks of a list (、), `ends` whether it ends a sentence.
    """

    first: int
    last: int
    gaps: frozenset[int]
    around: str
    at: int
    lists: bool
    ends: bool


def stands_plainly(field: Field, start: int, end: int, word: str) -> tuple[int, int] | None:
    """The span in the visible text of the packed `word`, whose bare form was found from `start` to `end`.

    None where its letters stand there, but not as the word: with a comma between, a digit for a numeral.
    """
    index = field.bare.index
    first, last = int(index[start]), int(index[end - 1]) + 1
    if field.text[first:last] == word:
        return first, last
    begin, shown = _shown(field, start, end, word)
    at = shown.find(word)
    return field.unpacked(begin + at, begin + at + len(word)) if at >= 0 else None


def sight(field: Field, start: int, end: int, word: str) -> Sight | None:
    """The packed `word` as it stands, given where its bare form was found; None where it does not."""
    bare, size = field.bare.index, len(field.bare.index)
    if end < size and end - start < len(word) and bare[end] - bare[start] < sum(map(str.isalnum, word)):
        return None  # one of what the word has twice
    if (start and bare[start - 1] == bare[start]) or (end < size and bare[end] == bare[end - 1]):
        return None  # it begins or ends inside a character that shows several: 0 in ⑩
    begin, shown = _shown(field, start, end, word)
    if len(shown) > _REACH * len(word):
        return None
    places = _twice(word, shown) or _plainly(word, shown) or _disguised(word, shown)
    return _sighted(field, word, [begin + place for place in places]) if places else None


def is_parted(sighted: Sight, word: str) -> bool:
    """Whether what stands inside a word stands only where two words meet (香港，政府；盲、聋哑).

    Between two that are a single character each it is disguise (薇，信), but for a list of such (市、区).
    """
    gaps = sighted.gaps
    if not gaps:
        return False
    edges = [0, *sorted(gaps), len(word)]
    pieces = [word[one:other] for one, other in pairwise(edges)]
    around, at, size = sighted.around, sighted.at, len(word)
    if sighted.lists and _LIST_MARK in (around[at - 1 : at], around[at + size : at + size + 1]):
        return True
    if all(len(piece) == 1 for piece in pieces):
        return sighted.lists
    if (sighted.lists or min(map(len, pieces)) > 1) and all(len(cut(piece)) == 1 for piece in pieces):
        return True
    bounds = word_bounds(around, at, at + size)
    return all(gap in bounds and (sighted.ends or not {gap - 1, gap + 1} <= bounds) for gap in gaps)


def is_accident(sighted: Sight, word: str) -> bool:
    """Whether a word is an accident of two neighbours: see `segment.straddles`."""
    return straddles(sighted.around, sighted.at, sighted.at + len(word))


def is_disguised(shown: str, word: str) -> bool:
    """Whether `shown` is `word` as listed in anything but width, case, spaces and line breaks."""
    if shown == word:
        return False
    one, other = ("".join(text.split()) for text in (shown, word))
    return unicodedata.normalize("NFKC", one).casefold() != unicodedata.normalize("NFKC", other).casefold()


def _shown(field: Field, start: int, end: int, word: str) -> tuple[int, str]:
    """The packed text in which `word` may stand, up to the next letter after it, and where that begins."""
    bare, text, index = field.bare.index, field.packed.text, field.packed.index
    begin = int(index.searchsorted(bare[start]))
    stop = int(index.searchsorted(bare[end])) if end < len(bare) else len(text)
    if not word[0].isalnum():
        begin = max(text.rfind(word[0], max(0, begin - _MARGIN), begin), 0)
    return begin, text[begin:stop]


def _plainly(word: str, shown: str) -> list[int] | None:
    at = shown.find(word)
    return list(range(at, at + len(word))) if at >= 0 else None


def _twice(word: str, shown: str) -> list[int] | None:
    """The places of a word with all characters twice or more, from first to last."""
    if len(shown) < 2 * len(word):
        return None
    copies = [char * (1 + char.isalnum()) for char in word]
    places = align("".join(copies), shown)
    if not places or (len(word) == 2 and len(cut(shown[places[0] : places[-1] + 1])) == 1):  # 踏踏实实
        return None
    ends = [end - 1 for end in accumulate(map(len, copies))]
    return [places[0], *(places[end] for end in ends[1:-1]), shown.rindex(shown[places[-1]])]


def _disguised(word: str, shown: str) -> list[int] | None:
    """The places of a disguised word in `shown`; where all is repeated, the end of its repetitions."""
    places = align(word, shown)
    if not places:
        return None
    if all(other - one > 1 and shown[one + 1] == shown[one] for one, other in pairwise(places)):
        places[-1] = shown.rindex(shown[places[-1]])
    return places


def _sighted(field: Field, word: str, places: list[int]) -> Sight | None:
    text, index = field.packed.text, field.packed.index
    start, end = places[0], places[-1] + 1
    spots = index.take(places).tolist()
    gaps = _gaps(field, word, spots)
    if gaps is None:
        return None
    around = text[max(0, start - _MARGIN) : start] + word + text[end : end + _MARGIN]
    lists = ends = False
    if gaps:
        lists = all(_LIST_MARK in field.text[spots[gap - 1] + 1 : spots[gap]] for gap in gaps)
        ends = not _SENTENCE_ENDS.isdisjoint(field.text[spots[0] : spots[-1]])
    last = _with_marks(field.text, spots[-1] + 1)
    return Sight(spots[0], last, gaps, around, min(start, _MARGIN), lists, ends)


def _gaps(field: Field, word: str, spots: list[int]) -> frozenset[int] | None:
    """Where between the characters of `word` parting marks stand that are not its own.

    None where what stands there parts for certain: a new paragraph, a mark with a space between Latin words.
    """
    if spots[-1] - spots[0] == len(word) - 1:
        return _NO_GAPS
    gaps, latin = set(), []
    for at, (one, other) in enumerate(pairwise(spots), 1):
        if other - one > 1:
            between = field.text[one + 1 : other].replace("\r\n", "\n")
            breaks = sum(map(between.count, _BREAKS))
            if breaks > 1 or (len(word) == 2 and _parts_for_certain(between, breaks)):
                return None
            if word[at - 1].isalnum() and word[at].isalnum() and not _PARTING.isdisjoint(between):
                if not word[at - 1 : at + 1].isascii():
                    gaps.add(at)
                else:
                    latin.append(between)
    return None if len(latin) == 1 and any(map(str.isspace, latin[0])) else frozenset(gaps)


def _parts_for_certain(between: str, breaks: int) -> bool:
    """Whether two characters are no word: one ends its line, or only one is in brackets (村（居）委会)."""
    ends = breaks > 0 and not _SENTENCE_ENDS.isdisjoint(between)
    return ends or [mark for mark in between if mark in _PARTING] in _ROUND


def _with_marks(text: str, last: int) -> int:
    """`last`, moved past the combining marks and variation selectors of the character before it."""
    while last < len(text) and text[last] > "\u02ff" and unicodedata.category(text[last]) in ("Mn", "Me"):
        last += 1
    return last
