"""The gate: what clean official prose uses as a matter of course may not block or warn without context."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner import clean
from app.scanner.finding import CODES, Severity
from app.scanner.gate import ENOUGH, gate
from app.scanner.lexicon import Lexicon, load
from app.scanner.normalize import packed
from app.scanner.ruleset import LEXICONS

HEAD = """kind = "terms"
name = "office"
code = "TXT-01"
message = "“{text}”不妥。"

[sources.own]
title = "本单位"

[terms]
"""


def office(*lines: str) -> Lexicon:
    return load([("office.toml", (HEAD + "\n".join(lines) + "\n").encode())])


def refused(lexicon: Lexicon) -> Sequence[str]:
    return [objection.term.text for objection in gate(lexicon.terms, lexicon.allowed)]


def test_all_shipped_lexicons_pass() -> None:
    lexicon = load((path.name, path.read_bytes()) for path in LEXICONS.glob("*.toml"))
    assert [objection.advice for objection in gate(lexicon.terms, lexicon.allowed)] == []


def test_no_term_that_warns_is_what_it_says_to_write() -> None:
    """Another form of the same characters (中華人民共和國) is no other word, and may be hinted at only."""
    lexicon = load((path.name, path.read_bytes()) for path in LEXICONS.glob("*.toml"))
    same = [term for term in lexicon.terms if term.packed in {packed(use).text for use in term.use}]
    assert {term.severity or CODES[term.list.code].severity for term in same} <= {Severity.HINT}


def test_words_of_every_notice_are_refused_with_advice() -> None:
    terms = [f'"{word}" = {{ source = "own" }}' for word in ("政府", "信息", "管理")]
    objections = gate(office(*terms).terms)
    assert [objection.term.text for objection in objections] == ["政府", "信息", "管理"]
    for objection in objections:
        assert objection.occurrences > 1000
        assert objection.term.text in objection.advice
        assert "unless" in objection.advice


@pytest.mark.parametrize(
    "context",
    [
        'near = "特价"',
        'unless = ["工作报告"]',
        "negation = true",
        "since = 2020-01-01",
        'only_in = ["advertisement"]',
        'not_in = "title"',
        'severity = "hint"',
    ],
)
def test_a_frequent_word_passes_with_context_or_as_a_hint(context: str) -> None:
    assert refused(office(f'"政府" = {{ source = "own", {context} }}')) == []


def test_a_list_that_hints_as_a_whole_passes() -> None:
    hints = HEAD.replace("TXT-01", "TXT-02") + '"政府" = { source = "own" }\n'
    assert refused(load([("hints.toml", hints.encode())])) == []


def test_a_rare_slip_of_the_corpus_is_no_word_of_it() -> None:
    slip = office('"显着" = { use = "显著", source = "own" }')
    assert clean.occurrences("显着") >= ENOUGH
    assert refused(slip) == []
    assert refused(office('"显着" = { source = "own" }')) == ["显着"]
    assert refused(office('"管理" = { use = "信息", source = "own" }')) == ["管理"]


def test_what_stands_in_allowed_phrases_does_not_count() -> None:
    term = '"台独" = { source = "own" }'
    assert refused(office(term)) == ["台独"]
    assert refused(office(term, "[allow]", '"“台独”" = { source = "own" }')) == []


def test_a_piece_of_two_neighbours_is_no_occurrence() -> None:
    assert clean.occurrences("路口") > 0
    assert clean.occurrences("口交") == 0


def test_the_statistic_counts_words_and_pieces_of_words() -> None:
    assert clean.occurrences("人民政府") > 10_000
    assert clean.occurrences("人民政府") < clean.occurrences("政府")
    assert clean.shipped().characters > 10_000_000


@given(st.lists(st.text(max_size=12)))
def test_many_terms_count_as_each_does(terms: list[str]) -> None:
    assert clean.counts(terms) == [clean.occurrences(term) for term in terms]


def test_what_never_occurs_is_hardly_ever_taken_for_what_does() -> None:
    strange = [f"{chr(0x4E00 + number)}鿿{chr(0x9FA0 - number)}" for number in range(20_000)]
    assert sum(count > 0 for count in clean.counts(strange)) < 20
