"""Pictures: their text by lines and regions, their codes, their AI marks, and what could not be read."""

from __future__ import annotations

import io
from base64 import b64decode
from hashlib import sha256
from itertools import pairwise

import pytest
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from app.files import pictures
from app.files.content import Picture, ReadFile, Writer
from app.files.eyes import strips
from tests.files.making import FONT, docx, encoded, p, pdf, picture_run, places, poster, read, remarks

SHOP = "https://item.taobao.com/item.htm?id=1"
AIGC = '<x:xmpmeta xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"><TC260:AIGC>{"Label":"1"}</TC260:AIGC></x:xmpmeta>'


def inside(document: ReadFile, text: str, x: int, y: int, height: int) -> bool:
    """Whether the region of a text begins about there and is about as high."""
    region = places(document)[text]["region"]
    near = abs(region["x"] - x) < height and abs(region["y"] - y) < height
    return near and height / 2 < region["h"] < 3 * height


@pytest.mark.parametrize(("name", "format"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("A.JPEG", "JPEG")])
def test_lines_of_a_poster_have_their_regions(name: str, format: str) -> None:
    document = read(name, encoded(poster("关于活动的通知", "请登陆网站查询"), format))
    assert document.text == "关于活动的通知\n请登陆网站查询"
    assert inside(document, "关于活动的通知", 70, 90, 44)
    assert inside(document, "请登陆网站查询", 70, 178, 44)
    assert (document.remarks, [each.check for each in document.not_run]) == ((), ["image-content"])


def test_a_line_is_placed_in_the_pixels_of_the_file_however_large_it_is() -> None:
    large = poster("关于活动的通知", size=(4320, 5760), height=176)
    assert inside(read("a.png", encoded(large, compress_level=1)), "关于活动的通知", 70, 110, 176)


def test_a_picture_is_read_as_it_is_shown() -> None:
    turned = Image.Exif()
    turned[0x112] = 6
    sideways = poster("关于活动的通知", size=(1000, 400)).rotate(90, expand=True)
    assert inside(read("a.jpg", encoded(sideways, "JPEG", exif=turned)), "关于活动的通知", 70, 90, 44)


@pytest.mark.parametrize("colour", ["black", "white"])
def test_text_on_no_ground_is_read(colour: str) -> None:
    picture = Image.new("RGBA", (800, 200), (0, 0, 0, 0))
    font = ImageFont.truetype(FONT, 60, index=2)
    ImageDraw.Draw(picture).text((20, 50), "请登陆网站", font=font, fill=colour)
    assert read("a.png", encoded(picture)).text == "请登陆网站"


def test_every_line_of_a_long_picture_is_read_once() -> None:
    lines = [f"第{number}条规定" for number in range(10, 60)]
    document = read("a.png", encoded(poster(*lines, size=(600, 4600))))
    assert document.text.split("\n") == lines


def test_strips_follow_each_other_from_top_to_bottom() -> None:
    for height in (1, 1000, 1920, 1921, 5000, 46_000):
        parts = strips(height)
        assert [parts[0][0], parts[-1][1]] == [0, height]
        assert all(before[1] == after[0] for before, after in pairwise(parts))


def test_the_address_of_a_code_becomes_text_for_the_link_checks() -> None:
    document = read("a.png", encoded(poster("关于活动的通知", code=SHOP)))
    assert document.text == f"关于活动的通知\n\n{SHOP}"
    location = places(document)[SHOP]
    assert location["code"] == "QRCode"
    assert location["region"]["x"] > 540
    assert location["region"]["y"] > 720
    assert document.remarks == ()


def test_a_code_that_is_no_web_address_is_remarked() -> None:
    found = remarks(read("a.png", encoded(poster(code="wxp://f2f0abc"))))
    assert found["code-without-address"][0] == "wxp://f2f0abc"


def marked_png(text: str, key: str, value: str, packed: bool = False) -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_itxt(key, value, zip=packed)
    return encoded(poster(text), pnginfo=told)


@pytest.mark.parametrize(
    "data",
    [
        marked_png("通知", "XML:com.adobe.xmp", AIGC),
        marked_png("通知", "XML:com.adobe.xmp", AIGC, packed=True),
        marked_png("通知", "AIGC", '{"AIGC": {"Label": "2"}}'),
        marked_png("通知", "parameters", "a cat\nSteps: 20, Sampler: Euler a"),
        encoded(poster("通知"), "JPEG", xmp=AIGC.replace('"', "&quot;").encode()),
        encoded(poster("通知"), "JPEG", comment=b"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"),
        encoded(poster("通知"), "JPEG", comment='{"AIGC":{"Label":"3"}}'.encode("utf-16-le")),
    ],
    ids=["xmp", "packed xmp", "chunk", "generator", "jpeg xmp", "iptc", "utf-16"],
)  # fmt: skip
def test_ai_made_without_a_visible_mark(data: bytes) -> None:
    name = "a.png" if data.startswith(b"\x89PNG") else "a.jpg"
    assert remarks(read(name, data)).keys() == {"unmarked-ai-content"}


@pytest.mark.parametrize("mark", ["本图由AI生成", "人工智能合成内容"])
def test_ai_made_with_a_visible_mark(mark: str) -> None:
    assert not remarks(read("a.png", marked_png(mark, "XML:com.adobe.xmp", AIGC)))


def test_no_more_is_read_than_there_is_time_for() -> None:
    narrow = encoded(Image.new("RGB", (64, 46_000), "white"))
    document = read("a.docx", picture_file(narrow, narrow, encoded(poster("关于活动的通知"))))
    assert [(each.rule, each.location["image"]) for each in document.remarks] == [("unread-image", 2)]
    assert document.text == "关于活动的通知"


def picture_file(*data: bytes) -> bytes:
    """A Word file of pictures."""
    runs = "".join(picture_run(f"r{number}") for number in range(len(data)))
    related = {f"r{number}": ("image", f"media/{number}.png") for number in range(len(data))}
    return docx(
        p(inside=runs), related, {f"word/media/{number}.png": each for number, each in enumerate(data)}
    )


def test_an_animation_is_not_read_by_its_first_frame() -> None:
    frames = [poster("通知", size=(400, 300)), poster("台湾政府", size=(400, 300))]
    moving = encoded(frames[0], save_all=True, append_images=frames[1:])
    assert remarks(read("a.docx", picture_file(moving))).keys() == {"unread-image"}


def test_bullets_and_rules_are_no_pictures() -> None:
    assert read("a.docx", picture_file(encoded(Image.new("RGB", (400, 3))))).remarks == ()


def test_without_the_readers_pictures_are_said_to_be_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "can_read", lambda: False)
    writer = Writer()
    all_of_them = pictures.Pictures(writer)
    all_of_them.add(marked_png("通知", "XML:com.adobe.xmp", AIGC), {"paragraph": 1})
    all_of_them.add(None, {"page": 2})
    document = writer.finished()
    assert [(each.rule, each.location) for each in document.remarks] == [
        ("unread-image", {"paragraph": 1, "image": 1}),
        ("unmarked-ai-content", {"paragraph": 1, "image": 1}),
        ("unread-image", {"page": 2, "image": 2}),
    ]
    assert [each.check for each in document.not_run] == ["image-content", "image-text"]


def test_words_of_a_pdf_and_of_its_picture_are_both_there() -> None:
    assert "image-content" not in [each.check for each in read("a.pdf", pdf(["正文"])).not_run]


def test_a_picture_is_noted_with_its_digest_its_size_and_a_preview_made_anew() -> None:
    data = encoded(poster("关于活动的通知"), "JPEG", exif=b"Exif\0\0secret", comment=b"secret")
    (picture,) = read("a.jpg", data).pictures
    assert picture.location == {"image": 1}
    assert picture.sha256 == sha256(data).hexdigest()
    assert (picture.width, picture.height) == (1080, 1440)
    preview = b64decode(picture.preview)
    assert b"secret" in data
    assert b"secret" not in preview
    with Image.open(io.BytesIO(preview)) as small:
        assert (small.format, small.size) == ("JPEG", (720, 960))


def test_a_picture_that_cannot_be_opened_is_noted_by_its_digest_alone() -> None:
    broken = encoded(poster("通知"))[:2000]
    file = docx(
        p(inside=picture_run("rId5")), {"rId5": ("image", "media/a.png")}, {"word/media/a.png": broken}
    )
    (picture,) = read("a.docx", file).pictures
    assert picture == Picture({"paragraph": 1, "image": 1}, sha256(broken).hexdigest())
