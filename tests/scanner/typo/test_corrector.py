"""The corrector on texts of all kinds: in bounds, without floods, the same every time."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.confusion import merged, readings
from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.gather import LIMIT
from app.scanner.ruleset import load
from app.scanner.typo import corrector
from app.scanner.typo.protection import protected
from app.scanner.typo.scorer import clustered
from app.scanner.typo.symbols import is_ideograph, spell
from tests.pace import within
from tests.scanner.typo.material import CORRECTOR, SENTENCES, TEXTS, codes

RULESET = load()
SLIP = "切实加强组织岭导，落实工作责任。"


@given(TEXTS)
def test_corrections_are_in_order_and_change_ideographs(text: str) -> None:
    after = 0
    for each in CORRECTOR.corrections(codes(text), 0.5):
        assert each.at >= after
        after = each.at + len(each.right)
        assert after <= len(text)
        assert all("\u4e00" <= char <= "\u9fff" for char in text[each.at : after])
        assert all(old != new for old, new in zip(text[each.at : after], each.right, strict=True))
        assert 0.5 <= each.sure <= 1


@given(TEXTS)
def test_the_same_text_has_the_same_corrections(text: str) -> None:
    assert list(CORRECTOR.corrections(codes(text))) == list(CORRECTOR.corrections(codes(text)))


def corrected(text: str) -> str:
    """The text as the corrector would have it."""
    for each in CORRECTOR.corrections(codes(text)):
        text = text[: each.at] + each.right + text[each.at + len(each.right) :]
    return text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("各级行政机关应当切实加强组只岭导。", "各级行政机关应当切实加强组织领导。"),
        ("当事人可以向种菜委员会申请仲裁。", "当事人可以向仲裁委员会申请仲裁。"),
        ("依法保障公民的合法全例。", "依法保障公民的合法权利。"),
        ("坚持依法行正，应当落实责任。", "坚持依法行政，应当落实责任。"),
    ],
    ids=["one slip hides another", "a whole word", "a whole word of near sound", "what follows is known"],
)
def test_what_one_exchange_does_not_put_right(wrong: str, right: str) -> None:
    assert corrected(wrong) == right


def test_a_correction_does_not_reach_over_what_is_left_out_of_the_reading() -> None:
    found = list(CORRECTOR.corrections(codes("各级行政机关应当切实加强组 只 岭 导。")))
    assert [(each.at, each.right) for each in found] == [(14, "织"), (16, "领")]


@given(st.lists(st.tuples(st.floats(0.5, 1), st.integers(0, 3)), max_size=8))
def test_slips_seldom_come_alone(pairs: list[tuple[float, int]]) -> None:
    own = np.array([sure for sure, _ in pairs])
    sentences = np.array([sentence for _, sentence in pairs], np.intp)
    for at, sure in enumerate(clustered(own, sentences)):
        others = np.delete(own, at)[np.delete(sentences, at) == sentences[at]]
        more = 5 if (others >= 0.9).any() else 1
        assert own[at] - 1e-9 <= sure <= 1
        assert abs(sure * (1 - own[at]) - more * own[at] * (1 - sure)) < 1e-9


@given(TEXTS)
def test_words_that_are_tried_sound_alike_and_differ_in_both_characters(text: str) -> None:
    symbols = spell(codes(text)).symbols
    ideographs = is_ideograph(symbols)
    at, new, _ = CORRECTOR.homophones.candidates(symbols, np.flatnonzero(ideographs[:-1] & ideographs[1:]))
    for place, word in zip(at.tolist(), new.tolist(), strict=True):
        for old, char in zip(symbols[place : place + 2].tolist(), word, strict=True):
            assert old != char
            assert _sounds(chr(old)) & _sounds(chr(char))


def _sounds(char: str) -> set[str]:
    return {merged(reading[:-1]) for reading in readings(char)}


def test_a_long_text_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(SENTENCES) + SLIP + "".join(SENTENCES)
    whole = [(each.at, each.right) for each in CORRECTOR.corrections(codes(text))]
    monkeypatch.setattr(corrector, "CHUNK", 40)
    assert [(each.at, each.right) for each in CORRECTOR.corrections(codes(text))] == whole
    monkeypatch.setattr(corrector, "CHUNK", 3)
    list(CORRECTOR.corrections(codes("没有标点的长文字" * 10)))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "hello, world\n" * 40_000,
            "0123456789,\t" * 40_000,
            "的" * 200_000,
            "\n" * 200_000,
            "。" * 200_000,
        ),
        "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(60_000)),
    ],
    ids=["latin", "digits", "one character", "lines", "marks", "random characters"],
)
def test_hostile_texts_take_bounded_work(text: str) -> None:
    with within(20):
        report = scan(Draft(text), RULESET)
    assert sum(finding.rule == "wrong-character" for finding in report.findings) <= LIMIT


def test_a_list_of_names_is_no_flood() -> None:
    random = np.random.default_rng(3)
    surnames, given_names = "王李张刘陈杨黄赵吴周", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅"
    names = [
        random.choice(list(surnames)) + "".join(random.choice(list(given_names), random.integers(1, 3)))
        for _ in range(5_000)
    ]
    report = scan(Draft("获奖人员名单：\n" + "、".join(names)), RULESET)
    warned = [each for each in report.findings if each.rule == "wrong-character" and each.severity == "warn"]
    assert len(warned) <= 5


def test_many_slips_are_cut_short_with_a_word_about_it() -> None:
    slips = ["岭导", "声产", "捡查"]
    text = "".join(f"第{number}组切实加强组织{slips[number % 3]}工作。\n" for number in range(LIMIT * 3))
    report = scan(Draft(text.replace("组织声产", "安全声产").replace("组织捡查", "监督捡查")), RULESET)
    found = [each for each in report.findings if each.rule == "wrong-character"]
    assert len(found) <= LIMIT


def test_a_fast_scan_leaves_it_out_and_says_so() -> None:
    report = scan(Draft(SLIP), RULESET, depth="fast")
    assert "wrong-character" in {each.check for each in report.not_run}
    assert not [each for each in report.findings if each.rule == "wrong-character"]


def test_a_correction_never_blocks_and_says_how_sure_it_is() -> None:
    (finding,) = [each for each in scan(Draft(SLIP), RULESET).findings if each.rule == "wrong-character"]
    assert (finding.severity, finding.text, finding.suggestions) == ("warn", "岭", ("领",))
    assert finding.score is not None
    assert 0.9 < finding.score <= 1


@pytest.mark.parametrize(
    ("text", "char"),
    [
        ("记者：李雯莉，通讯员王某", "雯"),
        ("法定代表人：张梓涵，男", "梓"),
        ("王鹏辉表示，", "辉"),
        ("专题片《岭导》今晚播出", "岭"),
        ("市政公用工程总承包叁级资质", "叁"),
        ("圪垯村今年修路，圪垯村去年修桥", "垯"),
    ],
)
def test_names_titles_and_repeated_words_are_protected(text: str, char: str) -> None:
    assert protected(text, text.index(char))


def test_plain_prose_is_not_protected() -> None:
    assert not protected(SLIP, SLIP.index("岭"))


def test_a_ruleset_travels_without_its_model() -> None:
    """Rulesets compiled in another process come with the name of the model's file, not with its bytes."""
    packed = pickle.dumps(RULESET.facts.corrector)
    assert len(packed) < 1000
    again = pickle.loads(packed)
    assert again.version == CORRECTOR.version
    assert again.language is CORRECTOR.language
