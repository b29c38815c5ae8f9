"""Opening a picture that may be hostile: as it is shown, no larger than it must be, with its metadata."""

from __future__ import annotations

import io
import math
import struct
from contextlib import closing

from PIL import Image, ImageOps, ImageStat

from app.files.errors import Unreadable

MAX_PIXELS = 50_000_000
SHARP = 4_000_000
"""Pixels to which a picture may be reduced before it is looked at; it has at most four times as many then."""
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")

PREVIEW = 960
"""Pixels of the longer side of a preview."""

_BAND = 256
"""Rows of the reduced picture that are made at once: a second copy of the whole may not fit in memory."""
_BRIGHT = 170
_SAMPLE = (256, 256)


def opened(data: bytes) -> tuple[Image.Image, float, bytes]:
    """A picture as it is shown, in RGB; how many times as wide the file has it; and its metadata, unpacked.

    `Unreadable` where it is broken, of another kind, has several frames, or more than `MAX_PIXELS`.
    """
    try:
        with closing(Image.open(io.BytesIO(data), formats=FORMATS)) as picture:
            full = max(picture.size)
            _need_bounded(picture)
            picture.draft("RGB", _at_least_sharp(picture.size))  # decodes a JPEG at a half or a quarter
            picture.load()
            metadata, orientation = _metadata(picture), picture.getexif()
            shown = _reduced(picture)
        shown.getexif().update(orientation)
        ImageOps.exif_transpose(shown, in_place=True)
        return shown, full / max(shown.size), metadata
    except (OSError, SyntaxError, ValueError, struct.error) as error:
        raise Unreadable("图片已损坏，或不是常见的图片格式") from error


def preview(picture: Image.Image) -> bytes:
    """A small JPEG of an opened picture, made of its pixels alone: nothing of the file itself is in it."""
    small = picture.copy()
    small.thumbnail((PREVIEW, PREVIEW))
    file = io.BytesIO()
    Image.frombytes("RGB", small.size, small.tobytes()).save(file, "JPEG", quality=70)
    return file.getvalue()


def _need_bounded(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise Unreadable(f"图片超过 {MAX_PIXELS // 10_000} 万像素")
    if getattr(picture, "n_frames", 1) > 1:
        raise Unreadable("图片是动图或有多页")


def _factor(size: tuple[int, int]) -> int:
    return max(1, math.isqrt(size[0] * size[1] // SHARP))


def _at_least_sharp(size: tuple[int, int]) -> tuple[int, int]:
    return size[0] // _factor(size), size[1] // _factor(size)


def _reduced(picture: Image.Image) -> Image.Image:
    """The picture in RGB, reduced by a whole factor, band by band."""
    factor, ground = _factor(picture.size), _ground(picture)
    shown = Image.new("RGB", (math.ceil(picture.width / factor), math.ceil(picture.height / factor)))
    for top in range(0, picture.height, factor * _BAND):
        band = picture.crop((0, top, picture.width, min(top + factor * _BAND, picture.height)))
        shown.paste(_flat(band, ground).reduce(factor), (0, top // factor))
    return shown


def _flat(picture: Image.Image, ground: str) -> Image.Image:
    """In RGB, on a ground where it is transparent."""
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256).convert("L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, ground), picture).convert("RGB")


def _ground(picture: Image.Image) -> str:
    """White, or black where what shows is bright, so that nothing vanishes in the ground."""
    if not picture.has_transparency_data:
        return "white"
    sample = picture.resize(_SAMPLE, Image.Resampling.NEAREST).convert("RGBA")
    alpha = sample.getchannel("A")
    bright = alpha.getbbox() and ImageStat.Stat(sample.convert("L"), alpha).mean[0] > _BRIGHT
    return "black" if bright else "white"


def _metadata(picture: Image.Image) -> bytes:
    told = [part for item in picture.info.items() for part in item]
    texts = [part.encode() if isinstance(part, str) else part for part in told]
    return b"\n".join(text for text in texts if isinstance(text, bytes))
