"""Files made for the tests: Word files part by part, PDFs object by object, posters drawn and encoded."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from app.errors import AppError
from app.files.content import Location, ReadFile
from app.files.reading import read_file

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
PLAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


def p(text: str = "", *, inside: str = "", style: str = "") -> str:
    """A paragraph of one run, or with `inside` for its runs."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{r(text) if text else ''}{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def table(*rows: Sequence[str]) -> str:
    """A table of one paragraph a cell."""
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def picture_run(id: str) -> str:
    """A run that shows the picture of a relation."""
    return f'<w:r><w:drawing><a:blip r:embed="{id}"/></w:drawing></w:r>'


def part(name: str, inside: str) -> bytes:
    """An XML part with this root element."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {NAMESPACES}>{inside}</w:{name}>'.encode()


def relations(each: Mapping[str, tuple[str, str]]) -> bytes:
    """Relations by id: the kind, and the target, which is outside where it has a colon."""
    written = "".join(
        f'<Relationship Id="{id}" Type="{R}/{kind}" Target="{escape(target)}"'
        + (' TargetMode="External"/>' if ":" in target else "/>")
        for id, (kind, target) in each.items()
    )
    return f'<Relationships xmlns="{RELATIONS}">{written}</Relationships>'.encode()


def docx(
    body: str,
    related: Mapping[str, tuple[str, str]] | None = None,
    parts: Mapping[str, bytes] | None = None,
    content_type: str = PLAIN,
) -> bytes:
    """A Word file: its body, the relations of the body by id, and further parts by name."""
    types = (
        f'<Types xmlns="{CONTENT_TYPES}">'
        f'<Override PartName="/word/document.xml" ContentType="{content_type}"/></Types>'
    )
    return zipped(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}),
            "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": relations(related or {}),
            **(parts or {}),
        }
    )


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(
                zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED
            )  # of no time: always the same
    return file.getvalue()


def pdf(*pages: Sequence[str], objects: Sequence[bytes] = (), page: bytes = b"") -> bytes:
    """A PDF of pages of lines. Further objects count from 10; `page` goes into each page's dictionary."""
    kids = [100 + 2 * number for number in range(len(pages))]
    written = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids)),
        3: b"<</Type/Font/Subtype/Type0/BaseFont/STSong/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>",
        4: b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong/CIDSystemInfo 5 0 R/DW 1000>>",
        5: b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>",
        **dict(enumerate(objects, 10)),
    }
    for kid, lines in zip(kids, pages, strict=True):
        stream = b"\n".join(
            b"BT /F 12 Tf 50 %d Td <%s> Tj ET" % (800 - 20 * row, line.encode("utf-16-be").hex().encode())
            for row, line in enumerate(lines)
        )
        written[kid] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>"
        written[kid] += b"/XObject<</Im 10 0 R>>" if objects else b""
        written[kid] += b">>/Contents %d 0 R%s>>" % (kid + 1, page)
        written[kid + 1] = b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream)
    return _written(written)


def _written(objects: Mapping[int, bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, at in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, at)
    return bytes(out + b"trailer<</Size 1000/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)


def poster(
    *lines: str, code: str = "", size: tuple[int, int] = (1080, 1440), height: int = 44
) -> Image.Image:
    """A poster with lines of text, and a QR code below them."""
    picture = Image.new("RGB", size, "#f5e9d0")
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, height, index=2)
    for row, line in enumerate(lines):
        draw.text((70, 80 + 2 * height * row), line, font=font, fill="#333")
    if code:
        made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode)
        square = Image.fromarray(np.array(made.to_image(scale=max(3, min(size) // 130)))).convert("RGB")
        picture.paste(square, (size[0] - square.width - 60, size[1] - square.height - 60))
    return picture


def encoded(picture: Image.Image, format: str = "PNG", **options: object) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()


def read(name: str, data: bytes) -> ReadFile:
    """The file as the service reads it."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        return read_file(name, file)


def refusal(name: str, data: bytes) -> tuple[int, str]:
    """Status and code with which the file is refused."""
    with pytest.raises(AppError) as refused:
        read(name, data)
    assert re.search("[一-鿿]", refused.value.detail)
    return refused.value.status, refused.value.code


def places(read: ReadFile) -> dict[str, Location]:
    """Where each piece of the text stands."""
    return {read.text[place.start : place.end]: place.location for place in read.places}


def remarks(read: ReadFile) -> dict[str, tuple[str, Location]]:
    """What is remarked by which rule: the text it shows, and where."""
    return {each.rule: (read.text[each.start : each.end], each.location) for each in read.remarks}
