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


def exchanged(text: str, place: float, char: str) -> tuple[Symbols, int, Symbols] | None:
    """The symbols of a text, an ideograph of it, and the symbols with another in its place."""
    symbols = spell(codes(text)).symbols
    ideographs = np.flatnonzero(is_ideograph(symbols))
    if not ideographs.size:
        return None
    at = int(ideographs[int(place * (len(ideographs) - 1))])
    after = symbols.copy()
    after[at] = ord(char)
    return symbols, at, after


@settings(max_examples=300)
@given(TEXTS, st.floats(0, 1), st.sampled_from(CHARS), st.sampled_from([CORRECTOR.language, MIXED]))
def test_an_exchange_gains_what_reading_anew_gains(
    text: str, place: float, char: str, language: Language
) -> None:
    if case := exchanged(text, place, char):
        symbols, at, after = case
        read = language.read(symbols)
        gains = language.exchange(read, np.array([at]), after[[at]]).gains.sum()
        whole = language.read(after).logs.astype(float).sum() - read.logs.astype(float).sum()
        assert abs(gains - whole) < 0.01


@settings(max_examples=300)
@given(TEXTS, st.floats(0, 1), st.sampled_from(CHARS))
def test_an_exchange_of_words_is_the_best_new_parting(text: str, place: float, char: str) -> None:
    if case := exchanged(text, place, char):
        symbols, at, after = case
        read = CORRECTOR.language.read(symbols)
        parted = CORRECTOR.words.part(read)
        gain, length, _ = CORRECTOR.words.exchange(read, parted, np.array([at]), after[[at]])
        anew = CORRECTOR.words.part(CORRECTOR.language.read(after))
        assert abs(gain[0] - (anew.upto[-1] - parted.upto[-1])) < 0.01
        assert 1 <= length[0] <= 5


def test_right_prose_is_likelier() -> None:
    right, wrong = SENTENCES[0], SENTENCES[0].replace("领导", "岭导")
    logs = [CORRECTOR.language.read(spell(codes(text)).symbols).logs.sum() for text in (right, wrong)]
    assert logs[0] > logs[1] + 10


def test_forwards_and_backwards_part_a_text_alike() -> None:
    for text in SENTENCES:
        parted = CORRECTOR.words.part(CORRECTOR.language.read(spell(codes(text)).symbols))
        assert abs(parted.upto[-1] - parted.onwards[0]) < 1e-6
