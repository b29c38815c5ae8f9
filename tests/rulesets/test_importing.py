"""Importing an office's list: what is read from each kind of file, what is refused, what is explained."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError, Invalid, TooLarge
from app.rulesets.importing import Defaults, ImportedList, read_list
from app.rulesets.list_conflicts import InForce
from app.rulesets.list_rows import MAX_LIST
from app.scanner.finding import Severity
from app.scanner.lexicon import load
from tests.pace import within

OTHER = """
kind = "terms"
name = "other"
code = "TXT-01"
message = "错"
[sources.s]
title = "其他词库"
[terms]
"巳登记" = { source = "s" }
"一定要登记" = { source = "s", severity = "hint" }
[allow]
"可登记" = { source = "s" }
"""
FORCE = InForce.of(load([("other.toml", OTHER.encode())]))
HEAD = """kind = "terms"
code = "TXT-01"
message = "“{text}”应为“{use}”。"
[sources.s]
title = "手册"
[terms]
"""


def read(
    text: str | bytes, file_name: str = "list.csv", code: str | None = "TXT-01", **defaults: Any
) -> ImportedList:
    content = text if isinstance(text, bytes) else text.encode()
    return read_list(file_name, content, Defaults("office-terms", code, **defaults), FORCE)


def terms(imported: ImportedList) -> dict[str, Any]:
    return dict(orjson.loads(imported.content)["terms"])


def refused(text: str | bytes, file_name: str = "list.csv", **defaults: Any) -> list[tuple[int, str]]:
    with pytest.raises(Invalid) as caught:
        read(text, file_name, **defaults)
    assert caught.value.code == "broken_list", caught.value.detail
    assert all(error["message"].endswith("。") for error in caught.value.extra["errors"])
    return [(error["line"], error["type"]) for error in caught.value.extra["errors"]]


def noted(imported: ImportedList) -> list[tuple[int, str]]:
    return [(note.line, note.kind) for note in imported.notes]


FULL = (
    "词条,建议,级别,类别,出处,依据,附近词,除非,起始日期,否定语境,说明\n"
    "布署,部署|安排,阻断,TXT-01,手册,第3条,工作、任务,原 曾,2018/3/7,是,“{text}”有误{注意}\n"
    "按装,,,,,,,,,,\n"
)


def test_every_column_is_read() -> None:
    imported = read(FULL, code=None)
    assert (imported.code, imported.terms) == ("TXT-01", 2)
    (first, second) = sorted(load([("a.json", imported.content.encode())]).terms, key=lambda term: term.text)
    assert (first.text, first.use, first.severity) == ("布署", ("部署", "安排"), Severity.BLOCK)
    assert (first.basis, first.near, first.unless) == ("手册 第3条", ("工作", "任务"), ("原", "曾"))
    assert (str(first.since), first.negation) == ("2018-03-07", True)
    assert first.message.format(text="布署", use="部署") == "“布署”有误{注意}"
    assert (second.text, second.use, second.basis) == ("按装", (), "本单位词库")
    assert second.message.format(text="按装") == "“按装”列入本单位词库（错字、错词），请核实。"


def test_english_titles_and_words_do_as_well() -> None:
    english = "term,use,severity,code,since,negation\n布署,部署,BLOCK,txt-01,2018-03-07,true\n"
    chinese = "词条,建议,级别,类别,起始日期,否定语境\n布署,部署,必须处置,错字、错词,2018年3月7日,√\n"
    assert read(english, code=None).content == read(chinese, code=None).content


@pytest.mark.parametrize("separator", [",", ";", "\t", "，", "；"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_separators_encodings_and_line_ends_make_no_difference(
    separator: str, encoding: str, ends: str
) -> None:
    rows = [("词条", "建议"), ("布署", "部署"), ("", ""), ("按装", "安装")]
    text = ends.join(separator.join(row) for row in rows)
    assert read(text.encode(encoding)).content == read("布署=>部署\n按装=>安装", "list.txt").content


def test_the_content_is_the_same_whatever_the_order() -> None:
    one = read("词条,建议,出处\n布署,部署,甲书\n按装,安装,乙书\n")
    other = read("出处,词条,建议\n乙书,按装,安装\n甲书,布署,部署\n")
    assert one.content == other.content


def test_without_a_header_the_first_column_counts() -> None:
    imported = read("布署,随便\n按装\n")
    assert list(terms(imported)) == ["布署", "按装"]
    assert noted(imported) == [(0, "no_header")]


def test_a_text_file_has_a_term_a_line_with_what_to_write() -> None:
    imported = read("# 本单位用语\n\n布署=>部署\n按装\t安装|装设\n某用语\n", "list.txt")
    assert {text: entry.get("use") for text, entry in terms(imported).items()} == {
        "布署": ["部署"], "按装": ["安装", "装设"], "某用语": None,
    }  # fmt: skip


def test_a_lexicon_of_ours_is_taken_as_it_is() -> None:
    listed = '"布署" = { use = "部署", source = "s", since = 2018-03-07, severity = "hint" }\n'
    allow = '[allow]\n"按装饰" = { source = "s" }\n'
    imported = read(HEAD + listed + allow, "list.toml", code=None, severity=Severity.BLOCK)
    lexicon = load([("a.json", imported.content.encode())])
    (term,) = lexicon.terms
    assert (term.list.name, term.severity, str(term.since), term.use) == (
        "office-terms", Severity.HINT, "2018-03-07", ("部署",),
    )  # fmt: skip
    assert lexicon.allowed == ("按装饰",)


def test_the_severity_of_the_importer_is_for_rows_without_one() -> None:
    imported = read("词条,级别\n布署,\n按装,提示\n陪训,警告\n", severity=Severity.BLOCK)
    severities = {text: entry.get("severity") for text, entry in terms(imported).items()}
    assert severities == {"布署": "block", "按装": "hint", "陪训": None}, "warn is the code's own"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",部署,,,", "empty_term"),
        ("甲,部署,,,", "one_character_term"),
        ("甲 *,部署,,,", "one_character_term"),
        ('"甲\n乙",部署,,,', "bad_character"),
        ("长" * 101 + ",部署,,,", "too_long"),
        ("布署,部署,严重,,", "unknown_severity"),
        ("布署,部署,,XYZ-01,", "unknown_code"),
        ("布署,部署,,POL-01,", "mixed_codes"),
        ("布署,部署,,,2018-13-01", "bad_date"),
        ("布署,部署,,,昨天", "bad_date"),
        ("布署,部署,,,,多了", "too_many_cells"),
        ('"布署"错,部署,,,', "bad_quotes"),
        ('"布署,部署,,,', "bad_quotes"),
        ("可登 记,部署,,,", "allowed_term"),
        ("按装,按装设备,,,", "use_holds_term"),
    ],
)
def test_a_broken_row_is_named_and_nothing_imported(row: str, fault: str) -> None:
    assert refused(f"词条,建议,级别,类别,起始日期\n陪训,培训,,,\n{row}\n") == [(3, fault)]


def test_a_flag_is_yes_or_no() -> None:
    assert refused("词条,否定语境\n布署,也许\n") == [(2, "bad_flag")]


def test_every_broken_row_is_named_with_its_line_through_quoted_line_breaks() -> None:
    text = '词条,说明\n布署,"两行\n说明"\n甲,\n按装,好\n乙,\n'
    assert refused(text) == [(4, "one_character_term"), (6, "one_character_term")]


def test_of_many_broken_rows_fifty_are_named_and_all_counted() -> None:
    with pytest.raises(Invalid) as caught:
        read("词条\n" + "甲\n" * 80)
    assert (len(caught.value.extra["errors"]), caught.value.extra["more"]) == (50, 30)
    assert "80 处错误" in caught.value.detail


@pytest.mark.parametrize(
    ("header", "faults"),
    [
        ("建议,级别", [(1, "no_term_column"), (2, "empty_term")]),
        ("词条,词语", [(1, "double_column")]),
    ],
)
def test_a_wrong_header_is_refused(header: str, faults: list[tuple[int, str]]) -> None:
    assert refused(f"{header}\n部署,提示\n") == faults


def test_a_column_that_is_not_known_is_said() -> None:
    assert noted(read("序号,词条\n1,布署\n")) == [(1, "unknown_column")]


@pytest.mark.parametrize(
    ("text", "file_name", "code"),
    [
        ("", "list.csv", "empty_list"),
        (" \n\n", "list.csv", "empty_list"),
        ("词条,建议\n,\n", "list.csv", "empty_list"),
        ("# 只有注释\n", "list.txt", "empty_list"),
        (HEAD, "list.toml", "empty_list"),
        ("布署", "list.docx", "unsupported_list"),
        ("布署", "list", "unsupported_list"),
        (b"\xff\xff\x00", "list.txt", "unreadable_file"),
        ("巳登记", "list.txt", "nothing_new"),
    ],
)
def test_a_file_with_nothing_to_import_says_so(text: str | bytes, file_name: str, code: str) -> None:
    with pytest.raises(AppError) as caught:
        read(text, file_name)
    assert caught.value.code == code


def test_a_list_needs_a_code() -> None:
    with pytest.raises(Invalid) as caught:
        read("布署=>部署", "list.txt", code=None)
    assert caught.value.code == "code_missing"
    assert refused("甲\n按装", "list.txt", code=None) == [(0, "code_missing"), (1, "one_character_term")]


def test_a_file_beyond_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge) as caught:
        read(b"\xff" * (MAX_LIST + 1))
    assert (caught.value.status, caught.value.code) == (413, "list_too_large")


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ('"布署" = { use = "部署", source = "s" }\n"按装" = { use = "安装" }', [(8, "bad_entry")]),
        ('"布署" = { use = 1, source = "s" }\n"按装" = { use = "安装", source = "t" }',
         [(7, "bad_entry"), (8, "bad_entry")]),
        ("\"布署\" = { use = '部署', source = 's' }\n'按装' = 1\n\"\\U000087b1\" = 1",
         [(8, "bad_entry"), (9, "bad_entry")]),
        ('"布署" = { use = "部署", source = "s", severity = "stop" }', [(7, "unknown_severity")]),
        ('"布署" = { use = "部署", source = "s", since = "今天" }', [(7, "bad_entry")]),
        ('"甲" = { use = "乙", source = "s" }', [(7, "one_character_term")]),
        ('"布署" = 1', [(7, "bad_entry")]),
        ('"布署" = { use = "部署", source = "s"', [(7, "bad_toml")]),
        ('[other]\na = 1', [(1, "bad_toml")]),
    ],
)  # fmt: skip
def test_broken_entries_of_a_lexicon_are_all_named(lines: str, faults: list[tuple[int, str]]) -> None:
    assert refused(f"{HEAD}{lines}\n", "list.toml") == faults


def test_other_kinds_of_lexicon_cannot_be_imported() -> None:
    text = 'kind = "domains"\n[terms]\n"布署" = { source = "s" }\n'
    assert (1, "other_kind") in refused(text, "list.toml")


def test_the_same_row_twice_counts_once() -> None:
    imported = read("词条,建议,级别\n布署,部署,\n布 署,部署,警告\n")
    assert imported.terms == 1
    assert noted(imported) == [(3, "duplicate")]


def test_two_suggestions_for_one_term_contradict() -> None:
    assert refused("布署=>部署\n布.署=>布置", "list.txt") == [(2, "contradictory_use")]


def test_two_severities_for_one_term_contradict() -> None:
    assert refused("词条,级别\n布署,阻断\n布署,提示\n") == [(3, "contradictory_rows")]


def test_what_another_list_has_is_left_out_and_named() -> None:
    imported = read("布署=>部署\n巳登记=>已登记", "list.txt")
    assert list(terms(imported)) == ["布署"]
    assert noted(imported) == [(2, "already_listed")]
    assert "other" in imported.notes[0].message
    assert read("巳登记=>已登记", "list.txt", code="POL-03").terms == 1, (
        "under another code it is another rule"
    )


def test_of_overlapping_terms_the_note_says_which_wins() -> None:
    imported = read("台账登记表\n登记表", "list.txt")
    assert imported.terms == 2
    assert noted(imported) == [(1, "overlap")]
    assert "按较长的“台账登记表”" in imported.notes[0].message


def test_a_term_that_would_hide_a_heavier_one_is_said() -> None:
    text = "不得巳登记\n这里一定要登记"
    assert noted(read(text, "list.txt", severity=Severity.HINT)) == [(1, "covers_heavier")]


def test_a_suggestion_may_hold_a_term_across_its_words() -> None:
    imported = read("采集=>采取样品\n取样=>抽样", "list.txt")
    assert imported.terms == 2, "取样 in 采取样品 is no word"


def test_a_suggestion_may_hold_a_term_that_needs_context() -> None:
    assert read("词条,建议,附近词\n环保部,生态环境部门,\n环境部,生态环境部,机构改革\n").terms == 2


words = st.text(st.sampled_from("甲乙丙丁戊,;=>#\"' \t\n{}"), min_size=0, max_size=8)


@given(st.lists(st.tuples(words, words), max_size=12), st.sampled_from(["a.csv", "a.txt", "a.toml"]))
def test_any_file_is_taken_whole_or_refused(rows: list[tuple[str, str]], file_name: str) -> None:
    text = "词条,建议\n" * file_name.endswith("csv") + "\n".join(f"{term},{use}" for term, use in rows)
    try:
        imported = read(text, file_name)
    except AppError as error:
        assert error.code in {"broken_list", "empty_list", "nothing_new"}
    else:
        assert len(load([("a.json", imported.content.encode())]).terms) == imported.terms


@given(
    st.lists(st.text(st.sampled_from("甲乙丙丁戊己庚辛"), min_size=2, max_size=5), min_size=1, unique=True)
)
def test_a_list_of_terms_alone_comes_back_term_by_term(listed: list[str]) -> None:
    assert sorted(terms(read("\n".join(listed), "a.txt"))) == sorted(listed)


def test_the_work_grows_with_the_list() -> None:
    digits = "零一二三四五六七八九"
    numbers = (f"{number:06}" for number in range(100_000))
    text = "\n".join("登记" + "".join(digits[int(digit)] for digit in number) for number in numbers)
    with within(2.0):
        assert read(text, "list.txt").terms == 100_000


def test_terms_nested_in_one_another_do_not_hurt() -> None:
    text = (
        "\n".join("甲乙" * size for size in range(1, 51))
        + "\n"
        + "\n".join("甲乙" * 40 + str(number) for number in range(3000))
    )
    with within(3.0):
        assert read(text, "list.txt").counts["overlap"] <= 200_000
