"""A file as a draft: what of it is the article, and what only stands beside."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.content import ReadFile, Writer
from app.files.drafting import article
from tests.files.making import docx, encoded, p, part, pdf, picture_run, poster, r, read, table
from tests.pace import within

HEADER = {"word/header1.xml": part("hdr", p("内部资料"))}
COMMENTS = {"word/comments.xml": part("comments", f'<w:comment w:id="0">{p("再核实")}</w:comment>')}
PIECES = st.lists(
    st.tuples(
        st.text("甲乙丙 \n", max_size=5),
        st.sampled_from(["paragraph", "comment", "header", "link", "code", "image"]),
        st.booleans(),
    ),
    max_size=12,
)


def test_what_stands_beside_the_article_is_left_out() -> None:
    secret = r("内部口径", "<w:vanish/>")
    body = (
        p("关于缴费的通知")
        + p("各区县：", inside=secret + '<w:r><w:commentReference w:id="0"/></w:r>')
        + table(["序号", "事项"], ["1", "缴费"])
        + p("详见网站", inside=f'<w:hyperlink r:id="rId3">{r("（点此）")}</w:hyperlink>')
        + p(inside=picture_run("rId4"))
    )
    related = {
        "rId1": ("header", "header1.xml"),
        "rId2": ("comments", "comments.xml"),
        "rId3": ("hyperlink", "https://www.gov.cn/a"),
        "rId4": ("image", "media/a.png"),
    }
    picture = {"word/media/a.png": encoded(poster("图中文字", size=(600, 200)))}
    document = read("a.docx", docx(body, related, HEADER | COMMENTS | picture))
    assert all(word in document.text for word in ("内部资料", "再核实", "内部口径", "gov.cn", "图中文字"))
    taken = article(document)
    assert taken.title == "关于缴费的通知"
    assert taken.body == "各区县：\n\n序号\t事项\n\n1\t缴费\n\n详见网站（点此）"
    assert taken.format == "text"


@pytest.mark.parametrize(
    ("name", "data", "taken"),
    [
        ("a.txt", "通知\n请办理。", ("通知", "请办理。", "text")),
        ("a.txt", "请按时办理。\n谢谢。", ("", "请按时办理。\n谢谢。", "text")),
        ("a.txt", "只有一行", ("", "只有一行", "text")),
        ("a.md", "# 通知 #\n\n请**办理**。", ("通知", "请**办理**。", "markdown")),
        ("a.md", "请**办理**。", ("", "请**办理**。", "markdown")),
        ("a.html", "<title>网页</title><body class=a><H1>通<b>知</b></H1><p>请办理</p></body>",
         ("通知", "<H1>通<b>知</b></H1><p>请办理</p>", "html")),
        ("a.html", "<title>网页</title><p>请办理", ("网页", "<title>网页</title><p>请办理", "html")),
        ("a.html", "<h1><body>请办理", ("", "<h1><body>请办理", "html")),
    ],
)  # fmt: skip
def test_title_and_body_of_text_files(name: str, data: str, taken: tuple[str, str, str]) -> None:
    assert article(read(name, data.encode())) == taken


def test_a_poster_gives_its_text_and_a_pdf_its_pages() -> None:
    assert article(read("a.png", encoded(poster("周末开放", "请提前预约", code="https://www.gov.cn/")))) == (
        "周末开放",
        "请提前预约",
        "text",
    )
    assert article(read("a.pdf", pdf(["公告", "第一页。"], ["第二页。"]))) == (
        "公告",
        "第一页。\n\n第二页。",
        "text",
    )


@given(PIECES)
def test_nothing_is_in_the_article_that_is_not_in_the_file(pieces: list[tuple[str, str, bool]]) -> None:
    writer = Writer()
    for text, kind, is_hidden in pieces:
        location = {"paragraph": 1} if kind == "paragraph" else {"paragraph": 1, kind: 1}
        start, end = writer.add(text, location)
        if is_hidden and end - start > 1:
            writer.remark("hidden-text", "", location, (start, start + 1))
    title, body, _ = article(writer.finished())
    kinds = {kind for text, kind, _ in pieces if text.strip()}
    kept = [text for text, kind, _ in pieces if kind == "paragraph" or kinds == {"image"}]
    assert not Counter("".join(f"{title}{body}".split())) - Counter("".join(kept))


@pytest.mark.parametrize("piece", ["<h1>", "<h1", "</h1", "<body ", "<title><", "# ", "<h1></h1"])
def test_hostile_marks_take_no_time(piece: str) -> None:
    text = piece * (600_000 // len(piece))
    with within(1):
        article(ReadFile("html", text))
        article(ReadFile("markdown", text))


def test_many_hidden_pieces_take_no_time() -> None:
    writer = Writer()
    for _ in range(20_000):
        span = writer.add("甲乙", {"paragraph": 1})
        writer.remark("hidden-text", "", {"paragraph": 1}, span)
        writer.add("丙", {"paragraph": 1})
    with within(1):
        assert "甲" not in article(writer.finished()).body
