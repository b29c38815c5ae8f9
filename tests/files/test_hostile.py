"""Files that are encrypted, broken, empty, enormous, mislabelled or made to harm: a clear 4xx."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable

import pypdf
import pytest
from PIL import Image

from app.files.content import MAX_PLACES, Writer
from app.files.package import MAX_MEMBERS
from app.files.pdf import MAX_PAGES
from app.files.reading import BINARY, MAX_FILE
from tests.files.making import NAMESPACES, docx, encoded, p, pdf, poster, read, refusal, table, zipped

DOCX, PDF = docx(p("正文")), pdf(["正文"])
PNG, JPEG = encoded(Image.new("RGB", (40, 40))), encoded(Image.new("RGB", (40, 40)), "JPEG")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000
MIB = 1 << 20


def document(inside: str, before: str = "") -> bytes:
    """A Word file whose main part has something before its root."""
    text = f"<?xml version='1.0'?>{before}<w:document {NAMESPACES}><w:body>{inside}</w:body></w:document>"
    return docx("", parts={"word/document.xml": text.encode()})


def protected(password: str, algorithm: str) -> bytes:
    """A PDF with a password for opening it."""
    writer = pypdf.PdfWriter(io.BytesIO(PDF))
    writer.encrypt(password, "owner", algorithm=algorithm)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def locked(data: bytes) -> bytes:
    """A ZIP archive whose members say that they are encrypted."""
    data = re.sub(rb"PK\x03\x04..\0", lambda found: found[0][:-1] + b"\1", data, flags=re.DOTALL)
    return re.sub(rb"PK\x01\x02....\0", lambda found: found[0][:-1] + b"\1", data, flags=re.DOTALL)


def hollow(width: int, height: int) -> bytes:
    """A picture that says how large it is and has nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    end = chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + end


XXE = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE w:document [<!ENTITY a 'aaaaaaaaaa'>{}]>".format(
    "".join(f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(9))
)
BOMBED = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        # encrypted
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
        ("a.docx", locked(DOCX), "file_encrypted"),
        ("a.pdf", protected("secret", "RC4-128"), "file_encrypted"),
        ("a.pdf", protected("secret", "AES-256"), "file_encrypted"),
        # not what the name says
        ("a.docx", OLE, "file_mislabelled"),
        ("a.docx", b"PK", "file_mislabelled"),
        ("a.docx", b"\n" + DOCX, "file_mislabelled"),
        ("a.docx", PDF, "file_mislabelled"),
        ("a.docx", zipped({"a.txt": b"x"}), "file_mislabelled"),
        ("a.docx", docx("", parts={"word/document.xml": b"<workbook/>"}), "file_mislabelled"),
        ("a.pdf", DOCX, "file_mislabelled"),
        ("a.pdf", b"text", "file_mislabelled"),
        ("a.png", JPEG, "file_mislabelled"),
        ("a.jpg", PNG, "file_mislabelled"),
        ("a.jpeg", b"GIF89a" + b"\0" * 50, "file_mislabelled"),
        ("a.txt", PDF, "file_mislabelled"),
        ("a.html", DOCX, "file_mislabelled"),
        ("a.md", PNG, "file_mislabelled"),
        # empty and broken
        *((f"a{suffix}", b"", "file_broken") for suffix in BINARY),
        ("a.docx", DOCX[:-30], "file_broken"),
        ("a.docx", DOCX[:40], "file_broken"),
        ("a.docx", zipped({"[Content_Types].xml": b"<Types/>"}), "file_broken"),
        ("a.docx", docx("", parts={"word/document.xml": b"<w:document"}), "file_broken"),
        ("a.docx", docx("", parts={"word/document.xml": b""}), "file_broken"),
        ("a.docx", docx(p("a"), {"a": ("header", "gone.xml")}), "file_broken"),
        ("a.pdf", PDF[:100], "file_broken"),
        ("a.pdf", b"%PDF-1.7\n" + b"\0" * 500, "file_broken"),
        ("a.png", PNG[:40], "file_broken"),
        ("a.jpg", JPEG[:100], "file_broken"),
        # made to harm
        ("a.docx", document("<w:p>&x;</w:p>", XXE), "file_unsafe"),
        ("a.docx", document("<w:p>&j;</w:p>", LAUGHS), "file_unsafe"),
        ("a.docx", document("", "<!DOCTYPE x SYSTEM 'http://example.com/x.dtd'>"), "file_unsafe"),
        ("a.png", hollow(60_000, 60_000), "file_broken"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)  # fmt: skip
def test_a_file_that_cannot_be_read_safely_is_refused(name: str, data: bytes, code: str) -> None:
    assert refusal(name, data) == (422, code)


TOO_COMPLEX: dict[str, Callable[[], bytes]] = {
    "a part that unpacks to far more": lambda: docx(p("a"), parts={"word/x.xml": b"a" * (40 * MIB)}),
    "a part that is too long": lambda: docx("<w:p/>" * (6 * MIB)),
    "elements in each other": lambda: docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000),
    "members": lambda: docx(p("a"), parts={f"x/{number}": b"" for number in range(MAX_MEMBERS)}),
    "pieces of text": lambda: docx(table(["a"] * (MAX_PLACES + 1))),
}


@pytest.mark.parametrize("what", TOO_COMPLEX)
def test_a_word_file_that_takes_too_much_is_refused(what: str) -> None:
    assert refusal("a.docx", TOO_COMPLEX[what]()) == (422, "file_too_complex")


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    assert refusal("a.pdf", pdf(*[["a"]] * (MAX_PAGES + 1))) == (422, "file_too_complex")


@pytest.mark.parametrize("size", [(10_000, 5001), (20, 60_000)])
def test_a_picture_that_is_too_large_is_refused(size: tuple[int, int]) -> None:
    assert refusal("a.png", encoded(Image.new("1", size))) == (422, "file_broken")


@pytest.mark.parametrize(
    "name", ["a.doc", "a.wps", "a.ofd", "a.xlsx", "a.gif", "a.zip", "a", ".docx.exe", "a.docx."]
)
def test_a_file_of_another_kind_is_415(name: str) -> None:
    assert refusal(name, DOCX) == (415, "unsupported_file")


@pytest.mark.parametrize("name", ["a.docm", "a.DOTM"])
def test_a_name_of_a_file_with_macros_is_refused(name: str) -> None:
    assert refusal(name, DOCX) == (422, "macro_file")


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.png"])
def test_an_enormous_file_is_413_before_it_is_read(name: str) -> None:
    assert refusal(name, b"\0" * (MAX_FILE + 1)) == (413, "file_too_large")


def test_more_text_than_a_draft_may_have_is_413() -> None:
    assert refusal("a.docx", docx(p("字" * (MIB // 3 + 1)))) == (413, "content_too_large")


def test_a_bomb_in_a_pdf_does_not_go_off() -> None:
    bomb = zlib.compress(b"q " * (50 * MIB), 9)
    data = pdf(["正文"], objects=[BOMBED % (len(bomb), bomb)])
    assert read("a.pdf", data).text == "正文"


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    assert read("a.pdf", protected("", "AES-256")).text == "正文"


def test_an_archive_in_itself_is_not_opened() -> None:
    data = DOCX
    for _ in range(5):
        data = docx(p("正文"), {"a": ("package", "embeddings/a.docx")}, {"word/embeddings/a.docx": data})
    assert read("a.docx", data).text == "正文"


def test_names_in_an_archive_lead_nowhere() -> None:
    parts = {"../../etc/passwd": b"x", "/etc/shadow": b"y"}
    related = {"a": ("header", "../../../etc/passwd"), "b": ("image", "file:///etc/passwd")}
    assert refusal("a.docx", docx(p("正文"), related, parts)) == (422, "file_broken")


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("RGB", (7000, 7000), "white"),
        Image.new("RGBA", (7000, 7000), (255, 255, 255, 0)),
        Image.new("P", (7000, 7000)),
        Image.new("I;16", (7000, 7000)),
    ],
    ids=lambda picture: picture.mode,
)
def test_the_largest_pictures_fit_in_memory(picture: Image.Image) -> None:
    assert read("a.png", encoded(picture, compress_level=1)).remarks == ()


def test_characters_that_no_text_has_are_replaced() -> None:
    writer = Writer()
    writer.add("正\ud800\0文", {})
    assert writer.finished().text == "正\ufffd\ufffd文"


def test_a_poster_beside_a_harmful_file_is_read_all_the_same() -> None:
    assert refusal("a.docx", docx("<w:p/>" * (6 * MIB))) == (422, "file_too_complex")
    assert "正文" in read("a.png", encoded(poster("正文内容", size=(400, 300)))).text
