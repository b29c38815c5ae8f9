"""From source to visible text and back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.scanner.document import Draft, Field, Format, parse
from tests.pace import within

FORMATS: tuple[Format, ...] = ("text", "html", "markdown")
PIECES = (
    *(
        "<b>",
        "</b>",
        "<p>",
        "<br/>",
        "<a href='",
        '" title="题"',
        ">",
        "<!--",
        "-->",
        "<script>",
        "</script>",
    ),
    *("&amp;", "&#21488;", "&lt", "<td>", "<pre>", "<!doctype html>", "<?", "<http://a.cn>", "=", "'"),
    *("**", "*", "_", "~~", "`", "```\n", "[", "](", ")", "![", "\n# ", "\n- ", "\n> ", "\n| ", "|", "\\"),
    *("\n[a]: b\n", "\n---\n", "\n\n", " ", "台", "湾", "😀", "http://x.cn"),
)
MARKUP = st.lists(st.text(max_size=4) | st.sampled_from(PIECES), max_size=30).map("".join)


def body(source: str, format: Format) -> Field:
    return parse(Draft(source, format=format)).fields[-1]


def spans(field: Field) -> list[tuple[int, int]]:
    return [field.span(at, at + 1) for at in range(len(field.text))]


@pytest.mark.parametrize("format", FORMATS)
@given(source=MARKUP | st.text())
@example(source="<a b='<a b=\"<a c=>x")
@example(source='[a](b"[c]: d\n\n[c]')
def test_every_character_leads_back_into_the_source(format: Format, source: str) -> None:
    field = body(source, format)
    found = spans(field)
    assert all(0 <= start < end <= len(source) for start, end in found)
    for char, (start, end) in zip(field.text, found, strict=True):
        assert end - start > 1 or source[start] == char or char in "\n\t "
    assert all(0 <= link.start < link.end <= len(source) for link in field.links)


@pytest.mark.parametrize("format", FORMATS)
@given(source=MARKUP)
def test_spans_run_forward_but_for_attribute_texts(format: Format, source: str) -> None:
    for word in ("title", "alt", '"'):
        source = source.replace(word, "")
    field = body(source.replace("<a", "").replace("'", ""), format)
    found = spans(field)
    assert found == sorted(found)
    assert [end for _, end in found] == sorted(end for _, end in found)


@given(st.text())
def test_plain_text_is_what_it_is(source: str) -> None:
    field = body(source, "text")
    assert field.text == source
    assert spans(field) == [(at, at + 1) for at in range(len(source))]


@pytest.mark.parametrize(
    ("format", "source", "shown"),
    [
        ("html", "台<b>湾</b>政府", "台<b>湾</b>政府"),
        ("html", "😀<p>甲</p>台<br>湾<i></i>政府。", "台<br>湾<i></i>政府"),
        ("html", "&#21488;&#x6e7e;政府", "&#21488;&#x6e7e;政府"),
        (
            "html",
            "台<!-- 注 -->湾<script>x='</b>'</script>政府",
            "台<!-- 注 -->湾<script>x='</b>'</script>政府",
        ),
        ("html", '台<span title="甲">湾</span>政府', '台<span title="甲">湾</span>政府'),
        ("html", "台\n<wbr>\u200b湾&nbsp;政府", "台\n<wbr>\u200b湾&nbsp;政府"),
        ("markdown", "甲**台**湾_政_府", "台**湾_政_府"),
        ("markdown", "😀[台湾](http://x.cn)政府", "台湾](http://x.cn)政府"),
        ("markdown", "台\\*湾<b>政</b>&#24220;", "台\\*湾<b>政</b>&#24220;"),
        ("text", "𠮷台\u200b湾 政\n府", "台\u200b湾 政\n府"),
        ("text", "ｘ台.湾．政-府", "台.湾．政-府"),
    ],
)
def test_a_disguised_word_has_its_exact_span(format: Format, source: str, shown: str) -> None:
    field = body(source, format)
    at = field.packed.text.index("台湾政府")
    index = field.packed.index
    start, end = field.span(int(index[at]), int(index[at + 3]) + 1)
    assert source[start:end] == shown


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>甲</p>\n<p>乙</p>", "甲\n\n乙"),
        ("<div><p>甲<br>乙<br><br>丙", "甲\n乙\n\n丙"),
        ("<table><tr><td>甲</td>\n<td>乙</td></tr><tr><td>丙</table>", "甲\t乙\n\n丙"),
        ("<ul>\n <li>甲\n <li>乙\n</ul>", "甲\n\n乙"),
        ("甲 <b>乙</b>  丙", "甲 乙 丙"),
        ("<pre>甲\n  乙</pre>", "甲\n  乙"),
        ("1 < 2 <乙> a<b", "1 < 2 <乙> a<b"),
        ("<style>p{}</style>甲<template>乙</template>丙<!doctype html>", "甲丙"),
        ("&lt;b&gt;&amp;amp;&hellip;&#0;&", "<b>&amp;…\ufffd&"),
        ("甲<script>乙", "甲<script>乙"),
        ("<!-->甲<!---->乙<!-- 丙", "甲乙<!-- 丙"),
        ('<a href="甲>乙</a>', "乙\n\n甲"),
        ('<a href="甲>乙<b class="x">丙', "丙\n\n甲>乙<b class="),
        ('<img alt="甲&amp;乙"><input placeholder=丙 type=text>丁', "丁\n\n甲&乙\n\n丙"),
        ('<meta name="description" content="摘要"><meta content="width=1">', "\n\n摘要"),
        ('甲<i aria-label="乙"></i><section data-nickname=丙 data-id=丁></section>', "甲\n\n乙\n\n丙"),
    ],
)
def test_html_as_a_reader_sees_it(source: str, text: str) -> None:
    assert body(source, "html").text == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# 甲 \n乙", "甲 \n\n乙"),
        ("- 甲\n- [x] 乙\n* 丙", "甲\n\n[x] 乙\n\n丙"),
        ("> 甲\n> 乙", "甲\n乙"),
        ("**甲**、__乙__、*丙*、_丁_、~~戊~~、***己***", "甲、乙、丙、丁、戊、己"),
        ("3 * 5 * 7，snake_case_name，~约~", "3 * 5 * 7，snake_case_name，~约~"),
        ("110105********002X", "110105********002X"),
        ("`甲` \\*乙\\* \\\\", "甲 *乙* \\"),
        ("```python\n*甲*\n```\n*乙*", "\n*甲*\n\n乙"),
        ("甲\n===\n乙\n\n---\n", "甲\n\n乙\n\n\n"),
        ("| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |", " 甲 \t 乙 \t\n\n\n 丙 \t 丁 \t"),
        ("[甲][1]、[乙]、[丙][]、[丁]\n\n[1]: http://a.cn\n[乙]: b\n[丙]: c", "甲、乙、丙、[丁]\n\n\n\n"),
        ("![图](a.png)[文](b (c) 'd')", "图[文](b (c) 'd')"),
        ('[甲](b "乙")', "甲\n\n乙"),
        ("<http://a.cn> &lt;甲&gt;<br>乙", "http://a.cn <甲>\n乙"),
        ("[[甲]](b)", "[甲]"),
    ],
)
def test_markdown_as_a_reader_sees_it(source: str, text: str) -> None:
    assert body(source, "markdown").text == text


@pytest.mark.parametrize(
    ("format", "source", "urls"),
    [
        (
            "html",
            "<a HREF = 'http://a.cn/?x=1&amp;y=2'>甲</a><img src=b.png>",
            ["http://a.cn/?x=1&y=2", "b.png"],
        ),
        ("html", '<a href=" java\nscript:x">甲</a>', ["javascript:x"]),
        ("html", "见http://a.cn/b。", ["http://a.cn/b"]),
        (
            "html",
            '<img srcset="a.png 1x, https://b.cn/x,y.png 1.5X"><button formaction=c.cn ping=d>甲</button>',
            ["a.png", "https://b.cn/x,y.png", "c.cn", "d"],
        ),
        (
            "html",
            "<section style='background: URL( &quot;https://a.cn/b?c=1&amp;d=2&quot; )'></section>",
            ["https://a.cn/b?c=1&d=2"],
        ),
        ("html", "<meta http-equiv=refresh content=\"0; URL='https://a.cn/b'\">", ["https://a.cn/b"]),
        ("html", "<video poster=a data-src=b></video><table background=c>", ["a", "b", "c"]),
        ("markdown", "[甲](<a b>)![乙](c.png)<https://d.cn>", ["a b", "c.png", "https://d.cn"]),
        ("markdown", "[甲][x]\n\n[x]: http://a.cn '题'", ["http://a.cn"]),
        ("text", "详见www.a.cn/b?c=d，或HTTP://E.CN。x@www.y.cn", ["www.a.cn/b?c=d", "HTTP://E.CN"]),
        (
            "text",
            "http://www.gov.cn@evil.com/ http://gоv.cn",
            ["http://www.gov.cn@evil.com/", "http://gоv.cn"],
        ),
    ],
)
def test_links_are_found(format: Format, source: str, urls: list[str]) -> None:
    links = body(source, format).links
    assert [link.url for link in links] == urls
    assert all(source[link.start : link.end] for link in links)


def test_a_bare_address_keeps_its_span_in_the_source() -> None:
    source = "<p>&amp;见 <b>http://a.cn/b</b>。"
    (link,) = body(source, "html").links
    assert source[link.start : link.end] == "http://a.cn/b"


def test_the_title_is_plain_text() -> None:
    page = parse(Draft("", title="<b>甲</b>", format="html"))
    assert page.fields[0].text == "<b>甲</b>"


HOSTILE = (
    *(
        "<",
        "<b>",
        "<a ",
        "<a b=\"<a b='",
        '<a b="<a" ',
        "<!--",
        "<script>",
        "&",
        "&#",
        "</",
        "<p>\n",
        '="',
        "> ",
    ),
    *(
        "[",
        "[](",
        "](",
        "]((",
        "*",
        "**a",
        "*a_b",
        "`",
        "~~",
        "\n> ",
        "\n# ",
        "\n|",
        "\\",
        '![a](b "',
        "[a][",
    ),
)


@pytest.mark.parametrize("format", FORMATS[1:])
@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_length_only(format: Format, piece: str) -> None:
    """Twice the text may take about twice the time; a quadratic parser would take minutes here."""
    source = piece * (300_000 // len(piece))
    with within(1):
        body(source, format)


@pytest.mark.parametrize(
    "piece",
    ["srcset='{}'", "style='{}'", "content='{}'", "title='{}'"],
    ids=lambda piece: piece.split("=")[0],
)
@pytest.mark.parametrize("filling", ["a,", ",a ", "1", "0;url", "url(", "&quot;", "1x,"])
def test_time_grows_with_the_length_of_an_attribute_only(piece: str, filling: str) -> None:
    source = f"<img {piece.format(filling * (300_000 // len(filling)))}>"
    with within(1):
        body(source, "html")
