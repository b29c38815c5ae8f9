"""Static functions: what was put in is found, what was not hardly ever."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.typo.static import Static

RANDOM = np.random.default_rng(1)


@given(
    st.dictionaries(st.integers(0, 2**64 - 1), st.integers(0, 63), max_size=300), st.sampled_from([16, 24])
)
def test_every_key_has_its_value(pairs: dict[int, int], bits: int) -> None:
    keys = np.array(list(pairs), np.uint64)
    values = np.array(list(pairs.values()), np.uint32)
    found, read = Static.of(keys, values, 6, bits).find(keys)
    assert found.all()
    assert (read == values).all()


def test_strange_keys_are_refused_but_for_one_in_a_thousand() -> None:
    keys = RANDOM.integers(0, 2**63, 50_000, np.uint64)
    function = Static.of(keys, np.zeros(len(keys), np.uint32), 6, 16)
    strange = RANDOM.integers(2**63, 2**64 - 1, 200_000, np.uint64)
    assert function.find(strange)[0].mean() < 2 / 1024
    assert len(function.low) < 1.3 * len(keys)


def test_the_same_keys_make_the_same_function() -> None:
    keys = RANDOM.integers(0, 2**63, 5_000, np.uint64)
    values = (keys % np.uint64(64)).astype(np.uint32)
    one, other = (
        Static.of(keys[order], values[order], 6, 24) for order in (slice(None), slice(None, None, -1))
    )
    assert one.shape == other.shape
    assert (one.find(keys)[1] == other.find(keys)[1]).all()


def test_a_key_given_twice_is_an_error() -> None:
    keys = np.array([7, 7, 9], np.uint64)
    with pytest.raises(ValueError, match="distinct"):
        Static.of(keys, np.array([1, 2, 3], np.uint32), 6, 16)
