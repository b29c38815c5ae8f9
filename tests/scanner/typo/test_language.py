"""The language model and the dictionary: an exchange reckoned in part is as if all were read anew."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.scanner.typo.ngrams import Language
from app.scanner.typo.symbols import BREAK, START, Symbols, is_ideograph, rolled, spell
from tests.scanner.typo.material import CORRECTOR, SENTENCES, TEXTS, codes

CHARS = "的一是在不了有和人这中大为上个国我以要领导组织岭致至责任便捷"
MIXED = Language(((-0.5, CORRECTOR.language.parts[0][1]), (-0.93, CORRECTOR.language.parts[0][1])))


@given(TEXTS)
def test_every_character_keeps_its_place(text: str) -> None:
    symbols, places = spell(codes(text))
    kept = places >= 0
    assert (np.diff(places[kept]) > 0).all()
    assert set(symbols[~kept].tolist()) <= {START, BREAK}
    shown = [text[at] for at in places[kept]]
    assert [char for char in text if "\u4e00" <= char <= "\u9fff"] == [
        char for char in shown if "\u4e00" <= char <= "\u9fff"
    ]


@given(TEXTS)
def test_no_ngram_reaches_over_a_start(text: str) -> None:
    symbols = spell(codes(text)).symbols
    _, reach = rolled(symbols)
    for end, length in enumerate(reach):
        assert START not in symbols[end - length + 2 : end + 1]


def exchanged(text: str, place: float, new: str) -> tuple[Symbols, int, Symbols] | None:
    """The symbols of a text, where ideographs stand in it, and the symbols with others in their place."""
    symbols = spell(codes(text)).symbols
    fits = is_ideograph(symbols)
    for _ in new[1:]:
        fits = fits[:-1] & is_ideograph(symbols)[len(symbols) - len(fits) + 1 :]
    places = np.flatnonzero(fits)
    if not places.size:
        return None
    at = int(places[int(place * (len(places) - 1))])
    after = symbols.copy()
    after[at : at + len(new)] = [ord(char) for char in new]
    return symbols, at, after


@settings(max_examples=300)
@given(
    TEXTS,
    st.floats(0, 1),
    st.text(CHARS, min_size=1, max_size=3),
    st.sampled_from([CORRECTOR.language, MIXED]),
)
def test_an_exchange_gains_what_reading_anew_gains(
    text: str, place: float, new: str, language: Language
) -> None:
    if case := exchanged(text, place, new):
        symbols, at, after = case
        read = language.read(symbols)
        row = after[None, at : at + len(new)]
        gains = language.exchange(read, np.array([at]), row).gains.sum()
        whole = language.read(after).logs.astype(float).sum() - read.logs.astype(float).sum()
        assert abs(gains - whole) < 0.01


@settings(max_examples=300)
@given(TEXTS, st.floats(0, 1), st.sampled_from(CHARS))
def test_an_exchange_of_words_is_the_best_new_parting(text: str, place: float, char: str) -> None:
    if case := exchanged(text, place, char):
        symbols, at, after = case
        read = CORRECTOR.language.read(symbols)
        parted = CORRECTOR.words.part(read)
        gain, length, _ = CORRECTOR.words.exchange(read, parted, np.array([at]), after[None, [at]])
        anew = CORRECTOR.words.part(CORRECTOR.language.read(after))
        assert abs(gain[0] - (anew.upto[-1] - parted.upto[-1])) < 0.01
        assert 1 <= length[0] <= 5


def test_a_whole_word_is_parted_by_itself() -> None:
    text = CORRECTOR.language.read(spell(codes("当事人申请种菜。")).symbols)
    parted = CORRECTOR.words.part(text)
    new = np.array([[ord(char) for char in "仲裁"]], np.uint32)
    gain, length, log = CORRECTOR.words.exchange(text, parted, np.array([6]), new)
    assert (length[0], log[0] < 0) == (2, True)
    anew = CORRECTOR.words.part(CORRECTOR.language.read(spell(codes("当事人申请仲裁。")).symbols))
    assert gain[0] <= anew.upto[-1] - parted.upto[-1] + 0.01


def test_right_prose_is_likelier() -> None:
    right, wrong = SENTENCES[0], SENTENCES[0].replace("领导", "岭导")
    logs = [CORRECTOR.language.read(spell(codes(text)).symbols).logs.sum() for text in (right, wrong)]
    assert logs[0] > logs[1] + 10


def test_forwards_and_backwards_part_a_text_alike() -> None:
    for text in SENTENCES:
        parted = CORRECTOR.words.part(CORRECTOR.language.read(spell(codes(text)).symbols))
        assert abs(parted.upto[-1] - parted.onwards[0]) < 1e-6
