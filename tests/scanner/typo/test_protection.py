"""What the model leaves alone: names of people and places, masked words, words of a trade."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanner.document import Draft
from app.scanner.engine import scan
from app.scanner.names import parted_names
from app.scanner.ruleset import load
from app.scanner.segment import cut
from app.scanner.typo.protection import protected
from tests.scanner.typo.material import TEXTS

RULESET = load()
RIGHT = (
    *("您反映的网帖已收悉", "经实地查勘", "其置业顾问已到场", "路面为砼结构", "该院子位于陡下坡路段"),
    *(
        "投诉学府铭邸业主",
        "县一中择校生录取",
        "依法打击涉黄涉赌活动",
        "对一户一宅情况开展核查",
        "衷心地感谢您",
    ),
    *("联系农经站和林业站", "雨水篦子已清掏", "开展人饮工程建设", "僵尸车已拖离", "请联系支两委"),
)
"""Right wording of offices that the corpus lacks."""


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("记者：李雯莉，通讯员王某", "雯"),
        ("2017年杨文建签订了协议", "建"),
        ("蒋保楚、刘旺胜到局里办手续", "蒋"),
        ("第一承租人黎忠维，男", "忠维"),
        ("请联系袁先生办理", "袁"),
        ("业主姚某群购买商铺", "姚"),
        ("人大会上刘石维代表提出建议", "维"),
    ],
)
def test_names_of_people_are_protected(text: str, word: str) -> None:
    at = text.index(word)
    assert protected(text, at, at + len(word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("投诉A8县市楚沩中路超市", "沩"),
        ("由玉潭街道牵头", "玉"),
        ("投诉F3区达兴水厂乱收费", "达兴"),
        ("经开区与榔梨工业园区之间", "榔"),
        ("反映A9市北盛镇占地", "盛"),
        ("在萍洲，在楚口馆路东头", "楚"),
        ("位于银杉路和银星路交叉口", "杉"),
    ],
)
def test_names_of_places_and_firms_are_protected(text: str, word: str) -> None:
    at = text.index(word)
    assert protected(text, at, at + len(word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("欢迎致电A7县电视台", "县"),
        ("咨询在B市用证件办理", "市"),
        ("反映人向镇国土所申请", "向"),
        ("收到留言后，我队民警到场", "队"),
        ("县六中、县七中均已招生", "七"),
        ("为促进中约战略伙伴关系作贡献", "约"),
    ],
)
def test_what_is_plain_to_people_is_protected(text: str, word: str) -> None:
    assert protected(text, text.index(word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("切实加强组织岭导", "岭"),
        ("感谢您对我们工作的支豉", "豉"),
        ("参保人员年满60周穗", "穗"),
        ("经沈核，该企业符合要求", "沈"),
        ("市人螟医院正在改造", "螟"),
        ("违发占道是整治重点", "发"),
        ("您的贺法权益受到侵犯", "贺"),
        ("谢廨你的支持", "廨"),
        ("在校门口新建义物教育学校", "物"),
        ("依法种菜劳动争议", "种菜"),
        ("建设和偕小区", "偕"),
        ("路面交捅拥堵", "捅"),
    ],
)
def test_slips_are_not_protected(text: str, word: str) -> None:
    at = text.index(word)
    assert not protected(text, at, at + len(word))


def test_a_number_is_left_alone_for_another_number_only() -> None:
    text = "落实门前五包责任"
    at = text.index("五")
    assert protected(text, at, at + 1, "三")
    assert not protected(text, at, at + 1, "午")
    assert not protected(text, at)


@pytest.mark.parametrize("text", RIGHT)
def test_words_of_the_trade_are_no_slips(text: str) -> None:
    assert not [each for each in scan(Draft(f"{text}。"), RULESET).findings if each.rule == "wrong-character"]


@given(TEXTS.map(lambda text: text[:16]).filter(bool), st.data())
def test_a_span_is_protected_where_one_of_its_characters_is(text: str, data: st.DataObject) -> None:
    """But for repetition, which looks at the whole of the span."""
    at = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(at + 1, min(at + 4, len(text))))
    repeated = text.count(text[max(0, at - 1) : end + 1]) > 1
    if not repeated and protected(text, at, end):
        assert any(protected(text, each) for each in range(at, end))


@given(TEXTS)
def test_parted_names_lie_in_the_text_and_are_short(text: str) -> None:
    for start, end in parted_names(cut(text)):
        assert 0 <= start < end <= len(text)
        assert 2 <= end - start <= 3
