"""PCY-01: document numbers with a wrong part (发文字号要素有误)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import date

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.outline import has

_NUMBER = re.compile(r"[〔\[(【]((?:19|20)\d\d)(年?)[〕\])】](?:第?[ ]?\d{1,5}(?!\d)(号?))?", re.ASCII)
_OFFICE = re.compile("[一-鿿]{1,8}(?:[发函办字电规政党秘厅]|明电)$")
# Codes that are often turned round or misspelt, and those of the offices meant.
_CODES = {
    **{"国发办": "国办发", "国办法": "国办发", "国函办": "国办函", "国办涵": "国办函"},
    **{"中发办": "中办发", "中办法": "中办发", "政发办": "政办发", "政办法": "政办发", "政办涵": "政办函"},
}
_WRONG_CODE = re.compile(f"(?:{'|'.join(_CODES)})$")
_NO_NUMBER_WORD = re.compile("[)〕》”,。;、和及等](?!号)|文件|要求|精神|规定|的|$", re.MULTILINE)


@check(
    "PCY-01",
    "document-number-parts",
    "GB/T 9704-2012《党政机关公文格式》7.2.5",
    shape=has(*(b"0000" + year + end for year in (b"", b"c") for end in (b"t", b"]", b")", b"D"))),
    about=About(
        "发文字号要素",
        "发文字号缺“号”字、括号中多“年”字、机关代字颠倒（国发办），或者年份晚于文稿日期。",
        "根据国办发〔2018〕123文件要求",
        "根据国办发〔2018〕123号文件要求",
    ),
)
def document_number_parts(page: Page) -> Iterator[Hit]:
    """A document number without 号, with 年 in its brackets, of an office misspelt, or of a year to come.

    Why: a document is found by its number. Only what follows the code of an office (…发, …办, …函) counts, so
    that court cases, certificates and footnotes are left alone; brackets and zeros are for document-number.

    Example: 国办发〔2018〕123文件 → 123号.
    Basis: GB/T 9704-2012, 7.2.5 (发文字号).
    """
    dated = functools.cache(page.dated)
    for field in page.fields:
        for match in _NUMBER.finditer(field.folded):
            code = field.folded[max(0, match.start() - 10) : match.start()]
            if match[3] is not None and (_OFFICE.search(code) or _WRONG_CODE.search(code)):
                yield from _judge(field, match, code, dated())


def _judge(field: Field, match: re.Match[str], code: str, day: date | None) -> Iterator[Hit]:
    if wrong := _WRONG_CODE.search(code):
        right, start = _CODES[wrong[0]], match.start() - len(wrong[0])
        message = f"没有“{wrong[0]}”这一机关代字，疑为“{right}”。"
        yield Hit(field, start, match.start(), message, (right,))
    if match[2]:
        yield Hit(field, *match.span(2), "发文字号的年份后不加“年”字。", ("",))
    if not match[3] and _NO_NUMBER_WORD.match(field.folded, match.end()):
        shown = field.text[slice(*match.span())]
        yield Hit(field, *match.span(), f"发文字号“{shown}”缺“号”字。", (f"{shown}号",))
    if day and int(match[1]) > day.year:
        message = f"发文字号的年份{match[1]}晚于文稿日期（{day.year}年），请核对。"
        yield Hit(field, *match.span(1), message)
