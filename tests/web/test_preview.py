"""The preview on a phone and pasting: what is shown can neither run nor fetch anything."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.document import Format
from app.web.text.rich_text import LONGEST, pasted, shown
from tests.desk import Desk
from tests.web.office_day import NEW, SignIn, written

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><style>@import url(//a.b)</style></svg>",
    "<a href='javascript:alert(1)'>甲</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<img src='https://elsewhere.example/a.png' srcset='https://elsewhere.example/b 2x' alt=图>",
    "<style>body{background:url(https://elsewhere.example)}</style>",
    "<p style='background:url(https://elsewhere.example)'>甲</p>",
    "<form action=https://elsewhere.example><input name=a></form>",
    "<meta http-equiv=refresh content='0;url=https://elsewhere.example'><base href=https://elsewhere.example>",
    "<link rel=stylesheet href=https://elsewhere.example/a.css><object data=https://elsewhere.example></object>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[甲](javascript:alert(1)) ![乙](https://elsewhere.example/c.png) <https://elsewhere.example>",
    "<video poster=https://elsewhere.example/d autoplay><source src=https://elsewhere.example/e></video>",
)
MARKUP = st.lists(st.sampled_from(HOSTILE) | st.text("<>/='\"& aimgscript:()[]!", max_size=8), max_size=6)
HARMLESS = {
    *(
        "p",
        "br",
        "h1",
        "h2",
        "h3",
        "a",
        "img",
        "b",
        "strong",
        "em",
        "i",
        "u",
        "sub",
        "sup",
        "table",
        "tbody",
        "tr",
        "td",
        "th",
    ),
    *("thead", "ul", "ol", "li", "code", "pre", "blockquote", "hr", "s", "section", "div", "span"),
}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, str] = {}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name: value or "" for name, value in attributes}


def tags(html: str) -> _Tags:
    parser = _Tags()
    parser.feed(html)
    parser.close()
    return parser


@pytest.mark.parametrize("format", ["text", "html", "markdown"])
@given(pieces=MARKUP)
def test_nothing_in_a_preview_runs_or_fetches(format: Format, pieces: list[str]) -> None:
    found = tags(shown("".join(pieces), format))
    assert found.tags <= HARMLESS
    assert found.attributes.keys() <= {"alt", "title", "lang", "rowspan", "colspan", "start"}


@given(MARKUP)
def test_nothing_that_is_pasted_runs(pieces: list[str]) -> None:
    found = tags(pasted("".join(pieces)))
    assert found.tags <= HARMLESS
    kept = {"href", "src", "data-src", "alt", "title", "lang", "rowspan", "colspan"}
    assert found.attributes.keys() <= kept
    addresses = [found.attributes.get(name, "") for name in ("href", "src")]
    assert not any(address.lower().startswith(("javascript", "data", "file")) for address in addresses)


@pytest.mark.parametrize(
    ("format", "body", "html"),
    [
        ("text", "甲<b>\n\n乙", "<p>甲&lt;b&gt;</p><p><br></p><p>乙</p>"),
        ("markdown", "**甲**\n\n|a|\n|-|\n|乙|", "<p><strong>甲</strong></p>"),
        ("html", "<section>甲<img src=a alt=图></section>", '<section>甲<img alt="图"></section>'),
        ("html", "甲" * (LONGEST + 1), "甲" * LONGEST),
    ],
)
def test_a_body_is_shown_in_its_format(format: Format, body: str, html: str) -> None:
    assert shown(body, format).startswith(html)


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{}</style></head>
<body lang=ZH-CN><!--StartFragment--><h1 style='mso-x:y'>通知</h1>
<p class=MsoNormal style='text-indent:21pt'><span lang=EN-US>请<b>按时</b>
办理<o:p></o:p></span></p><p class=MsoNormal><span>&nbsp;</span></p>
<table class=MsoTableGrid><tr><td width=9 colspan=2><p>甲</p></td></tr></table><img src="file:///C:/a.png">
<!--EndFragment--></body></html>"""
WECHAT = """<section style="color:red" data-tools="135"><section><p>请<span leaf="">登录</span></p>
<p><img class="rich_pages" data-src="https://mmbiz.qpic.cn/a" src="data:image/gif;base64,R0"></p></section>
</section>"""


def test_what_word_and_wechat_put_on_the_clipboard_keeps_its_structure() -> None:
    assert pasted(WORD) == (
        "<h1>通知</h1>\n<p>请<b>按时</b> 办理</p>\n"
        '<table><tbody><tr><td colspan="2"><p>甲</p>\n</td></tr>\n</tbody></table>'
    )
    assert pasted(WECHAT) == '<p>请登录</p>\n<p><img data-src="https://mmbiz.qpic.cn/a"></p>'


def test_the_frame_stands_under_its_own_policy(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    draft = written(editor, format="html", body="".join(HOSTILE), title="<script>alert(1)</script>")
    page = editor.get(f"{draft}/preview")
    assert f'sandbox src="{draft}/preview/frame"' in page.text
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    frame = editor.get(f"{draft}/preview/frame")
    assert frame.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'self'; sandbox"
    )
    assert frame.headers["cache-control"] == "no-store"
    assert "<script" not in frame.text
    assert not re.search(r"(?:src|href)=(?!\"/static/preview\.css\")", frame.text)


def test_what_is_typed_is_shown_without_being_stored(sign_in: SignIn, desk: Desk) -> None:
    editor = sign_in("editor")
    editor.get("/drafts/new")
    fields = NEW | {"format": "markdown", "body": "**甲**", "title": ""}
    frame = editor.post("/check/preview", fields, action="/drafts/new")
    assert "<p><strong>甲</strong></p>" in frame.text
    assert "（无标题）" in frame.text
    assert "sandbox" in frame.headers["content-security-policy"]
    assert desk.get("auditor", "/drafts").json()["items"] == []


def test_a_paste_comes_back_clean(sign_in: SignIn) -> None:
    editor = sign_in("editor")
    editor.get("/drafts/new")
    response = editor.post("/check/paste", {"html": WORD}, action="/drafts/new")
    assert response.headers["content-type"].startswith("text/plain")
    assert response.text == pasted(WORD)
    assert editor.post("/check/paste", {"html": "字" * 400_000}, action="/drafts/new").status_code == 413


def test_another_office_sees_no_preview(sign_in: SignIn) -> None:
    draft = written(sign_in("editor"))
    for path in ("preview", "preview/frame"):
        assert sign_in("b-editor").get(f"{draft}/{path}").status_code == 404
        assert sign_in("secadmin").get(f"{draft}/{path}").status_code == 403
