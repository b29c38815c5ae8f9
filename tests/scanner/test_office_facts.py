"""Persons, laws, fixed wording and standard texts: read whole or refused with the place and the reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.facts import Facts
from app.scanner.laws import numeral
from app.scanner.lexicon import LexiconError, load
from app.scanner.ruleset import LEXICONS, build, read
from tests.scanner.office_lists import OFFICE_LISTS

SOURCES = '[sources.own]\ntitle = "测试用"\ndate = "2026-01-01"\n'
RULESET = build([*read(LEXICONS), *OFFICE_LISTS])
DIGITS = "零一二三四五六七八九"


def facts(kind: str, body: str) -> Facts:
    return load([("office.toml", f'kind = "{kind}"\n{SOURCES}{body}'.encode())]).facts


def test_persons_are_read() -> None:
    office = '{ title = ["市长", "宿州市市长"], from = 2022-01-15, to = 2024-03-01 }'
    entry = f'"王小明" = {{ order = 2, aliases = ["小明"], offices = [{office}], source = "own" }}'
    person = facts("persons", f"[persons]\n{entry}\n").persons["王小明"]
    assert (person.names, person.order, person.barred, person.basis) == (
        ("王小明", "小明"),
        2,
        False,
        "测试用",
    )
    assert person.holds("宿州市市长", date(2022, 1, 15))
    assert person.holds("市长", date(2024, 3, 1))
    assert not person.holds("市长", date(2024, 3, 2))
    assert not person.holds("市长", None)
    assert person.current(date(2023, 1, 1)) == ["市长"]


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        ("persons", '[persons]\n"王小明" = { order = 2 }', "“王小明”没有出处"),
        ("persons", '[persons]\n"王小明" = { order = 0, source = "own" }', "order 应是从 1 起的整数"),
        ("persons", '[persons]\n"王小明" = { order = true, source = "own" }', "order 应是从 1 起的整数"),
        ("persons", '[persons]\n"王小明" = { barred = 1, source = "own" }', "barred 应为 true 或 false"),
        ("persons", '[persons]\n"王小明" = { aliases = "小明", source = "own" }', "aliases 应是列表"),
        ("persons", '[persons]\n"王" = { source = "own" }', "两个字以上"),
        ("persons", '[persons]\n"王小明" = { offices = ["市长"], source = "own" }', "职务应写作"),
        ("persons", '[persons]\n"王小明" = { offices = [{ title = [] }], source = "own" }', "两个字以上"),
        ("persons", '[persons]\n"王小明" = { offices = [{ name = "市长" }], source = "own" }', "“name”"),
        (
            "persons",
            '[persons]\n"王小明" = { offices = [{ title = "市长", from = "2022" }], source = "own" }',
            "应是日期",
        ),
        (
            "persons",
            '[persons]\n"王小明" = { offices = [{ title = "市长", from = 2022-01-01, to = 2021-01-01 }], '
            'source = "own" }',
            "到任晚于离任",
        ),
        ("persons", '[people]\n"王小明" = { source = "own" }', "“people”"),
        ("laws", '[laws]\n"水法" = { last = "82", source = "own" }', "应是整数"),
        ("laws", '[laws]\n"中华人民共和国水法" = { source = "own" }', "不带“中华人民共和国”"),
        ("fixed-wording", '[lists]\n"三项" = { members = ["甲", "乙", "丙"], source = "own" }', "四项以上"),
        ("fixed-wording", '[lists]\n"四项" = { members = "甲乙丙丁", source = "own" }', "非空的词的列表"),
        ("fixed-wording", '[slogans]\n"四个意识" = { source = "own" }', "verbs 应是非空的词的列表"),
        ("standard-texts", '[texts]\n"通稿" = { source = "own" }', "没有正文 text"),
        (
            "standard-texts",
            '[texts]\n"通稿" = { text = "正文", since = 2024, source = "own" }',
            "since 应是日期",
        ),
    ],
)
def test_what_is_wrong_is_refused(kind: str, body: str, reason: str) -> None:
    with pytest.raises(LexiconError, match=r"office\.toml:") as error:
        facts(kind, body)
    assert reason in error.value.reason


def test_a_person_stands_in_one_list() -> None:
    body = f'kind = "persons"\n{SOURCES}[persons]\n"王小明" = {{ source = "own" }}\n'.encode()
    with pytest.raises(LexiconError, match="已列在另一个名单中"):
        load([("a.toml", body), ("b.toml", body)])


def test_a_name_of_two_persons_tells_nothing() -> None:
    entry = '{{ aliases = ["老王"], offices = [{{ title = "{}" }}], source = "own" }}'
    both = f'"王一山" = {entry.format("市长")}\n"王二水" = {entry.format("县长")}\n'
    body = f'kind = "persons"\n{SOURCES}[persons]\n{both}'.encode()
    ruleset = build([("persons.toml", body)])
    assert scan(Draft("县长老王讲话。"), ruleset).findings == ()
    assert [finding.text for finding in scan(Draft("县长王一山讲话。"), ruleset).findings] == ["县长"]


def test_the_laws_that_are_shipped() -> None:
    laws = RULESET.facts.laws
    assert (laws["民法典"].last, laws["行政处罚法"].last, laws["公司法"].year) == (1260, 86, 2023)
    assert laws["合同法"].former
    assert all(law.year and 1949 < law.year <= 2026 for law in laws.values() if law.last)
    assert sum(law.last is not None for law in laws.values()) > 250


def test_the_day_of_the_text_decides() -> None:
    def found(day: date | None) -> set[str]:
        return {
            finding.rule for finding in scan(Draft("市长陈志远主持会议。", text_date=day), RULESET).findings
        }

    assert "person-office" not in found(date(2020, 1, 1))
    assert "person-office" in found(date(2022, 3, 1))
    assert "person-office" in found(None)


@given(st.integers(1, 9999))
def test_numerals(number: int) -> None:
    """A Chinese numeral is read back, with 零 between and with or without 一 before 十."""
    written, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += "零" * (zero and bool(written)) + DIGITS[digit] + name
        zero = not digit
    assert numeral(written) == numeral(str(number)) == number
    assert numeral(written.removeprefix("一") if written.startswith("一十") else written) == number
