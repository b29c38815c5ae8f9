"""The automaton, the resolution of overlaps, and the straddle of word boundaries."""

import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner import segment
from app.scanner.matcher import Library, Match, Matcher, resolve

LIBRARIES: tuple[Library, ...] = ("daachorse", "pyahocorasick")
LETTERS = st.text(st.sampled_from("甲乙丙aA\0\n😀𠮷"), min_size=1, max_size=4)
PATTERNS = st.lists(LETTERS, unique=True, max_size=12)
TEXTS = st.text(st.sampled_from("甲乙丙aA\0\n😀𠮷"), max_size=40)


def naive(patterns: list[str], text: str) -> list[Match]:
    return [
        (at, at + len(pattern), number)
        for number, pattern in enumerate(patterns)
        for at in range(len(text))
        if text.startswith(pattern, at)
    ]


@given(PATTERNS, TEXTS)
def test_both_libraries_find_what_a_naive_search_finds(patterns: list[str], text: str) -> None:
    expected = sorted(naive(patterns, text))
    for library in LIBRARIES:
        assert sorted(Matcher(patterns, library).find(text)) == expected


@given(st.lists(st.text(min_size=1, max_size=5), unique=True, max_size=20), st.text())
def test_both_libraries_agree_on_any_text(patterns: list[str], text: str) -> None:
    one, other = (sorted(Matcher(patterns, library).find(text)) for library in LIBRARIES)
    assert one == other


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("patterns", [[""], ["甲", ""], ["甲乙", "甲乙"]])
def test_empty_and_repeated_patterns_are_refused(library: Library, patterns: list[str]) -> None:
    with pytest.raises(ValueError, match="distinct"):
        Matcher(patterns, library)


@pytest.mark.parametrize("library", LIBRARIES)
def test_no_patterns_find_nothing(library: Library) -> None:
    assert Matcher([], library).find("甲乙") == []


def always(*_: int) -> bool:
    return True


@pytest.mark.parametrize(
    ("matches", "allowed", "expected"),
    [
        ([(0, 2, 0), (0, 4, 1), (2, 4, 2)], (), [(0, 4, 1)]),
        ([(0, 2, 0), (1, 5, 1)], (), [(0, 2, 0)]),
        ([(0, 2, 0), (2, 4, 1)], (), [(0, 2, 0), (2, 4, 1)]),
        ([(1, 3, 0), (0, 4, 1)], (1,), []),
        ([(1, 5, 0), (0, 4, 1)], (1,), [(1, 5, 0)]),
        ([(0, 6, 2), (1, 3, 0), (4, 8, 1)], (2,), [(4, 8, 1)]),
    ],
)
def test_leftmost_longest_beside_allowed(
    matches: list[Match], allowed: tuple[int, ...], expected: list[Match]
) -> None:
    assert list(resolve(matches, allowed, always)) == expected


def test_a_match_that_does_not_fire_hides_none() -> None:
    matches = [(0, 4, 0), (0, 2, 1), (2, 4, 2)]
    assert list(resolve(matches, (), lambda *match: match[2] != 0)) == [(0, 2, 1), (2, 4, 2)]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6), st.integers(0, 5)), max_size=20))
def test_what_counts_never_overlaps(found: list[tuple[int, int, int]]) -> None:
    matches = [(start, start + size, pattern) for start, size, pattern in found]
    counts = list(resolve(matches, (0,), always))
    assert all(one[1] <= other[0] for one, other in pairwise(counts))
    allowed = [match for match in matches if match[2] == 0]
    assert not any(a[0] <= m[0] and m[1] <= a[1] for m in counts for a in allowed)


@pytest.mark.parametrize(
    ("text", "word", "accident"),
    [
        ("在路口交通灯前", "口交", True),
        ("遇到大麻烦了", "大麻", True),
        ("种植大麻的", "大麻", False),
        ("台湾政府部门", "台湾政府", False),
        ("推进扫黑险恶斗争", "扫黑险恶", False),
        ("焚烧秸杆污染", "秸杆", False),
    ],
)
def test_accidents_of_neighbouring_words(text: str, word: str, accident: bool) -> None:
    at = text.index(word)
    assert segment.straddles(text, at, at + len(word)) is accident


(
    segment.cut("词"),
    segment.cut_base("词"),
)  # load both dictionaries once, outside the time limit of one example


@given(st.text(st.sampled_from("路口交通大麻烦的了a1 ，。在市政府工作"), max_size=20))
def test_both_segmenters_cut_alike(text: str) -> None:
    assert segment.cut(text) == segment.cut_base(text)
    assert "".join(segment.cut(text)) == text


def test_without_the_fast_segmenter_the_base_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    segment._cutter.cache_clear()
    try:
        assert segment.cut("路口交通") == ["路口", "交通"]
        assert segment._cutter() is segment.cut_base
    finally:
        segment._cutter.cache_clear()
