"""TXT-01: a known term with one wrong character (固定词语的别字)."""

from __future__ import annotations

from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.context import stands_in
from app.scanner.document import Field, Page
from app.scanner.finding import Severity
from app.scanner.nearmiss.index import Found, index
from app.scanner.nearmiss.known import Group

_WHAT: dict[Group, str] = {
    "idiom": "成语",
    "place": "行政区划名称",
    "institution": "机构名称",
    "wording": "固定表述",
    "law": "法律法规名称",
}
_SHOWN = 3


@check(
    "TXT-01",
    "near-known-term",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    slow=True,
    about=About(
        "固定词语的别字",
        "与成语、固定表述、机构、行政区划或法律名称只差一个字，且差的字音近或形近；长名称里多一字、少一字、"
        "两字颠倒也提示。本身成词的、正式文稿中用过的写法不提示。把握大的为警告，其余为提示。",
        "坚定不宜走中国特色社会主义道路，由广冬省民政厅负责落实，务求立杆见影。",
        "坚定不移走中国特色社会主义道路，由广东省民政厅负责落实，务求立竿见影。",
    ),
)
def near_known_term(page: Page) -> Iterator[Hit]:
    """What is an idiom, a fixed wording, the name of an institution, a place or a law but for one character.

    Why: such terms have one right form, so that what is nearly one of them is a slip; no list can have all
    the slips. The wrong character sounds or looks like the right one; long names may also lack one, have one
    doubled, or two swapped. What segmentation or another known term explains is left alone, as are forms that
    official prose has used. Titles in 《》 are for `law_title`.

    Example: 立杆见影 → 立竿见影; 国家发展与改革委员会 → 国家发展和改革委员会.
    Basis: 国办发〔2018〕123号 (严把文字关); the list that has the term.
    """
    known = index(page.facts)
    for field in page.fields:
        for found in known.slips(field):
            if found.group != "law" or not stands_in(field.text, found.start, "title"):
                yield _hit(field, found)


def _hit(field: Field, found: Found) -> Hit:
    start, end, terms = found.start, found.end, found.terms[:_SHOWN]
    meant = "或".join(f"“{term}”" for term in terms)
    message = f"“{field.text[start:end]}”疑为{_WHAT[found.group]}{meant}，请核对用字。"
    severity = Severity.WARN if found.sure else Severity.HINT
    return Hit(field, start, end, message, terms, severity, found.basis, round(found.score, 3))
