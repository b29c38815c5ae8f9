"""Text files: the encodings people save them in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.text import decode
from tests.files.making import read, refusal

SIMPLIFIED = [
    "请登陆政务网站查询，联系台湾政府。",
    "第一行",
    "考核",
    "宿州市",
    "关于印发《办法》的通知",
    "１２３、ＡＢＣ",
]
TRADITIONAL = [
    "請登陸政務網站查詢，聯繫臺灣政府。",
    "第一行",
    "各區公所應於三日內完成通報",
    "關於印發《辦法》的通知",
]


@pytest.mark.parametrize("text", SIMPLIFIED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_simplified_text_is_read_in_every_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", TRADITIONAL)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "big5hkscs"])
def test_traditional_text_is_read_in_every_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_what_is_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    assert decode(text.encode()) == text


@given(st.text(st.sampled_from("市区县政府通知关于工作部门单位企业人员管理服务要求落实加强做好开展进行")))
def test_common_simplified_text_in_gb_18030_is_never_taken_for_big5(text: str) -> None:
    assert decode(f"{text}。".encode("gb18030")) == f"{text}。"


@pytest.mark.parametrize(
    ("charset", "encoding"), [("gb2312", "gb18030"), ("GBK", "gb18030"), ("big5", "big5hkscs")]
)
def test_a_page_says_its_encoding(charset: str, encoding: str) -> None:
    for meta in (f'<meta charset="{charset}">', f'<META content="text/html; charset={charset}">'):
        page = (
            f"<html><head>{meta}</head><body>龘靐</body></html>"
            if encoding == "gb18030"
            else f"{meta}<p>鑫</p>"
        )
        assert decode(page.encode(encoding)) == page


WECHAT = (
    '<section data-role="outer" style="x"><section><span>请登</span><span>陆网站</span></section>'
    '<p><img class="rich_pages" data-src="https://mmbiz.qpic.cn/x" data-ratio="1"/></p>'
    '<mp-common-profile data-id="x"></mp-common-profile></section>'
)


def test_a_page_of_the_wechat_editor_is_html() -> None:
    page = read("a.html", WECHAT.encode())
    assert (page.format, page.text, page.location(5)) == ("html", WECHAT, {"paragraph": 1})


@pytest.mark.parametrize("data", [b"\0\1\2", b"\xff\xff\xff\xff", b"a\0b"])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    assert refusal("a.txt", data) == (422, "unreadable_file")
