"""The corrector on texts of all kinds: in bounds, without floods, the same every time."""

import pickle

import numpy as np
import pytest
from hypothesis import given

from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.gather import LIMIT
from app.scanner.ruleset import load
from app.scanner.typo import corrector
from app.scanner.typo.protection import protected
from tests.pace import within
from tests.scanner.typo.material import CORRECTOR, SENTENCES, TEXTS, codes

RULESET = load()
SLIP = "切实加强组织岭导，落实工作责任。"


@given(TEXTS)
def test_corrections_are_in_order_and_change_ideographs(text: str) -> None:
    found = list(CORRECTOR.corrections(codes(text), 0.5))
    assert [each.at for each in found] == sorted({each.at for each in found})
    for each in found:
        assert "\u4e00" <= text[each.at] <= "\u9fff"
        assert each.right != text[each.at]
        assert 0.5 <= each.sure <= 1


@given(TEXTS)
def test_the_same_text_has_the_same_corrections(text: str) -> None:
    assert list(CORRECTOR.corrections(codes(text))) == list(CORRECTOR.corrections(codes(text)))


def test_one_slip_may_hide_another() -> None:
    text = "各级行政机关应当切实加强组只岭导。"
    corrected = list(text)
    for each in CORRECTOR.corrections(codes(text)):
        corrected[each.at] = each.right
    assert "".join(corrected) == "各级行政机关应当切实加强组织领导。"


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
