"""Who is mentioned in a text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.review.mentions import Named, mentions

PEOPLE = [
    Named("1", "editor", "林知秋"),
    Named("2", "editor2", "许安"),
    Named("3", "zhang", "张三"),
    Named("4", "zhangsf", "张三丰"),
    Named("5", "li-b", "李明"),
    Named("6", "li-a", "李明"),
]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@林知秋 请看", ["1"]),
        ("请@林知秋核实", ["1"]),
        ("＠许安", ["2"]),
        ("@editor", ["1"]),
        ("@editor，@editor2。", ["1", "2"]),
        ("@editor2请看", ["2"]),
        ("@editor3", []),
        ("@张三丰", ["4"]),
        ("@张三请看", ["3"]),
        ("@李明", ["5", "6"]),
        ("@王五", []),
        ("a@editor.gov.cn", []),
        ("@ 林知秋", []),
        ("@@林知秋", ["1"]),
        ("@", []),
    ],
)
def test_who_is_meant(text: str, meant: list[str]) -> None:
    assert [mention.person for mention in mentions(text, PEOPLE)] == meant


@given(st.lists(st.sampled_from([*"@＠ 请看。", "林知秋", "editor", "张三", "丰"]), max_size=12).map("".join))
def test_spans_are_of_the_text_and_do_not_overlap(text: str) -> None:
    found = mentions(text, PEOPLE)
    names = {person.id: {person.name, person.username} for person in PEOPLE}
    for mention in found:
        assert text[mention.start] in "@＠"
        assert text[mention.start + 1 : mention.end] in names[mention.person]
    spans = sorted({(mention.start, mention.end) for mention in found})
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
