"""A check that sleeps would have found nothing: with every check forced awake, a scan finds the same."""

import tomllib
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from app.scanner import engine
from app.scanner.checks import CHECKS
from app.scanner.document import Draft
from app.scanner.finding import Finding
from app.scanner.outline import PAIRS
from app.scanner.ruleset import LEXICONS, build, read
from app.scanner.waking import Watch
from tests.scanner.office_lists import OFFICE_LISTS

RULESET = build([*read(LEXICONS), *OFFICE_LISTS])
SLEEPLESS = Watch([replace(check, sleepless=True) for check in CHECKS])
TABLES = [tomllib.loads(path.read_text("utf-8")) for path in (Path(__file__).parent / "cases").glob("*.toml")]
TEXTS = [case["text"] for table in TABLES for kind in ("flagged", "clean") for case in table[kind]]
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {ord(" "): "\u3000"}
PIECES = st.one_of(
    st.sampled_from(TEXTS),
    st.builds(lambda text, a, b: text[a:b], st.sampled_from(TEXTS), st.integers(0, 30), st.integers(0, 60)),
    st.sampled_from([*"".join(PAIRS), *" \n\t\u3000\u200b-，。！？年月日时点:/.", "13月1日", "１３月１日"]),
    st.text(max_size=4),
)


def found(text: str, title: str = "") -> list[Finding]:
    return list(engine.scan(Draft(text, title), RULESET).findings)


def found_awake(text: str, title: str = "") -> list[Finding]:
    with patch.object(engine, "WATCH", SLEEPLESS):
        return found(text, title)


def test_every_check_but_a_few_sleeps_over_plain_prose() -> None:
    plain = Draft("各区要切实提高认识，把这项工作摆上重要议事日程，主要负责人亲自抓，分管负责人具体抓。" * 30)
    page = engine.parse(plain)
    sifted = [RULESET.sieve.sift(field.bare.text) for field in page.fields]
    assert sum(not check.slow for check in engine.WATCH.awake(page, sifted)) <= 6


def test_sleeping_loses_nothing_of_the_cases() -> None:
    for text in TEXTS:
        assert found(text) == found_awake(text)
        assert found(text.translate(WIDE)) == found_awake(text.translate(WIDE))
        spaced = " ".join(text)
        assert found(spaced) == found_awake(spaced)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=6), PIECES)
def test_sleeping_loses_nothing(pieces: list[str], title: str) -> None:
    text = "".join(pieces)
    assert found(text, title) == found_awake(text, title)
