"""Damaged files: bytes of a good one changed, cut out, repeated, put in, also inside what is compressed."""

from __future__ import annotations

import io
import zipfile
import zlib
from random import Random

from tests.files.making import docx, encoded, p, part, pdf, picture_run, poster, r, table, zipped

TELLING = (
    *(
        b"\0",
        b"\xff",
        b"\xff\xff\xff\xff",
        b"\x7f\xff\xff\xff",
        b"<",
        b">",
        b"&#0;",
        b"</w:p>",
        b"<w:p>",
        b"-1",
    ),
    *(
        b"999999999999",
        b"\n%%EOF",
        b"endstream",
        b"<<",
        b">>",
        b"[",
        b"1 0 R",
        b"PK\x03\x04",
        b"\xed\xa0\x80",
    ),
)
"""Bytes that mean something to some parser."""


def samples() -> dict[str, bytes]:
    """One file of each format with a good deal in it."""
    small = poster("请登陆网站", code="https://item.taobao.com/", size=(320, 320), height=24)
    picture = encoded(small, "JPEG")
    comments = part("comments", f'<w:comment w:id="1">{p("待核实")}</w:comment>')
    body = p("通知", inside=picture_run("a") + f"<w:ins>{r('增')}</w:ins>") + table(
        ["一", "二"], ["三", "四"]
    )
    related = {"a": ("image", "media/1.jpg"), "b": ("header", "h.xml"), "c": ("comments", "c.xml")}
    parts = {"word/media/1.jpg": picture, "word/h.xml": part("hdr", p("页眉")), "word/c.xml": comments}
    html = (
        "<section><p>请登<b>陆</b>网站</p><a href='https://item.taobao.com/'>&#x53F0;湾政府</a></section>"
        * 20
    )
    head = b"<</Type/XObject/Subtype/Image/Width 320/Height 320/ColorSpace/DeviceRGB/BitsPerComponent 8"
    shown = head + b"/Filter/DCTDecode/Length %d>>stream\n%s\nendstream" % (len(picture), picture)
    return {
        "a.docx": docx(body, related, parts),
        "a.pdf": pdf(
            ["通知", "请登陆网站。"], ["第二页"], objects=[shown], page=b"/Annots[<</Subtype/Text>>]"
        ),
        "a.png": encoded(small),
        "a.jpg": picture,
        "a.html": html.encode("gb18030"),
    }


def damaged(name: str, data: bytes, random: Random) -> bytes:
    """The file with some damage; every other time inside what is compressed, which is packed well again."""
    if random.random() < 0.5:
        return _changed(data, random)
    if name == "a.docx":
        return _with_damaged_part(data, random)
    if name == "a.png":
        return _with_damaged_pixels(data, random)
    return data[:8] + _changed(data[8:], random)


def _changed(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        at = random.randrange(len(changed) + 1)
        size = random.choice((0, 1, 1, 4, 40, 400))
        piece = random.choice(
            (random.randbytes(random.randrange(1, 5)), *TELLING, bytes(changed[at : at + size]) * 3)
        )
        changed[at : at + size] = piece
    return bytes(changed)


def _with_damaged_part(data: bytes, random: Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = random.choice(list(parts))
    return zipped(parts | {name: _changed(parts[name], random)})


def _with_damaged_pixels(data: bytes, random: Random) -> bytes:
    """The chunks of a PNG, one of them changed, with true checksums."""
    chunks, at = [], 8
    while at < len(data):
        size = int.from_bytes(data[at : at + 4])
        chunks.append(data[at + 4 : at + 8 + size])
        at += 12 + size
    which = random.randrange(len(chunks))
    chunks[which] = chunks[which][:4] + _changed(chunks[which][4:], random)
    packed = (len(each[4:]).to_bytes(4) + each + zlib.crc32(each).to_bytes(4) for each in chunks)
    return data[:8] + b"".join(packed)
