"""Reading text and codes out of a picture: OCR by PP-OCR models (文字识别), QR and bar codes by ZXing.

Only where the extra `ocr` is installed. The models come inside the package `rapidocr`; nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import rapidocr
import zxingcpp
from PIL import Image
from rapidocr.utils.output import RapidOCROutput

from app.files.errors import Unreadable
from app.files.image import opened, preview

MAX_WIDTH = 1920
"""Pixels to which a picture is narrowed before its text is read."""
STRIP, OVERLAP = 1680, 120
"""Height of the strips in which a tall picture is read, and how far each looks beyond its edges, in pixels.

A line belongs to the strip that has its middle; that strip has all of it up to twice the overlap in height.
"""
FOUND_AT = 960
"""Pixels of the longer side at which text is looked for; characters of 14 pixels in 1920 are still found."""
TINY = 12
"""Pixels of height or width below which no character can be read: bullets, rules, spacers."""

_MODELS = Path(rapidocr.__file__).parent / "models"
_SETTINGS: dict[str, Any] = {
    "Global.use_cls": False,
    "Global.text_score": 0.0,
    "Global.log_level": "critical",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Det.limit_type": "max",
    "Det.limit_side_len": FOUND_AT,
    "Rec.rec_batch_num": 1,
}


class Region(NamedTuple):
    """A rectangle in pixels of the picture as it is shown: its upper left corner, width and height."""

    x: int
    y: int
    w: int
    h: int


class Line(NamedTuple):
    """A line of text in a picture, how sure its reading is (0 to 1), and where it stands."""

    text: str
    score: float
    region: Region


class BarCode(NamedTuple):
    """A QR or bar code (二维码、条形码) in a picture: what it holds, its kind, and where it stands."""

    text: str
    kind: str
    region: Region


class Seen(NamedTuple):
    """What was seen in a picture, in how many strips; `metadata` are its keys and values, unpacked.

    Width and height are those of the file as it is shown; `preview` is a small JPEG of it.
    """

    lines: list[Line]
    codes: list[BarCode]
    metadata: bytes
    strips: int
    width: int
    height: int
    preview: bytes


class Eyes:
    """The readers, with their models."""

    def __init__(self) -> None:
        self._reader = rapidocr.RapidOCR(params=_SETTINGS | _model_paths())
        self._reader(np.full((64, 64, 3), 255, np.uint8))  # loads the models

    def see(self, data: bytes, most: int) -> Seen:
        """Read a picture in at most `most` strips; `Unreadable` where it takes more or cannot be shown."""
        picture, scale, metadata = opened(data)
        width, height = (round(side * scale) for side in picture.size)
        if min(width, height) < TINY:
            return Seen([], [], metadata, 0, width, height, b"")
        narrow = _narrowed(picture)
        parts = strips(narrow.height)
        if len(parts) > most:
            raise Unreadable("图片过长或过多")
        lines = [
            Line(text, score, _region(box * (scale * picture.width / narrow.width)))
            for top, bottom in parts
            for text, score, box in self._lines(narrow, top, bottom)
        ]
        codes = list(_codes(picture, scale))
        return Seen(lines, codes, metadata, len(parts), width, height, preview(picture))

    def _lines(self, picture: Image.Image, top: int, bottom: int) -> Iterator[tuple[str, float, Any]]:
        """Text, score and corners of the lines whose middle is in a strip, from above."""
        upper = max(0, top - OVERLAP)
        part = picture.crop((0, upper, picture.width, min(picture.height, bottom + OVERLAP)))
        found = self._reader(np.asarray(part)[:, :, ::-1])  # blue, green, red
        if not isinstance(found, RapidOCROutput) or found.boxes is None:
            return
        for text, score, box in zip(found.txts or (), found.scores or (), found.boxes, strict=True):
            if top <= upper + box[:, 1].mean() < bottom:
                yield text, float(score), box + np.array((0, upper))


def strips(height: int) -> list[tuple[int, int]]:
    """Top and bottom of the strips that a picture of this height is read in."""
    if height <= STRIP + 2 * OVERLAP:
        return [(0, height)]
    return [(top, min(height, top + STRIP)) for top in range(0, height, STRIP)]


def _narrowed(picture: Image.Image) -> Image.Image:
    if picture.width <= MAX_WIDTH:
        return picture
    return picture.resize((MAX_WIDTH, max(1, round(picture.height * MAX_WIDTH / picture.width))))


def _codes(picture: Image.Image, scale: float) -> Iterator[BarCode]:
    for code in zxingcpp.read_barcodes(np.asarray(picture.convert("L"))):
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        points = np.array([(corner.x, corner.y) for corner in corners])
        yield BarCode(code.text, code.format.name, _region(points * scale))


def _region(points: Any) -> Region:
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    return Region(max(0, round(left)), max(0, round(top)), round(right - left), round(bottom - top))


def _model_paths() -> dict[str, str]:
    """The models inside the package, named one by one, so that none is ever looked for elsewhere."""
    return {
        f"{kind.title()}.model_path": str(next(_MODELS.glob(f"*_{kind}_*.onnx"))) for kind in ("det", "rec")
    }
