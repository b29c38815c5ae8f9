"""TXT-04: numbers of headings that are out of order (序号跳号、重号、层次颠倒)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.scanner.check import About, Hit, check
from app.scanner.context import stands_in
from app.scanner.document import Field, Page
from app.scanner.series import ARTICLES, HEADINGS, Marker, Slip, form, markers, numbered, slips

_NUMERALS = "一二三四五六七八九十百零"
_PARTS = (*HEADINGS, *ARTICLES)


@check(
    "TXT-04",
    "heading-order",
    "GB/T 9704-2012《党政机关公文格式》7.3.3",
    words=[f"{numeral}{part}" for numeral in _NUMERALS for part in "章条"],
    shape=numbered,
    about=About(
        "标题序号顺序",
        "同级标题或条文的序号漏号、重号，或者“（一）”排在“1.”之下。重新从一编起、接着上一部分编、引用条文片段都不提示。",
        "一、加强领导\n各单位要高度重视。\n三、落实责任\n逐项抓好落实。",
        "一、加强领导\n（一）提高认识。\n（二）明确分工。\n二、落实责任\n（一）逐项落实。",
    ),
)
def heading_order(page: Page) -> Iterator[Hit]:
    """A heading or article number that is missing or comes twice (一、三、), or stands under a lower level.

    Why: readers look for the part that is not there, and references point to the wrong one. Numbers may begin
    anew or run on through the parts, and a list quoted from its middle is no hit; nor is a level left out,
    since a text with two levels may take 一、 and 1.

    Example: 一、……三、…… → 二、; 1.（一）（二）2. → （一）1. 2.（二）.
    Basis: GB/T 9704-2012, 7.3.3 (结构层次序数依次为一、（一）1.（1）).
    """
    for field in page.fields:
        found = [marker for marker in markers(field.folded) if marker.kind in _PARTS]
        for kind in _PARTS if found else ():
            run = (marker for marker in found if marker.kind == kind)
            yield from (_slip(field, slip) for slip in slips(run) if not _is_there(field.folded, slip))
        yield from (_inverted(field, *pair) for pair in _inversions(field.folded, found))


def _is_there(text: str, slip: Slip) -> bool:
    """Whether what seems left out stands between, where no number is looked for; or the marker is quoted."""
    marker, before = slip
    if stands_in(text, marker.start, "quotation"):
        return True
    due = form(marker.kind, before.number + 1).strip("第章条、.（）")
    between = text[before.end : marker.start].replace(" ", "")
    return marker.number > before.number and any(f"{due}{mark}" in between for mark in "、.,):条章")


def _slip(field: Field, slip: Slip) -> Hit:
    marker, before = slip
    repeats = marker.number == before.number
    wrong = "与前面重复" if repeats else f"前面缺少“{form(marker.kind, before.number + 1)}”"
    written = field.text[marker.start : marker.end]
    return Hit(field, marker.start, marker.end, f"序号“{written}”{wrong}，请核对。")


def _inverted(field: Field, marker: Marker, above: str) -> Hit:
    written = field.text[marker.start : marker.end]
    message = f"“{written}”排在“{above}”之下，层次颠倒；结构层次依次用“一、”“（一）”“1.”“（1）”。"
    return Hit(field, marker.start, marker.end, message)


def _inversions(text: str, found: Sequence[Marker]) -> Iterator[tuple[Marker, str]]:
    """A list of a higher level that begins between two neighbours of a lower one, with the kind of these."""
    open_at: dict[int, tuple[int, Marker | None]] = {}
    for marker in found:
        if marker.kind in ARTICLES:
            open_at.clear()
            continue
        rank = HEADINGS.index(marker.kind)
        for lower in [each for each in open_at if each > rank]:
            number, inside = open_at[lower]
            if inside is None and marker.number == 1:
                open_at[lower] = number, marker
            elif inside is None or inside.kind != marker.kind:
                del open_at[lower]
        number, inside = open_at.get(rank, (0, None))
        if inside and marker.number == number + 1 and not stands_in(text, inside.start, "quotation"):
            yield inside, marker.kind
        open_at[rank] = marker.number, None
