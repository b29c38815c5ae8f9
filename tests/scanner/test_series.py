"""Series of numbers and quantities: what must hold for any of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.quantity import half_width, quantities
from app.scanner.series import ARTICLES, HEADINGS, ITEMS, form, markers, slips, value

KINDS = (*HEADINGS, *ARTICLES, *ITEMS)
ENDLESS = tuple(kind for kind in KINDS if kind != "①")
LENGTHS = st.integers(4, 15)


def written(kind: str, numbers: list[int]) -> str:
    return "".join(f"{form(kind, number)} 抓好落实。\n" for number in numbers)


def found(text: str) -> list[str]:
    folded = text.translate({ord("（"): "(", ord("）"): ")", ord("，"): ",", ord("："): ":", ord("；"): ";"})
    return [text[slip.marker.start : slip.marker.end] for slip in slips(iter(markers(folded)))]


@given(st.sampled_from(ENDLESS), st.integers(1, 99))
def test_a_number_is_read_as_it_is_written(kind: str, number: int) -> None:
    numeral = form(kind, number).strip("第其章条是要，、.（）")
    assert value(numeral) == number


@given(st.sampled_from(KINDS), LENGTHS)
def test_numbers_in_order_are_no_slip(kind: str, length: int) -> None:
    assert found(written(kind, list(range(1, length + 1)))) == []


@given(st.sampled_from(KINDS), LENGTHS, st.integers(2, 4))
def test_a_number_left_out_is_one_slip(kind: str, length: int, gone: int) -> None:
    numbers = [number for number in range(1, length + 2) if number != gone]
    assert found(written(kind, numbers)) == [form(kind, gone + 1)]


@given(st.sampled_from(KINDS), LENGTHS, st.integers(2, 4))
def test_a_number_that_comes_twice_is_one_slip(kind: str, length: int, twice: int) -> None:
    assert found(written(kind, [*range(1, twice + 1), *range(twice, length + 1)])) == [form(kind, twice)]


@given(st.sampled_from(KINDS), LENGTHS, LENGTHS, st.integers(1, 4))
def test_a_series_within_a_series_is_no_slip(kind: str, outer: int, inner: int, at: int) -> None:
    numbers = [*range(1, at + 1), *range(1, inner + 1), *range(at + 1, outer + 1)]
    assert found(written(kind, numbers)) == []


@given(st.text(alphabet="一二三四十、（）第章条是1.①\n。 ", max_size=60))
def test_markers_of_any_text_follow_one_another(text: str) -> None:
    places = [(marker.start, marker.end) for marker in markers(text)]
    assert all(start < end for start, end in places)
    assert places == sorted(places)
    list(slips(iter(markers(text))))


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("投资1.2亿元", "120000000", "元"),
        ("共５０名", "50", "人"),
        ("计1,200户", "1200", "户"),
        ("达3千万元", "30000000", "元"),
    ],
)
def test_quantity(text: str, number: str, unit: str) -> None:
    (quantity,) = quantities(half_width(text))
    assert (quantity.value, quantity.unit) == (Decimal(number), unit)


@pytest.mark.parametrize("text", ["2024年", "10:30", "0769-22830000", "55元/月", "3月", "A12"])
def test_what_is_no_quantity(text: str) -> None:
    assert [quantity for quantity in quantities(text) if quantity.unit] == []
