"""Lists of persons, sources and released texts: read from CSV and TOML, refused by row, in force at last."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError, Invalid
from app.rulesets.importing import Defaults, ImportedList, read_list
from app.rulesets.list_conflicts import InForce
from app.rulesets.lists import difference
from app.scanner.lexicon import load
from tests.desk import Desk
from tests.rulesets.lists import act, found
from tests.rulesets.test_import_api import send

FORCE = InForce({}, frozenset(), frozenset({"李大海"}))
PERSONS = (
    "姓名,职务,到任,离任,排序,别名,限制宣传,出处\n"
    "张建国,市委书记,2021/9/1,,1,,,市委办《市领导名单》\n"
    "王小明,市长|宿州市市长,2022年1月15日,,2,,,市委办《市领导名单》\n"
    "王小明,市委副书记,2021-12-01,,,,,\n"
    "赵明丽,,,,,明丽姐,是,\n"
)
PERSONS_TOML = """
kind = "persons"
[sources.list]
title = "市委办《市领导名单》"
[persons]
"张建国" = { order = 1, source = "list", offices = [{ title = "市委书记", from = 2021-09-01 }] }
'王小明' = { order = 2, source = "list", offices = [{ title = ["市长"], from = 2022-01-15 }] }
"""
UNITS = "单位,别名,域名,列入日期\n滨海新闻网,滨海发布|滨海日报,bhnews.cn www.bhnews.cn,2025-06-01\n"
RELEASED = "全市要坚持人民至上、生命至上，抓紧抓实抓细防汛救灾各项工作。\n第二段。"
TEXTS = f'标题,正文,起用日期\n防汛会议,"{RELEASED}",2026-06-20\n'


def read(text: str, file_name: str = "list.csv") -> ImportedList:
    return read_list(file_name, text.encode(), Defaults("office-facts", "POL-07"), FORCE)


def refused(text: str, file_name: str = "list.csv") -> list[tuple[int, str]]:
    with pytest.raises(Invalid) as caught:
        read(text, file_name)
    assert caught.value.code == "broken_list", caught.value.detail
    return [(error["line"], error["type"]) for error in caught.value.extra["errors"]]


def test_persons_with_several_offices_are_read() -> None:
    imported = read(PERSONS)
    persons = load([("a.json", imported.content.encode())]).facts.persons
    assert (imported.code, imported.terms, imported.notes) == ("", 3, ())
    assert [office.titles for office in persons["王小明"].offices] == [
        ("市长", "宿州市市长"),
        ("市委副书记",),
    ]
    assert str(persons["王小明"].offices[0].since) == "2022-01-15"
    assert (persons["张建国"].order, persons["张建国"].basis) == (1, "市委办《市领导名单》")
    assert persons["赵明丽"].barred
    assert persons["赵明丽"].names == ("赵明丽", "明丽姐")


def test_a_lexicon_of_persons_is_taken_as_it_is() -> None:
    persons = load([("a.json", read(PERSONS_TOML, "list.toml").content.encode())]).facts.persons
    assert persons.keys() == {"张建国", "王小明"}
    assert str(persons["张建国"].offices[0].since) == "2021-09-01"


def test_sources_and_released_texts_are_read() -> None:
    units = load([("a.json", read(UNITS).content.encode())]).facts.outlets
    named = units.named("滨海日报")
    assert named is not None
    assert named is units.at(["bhnews.cn"])
    (text,) = load([("a.json", read(TEXTS).content.encode())]).facts.texts
    assert (text.title, str(text.since), text.basis) == ("防汛会议", "2026-06-20", "本单位词库")
    assert text.text.endswith("第二段。")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("姓名,职务\n,市长\n", [(2, "empty_name")]),
        ("姓名,职务\n李,市长\n", [(2, "bad_entry")]),
        (f"姓名,职务\n{'长' * 101},市长\n", [(2, "too_long")]),
        ("姓名,职务,到任,离任\n张建国,市长,2021-9-1,2020-1-1\n", [(2, "bad_entry")]),
        ("姓名,职务,到任\n张建国,市长,去年\n", [(2, "bad_date")]),
        ("姓名,职务,到任\n张建国,,2021-9-1\n", [(2, "no_office")]),
        ("姓名,排序\n张建国,第一\n", [(2, "bad_order")]),
        ("姓名,限制宣传\n张建国,也许\n", [(2, "bad_flag")]),
        ("姓名,职务,排序\n张建国,市长,1\n张建国,区长,2\n", [(3, "contradictory_rows")]),
        ("姓名,职务\n李大海,市长\n", [(2, "already_listed")]),
        ("姓名,职务\n张建国,市长,多了\n", [(2, "too_many_cells")]),
        ('姓名,职务\n"张建国,市长\n', [(2, "bad_quotes")]),
        ("单位,域名\n宿州网,不是域名\n", [(2, "bad_entry")]),
        ("单位,域名\n宿州网,a.cn\n宿州网,b.cn\n", [(3, "contradictory_rows")]),
        ("标题,正文\n防汛会议,\n", [(2, "bad_entry")]),
    ],
)
def test_a_broken_row_is_named_and_nothing_imported(text: str, faults: list[tuple[int, str]]) -> None:
    assert refused(text) == faults


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ('"张建国" = { order = 0, source = "s" }', [(5, "bad_entry")]),
        ('"张建国" = { order = 99999999999999999999, source = "s" }', [(5, "bad_entry")]),
        ('"张建国" = 1\n"王小明" = { source = "t" }', [(5, "bad_entry"), (6, "bad_entry")]),
        ('"张建国" = {', [(5, "bad_toml")]),
        ("[terms]", [(1, "bad_toml")]),
    ],
)
def test_broken_entries_of_a_lexicon_are_named(lines: str, faults: list[tuple[int, str]]) -> None:
    head = 'kind = "persons"\n[sources.s]\ntitle = "名单"\n[persons]\n'
    assert refused(f"{head}{lines}\n", "list.toml") == faults


def test_the_same_row_twice_counts_once() -> None:
    imported = read("姓名,职务\n张建国,市长\n张建国,市长\n")
    assert [(note.line, note.kind) for note in imported.notes] == [(3, "duplicate")]
    assert orjson.loads(imported.content)["persons"]["张建国"]["offices"] == [{"title": ["市长"]}]


@pytest.mark.parametrize("text", ["姓名,职务\n", "单位\n", "标题,正文\n"])
def test_a_list_without_rows_says_so(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        read(text)
    assert caught.value.code == "empty_list"


def test_versions_of_a_list_are_compared_by_name() -> None:
    old, new = (
        read(PERSONS).content,
        read(PERSONS.replace("市委书记", "市委副书记") + "孙小平,区长\n").content,
    )
    assert difference(old, new) == difference(old, new)
    assert (difference(old, new).added, difference(old, new).changed) == (["孙小平"], ["张建国"])
    assert difference(new, None).removed == ["孙小平", "张建国", "王小明", "赵明丽"]


cells = st.text(st.sampled_from('张王李 市长书记,|2021-090115是否"\n'), max_size=6)


@given(st.lists(st.lists(cells, min_size=5, max_size=5), max_size=8))
def test_any_table_is_taken_whole_or_refused(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in [["姓名", "职务", "到任", "排序", "限制宣传"], *rows])
    try:
        imported = read(text)
    except AppError as error:
        assert error.code in {"broken_list", "empty_list"}
    else:
        assert len(load([("a.json", imported.content.encode())]).facts.persons) == imported.terms


def brought_in(desk: Desk, name: str, text: str, file_name: str, **fields: Any) -> None:
    proposed = send(desk, text, file_name=file_name, name=name, code=None, **fields)
    assert proposed.status_code == 201, proposed.text
    assert act(desk, "secadmin2", name, proposed.json()["version"], "approve").status_code == 200


def test_persons_are_previewed_approved_found_and_retired(desk: Desk) -> None:
    text = "市长张建国出席会议。"
    desk.create(body=text)
    shown = send(desk, PERSONS, name="leaders", code=None, preview="true").json()
    assert (shown["terms"], shown["preview"]["changes"]["added"]) == (3, 3)
    assert shown["preview"]["drafts"]["new"]["block"] == 1
    brought_in(desk, "leaders", PERSONS, "leaders.csv")
    assert found(desk, text) == [("person-office", "市长")]
    assert found(desk, "活动邀请明丽姐演唱。") == [("barred-person", "明丽姐")]

    again = send(desk, PERSONS_TOML, file_name="other.toml", name="others", code=None)
    assert (again.status_code, again.json()["errors"][0]["type"]) == (422, "already_listed")

    brought_in(desk, "leaders", PERSONS_TOML, "leaders.toml")
    compared = desk.get("secadmin", "/lexicons/leaders/diff", **{"from": 1, "to": 2}).json()
    assert (compared["removed"], compared["changed"]) == (["赵明丽"], ["张建国", "王小明"])
    retired = desk.post("secadmin", "/lexicons/leaders/retire", {"reason": "换届"})
    assert act(desk, "secadmin2", "leaders", retired.json()["version"], "approve").status_code == 200
    assert found(desk, text) == []


def test_released_texts_and_sources_come_into_force(desk: Desk) -> None:
    draft = "全市要坚持人民至上、生命至上，抓紧抓实防汛救灾各项工作。"
    source = {"name": "滨海日报", "url": "https://www.bhnews.cn/a", "title": "平安度汛"}
    reprint = {
        "title": "平安度汛",
        "body": "全市平安度汛。",
        "kind": "reprint",
        "source": source,
        "depth": "fast",
    }

    def rules() -> list[str]:
        return [each["rule"] for each in desk.post("key", "/precheck", reprint).json()["findings"]]

    assert (found(desk, draft), rules()) == ([], ["source-not-listed"])
    brought_in(desk, "released", TEXTS, "released.csv")
    brought_in(desk, "sources", UNITS, "sources.csv")
    assert found(desk, draft) == [("standard-text", "实")]
    assert rules() == []
