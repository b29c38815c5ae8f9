"""Text files (.txt .md .html) as people save them: UTF-8, UTF-16, GB 18030 or Big5."""

from __future__ import annotations

import re
from pathlib import PurePath

from app.errors import Invalid, TooLarge, UnsupportedFile
from app.scanner.document import Format

FORMATS: dict[str, Format] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
}
MAX_TEXT = 4 << 20
"""Bytes a text file may have; its text is bounded by the limit on content."""

_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DECLARED = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([a-z0-9_-]{2,20})", re.IGNORECASE)
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}
_FREQUENT = frozenset(
    "的一是在不了有和人这这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
    "這為個國時來們於會發動過說產種後與對請應區縣關於行政府市民公布通知第三日月，。、：；（）"
)


def read_text(name: str, data: bytes) -> tuple[Format, str]:
    """Format and text of a text file; an `AppError` where it is too large, of another kind, or not text."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in FORMATS:
        raise UnsupportedFile("unsupported_file", f"暂不支持这种文件，请使用 {' '.join(FORMATS)}。")
    if len(data) > MAX_TEXT:
        raise TooLarge("file_too_large", f"文本文件不能超过 {MAX_TEXT >> 20} MiB。")
    return FORMATS[suffix], decode(data)


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a byte order mark, GB 18030 or Big5."""
    encodings = [_BOMS[data[:2]]] if data[:2] in _BOMS else ["utf-8-sig", *_chinese(data)]
    for encoding in encodings:
        text = _decoded(data, encoding)
        if text is not None and "\0" not in text:
            return text
    raise Invalid(
        "unreadable_file", "文件不是可识别的文本（UTF-8、UTF-16、GB 18030 或 Big5），或含有空字符。"
    )


def _chinese(data: bytes) -> list[str]:
    """GB 18030 and Big5, the likelier first: as a page declares itself, or by its frequent characters.

    Nearly every Big5 text is also one in GB 18030, of rare characters. Detectors by statistics take two or
    three characters of GB 18030 for Big5, so that Big5 must win here.
    """
    if (declared := _DECLARED.search(data[:2048])) and declared[1].lower().decode() in _CHINESE:
        first = _CHINESE[declared[1].lower().decode()]
    else:
        first = max(("gb18030", "big5hkscs"), key=lambda encoding: _frequent(data, encoding))
    return sorted({"gb18030", "big5hkscs"}, key=first.__ne__)


def _frequent(data: bytes, encoding: str) -> int:
    text = _decoded(data, encoding)
    return -1 if text is None else sum(char in _FREQUENT for char in text)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
