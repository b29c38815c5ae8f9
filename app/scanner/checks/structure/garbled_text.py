"""TXT-09: text that was read in the wrong encoding (乱码)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.outline import has

_WIDE = re.compile("[一-鿿€\u2010-\u2fff\u3041-\u33ff\ue000-\uf8ff]{3,}")
_NARROW = re.compile("[\u0080-\u00ff\u0152-\u0192\u02c6\u02dc\u2013-\u2122€]{4,}")
_MAY_BE_NARROW = re.compile(rb"[.QPqpxy -]{4,}")
_TELLING = re.compile("[锛銆鈥鐨]")
_FILL = "(?:锟斤拷|烫烫烫|屯屯屯)"
_FILLED = re.compile(f"{_FILL}{_FILL}{{0,39}}")  # one by itself in front, which is looked for quickly
_SHORTEST = 3


@check(
    "TXT-09",
    "garbled-text",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    words=("锛", "銆", "鈥", "鐨", "锟斤拷", "烫烫烫", "屯屯屯"),
    shape=has(b"...", b".Q.", b".P.", b".q.", b".p."),
    about=About(
        "乱码",
        "“锟斤拷”“鏀垮簻”一类的乱码，是用错编码打开或粘贴造成的；能还原的，给出原文。",
        "各单位：锟斤拷锟斤拷请认真贯彻执行。",
        "各单位：请认真贯彻执行。",
    ),
)
def garbled_text(page: Page) -> Iterator[Hit]:
    """Chinese that was read in the wrong encoding: 锟斤拷, UTF-8 read as GBK (鏀垮簻锛) or as Latin (æ”¿åºœ).

    Why: nobody can read it. What was read as GBK or Latin is turned back, and is a hit only if that gives
    Chinese; other rare characters are none.

    Example: æ”¿åºœ → 政府.
    Basis: 国办发〔2018〕123号 (严把文字关).
    """
    for field in page.fields:
        for match in _FILLED.finditer(field.text):
            yield Hit(field, *match.span(), "此处是乱码，原文已丢失，请重新录入。")
        for run in _MAY_BE_NARROW.finditer(field.outline.kinds):
            for match in _NARROW.finditer(field.text, *run.span()):
                yield from _judge(field, *match.span(), "cp1252")
        if _TELLING.search(field.text):
            for match in _WIDE.finditer(field.text):
                yield from _judge(field, *match.span(), "gb18030")


def _judge(field: Field, start: int, end: int, encoding: str) -> Iterator[Hit]:
    plain = _turned_back(field.text[start:end], encoding)
    chinese = sum("一" <= char <= "鿿" for char in plain)
    if chinese >= _SHORTEST - 1 and 2 * chinese >= len(plain):
        message = f"此处是乱码，原文应是“{plain[:20]}”。"
        yield Hit(field, start, end, message, () if "\ufffd" in plain else (plain,))


def _turned_back(text: str, encoding: str) -> str:
    """`text` in the encoding it was wrongly read in, read as UTF-8; the bytes of a lost end are �."""
    raw = text.encode(encoding, "replace") if encoding == "gb18030" else _bytes(text)
    return raw.decode("utf-8", "replace")


def _bytes(text: str) -> bytes:
    """Windows-1252, in which five bytes that have no character pass as they are."""
    return b"".join(
        bytes([ord(char)]) if ord(char) < 256 else char.encode("cp1252", "replace") for char in text
    )
