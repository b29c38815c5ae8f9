"""Marking findings: whatever the spans, the text stays the text."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from app.review.diff import diff
from app.web.text.highlight import Mark, compared, highlight
from tests.pace import within

SEVERITIES = st.sampled_from(["block", "warn", "hint"])
TEXTS = st.text(alphabet=st.sampled_from("政务新媒体<>&\"'\n 𠮷é{}"), max_size=40)


def without_tags(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS)
    spans = draw(st.lists(st.tuples(st.integers(-2, 45), st.integers(-2, 45), SEVERITIES), max_size=8))
    marks = [Mark(n, start, end, severity, '"<b>"') for n, (start, end, severity) in enumerate(spans, 1)]
    return text, marks


@given(marked())
def test_the_text_without_tags_is_the_source(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    assert without_tags(highlight(text, marks)) == text


@given(marked())
def test_every_span_has_its_anchor_its_number_and_its_place(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    html = highlight(text, marks)
    numbers = [int(n) for ends in re.findall(r'data-n="([\d,]+)"', html) for n in ends.split(",")]
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    assert sorted(numbers) == [mark.n for mark in inside]
    for mark in inside:
        before, anchor, _ = html.partition(f'<a id="m{mark.n}"></a>')
        assert anchor
        assert without_tags(before) == text[: mark.start]


def test_the_gravest_finding_shows_where_two_overlap() -> None:
    html = highlight("台湾政府网站", [Mark(1, 0, 6, "hint", "甲"), Mark(2, 2, 4, "block", "乙")])
    assert html == (
        '<a id="m1"></a><mark class="hint"><a href="#f1" title="甲">台湾</a></mark>'
        '<a id="m2"></a><mark class="block" data-n="2"><a href="#f2" title="乙">政府</a></mark>'
        '<mark class="hint" data-n="1"><a href="#f1" title="甲">网站</a></mark>'
    )


def test_a_mebibyte_of_overlapping_marks_takes_no_time() -> None:
    text = "政" * (1 << 20)
    marks = [Mark(n, n, len(text) - n, "warn", "重复") for n in range(10_000)]
    with within(1.5):
        assert len(highlight(text, marks)) > len(text)


@given(TEXTS, TEXTS)
def test_a_comparison_holds_both_texts(old: str, new: str) -> None:
    html = compared(old, diff(old, new))
    assert without_tags(re.sub(r"<ins>.*?</ins>", "", html, flags=re.DOTALL)) == old
    assert without_tags(re.sub(r"<del>.*?</del>", "", html, flags=re.DOTALL)) == new
