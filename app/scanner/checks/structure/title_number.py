"""TXT-04: a number in the title that the body contradicts (标题与正文数目不符)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Draft, Field, Page

_COUNT = re.compile(
    "(?<![0-9.第])([1-9][0-9]{0,4})(家|个|名|项|条|所|件|人|批次|批|起|例|种|位|宗|户|部|幅|座|期)([一-鿿]{2,6})"
)
_LEAST = 2


@check(
    "TXT-04",
    "title-number",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=[f"{digit}{m}" for digit in range(10) for m in "家个名项条所件人批起例种位宗户部幅座期"],
    about=About(
        "标题与正文数目",
        "标题说“20家示范企业”，正文只有“21家示范企业”，没有20家。正文也出现标题里的数目，或者说的是别的事物的，不提示。",
        Draft("经评审，认定下列21家示范企业，现予公布。", "我市公布20家示范企业名单"),
        Draft("经评审，认定下列20家示范企业，现予公布。", "我市公布20家示范企业名单"),
    ),
)
def title_number(page: Page) -> Iterator[Hit]:
    """A count in the title (20家示范企业) where the body counts the same things, and only otherwise (21家).

    Why: one of the two is wrong, and the title is what people quote. If the body has the title's number
    anywhere, or counts nothing of the same name, there is no hit.

    Example: 20家示范企业, in the body 21家示范企业.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    if len(page.fields) > 1:
        title, body = page.fields
        for match in _COUNT.finditer(title.folded):
            other = _other(body, *match.groups())
            if other:
                message = f"标题说“{match[1]}{match[2]}”，正文却是“{other}”，请核对。"
                yield Hit(title, match.start(), match.end(2), message)


def _other(body: Field, number: str, measure: str, name: str) -> str:
    """How the body counts what the title does, if always with another number; else ""."""
    noun = name[:_LEAST]
    counts = re.findall(f"(?<![0-9.])([1-9][0-9]{{0,4}}){measure}{noun}", body.folded)
    if not counts or re.search(f"(?<![0-9]){number}(?![0-9])", body.folded):
        return ""
    return f"{counts[0]}{measure}" if len(set(counts)) == 1 else ""
