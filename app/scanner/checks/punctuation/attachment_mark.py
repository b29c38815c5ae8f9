"""TXT-03: a mark after the name of an attachment (附件名称后的标点)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page

_FIRST = re.compile(
    r"^[ \u3000]{0,8}附件[：:][ \u3000]*(?:1[.．])?[^，。；;\n]{2,60}([。；;，])?[ \u3000]*(?=\n|\Z)",
    re.MULTILINE,
)
_NEXT = re.compile(r"\n[ \u3000]{0,12}[1-9][0-9]?[.．][^，。；;\n]{2,60}([。；;，])?[ \u3000]*(?=\n|\Z)")


@check(
    "TXT-03",
    "attachment-mark",
    "GB/T 9704-2012《党政机关公文格式》7.3.4",
    words=("附件",),
    about=About(
        "附件名后的标点",
        "正文后面的附件说明里，附件名称后面不加标点。正文中提到附件的句子不提示。",
        "附件：1.工作任务分工表；\n2.联系人名单。",
        "附件：1.工作任务分工表\n2.联系人名单",
    ),
)
def attachment_mark(page: Page) -> Iterator[Hit]:
    """A mark after the name of an attachment in the list under the text (附件说明末尾的标点).

    Why: attachments are named without marks. The list begins with 附件： on a line of its own and goes on
    with numbered lines; sentences that speak of an attachment are no hits.

    Example: 附件：1.工作任务分工表； → 附件：1.工作任务分工表.
    Basis: GB/T 9704-2012, 7.3.4 (附件说明).
    """
    for field in page.fields:
        for first in _FIRST.finditer(field.text):
            match: re.Match[str] | None = first
            while match:
                if match[1]:
                    yield Hit(field, *match.span(1), "附件名称后面不加标点。")
                match = _NEXT.match(field.text, match.end())
