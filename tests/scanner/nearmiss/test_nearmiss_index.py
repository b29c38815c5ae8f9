"""The index of known terms with the lexicons that ship: what is a slip, how sure, and what it costs."""

import tomllib
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.scanner.confusion import Kind, alike
from app.scanner.document import Field
from app.scanner.lexicon import LexiconError, load
from app.scanner.nearmiss.index import Found, Index
from app.scanner.nearmiss.known import PROTECTING
from app.scanner.ruleset import LEXICONS
from tests.pace import within

SHIPPED = [
    (path.name, path.read_bytes()) for path in (*LEXICONS.glob("known-*.toml"), LEXICONS / "laws.toml")
]
FACTS = load(SHIPPED).facts
INDEX = Index(FACTS)
TERMS = sorted({term for known in FACTS.known if known.group not in PROTECTING for term in known.terms})
PROTECTED = sorted({term for known in FACTS.known if known.group in PROTECTING for term in known.terms})
SEEN = sorted(set().union(*(known.seen for known in FACTS.known)))


def slips(text: str) -> list[Found]:
    return INDEX.slips(Field("body", text))


def told(text: str) -> list[tuple[str, str, bool]]:
    """What is written, what is meant, and whether that is sure."""
    return [(text[each.start : each.end], each.terms[0], each.sure) for each in slips(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("务求立秆见影", ("立秆见影", "立竿见影", True)),  # shape
        ("综合施册", ("综合施册", "综合施策", True)),  # sound
        ("减税降会", ("减税降会", "减税降费", False)),
        ("坚定不宜走自己的路", ("坚定不宜", "坚定不移", False)),  # 不宜 is a word
        ("防患味然", ("防患味然", "防患未然", True)),
        ("国家发展与改革委员会", ("国家发展与改革委员会", "国家发展和改革委员会", True)),
        ("国家发和展改革委员会", ("国家发和展改革委员会", "国家发展和改革委员会", True)),
        ("国家发展和改革革委员会", ("国家发展和改革革委员会", "国家发展和改革委员会", True)),
        ("国家发展和改委员会", ("国家发展和改委员会", "国家发展和改革委员会", True)),
        ("广冬省广州市", ("广冬省", "广东省", True)),  # a place beside it
        ("到了广冬省，", ("广冬省", "广东省", False)),
        ("福建省夏门市", ("夏门市", "厦门市", True)),
    ],
)
def test_slips(text: str, expected: tuple[str, str, bool]) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "的城市、由城市、旧城区、老城区、开采区、集中区",
        "江西省和江苏省，吉安市与集安市",
        "发展改革委会同有关部门，市场监督管理部门",
        "人力资源社会保障局、文化旅游部",
        "大气污染治理，可再生能源发电，生态环境不断改善",
        "第一个百年奋斗目标，十二万八千人",
        "人民代表大会",
        "",
        "坚定不",
        "abc 123 😀",
    ],
)
def test_what_is_none(text: str) -> None:
    assert told(text) == []


@given(term=st.sampled_from(TERMS))
def test_a_known_term_is_no_slip(term: str) -> None:
    assert all(each.start > 0 or each.end < len(term) for each in slips(term))
    assert (0, len(term)) in INDEX.known_spans(Field("body", term))


@given(term=st.sampled_from(TERMS), before=st.sampled_from(["", "。", "，“", "x"]), data=st.data())
def test_what_is_found_is_one_slip_away(term: str, before: str, data: st.DataObject) -> None:
    """Whatever is planted: spans lie in the text, do not overlap, and each is a term but for its one slip."""
    at = data.draw(st.integers(0, len(term) - 1))
    others = [other for other, _ in alike(term[at])]
    assume(others)
    text = before + term[:at] + data.draw(st.sampled_from(others)) + term[at + 1 :] + "。"
    reached = 0
    for each in slips(text):
        found = each.slip
        assert reached <= each.start <= each.start + found.at < each.end <= len(text)
        reached = each.end
        wrong = text[each.start : each.end]
        assert wrong not in TERMS
        assert wrong not in SEEN
        assert abs(len(wrong) - len(found.term)) <= 1
        assert 0.75 <= each.score < 1
        assert each.sure == (each.score >= 0.875)
        assert found.change != "wrong" or found.alike or found.links or len(found.term) >= 7


def test_most_planted_slips_are_found() -> None:
    """Of every eightieth term, with the most common character of the same sound put in its middle."""
    planted = found = 0
    for term in TERMS[::80]:
        at = len(term) // 2
        other = next((char for char, kind in alike(term[at]) if kind & (Kind.HOMOPHONE | Kind.TONE)), "")
        wrong = term[:at] + other + term[at + 1 :]
        if other and wrong not in TERMS and wrong not in SEEN:
            planted += 1
            found += any(each.terms[0] == term for each in slips(f"，{wrong}，"))
    assert planted > 100
    assert found >= 0.9 * planted


def test_every_term_stands_once_and_is_no_form_of_another() -> None:
    counts = Counter(term for known in FACTS.known for term in known.terms)
    assert [term for term, count in counts.items() if count > 1] == []
    assert counts.keys().isdisjoint(SEEN)
    assert all("\u3000" not in term and term.strip() == term for term in counts)


def test_listed_wrong_terms_are_not_known() -> None:
    wrong = tomllib.loads((LEXICONS / "txt-wrong-terms.toml").read_text(encoding="utf-8"))["terms"]
    assert wrong.keys().isdisjoint(TERMS + PROTECTED)
    assert wrong.keys().isdisjoint(SEEN)


HEAD = 'kind = "known-terms"\nname = "x"\n[sources.own]\ntitle = "测试用"\n'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (HEAD, "group 应是"),
        ('group = "law"\n' + HEAD, "group 应是"),
        ('group = "idiom"\n' + HEAD + "[terms]\nown = 3\n", "每行一个词语"),
        ('group = "idiom"\n' + HEAD + '[terms]\nother = "坚定不移"\n', "出处"),
        ('group = "idiom"\n' + HEAD + '[terms]\nown = "坚定"\n', "太短"),
        ('group = "idiom"\n' + HEAD + '[terms]\nown = "坚定不移 坚定不移"\n', "列了两次"),
        ('group = "idiom"\n' + HEAD + '[seen]\nother = "坚定不宜"\n', "出处"),
        ('group = "idiom"\nwords = 1\n' + HEAD, "不认识的属性"),
    ],
)
def test_a_wrong_file_is_refused(content: str, reason: str) -> None:
    with pytest.raises(LexiconError, match=reason):
        load([("known.toml", content.encode())])


HOSTILE = {
    "no Chinese": "lorem ipsum 3.14 ",
    "idioms": "坚定不移立竿见影",
    "slips": "立秆见影，",
    "halves": "管理局委员会",
    "places": "市城市区县",
    "names": "张伟、王芳、李娜、刘洋、",
    "one character": "市",
    "heads": "中华人民共和国",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_length_only(piece: str) -> None:
    field = Field("body", piece * (1_000_000 // len(piece.encode())))
    with within(6):
        INDEX.slips(field)


def test_an_index_of_nothing() -> None:
    assert Index(load([]).facts).slips(Field("body", "立秆见影")) == []
