"""Both ways of finding near misses against trying every term at every place."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.nearmiss.long import LongTerms, slipped
from app.scanner.nearmiss.short import ShortTerms

FEW = "甲乙丙、"
TERMS = st.lists(st.text(FEW, min_size=3, max_size=5), max_size=6, unique=True)
LONG = st.lists(st.text(FEW, min_size=6, max_size=9), max_size=4, unique=True)
TEXTS = st.text(FEW + "a😀", max_size=30)


def codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def forms(term: str) -> set[str]:
    """All that a term may have become: one character other, missing or doubled, two swapped."""
    at = range(len(term))
    other = {term[:i] + char + term[i + 1 :] for i in at for char in FEW + "a😀"}
    missing = {term[:i] + term[i + 1 :] for i in at}
    doubled = {term[:i] + term[i] + term[i:] for i in at}
    swapped = {term[:i] + term[i : i + 2][::-1] + term[i + 2 :] for i in at}
    return (other | missing | doubled | swapped) - {term}


@given(terms=TERMS, text=TEXTS)
def test_short_terms(terms: list[str], text: str) -> None:
    expected = {
        (start, start + len(term), term)
        for term in terms
        for start in range(len(text) - len(term) + 1)
        if sum(a != b for a, b in zip(text[start:], term, strict=False)) == 1
    }
    found = list(ShortTerms(terms).near(text, codes(text)))
    assert set(found) == expected
    assert len(found) == len(expected)


@given(terms=LONG, text=TEXTS)
def test_what_long_terms_find_is_a_slip(terms: list[str], text: str) -> None:
    for start, end, term in LongTerms(terms).near(text):
        assert text[start:end] in forms(term)


@given(term=st.permutations("子丑寅卯辰巳午未").map("".join), before=TEXTS, after=TEXTS, data=st.data())
def test_long_terms_find_every_slip(term: str, before: str, after: str, data: st.DataObject) -> None:
    inside = (form for form in forms(term) if form[0] == term[0] and form[-1] == term[-1])
    wrong = data.draw(st.sampled_from(sorted(form for form in inside if term not in form)))
    found = LongTerms([term]).near(before + wrong + after)
    assert set(found) == {(len(before), len(before) + len(wrong), term)}


@given(right=st.text(FEW, min_size=1, max_size=6), text=TEXTS)
def test_slipped(right: str, text: str) -> None:
    size = slipped(text, right)
    assert size == 0 or text[:size] in forms(right)


def test_no_terms_find_nothing() -> None:
    assert list(ShortTerms([]).near("甲乙丙丁", codes("甲乙丙丁"))) == []
    assert list(LongTerms([]).near("甲乙丙丁")) == []


def test_windows_across_chunks() -> None:
    text = "。" * 65_534 + "甲乙丙丁" + "。" * 10
    assert set(ShortTerms(["甲乙丙戊"]).near(text, codes(text))) == {(65_534, 65_538, "甲乙丙戊")}
