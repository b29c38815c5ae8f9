"""What stands around a hit: its section, the years in its sentence, the date under the text."""

from __future__ import annotations

from datetime import date

import pytest

from app.scanner.context import Section, is_past, signed, stands_in
from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.lexicon import LexiconError, load
from app.scanner.ruleset import build

HEAD = """kind = "terms"
name = "own"
code = "TXT-01"
message = "“{text}”不妥。"
%s
[sources.own]
title = "样例"

[terms]
"甲词" = { source = "own"%s }
"""


def found(text: str, entry: str = "", head: str = "", text_date: date | None = None) -> bool:
    rules = build([("own.toml", (HEAD % (head, entry)).encode())])
    return any(
        finding.rule == "own" for finding in scan(Draft(body=text, text_date=text_date), rules).findings
    )


@pytest.mark.parametrize(
    ("text", "section", "stands"),
    [
        ("他说“提到甲词”。", "quotation", True),
        ("他说“提到”甲词。", "quotation", False),
        ("“上一行\n提到甲词”", "quotation", False),
        ("见《关于甲词的规定》", "title", True),
        ("见《规定》第三条，甲词", "title", False),
        ("本店新到甲词，包邮到家。", "advertisement", True),
        ("本店开业。开展甲词工作。", "advertisement", False),
    ],
)
def test_sections(text: str, section: Section, stands: bool) -> None:
    assert stands_in(text, text.index("甲词"), section) is stands


def test_a_term_keeps_to_its_sections() -> None:
    quoted, plain = "他说“提到甲词”。", "他提到甲词。"
    assert found(quoted)
    assert not found(quoted, ', not_in = ["quotation", "title"]')
    assert found(plain, ', not_in = ["quotation", "title"]')
    assert not found(plain, ', only_in = "title"')
    assert found("见《甲词办法》。", ', only_in = "title"')


def test_what_the_head_says_holds_for_all_entries() -> None:
    assert not found("他说“提到甲词”。", head='not_in = ["quotation"]')
    assert found("他说“提到甲词”。", ', not_in = ["title"]', 'not_in = ["quotation"]')
    assert not found("上级提到甲词。", ', unless = "下级"', 'unless = ["上级"]')
    assert not found("下级提到甲词。", ', unless = "下级"', 'unless = ["上级"]')


@pytest.mark.parametrize("wrong", [', not_in = ["poem"]', ", only_in = []", ', not_in = ["title", 1]'])
def test_an_unknown_section_is_refused(wrong: str) -> None:
    with pytest.raises(LexiconError, match=r"own\.toml:10: .*(not_in|only_in)"):
        load([("own.toml", (HEAD % ("", wrong)).encode())])


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("2016年，甲词印发通知。", True),
        ("甲词〔2016〕3号", True),
        ("1996、1997年甲词先后印发", True),
        ("2016年起，至2024年，甲词仍在", False),
        ("甲词共2016人", False),
        ("2016年开工。甲词已完成。", False),
        ("2018年，甲词", False),
    ],
)
def test_years_of_a_sentence(text: str, past: bool) -> None:
    assert is_past(text, text.index("甲词"), date(2018, 3, 17)) is past


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("正文。\n某某局\n2019年5月9日\n（联系人：王某）", date(2019, 5, 9)),
        ("感谢您的关心。2019年 5月 9日 \n", date(2019, 5, 9)),
        ("2018年1月1日\n正文。\n2019年5月9日", date(2019, 5, 9)),
        ("自2019年5月9日起施行。", None),
        ("某某局\n2019年2月30日", None),
        ("", None),
    ],
)
def test_the_date_under_a_text(text: str, day: date | None) -> None:
    assert signed(text) == day


def test_a_term_of_today_is_silent_in_texts_and_sentences_of_yesterday() -> None:
    since = ", since = 2018-03-17"
    assert found("由甲词负责。", since)
    assert found("由甲词负责。\n某某局\n2024年5月9日", since)
    assert not found("由甲词负责。\n某某局\n2016年5月9日", since)
    assert found("由甲词负责。\n某某局\n2016年5月9日", since, text_date=date(2024, 5, 9))
    assert not found("由甲词负责。", since, text_date=date(2016, 5, 9))
    assert not found("2016年，甲词印发通知。", since, text_date=date(2024, 5, 9))
