"""Word files: every piece of text has its place, and what stands beside the text is remarked on."""

from __future__ import annotations

import pytest

from tests.files.making import (
    MACRO,
    NAMESPACES,
    R,
    W,
    docx,
    encoded,
    p,
    part,
    picture_run,
    places,
    poster,
    r,
    read,
    refusal,
    relations,
    remarks,
    table,
)  # fmt: skip


def test_paragraphs_count_as_in_word_and_cells_by_row_and_column() -> None:
    body = p("关于活动的通知") + p() + p("第三段。") + table(["项目", "金额"], ["培训", "5"]) + p("第四段。")
    document = read("a.docx", docx(body))
    assert document.text == "关于活动的通知\n\n第三段。\n\n项目\t金额\n\n培训\t5\n\n第四段。"
    assert places(document) == {
        "关于活动的通知": {"paragraph": 1},
        "第三段。": {"paragraph": 3},
        "项目": {"table": 1, "row": 1, "column": 1},
        "金额": {"table": 1, "row": 1, "column": 2},
        "培训": {"table": 1, "row": 2, "column": 1},
        "5": {"table": 1, "row": 2, "column": 2},
        "第四段。": {"paragraph": 4},
    }
    assert (document.remarks, document.not_run) == ((), ())


def test_merged_cells_and_tables_in_cells() -> None:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr>{p("合并")}</w:tc><w:tc>{p("末列")}</w:tc>'
    inner = f"<w:tc>{p('外')}{table(['内'])}</w:tc>"
    body = f"<w:tbl><w:tr>{wide}</w:tr><w:tr>{inner}</w:tr></w:tbl>{table(['次表'])}"
    assert places(read("a.docx", docx(body))) == {
        "合并": {"table": 1, "row": 1, "column": 1},
        "末列": {"table": 1, "row": 1, "column": 4},
        "外": {"table": 1, "row": 2, "column": 1},
        "内": {"table": 1, "row": 2, "column": 1},
        "次表": {"table": 2, "row": 1, "column": 1},
    }


def test_a_word_in_several_runs_and_wrappers_is_one_word() -> None:
    inside = (
        r("宿") + f"<w:smartTag>{r('州')}</w:smartTag>"
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{r('市')}</w:sdtContent></w:sdt>"
        "<w:r><w:tab/><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>丙</w:t></w:r>"
    )
    body = f"<w:sdt><w:sdtContent>{p(inside=inside)}</w:sdtContent></w:sdt>" + p("第二段")
    document = read("a.docx", docx(body))
    assert document.text == "宿州市\t甲\n乙-丙\n\n第二段"
    assert places(document)["第二段"] == {"paragraph": 2}


def test_headers_footers_and_notes() -> None:
    line = f'<w:footnote w:type="separator">{p("横线")}</w:footnote>'
    note = f'<w:footnote w:id="2">{p("注释")}</w:footnote>'
    document = read(
        "a.docx",
        docx(
            p("正文"),
            {
                "a": ("header", "header1.xml"),
                "b": ("footer", "/word/footer1.xml"),
                "c": ("footnotes", "notes/anything.xml"),
                "d": ("endnotes", "endnotes.xml"),
            },
            {
                "word/header1.xml": part("hdr", p() + p("某局文件")),
                "word/footer1.xml": part("ftr", table(["共1页"])),
                "word/notes/anything.xml": part("footnotes", line + note),
                "word/endnotes.xml": part("endnotes", f'<w:endnote w:id="1">{p("尾注文")}</w:endnote>'),
            },
        ),
    )
    assert places(document) == {
        "正文": {"paragraph": 1},
        "某局文件": {"header": 1, "paragraph": 2},
        "共1页": {"footer": 1, "table": 1, "row": 1, "column": 1},
        "注释": {"footnote": 1, "paragraph": 1},
        "尾注文": {"endnote": 1, "paragraph": 1},
    }


def test_text_boxes_are_read_once_and_not_into_their_paragraph() -> None:
    box = f"<w:txbxContent>{p('框中文字')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
    )
    watermark = '<w:r><w:pict><v:shape><v:textpath string="机密"/></v:shape></w:pict></w:r>'
    document = read(
        "a.docx",
        docx(
            p("前", inside=drawing + r("后")),
            {"a": ("header", "header1.xml")},
            {"word/header1.xml": part("hdr", p(inside=watermark))},
        ),
    )
    assert places(document) == {
        "前后": {"paragraph": 1},
        "框中文字": {"text_box": 1, "paragraph": 1},
        "机密": {"header": 1, "text_box": 2},
    }


def test_insertions_are_read_deletions_are_not_and_both_are_remarked() -> None:
    inside = f"<w:ins>{r('增加')}</w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{r('移走')}</w:moveFrom><w:moveTo>{r('移来')}</w:moveTo>"
    document = read("a.docx", docx(p("无修订") + p("正文", inside=inside + moved)))
    assert document.text == "无修订\n\n正文增加移来"
    [remark] = document.remarks
    assert (remark.rule, remark.location) == ("tracked-change", {"paragraph": 2})
    assert "4处修订" in remark.message


def test_a_comment_left_in_is_remarked_at_its_paragraph() -> None:
    comment = f'<w:comment w:id="7" w:author="张三">{p("这里待核实")}{p("问李四")}</w:comment>'
    anchor = '<w:r><w:commentReference w:id="7"/></w:r>'
    document = read(
        "a.docx",
        docx(
            p("一") + p("二", inside=anchor),
            {"a": ("comments", "comments.xml")},
            {"word/comments.xml": part("comments", comment)},
        ),
    )
    assert remarks(document) == {"comment-left-in": ("这里待核实\n问李四", {"paragraph": 2, "comment": 1})}


def test_hidden_text_is_read_and_remarked() -> None:
    hidden = "<w:vanish/>"
    styles = '<w:style w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="Plain"/>'
    shown = r("不隐藏", '<w:vanish w:val="0"/>')
    by_style = r("样式隐藏", '<w:rStyle w:val="Secret"/>')
    document = read(
        "a.docx",
        docx(
            p("前", inside=r("隐", hidden) + r("藏", hidden) + shown)
            + p(inside=by_style)
            + p("整段", style="Secret"),
            {"a": ("styles", "styles.xml")},
            {"word/styles.xml": part("styles", styles)},
        ),
    )
    assert document.text == "前隐藏不隐藏\n\n样式隐藏\n\n整段"
    assert [document.text[each.start : each.end] for each in document.remarks] == ["隐藏", "样式隐藏", "整段"]


def link(id: str, text: str) -> str:
    return f'<w:hyperlink r:id="{id}">{r(text)}</w:hyperlink>'


def field(instruction: str, shown: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    halves = "".join(
        f"<w:r><w:instrText>{half}</w:instrText></w:r>" for half in (instruction[:6], instruction[6:])
    )
    return mark("begin") + halves + mark("separate") + r(shown) + mark("end")


def test_the_targets_of_links_become_text_for_the_link_checks() -> None:
    body = (
        p("报名", inside=link("a", "点这里") + link("gone", "无"))
        + p("见 https://b.example/2", inside=link("b", "。"))
        + p(inside=field(' HYPERLINK "https://c.example/3" ', "三"))
        + p(inside=f"<w:fldSimple w:instr='HYPERLINK https://d.example/4'>{r('四')}</w:fldSimple>")
        + p(inside=field(' HYPERLINK \\l "_Toc1" ', "五"))
    )
    related = {
        "a": ("hyperlink", "https://a.example/1"),
        "b": ("hyperlink", "https://b.example/2"),
        "t": ("attachedTemplate", "https://t.example/x.dotm"),
    }
    found = places(read("a.docx", docx(body, related)))
    assert found["https://a.example/1"] == {"paragraph": 1, "link": "点这里"}
    assert found["https://c.example/3"]["paragraph"] == 3
    assert found["https://d.example/4"]["paragraph"] == 4
    assert found["https://t.example/x.dotm"] == {"link": "attachedTemplate"}
    assert "https://b.example/2" not in found
    assert not any("_Toc1" in text for text in found)


def test_diagrams_and_charts() -> None:
    def drawing(inside: str) -> bytes:
        return f"<x {NAMESPACES}>{inside}</x>".encode()

    document = read(
        "a.docx",
        docx(
            p("正文"),
            {"a": ("diagramData", "d.xml"), "b": ("chart", "c.xml")},
            {
                "word/d.xml": drawing("<a:p><a:r><a:t>流</a:t></a:r><a:r><a:t>程</a:t></a:r></a:p>"),
                "word/c.xml": drawing("<v>12.5</v><v>一季度</v><a:p><a:r><a:t>增长</a:t></a:r></a:p>"),
            },
        ),
    )
    assert places(document) == {
        "正文": {"paragraph": 1}, "流程": {"diagram": 1}, "一季度": {"chart": 1}, "增长": {"chart": 1},
    }  # fmt: skip


def test_what_is_embedded_is_said_to_be_unread() -> None:
    document = read("a.docx", docx(p("正文"), {"a": ("package", "embeddings/a.xlsx")}))
    assert [each.check for each in document.not_run] == ["embedded-object"]


def test_pictures_are_read_and_placed_by_paragraph_and_number() -> None:
    data = encoded(poster("请登陆网站查询", size=(600, 200)))
    document = read(
        "a.docx",
        docx(
            p("一", inside=picture_run("a"))
            + p("二", inside=picture_run("a") + picture_run("b"))
            + p("三", inside=picture_run("c")),
            {"a": ("image", "media/1.png"), "b": ("image", "media/gone.png"), "c": ("image", "media/2.emf")},
            {"word/media/1.png": data, "word/media/2.emf": b"\x01\0\0\0"},
        ),
    )
    assert places(document)["请登陆网站查询"].items() >= {"paragraph": 1, "image": 1}.items()
    assert [(each.rule, each.location) for each in document.remarks] == [
        ("unread-image", {"paragraph": 2, "image": 2}),
        ("unread-image", {"paragraph": 3, "image": 3}),
    ]
    assert [each.check for each in document.not_run] == ["image-content"]


def test_ai_made_without_a_visible_mark() -> None:
    custom = '<Properties><property name="AIGC"><vt>{"Label":"1"}</vt></property></Properties>'
    parts = {
        "_rels/.rels": relations(
            {"a": ("officeDocument", "word/document.xml"), "b": ("custom-properties", "docProps/custom.xml")}
        ),
        "docProps/custom.xml": custom.encode(),
    }
    assert remarks(read("a.docx", docx(p("正文"), parts=parts))).keys() == {"unmarked-ai-content"}
    assert not remarks(read("a.docx", docx(p("本文由人工智能辅助生成"), parts=parts)))
    assert not remarks(read("a.docx", docx(p("正文"))))


def test_a_strict_document_in_other_namespaces_and_utf_16() -> None:
    root = f"<w:document {NAMESPACES}><w:body>{p('正文')}</w:body></w:document>"
    text = f'<?xml version="1.0" encoding="UTF-16"?>{root}'
    for old in (W, R):
        text = text.replace(old, old.replace("schemas.openxmlformats.org", "purl.oclc.org/ooxml"))
    document = read("a.docx", docx("", parts={"word/document.xml": text.encode("utf-16")}))
    assert document.text == "正文"


@pytest.mark.parametrize(
    "data",
    [
        docx(p("正文"), content_type=MACRO),
        docx(p("正文"), parts={"word/vbaProject.bin": b"x"}),
        docx(p("正文"), parts={"Word/VBAPROJECT.BIN": b"x"}),
        docx(p(inside=field(" DDEAUTO c:\\\\x.exe ", "x"))),
    ],
)
def test_macros_are_refused(data: bytes) -> None:
    assert refusal("a.docx", data) == (422, "macro_file")


def test_a_long_document_and_a_paragraph_of_very_many_runs() -> None:
    assert (
        len(read("a.docx", docx("".join(p(f"第{number}段文字。") for number in range(30_000)))).text)
        > 200_000
    )
    runs = "".join(r(char) for char in "甲乙丙丁" * 20_000)
    assert read("a.docx", docx(p(inside=runs))).text == "甲乙丙丁" * 20_000


def test_an_empty_document_is_empty() -> None:
    assert read("a.docx", docx("")).text == ""
