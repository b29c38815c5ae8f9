"""Pictures (.png .jpg), by themselves or inside documents: their text, their codes and their AI marks.

What was not read is said to be unread, so that it never counts as clean.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from typing import TYPE_CHECKING, BinaryIO

from app.files import aimarks
from app.files.content import Location, Picture, Span, Writer
from app.files.errors import Unreadable, broken

if TYPE_CHECKING:
    from app.files.eyes import BarCode, Eyes, Line, Seen

MAX_STRIPS = 30
"""Strips of pictures (see `eyes.strips`) read for one file; one takes about half a second."""
MAX_PREVIEWS = 20
"""Pictures of one file that a preview is kept of."""
CLEAR = 0.5
"""Mean probability of a line's characters below which it counts as not legible."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_CONTENT = "画面内容（人物、标志、地图、背景中的证件等）没有自动检查，请人工查看"
_NO_EYES = "没有安装图片识别组件（安装选项 ocr），图片中的文字和二维码没有检查"


def read(file: BinaryIO, writer: Writer) -> None:
    """Read a picture that is a file of its own; `Invalid` where it cannot be read."""
    try:
        Pictures(writer).look(file.read(), {"image": 1})
    except Unreadable as error:
        raise broken(str(error)) from error


@cache
def can_read() -> bool:
    """Whether the extra `ocr` is installed."""
    return all(find_spec(name) for name in ("PIL", "rapidocr", "onnxruntime", "zxingcpp"))


@cache
def eyes() -> Eyes:
    """The readers. Importing them takes a second: only where there is a picture."""
    from app.files.eyes import Eyes

    return Eyes()


def need_mark(writer: Writer, declared: str, text: str, location: Location) -> None:
    """Remark where content is declared to be made by AI (隐式标识) and has no visible mark (显式标识)."""
    if declared and not aimarks.shown(text):
        message = f"元数据{declared}，但没有看到“人工智能生成”字样的显式标识。"
        writer.remark("unmarked-ai-content", message, location)


class Pictures:
    """Reads pictures into a writer; each has a number, in the order of their coming."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._strips = MAX_STRIPS
        self.count = 0

    def add(self, data: bytes | None, location: Location, span: Span | None = None) -> None:
        """Read a picture inside a document, or remark at `span` that it is unread; None is not there."""
        self.count += 1
        location = {**location, "image": self.count}
        try:
            self.look(data, location, span)
        except Unreadable as error:
            self._unread(str(error), location, span)

    def look(self, data: bytes | None, location: Location, span: Span | None = None) -> None:
        """Write down the text and the codes of a picture; `Unreadable` where that cannot be."""
        self._writer.leave_out("image-content", _CONTENT)
        declared = aimarks.declared(data or b"")
        if data is None:
            raise Unreadable("图片不在文件中，或无法取出")
        if not can_read():
            self._keep(data, location)
            self._writer.leave_out("image-text", _NO_EYES)
            self._unread("没有安装图片识别组件", location, span)
            need_mark(self._writer, declared, "", location)
            return
        seen = self._see(data, location)
        self._keep(data, location, seen)
        self._strips -= seen.strips
        self._write(seen.lines, location)
        for code in seen.codes:
            self._write_code(code, location)
        text = "\n".join(line.text for line in seen.lines)
        need_mark(self._writer, declared or aimarks.declared(seen.metadata), text, location)

    def _see(self, data: bytes, location: Location) -> Seen:
        try:
            return eyes().see(data, self._strips)
        except Unreadable:
            self._keep(data, location)
            raise

    def _keep(self, data: bytes, location: Location, seen: Seen | None = None) -> None:
        """Note the picture itself: its digest, and how it looks where it could be opened."""
        kept = self._writer.pictures
        looks = (0, 0, "")
        if seen:
            small = seen.preview if len(kept) < MAX_PREVIEWS else b""
            looks = seen.width, seen.height, b64encode(small).decode()
        kept.append(Picture(location, sha256(data).hexdigest(), *looks))

    def _unread(self, reason: str, location: Location, span: Span | None) -> None:
        message = f"{reason}，其中的文字和二维码没有检查，请人工查看确认。"
        self._writer.remark("unread-image", message, location, span)

    def _write(self, lines: list[Line], location: Location) -> None:
        before = "\n\n"
        for line in lines:
            place = {**location, "region": line.region._asdict()}
            if line.score < CLEAR:
                self._writer.remark("unclear-image-text", "图片此处像有文字，但看不清，请人工辨认。", place)
            else:
                self._writer.add(line.text, place, before)
                before = "\n"

    def _write_code(self, code: BarCode, location: Location) -> None:
        place = {**location, "region": code.region._asdict(), "code": code.kind}
        span = self._writer.add(code.text, place)
        if not _ADDRESS.fullmatch(code.text):
            message = "码的内容不是网页地址（可能是微信号、小程序或收款码），请用手机扫码核对去向。"
            self._writer.remark("code-without-address", message, place, span)
