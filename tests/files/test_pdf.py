"""PDF files: text by pages and lines, and what stands beside it."""

from __future__ import annotations

import zlib

import pytest
from PIL import Image

from tests.files.making import encoded, pdf, places, poster, read, remarks

PICTURE = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"


def image(picture: Image.Image) -> bytes:
    """A picture as an object of a PDF."""
    data = encoded(picture, "JPEG", quality=90)
    head = PICTURE % picture.size + b"/Filter/DCTDecode/Length %d>>stream\n" % len(data)
    return head + data + b"\nendstream"


def test_lines_have_their_page_and_line() -> None:
    document = read("a.pdf", pdf(["关于活动的通知", "请登陆网站。"], ["第二页"]))
    assert document.text == "关于活动的通知\n请登陆网站。\n\n第二页"
    assert places(document) == {
        "关于活动的通知": {"page": 1, "line": 1},
        "请登陆网站。": {"page": 1, "line": 2},
        "第二页": {"page": 2, "line": 1},
    }
    assert (document.remarks, document.not_run) == ((), ())


def test_radicals_and_ligatures_are_read_as_what_was_typed() -> None:
    document = read("a.pdf", pdf(["⺠政⽹站⼯作，⽤⼾⻣⼲，⻩⼭⻢鞍⼭，ﬁle"]))
    assert document.text == "民政网站工作，用户骨干，黄山马鞍山，file"


def text(content: str) -> bytes:
    return b"<feff" + content.encode("utf-16-be").hex().encode() + b">"


def test_links_fields_and_comments() -> None:
    annotations = [
        b"<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://a.example/1)>>>>",
        b"<</Subtype/Link/Rect[0 0 9 9]/Dest[100 0 R/Fit]>>",
        b"<</Subtype/Widget/T(name)/V" + text("张三") + b">>",
        b"<</Subtype/Text/Contents" + text("这里待核实") + b">>",
        b"<</Subtype/Highlight/Contents()>>",
        b"null",
    ]
    document = read("a.pdf", pdf(["正文"], page=b"/Annots[" + b" ".join(annotations) + b"]"))
    found = places(document)
    assert found["https://a.example/1"] == {"page": 1, "link": ""}
    assert found["张三"] == {"page": 1, "field": "name"}
    assert remarks(document) == {"comment-left-in": ("这里待核实", {"page": 1, "comment": 1})}


def test_a_picture_is_read_once_however_many_pages_show_it() -> None:
    page = image(poster("请登陆网站查询", size=(600, 200)))
    document = read("a.pdf", pdf(["第一页"], ["第二页"], objects=[page]))
    assert [document.text.count("请登陆网站查询"), document.remarks] == [1, ()]
    assert places(document)["请登陆网站查询"].items() >= {"page": 1, "image": 1}.items()


def test_a_scanned_page_is_read_by_its_picture() -> None:
    document = read("a.pdf", pdf([], objects=[image(poster("请登陆网站查询", size=(600, 200)))]))
    assert document.text == "请登陆网站查询"
    assert document.remarks == ()


def test_a_picture_that_cannot_be_taken_out_is_unread() -> None:
    broken = PICTURE % (40, 40) + b"/Filter/JBIG2Decode/Length 3>>stream\nxyz\nendstream"
    document = read("a.pdf", pdf(["正文"], objects=[broken]))
    assert remarks(document) == {"unread-image": ("", {"page": 1, "image": 1})}


def test_a_page_without_text_or_picture_is_unread_unless_it_is_empty() -> None:
    drawn = pdf(["正文"], []).replace(
        b"<</Length 0>>stream\n\nendstream", b"<</Length 9>>stream\n0 0 re f \nendstream"
    )
    assert remarks(read("a.pdf", drawn)) == {"unread-image": ("", {"page": 2})}
    assert remarks(read("a.pdf", pdf(["正文"], []))) == {}


def test_characters_without_meaning_are_not_taken_for_text() -> None:
    assert remarks(read("a.pdf", pdf(["\ue001\ue002\ue003字"]))).keys() == {"unclear-image-text"}


@pytest.mark.parametrize("word", ["正文", "本图由AI生成"])
def test_ai_made_without_a_visible_mark(word: str) -> None:
    packet = b'<x:xmpmeta><TC260:AIGC>{"Label":"1"}</TC260:AIGC></x:xmpmeta>'
    stream = b"<</Type/Metadata/Subtype/XML/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
    packed = zlib.compress(packet)
    data = pdf([word], objects=[stream % (len(packed), packed)]).replace(
        b"/Catalog", b"/Catalog/Metadata 10 0 R", 1
    )
    assert ("unmarked-ai-content" in remarks(read("a.pdf", data))) == (word == "正文")
