"""Reading a text file (.txt .md .html) as people save them: UTF-8, UTF-16 or GB 18030."""

from __future__ import annotations

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
MAX_FILE = 4 << 20
"""Bytes a file may have; its text is bounded by the limit on content."""


def read_file(name: str, data: bytes) -> tuple[Format, str]:
    """Format and text of a file; an `AppError` where it is too large, of another kind, or not text."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in FORMATS:
        raise UnsupportedFile("unsupported_file", f"暂不支持这种文件，请使用 {' '.join(FORMATS)}。")
    if len(data) > MAX_FILE:
        raise TooLarge("file_too_large", "文件不能超过 4 MiB。")
    return FORMATS[suffix], decode(data)


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a byte order mark, or GB 18030."""
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Invalid("unreadable_file", "文件不是可识别的文本（UTF-8、UTF-16 或 GB 18030），或含有空字符。")
