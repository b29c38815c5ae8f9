"""TXT-04: numbers of items in a paragraph that are out of order (分项序号跳号、重号)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.outline import Outline, has
from app.scanner.series import ITEMS, Slip, form, markers, slips

_NUMERALS = "二三四五六七八九十"
_SIGN = re.compile(rb"\.(?<=[\n;,PQ].)")
_MAY_HAVE = has(*(bytes((one, other)) for one in b"\n;,PQ" for other in b". -"))


def _has_sign(outline: Outline) -> bool:
    """Whether a sign that is no letter of Chinese (①) begins a line or follows a mark."""
    return _MAY_HAVE(outline) and _SIGN.search(outline.lines.translate(None, b" -")) is not None


@check(
    "TXT-04",
    "item-order",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=[word for n in _NUMERALS for word in (f"{n}是", f"{n}要", f"第{n}", f"其{n}")],
    shape=_has_sign,
    about=About(
        "分项序号顺序",
        "“一是、二是、三是”“第一，第二，第三”“①②③”等分项的序号漏号或重号。嵌套的分项、单独出现的“二是”不提示。",
        "一是加强领导，健全机制；三是强化督查，压实责任。",
        "一是加强领导，健全机制；二是强化督查，压实责任。",
    ),
)
def item_order(page: Page) -> Iterator[Hit]:
    """Items of a paragraph whose numbers leave one out or repeat one (一是……三是……, 第一，……第三，……, ①③).

    Why: a measure is missing, or a copied one was not renumbered. A series that begins with one is held to go
    on; series within series and a lone 二是 are no hits, nor are ordinals in a name (第二、第三产业).

    Example: 一是加强领导；三是强化督查 → 二是强化督查.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        found = [marker for marker in markers(field.folded) if marker.kind in ITEMS]
        for kind in {marker.kind for marker in found}:
            for slip in slips(marker for marker in found if marker.kind == kind):
                if not _is_there(field.folded, slip):
                    yield _hit(field, slip)


def _is_there(text: str, slip: Slip) -> bool:
    """Whether the number that seems left out stands between, where none is looked for."""
    marker, before = slip
    due = form(marker.kind, before.number + 1).rstrip("，")
    return marker.number > before.number and due in text[before.end : marker.start]


def _hit(field: Field, slip: Slip) -> Hit:
    marker, before = slip
    due = form(marker.kind, before.number + 1).rstrip("，")
    wrong = "与前面重复" if marker.number == before.number else f"前面缺少“{due}”"
    written = field.text[marker.start : marker.end]
    return Hit(field, marker.start, marker.end, f"分项序号“{written}”{wrong}，请核对。")
