"""The outline: shapes by their pieces, joined texts, sentences."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.checks import CHECKS
from app.scanner.outline import PAIRS, Outline, has, has_digits, unpaired

TEXTS = st.text("一二政府的10９ 　\t\n-—，。、；:./abＸ×￥+$" + "".join(PAIRS), max_size=30)
PIECES = st.binary(min_size=1, max_size=5).map(lambda some: bytes(b"0c .,;\n-<>"[byte % 10] for byte in some))
SHAPES = {check.rule: check.shape for check in CHECKS if check.shape}


def outline(text: str) -> Outline:
    return Outline.of(np.frombuffer(text.encode("utf-32-le"), np.uint32))


@given(TEXTS, st.lists(PIECES, min_size=1, max_size=4))
def test_a_shape_of_pieces_is_found_where_one_of_them_stands(text: str, pieces: list[bytes]) -> None:
    seen = outline(text)
    assert has(*pieces)(seen) == any(piece in b"\n" + seen.kinds + b"\n" for piece in pieces)


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_texts_together_have_every_shape_that_one_of_them_has(texts: list[str]) -> None:
    each = [outline(text) for text in texts]
    joined = Outline.joined(each)
    for rule, shape in SHAPES.items():
        assert shape(joined) or not any(map(shape, each)), rule


def test_brackets_of_two_texts_are_no_pair() -> None:
    assert not unpaired(outline("（一）"))
    assert unpaired(Outline.joined([outline("通知（"), outline("一）加强领导")]))


def test_digits_are_counted_across_what_may_stand_between_them() -> None:
    assert has_digits(11)(outline("138 0013-8000"))
    assert not has_digits(11)(outline("138，0013-8000"))


@given(TEXTS.filter(bool), st.data())
def test_a_sentence_holds_its_place_and_ends_with_the_first_mark(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    seen = outline(text)
    start, end = seen.sentence(at)
    assert start <= at < end
    marks = [place for place, kind in enumerate(seen.kinds) if kind in b";\n"]
    assert not any(start <= place < end - 1 for place in marks)
    assert start == 0 or start - 1 in marks
    assert end == len(text) or end - 1 in marks
