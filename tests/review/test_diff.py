"""Differences: the pieces lead from the old text to the new one, and no text makes them slow."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.review.diff import diff
from tests.pace import within

texts = st.text(st.sampled_from("市民办事网站。a\n\r\u2028😀\u200b"), max_size=60)
lines = st.lists(
    st.sampled_from(["市民\n", "办事\n", "\n", "网站。\n", "通知", "附件\r\n"]), max_size=30
).map("".join)


def applied(old: str, pieces: list[dict[str, Any]]) -> str:
    """The old text with the pieces put in."""
    parts, at = [], 0
    for piece in pieces:
        start, end = piece["from"]
        assert at <= start <= end
        parts += [old[at:start], piece["new"]]
        at = end
    return "".join(parts) + old[at:]


def check(old: str, new: str) -> list[dict[str, Any]]:
    """The pieces, after checking what must always hold of them."""
    pieces = diff(old, new)
    assert applied(old, pieces) == new
    for piece in pieces:
        (a, b), (c, d) = piece["from"], piece["to"]
        assert (piece["old"], piece["new"]) == (old[a:b], new[c:d])
        assert piece["op"] == ("insert" if a == b else "delete" if c == d else "replace")
        assert piece["old"] != piece["new"]
    return pieces


@given(texts | lines, texts | lines)
def test_the_pieces_lead_from_old_to_new(old: str, new: str) -> None:
    check(old, new)


@given(texts | lines)
def test_equal_texts_have_no_pieces(text: str) -> None:
    assert diff(text, text) == []


@given(texts, texts, texts)
def test_an_insertion_is_one_piece(before: str, inserted: str, after: str) -> None:
    pieces = check(before + after, before + inserted + after)
    assert sum(len(piece["new"]) - len(piece["old"]) for piece in pieces) == len(inserted)


def test_a_changed_word_is_shown_as_that_word() -> None:
    old = "第一段。\n\n请登陆网站办理。\n\n第三段。\n"
    new = "第一段。\n\n请登录网站办理。\n\n第三段。\n另附名单。\n"
    assert diff(old, new) == [
        {"op": "replace", "from": [8, 9], "to": [8, 9], "old": "陆", "new": "录"},
        {"op": "insert", "from": [21, 21], "to": [21, 27], "old": "", "new": "另附名单。\n"},
    ]


def hostile() -> dict[str, tuple[str, str]]:
    """Pairs of texts that make a careless comparison slow."""
    chance = random.Random(1)
    numbered = [f"{i}\n" for i in range(120_000)]
    shuffled = chance.sample(numbered, len(numbered))
    few = [f"{i}\n" for i in range(150)]
    return {
        "equal characters": ("a" * 300_000, "a" * 299_999),
        "equal but for the ends": ("a" * 300_000, "b" + "a" * 299_998 + "b"),
        "one inside the other": ("a" * 300_000, "ab" * 150_000),
        "shifted": ("ab" * 150_000, "ba" * 150_000),
        "two letters": tuple("".join(chance.choices("ab", k=300_000)) for _ in "12"),
        "many letters": tuple(
            "".join(map(chr, chance.choices(range(0x4E00, 0x9FA5), k=300_000))) for _ in "12"
        ),
        "short and two letters": tuple("".join(chance.choices("ab", k=2_000)) for _ in "12"),
        "every second character": ("".join(f"{c}市" for c in shuffled[0] * 90_000), "民" * 180_000),
        "every second line": ("甲\n".join(numbered), "乙\n".join(numbered)),
        "few lines again and again": tuple("".join(chance.choices(few, k=150_000)) for _ in "12"),
        "lines in another order": ("".join(numbered), "".join(shuffled)),
        "lines backwards": ("".join(numbered), "".join(numbered[::-1])),
        "empty lines": ("\n" * 300_000, "\n\r" * 150_000),
    }


@pytest.mark.parametrize(("name", "pair"), hostile().items())
def test_no_text_makes_it_slow(name: str, pair: tuple[str, str]) -> None:
    with within(2):
        pieces = diff(*pair)
    assert applied(pair[0], pieces) == pair[1]
