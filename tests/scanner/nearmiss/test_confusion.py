"""Characters that are taken for one another: known pairs, and what holds for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.confusion import Kind, alike, characters, kind, near_sounds, readings

ANY = st.sampled_from(characters())


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        ("移宜", Kind.HOMOPHONE),
        ("杆秆", Kind.HOMOPHONE | Kind.SHAPE),
        ("移以", Kind.TONE),
        ("长常", Kind.HOMOPHONE),
        ("四是", Kind.NEAR),
        ("男兰", Kind.NEAR),
        ("飞灰", Kind.NEAR),
        ("音英", Kind.NEAR),
        ("除险", Kind.SHAPE),
        ("已己", Kind.SHAPE),
        ("末未", Kind.SHAPE),
        ("和与", Kind(0)),
        ("国国", Kind(0)),
        ("国a", Kind(0)),
        ("發国", Kind(0)),
    ],
)
def test_pairs(pair: str, expected: Kind) -> None:
    assert kind(pair[0], pair[1]) == expected


@given(one=ANY)
def test_likeness_is_mutual(one: str) -> None:
    others = dict(alike(one))
    assert one not in others
    assert all(others.values())
    assert all(kind(other, one) == likeness for other, likeness in others.items())


@given(one=ANY)
def test_the_most_common_come_first(one: str) -> None:
    rank = {char: at for at, char in enumerate(characters())}
    ranks = [rank[other] for other, _ in alike(one)]
    assert ranks == sorted(set(ranks))


@given(one=ANY)
def test_one_kind_of_sound_at_most(one: str) -> None:
    sounds = Kind.HOMOPHONE | Kind.TONE | Kind.NEAR
    assert all(len(likeness & sounds) <= 1 for _, likeness in alike(one))


def test_readings_are_syllables_with_a_tone() -> None:
    assert readings("行") == ("xing2", "hang2")
    assert readings("a") == ()
    assert all(
        reading[:-1].isalpha() and reading[-1] in "12345"
        for char in characters()
        for reading in readings(char)
    )


@given(char=ANY)
def test_near_sounds_are_mutual(char: str) -> None:
    for reading in readings(char):
        for near in near_sounds(reading[:-1]):
            assert near != reading[:-1]
            assert reading[:-1] in near_sounds(near)
