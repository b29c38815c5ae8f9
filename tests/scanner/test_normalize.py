"""The packed and the folded form of a text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.normalize import folded, packed


@pytest.mark.parametrize(
    "disguised",
    [
        "台湾政府",
        "台 湾\u3000政\t府",
        "台\n湾政府",
        "台\r\n湾政府",
        "台\u200b湾\ufeff政\u00ad府",
        "台.湾*政-府",
        "台,湾;政!府",
        "台·湾•政|府",
        "台\u0336湾\u20dd政府\ufe0f",
        "台😀湾🇨🇳政★府",
        "台⼀湾政府".replace("⼀", ""),
        "台＊湾＿政／府",
        "  台湾政府 \n",
    ],
)
def test_a_disguise_is_undone(disguised: str) -> None:
    assert packed(disguised).text == "台湾政府"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ＶＸ１２３", "vx123"),
        ("V X", "vx"),
        ("①②⑩", "12⑩"),
        ("x²", "x2"),
        ("𝐕𝕏🅥🅧", "vxvx"),
        ("Wéi", "wei"),
        ("⼀⽂", "一文"),
        ("㊣", "正"),
        ("3.5%，10:30", "3.5%，10:30"),
        ("www.gov.cn", "www.gov.cn"),
        ("二〇二一年", "二〇二一年"),
        ("李××", "李××"),
    ],
)
def test_compatibility_forms(text: str, plain: str) -> None:
    assert packed(text).text == plain


@pytest.mark.parametrize("mark", "，。；：！？、（）《》“”…—")
def test_what_parts_clauses_stays(mark: str) -> None:
    assert len(packed(f"甲{mark}乙").text) == 3


@pytest.mark.parametrize("gap", ["\n\n", "\n \n", "\r\n\r\n", "\n\u3000\t\n\n", "\u2029\n"])
def test_a_paragraph_break_stays_as_one_line_break(gap: str) -> None:
    assert packed(f"甲{gap}乙").text == "甲\n乙"


def test_the_index_survives_astral_characters() -> None:
    text = "😀𠮷台\u200b湾"
    form = packed(text)
    assert form.text == "𠮷台湾"
    assert [text[at] for at in form.index] == ["𠮷", "台", "湾"]


def test_folding_keeps_position() -> None:
    assert folded("ＡＢ　（１）İ\r\n，") == "ab (1)İ\r\n,"


@given(st.text())
def test_the_index_points_into_the_text_in_order(text: str) -> None:
    form = packed(text)
    assert len(form.text) == len(form.index)
    assert all(0 <= at < len(text) for at in form.index)
    assert all(one < other for one, other in pairwise(form.index))


@given(st.text())
def test_folding_keeps_length(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(st.sampled_from("台湾.,:! \n\rＡa1１é，。")))
def test_packing_twice_keeps_the_letters(text: str) -> None:
    once = packed(text).text
    assert packed(once).text.replace("\n", "") == once.replace("\n", "")
