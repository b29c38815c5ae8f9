"""The packed, the bare and the folded form of a text."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner import forms
from app.scanner.forms import characters
from app.scanner.normalize import Packed, align, bare, folded, packed, together
from tests.pace import within


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
        ("①②⑩⒈⑽⓾➓", "12101101010"),
        ("x²", "x2"),
        ("𝐕𝕏🅥🅧", "vxvx"),
        ("Wéi", "wei"),
        ("⼀⽂", "一文"),
        ("㊣㈠㊀", "正一一"),
        ("㍿㎏㎡", "株式会社kgm2"),
        ("Ⅳ", "iv"),
        ("½", "½"),
        ("℃™", ""),
        ("臺灣國後", "台湾国后"),
        ("覆盖", "覆盖"),
        ("ВХаνΑⅤᴠ", "bxavavv"),
        ("⻢⾒\uf9d1", "马见六"),
        ("台丨湾丶政", "台湾政"),
        ("台\ue000湾\U000f0000政\ud800府", "台湾政府"),
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
def test_a_paragraph_break_stays(gap: str) -> None:
    form = packed(f"甲{gap}乙").text
    assert form.strip("甲乙") == "\n" * len(form[1:-1]) != "\n"


def test_the_index_survives_astral_characters() -> None:
    text = "😀𠮷台\u200b湾"
    form = packed(text)
    assert form.text == "𠮷台湾"
    assert [text[at] for at in form.index] == ["𠮷", "台", "湾"]


def test_folding_keeps_position() -> None:
    assert folded("ＡＢ　（１）İ\r\n，") == "ab (1)İ\r\n,"


def test_a_character_that_shows_several_repeats_its_position() -> None:
    text = "前⑩名㍿"
    form = packed(text)
    assert form.text == "前10名株式会社"
    assert form.index.tolist() == [0, 1, 1, 2, 3, 3, 3, 3]


def test_the_bare_form_has_letters_only_and_one_of_each_run() -> None:
    form = bare("【台】台，湾\n\n湾 1000 贰")
    assert form.text == "台湾10二"
    assert form.index.tolist() == [1, 5, 10, 11, 15]
    assert form.runs == (0, 1, 3)


@pytest.mark.parametrize(
    ("plain", "shown", "places"),
    [
        ("台湾", "台，湾", [0, 2]),
        ("台湾", "“台”台湾湾", [1, 4]),
        ("人人必须", "人人人必须", [0, 1, 3, 4]),
        ("一国", "壹国", [0, 1]),
        ("mt.e", "mte", [0, 1, 1, 2]),
        ("台湾", "台\n\n湾", None),
        ("人人", "人们", None),
        ("100年", "1000年", None),
        ("台湾", "台", None),
    ],
)
def test_a_term_is_aligned_with_how_it_stands(plain: str, shown: str, places: list[int] | None) -> None:
    assert align(plain, shown) == places


def test_a_letter_without_case_or_compatible_form_changes_only_by_a_list() -> None:
    folds = dict(forms.read("traditional")) | dict(forms.read("lookalikes"))
    table, changeable = characters.tables().packed, set(characters._changeable())
    for char in characters._considered():
        if char not in changeable:
            assert chr(table[ord(char)]).strip("\0") == characters._packed(char, folds)


@pytest.mark.parametrize("form", [bare, packed])
@given(words=st.lists(st.text("台湾臺１①A、 .-求", min_size=1).filter(lambda word: bare(word).text)))
def test_many_words_at_once_have_the_forms_of_each(form: Callable[[str], Packed], words: list[str]) -> None:
    assert together(form, words) == [form(word).text for word in words]


ANY = st.text(st.characters(exclude_categories=()))  # surrogates too


@given(ANY)
def test_the_index_points_into_the_text_in_order(text: str) -> None:
    for form in (packed(text), bare(text)):
        assert len(form.text) == len(form.index)
        assert all(0 <= at < len(text) for at in form.index)
        assert all(one <= other for one, other in pairwise(form.index))


@given(ANY)
def test_folding_keeps_length(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(ANY | st.text(st.sampled_from("台湾.,:! \n\r\u2029ＡａБ1١é，。⑩㍿\u200b😀覆\U0010ffff")))
def test_packing_twice_changes_nothing(text: str) -> None:
    once = packed(text).text
    assert packed(once).text == once
    assert bare(once).text == bare(text).text


@given(ANY)
def test_nothing_aligns_where_it_does_not_stand(text: str) -> None:
    form = packed(text).text
    if form and form[0].isalnum():
        assert align(form, form) is not None
    assert align("台湾", form) is None or {"台", "湾"} <= set(form)


HOSTILE = ("台", "\u200b", "台湾", "⑩", "\n", ".", "，", "台，", "(", "3.", "😀", "̶")


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_length_only(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    with within(1.5):
        packed(text)
        bare(text)
        folded(text)
        align("台湾", packed(text).text)
