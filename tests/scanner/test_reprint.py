"""Reprints beside their originals: units of the list, paired sentences, changes of meaning."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.checks import SOURCES
from app.scanner.document import Draft, Source, parse
from app.scanner.engine import scan
from app.scanner.lexicon import LexiconError, load
from app.scanner.normalize import folded
from app.scanner.reprint import credited
from app.scanner.rewording import changes
from app.scanner.ruleset import build
from app.scanner.sentences import pair, split
from tests.pace import within

HEAD = """kind = "sources"
name = "sample"
[sources.own]
title = "样例名单"
date = "2025-06-01"
[units]
"""
UNITS = (
    HEAD
    + """"甲日报" = { aliases = ["甲报社"], domains = ["Jia.example.cn"], since = 2021-10-20, source = "own" }
"乙晚报" = { until = 2024-12-31, source = "own" }
"""
)
TEXT = st.text(alphabet="甲乙不拟已市增长3%5月。\n", max_size=60)


def outlets():
    return load([("units.toml", UNITS.encode())]).facts.outlets


def test_a_unit_goes_by_its_names_accounts_and_domains() -> None:
    listed = outlets()
    for name in ("甲日报", "甲报社", " 甲日报微信公众号", "《甲日报》", "甲日报客户端"):
        assert listed.named(name) is listed.units[0]
    assert listed.named("甲日报读者") is None
    assert listed.named("公众号") is None
    assert listed.at(("news.jia.example.cn", "jia.example.cn")) is listed.units[0]
    assert listed.at(("example.cn",)) is None


def test_a_unit_counts_on_the_day_of_the_text() -> None:
    first, second = outlets().units
    assert (first.listed(None), first.listed(date(2021, 10, 19)), first.listed(date(2021, 10, 20))) == (
        True, False, True,
    )  # fmt: skip
    assert (second.listed(None), second.listed(date(2024, 12, 31))) == (False, True)


@pytest.mark.parametrize(("day", "flagged"), [(date(2024, 6, 1), False), (date(2025, 6, 1), True)])
def test_a_unit_that_left_the_list(day: date, flagged: bool) -> None:
    draft = Draft("正文。", "新规", kind="reprint", source=Source("乙晚报"), text_date=day)
    rules = {finding.rule for finding in scan(draft, build([("units.toml", UNITS.encode())])).findings}
    assert ("source-not-listed" in rules) is flagged


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ('"甲" = { aliases = "乙", source = "own" }', "aliases 应是列表"),
        ('"甲" = { domains = ["http://a.cn"], source = "own" }', "domains 应是域名"),
        ('"甲" = { since = "2021", source = "own" }', "日期应如"),
        ('"甲" = { since = 2021-01-02, until = 2021-01-01, source = "own" }', "晚于"),
        ('"甲" = { }', "没有出处"),
        ('"甲" = { url = "a.cn", source = "own" }', "url"),
    ],
)
def test_a_wrong_unit_is_refused(entry: str, reason: str) -> None:
    with pytest.raises(LexiconError, match=reason):
        load([("units.toml", (HEAD + entry).encode())])


def test_credits_are_those_of_the_article() -> None:
    body = parse(Draft("数据来源：甲局\n来源：乙报 记者某某\n（转自丙网）")).fields[-1]
    assert [unit for unit, _, _ in credited(body)] == ["乙报", "丙网"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("增长5%", "增长15%", ["数字“5%”改为“15%”"]),
        ("3月5日起施行", "3月15日起施行", ["日期“3月5日”改为“3月15日”"]),
        ("拟取消限行", "已取消限行", ["程度词“拟”改为“已”"]),
        ("甲市不再限行", "甲市限行", ["删去了否定词“不再”"]),
        ("教育局召开会议", "公安局举行会议", ["名称“教育局”改为“公安局”"]),
        ("不断取得成效", "取得成效", []),
        ("投资1.5万元", "投资15,000元", []),
        ("", "增长5%", ["增加了数字“5%”"]),
        ("增长5%", "", []),
    ],
)
def test_changes_of_meaning(old: str, new: str, said: list[str]) -> None:
    assert [str(change) for change in changes(old, new)] == said


@given(old=TEXT, new=TEXT)
def test_changes_lie_in_the_new_text(old: str, new: str) -> None:
    for change in changes(old, new):
        assert 0 <= change.start < change.end <= len(new)
    assert list(changes(old, old)) == []


@given(old=TEXT, new=TEXT)
def test_each_sentence_is_paired_at_most_once(old: str, new: str) -> None:
    pairing = pair(folded(old), folded(new))
    olds, news = [id(a) for a, _ in pairing.changed], [id(b) for _, b in pairing.changed]
    assert len(olds) == len(set(olds))
    assert len(news) == len(set(news))
    assert len(pairing.changed) + len(pairing.added) <= pairing.total
    assert all(new[each.start : each.end] == each.text for each in split(new))
    assert (pair(old, old).changed, pair(old, old).added, pair(old, old).gone) == ([], [], [])


@pytest.mark.parametrize("piece", ["全市经济增长5.2%。", "同", "甲乙丙丁戊己", "第{}句说的是{}号地块。"])
def test_time_grows_with_length_only(piece: str) -> None:
    """Half a megabyte beside half a megabyte, every sentence changed, takes no more than seconds."""
    count = 500_000 // len(piece.encode())
    old = "".join(piece.replace("{}", str(number)) for number in range(count))
    source = Source("甲日报", "a.cn", "旧题", old)
    draft = Draft(old.replace("5", "6").replace("第", "共"), "新题", kind="reprint", source=source)
    page = parse(draft)
    with within(5):
        for check in SOURCES:
            for _ in check.find(page):
                pass
