"""Carrying a passage along to a later version of the text."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from app.review.anchors import CONTEXT, KEPT, TELLING, Anchor, locate, nearest

TEXTS = st.text("甲乙丙，\n", max_size=60)
ANY = st.text(max_size=40)


@given(TEXTS, st.data())
def test_in_the_same_text_a_passage_stays_where_it_is(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assume(start < end)
    assert locate(text, Anchor.at(text, start, end)) == start


@given(TEXTS, TEXTS, st.data())
def test_what_is_found_is_the_passage(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    anchor = Anchor.at(old, start, end)
    found = locate(new, anchor)
    assert found is None or (anchor.quote and new[found:].startswith(anchor.quote))


@given(ANY, ANY, ANY, ANY)
def test_edits_elsewhere_carry_it_along(before: str, after: str, new_before: str, new_after: str) -> None:
    near, quote = "前文六字以上", "引文"
    assume(quote not in before + after + new_before + new_after)
    assert len(near) >= KEPT
    old, new = f"{before}{near}{quote}{near}{after}", f"{new_before}{near}{quote}{near}{new_after}"
    assert locate(old, Anchor.at(old, old.index(quote), old.index(quote) + 2)) == old.index(quote)
    assert locate(new, Anchor.at(old, old.index(quote), old.index(quote) + 2)) == new.index(quote)


@given(TEXTS, st.text("甲乙，", min_size=1, max_size=3), st.integers(-5, 80))
def test_every_place_is_named_once_the_nearest_first(text: str, quote: str, start: int) -> None:
    found = list(nearest(text, quote, max(start, 0)))
    assert sorted(found) == [n for n in range(len(text)) if text.startswith(quote, n)]
    distances = [abs(place - max(start, 0)) for place in found]
    assert distances == sorted(distances)


def test_the_context_tells_between_places_that_say_the_same() -> None:
    old = "第一条规定了时间。第二条规定了地点。"
    anchor = Anchor.at(old, old.rindex("规定"), old.rindex("规定") + 2)
    new = "总则规定如下。第二条规定了地点。第一条规定了时间。"
    assert locate(new, anchor) == new.index("第二条规定") + 3


def test_a_short_passage_without_its_surroundings_is_lost_a_long_one_is_not() -> None:
    old = "请于周五之前报送材料。"
    short, long = "材料", "请于周五之前报送材料。本次报送不收费。"
    assert locate("另附材料清单。", Anchor.at(old, old.index(short), old.index(short) + 2)) is None
    assert len(long) >= TELLING
    assert locate("前言。" + long, Anchor.at(long, 0, len(long))) == 3
    assert locate("完全不同。", Anchor.at(long, 0, len(long))) is None


def test_a_whole_text_that_is_quoted_is_found_anywhere() -> None:
    assert locate("关于通知的说明", Anchor.at("通知", 0, 2)) == 2


def test_the_context_is_bounded() -> None:
    anchor = Anchor.at("前" * 100 + "文" + "后" * 100, 100, 101)
    assert (anchor.before, anchor.quote, anchor.after) == ("前" * CONTEXT, "文", "后" * CONTEXT)
