"""Any file that a draft may come in, by its name and its first bytes."""

from __future__ import annotations

import mmap
import os
from pathlib import PurePath
from typing import BinaryIO

from app.errors import TooLarge, UnsupportedFile
from app.files import sandbox
from app.files.content import ReadFile
from app.files.errors import broken, encrypted, macros, mislabelled
from app.files.text import FORMATS, MAX_TEXT, read_text

MAX_FILE = 20 << 20
"""Bytes of a Word file, a PDF or a picture."""
BINARY = (".docx", ".pdf", ".png", ".jpg", ".jpeg")
"""The formats beside text; see `app.files.text`."""

_SIGNATURES = {
    b"PK\x03\x04": ((".docx",), "压缩文件（Word、Excel 等）"),
    b"%PDF-": ((".pdf",), " PDF"),
    b"\x89PNG\r\n\x1a\n": ((".png",), " PNG 图片"),
    b"\xff\xd8\xff": ((".jpg", ".jpeg"), " JPEG 图片"),
    b"GIF8": ((), " GIF 图片"),
    b"{\\rtf": ((), " RTF 文档"),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ((), "旧版 Office 文档"),
}
"""The first bytes of files, the endings that go with them, and what such a file is."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ADVICE = {
    **dict.fromkeys(
        (".doc", ".wps", ".rtf", ".odt", ".dot", ".uot"), "请用 Word 或 WPS 打开，另存为 .docx 后再检查。"
    ),
    **dict.fromkeys((".ofd", ".ceb", ".caj"), "请另存为 PDF 或 .docx 后再检查。"),
    **dict.fromkeys((".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic"), "请另存为 .png 或 .jpg 后再检查。"),
}


def read_file(name: str, file: BinaryIO) -> ReadFile:
    """Read a file on disk; its name says what it should be. Bytes of it are read, none are kept.

    An `AppError` of 4xx where it is too large, of another kind, not what its name says, or cannot be read.
    """
    suffix = PurePath(name).suffix.lower()
    _need_supported(suffix)
    file.flush()
    size = os.fstat(file.fileno()).st_size
    most = MAX_TEXT if suffix in FORMATS else MAX_FILE
    if size > most:
        raise TooLarge("file_too_large", f"文件不能超过 {most >> 20} MiB。")
    _need_signature(suffix, file)
    if suffix in FORMATS:
        return ReadFile(*read_text(name, os.pread(file.fileno(), size, 0)))
    return sandbox.read(file)


def _need_supported(suffix: str) -> None:
    if suffix in {".docm", ".dotm"}:
        raise macros()
    if suffix not in FORMATS and suffix not in BINARY:
        advice = _ADVICE.get(suffix, f"请使用 {' '.join((*FORMATS, *BINARY))}。")
        raise UnsupportedFile("unsupported_file", f"暂不支持这种文件，{advice}")


def _need_signature(suffix: str, file: BinaryIO) -> None:
    """A text file has none, any other has its own."""
    head = os.pread(file.fileno(), 1024, 0)
    if suffix in BINARY and not head:
        raise broken("文件是空的")
    suffixes, kind = next(
        (known for signature, known in _SIGNATURES.items() if head.startswith(signature)), ((), "")
    )
    if suffix in suffixes or (not kind and suffix in FORMATS):
        return
    if suffix == ".docx" and head.startswith(_OLD_OFFICE) and _holds(file, _ENCRYPTED):
        raise encrypted()
    raise mislabelled(suffix, kind)


def _holds(file: BinaryIO, what: bytes) -> bool:
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(what) >= 0
