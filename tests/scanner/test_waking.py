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
from app.scanner.engine import Depth
from app.scanner.finding import Finding
from app.scanner.outline import PAIRS
from app.scanner.ruleset import LEXICONS, build, read
from app.scanner.waking import Watch
from tests.scanner.office_lists import OFFICE_LISTS

CASES = Path(__file__).parent / "cases"
RULESET = build([*read(LEXICONS), *OFFICE_LISTS])
SLEEPLESS = Watch([replace(check, sleepless=True) for check in CHECKS])
TABLES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in CASES.glob("*.toml")}
TEXTS_OF = {
    rule: [case["text"] for kind in ("flagged", "clean") for case in table[kind]]
    for rule, table in TABLES.items()
}
TEXTS = [text for texts in TEXTS_OF.values() for text in texts]
SLOW_TEXTS = [text for check in CHECKS if check.slow for text in TEXTS_OF[check.rule]]
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {ord(" "): "\u3000"}
PIECES = st.one_of(
    st.sampled_from(TEXTS),
    st.builds(lambda text, a, b: text[a:b], st.sampled_from(TEXTS), st.integers(0, 30), st.integers(0, 60)),
    st.sampled_from([*"".join(PAIRS), *" \n\t\u3000\u200b-，。！？年月日时点:/.", "13月1日", "１３月１日"]),
    st.text(max_size=4),
)


def found(text: str, title: str = "", depth: Depth = "fast") -> list[Finding]:
    return list(engine.scan(Draft(text, title), RULESET, depth=depth).findings)


def need_the_same_awake(text: str, title: str = "", depth: Depth = "fast") -> None:
    asleep = found(text, title, depth)
    with patch.object(engine, "WATCH", SLEEPLESS):
        assert asleep == found(text, title, depth)


def test_every_check_but_a_few_sleeps_over_plain_prose() -> None:
    plain = Draft("各区要切实提高认识，把这项工作摆上重要议事日程，主要负责人亲自抓，分管负责人具体抓。" * 30)
    page = engine.parse(plain)
    sifted = [RULESET.sieve.sift(field.bare.text) for field in page.fields]
    assert sum(not check.slow for check in engine.WATCH.awake(page, sifted)) <= 6


def test_sleeping_loses_nothing_of_the_cases() -> None:
    for text in TEXTS:
        for form in (text, text.translate(WIDE), " ".join(text)):
            need_the_same_awake(form)


def test_sleeping_loses_nothing_of_the_slow_cases() -> None:
    for text in SLOW_TEXTS:
        need_the_same_awake(text, depth="full")


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=6), PIECES, st.sampled_from(["fast", "fast", "full"]))
def test_sleeping_loses_nothing(pieces: list[str], title: str, depth: Depth) -> None:
    need_the_same_awake("".join(pieces), title, depth)
