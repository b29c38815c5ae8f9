"""TXT-08: one telephone number written in two ways (同一电话写法不一)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page

_NUMBER = re.compile(
    r"(?:\((?<![0-9-].)0[1-9][0-9]{1,2}\) ?|0(?<![0-9-].)[1-9][0-9]{1,2}(?: ?[-—–－] ?| ))"
    "[1-9][0-9]{2,3}[- ]?[0-9]{4}(?![0-9])"
)


@check(
    "TXT-08",
    "mixed-telephone",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=[f"0{digit}" for digit in range(1, 10)],
    about=About(
        "同一电话两种写法",
        "同一个固定电话在一篇稿件里写成两种样子，如“0769-22830000”和“（0769）22830000”，宜统一。",
        "咨询电话：0769-22830000。如有疑问请拨打（0769）22830000。",
        "咨询电话：0769-22830000。监督电话：0769-22831111。",
    ),
)
def mixed_telephone(page: Page) -> Iterator[Hit]:
    """A telephone number with area code that stands in the draft in another form before.

    Why: one draft writes a number in one way; readers take two forms for two numbers. Numbers that stand in
    one form only are left alone.

    Example: 0769-22830000 and （0769）22830000 → 0769-22830000.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    forms: dict[str, str] = {}
    for field in page.fields:
        for match in _NUMBER.finditer(field.folded):
            written = field.text[match.start() : match.end()]
            first = forms.setdefault(re.sub("[^0-9]", "", match[0]), written)
            if written != first:
                message = f"同一电话前面写作“{first}”，宜统一。"
                yield Hit(field, *match.span(), message, (first,))
