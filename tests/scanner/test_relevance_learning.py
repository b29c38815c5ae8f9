"""What an office's decisions teach: felt at once, no further than they reach, the same each time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.scanner.document import Draft, parse
from app.scanner.relevance import Relevance, judge
from app.scanner.relevance.learning import MOST, Example, learn
from app.scanner.relevance.vocabulary import topic_names
from app.scanner.relevance.weights import Weights
from tests.scanner.test_relevance import FACTS, FLU, MATCH

RUN = "青禾半程马拉松周日开跑，参赛选手冲过终点，冠军成绩破赛会纪录，观众为跑者加油。"
WRIT = "我院依法审理一起案件，当庭宣判被告人有期徒刑一年。"


def judged(text: str, learned: Weights | None = None) -> Relevance:
    return judge(parse(Draft(body=text), FACTS), None, learned)


def test_one_click_is_felt() -> None:
    assert judged(MATCH).verdict == "irrelevant"
    learned = learn([Example(Draft(body=RUN), relevant=True)], FACTS)
    assert judged(RUN, learned).score > judged(RUN).score + 0.1
    assert abs(judged(FLU, learned).score - judged(FLU).score) < 0.01


def test_a_rejection_is_felt_too() -> None:
    text = "我市某小区业主拍到流星雨，网友纷纷点赞转发。"
    learned = learn([Example(Draft(body=text), relevant=False)] * 3, FACTS)
    assert judged(text, learned).score < judged(text).score - 0.1


def test_many_alike_carry_over_to_their_like() -> None:
    races = [RUN.replace("半程", word) for word in ("全程", "迷你", "山地", "夜间", "亲子", "校园")]
    learned = learn([Example(Draft(body=race), relevant=True) for race in races], FACTS)
    assert judged(RUN).verdict != "relevant"
    assert judged(RUN, learned).verdict == "relevant"
    assert judged(MATCH, learned).verdict == "irrelevant"


def test_topics_are_learned() -> None:
    text = "蓝莓小屋的预约名额什么时候放出？"
    assert judged(text).topic != "民政"
    taught = [Example(Draft(body=f"{word}的蓝莓小屋怎么预约？"), topic="民政") for word in ("东街", "西街")]
    assert judged(text, learn(taught, FACTS)).topic == "民政"


def test_an_unknown_topic_is_an_error() -> None:
    with pytest.raises(ValueError, match="天文"):
        learn([Example(Draft(body=WRIT), topic="天文")], FACTS)


@pytest.mark.parametrize(
    "examples", [[], [Example(Draft(body=FLU))], [Example(Draft(body=""), relevant=True)]]
)
def test_where_nothing_is_said_nothing_is_learned(examples: list[Example]) -> None:
    learned = learn(examples, FACTS)
    assert not learned.rows
    assert judged(FLU, learned) == judged(FLU)


@settings(max_examples=10)
@given(st.lists(st.tuples(st.sampled_from([FLU, MATCH, RUN, WRIT]), st.booleans()), max_size=8))
def test_the_same_decisions_make_the_same_model(said: list[tuple[str, bool]]) -> None:
    examples = [Example(Draft(body=text), relevant=relevant) for text, relevant in said]
    learned = learn(examples, FACTS)
    assert learned.file == learn(examples, FACTS).file
    assert learned.topics == topic_names(FACTS)
    for text, relevant in said:
        if (text, not relevant) not in said:
            change = judged(text, learned).score - judged(text).score
            assert change >= -1e-3 if relevant else change <= 1e-3


def test_of_very_many_the_first_count() -> None:
    assert MOST >= 1000
    learned = learn([Example(Draft(body=WRIT), relevant=True)] * 3, FACTS)
    assert np.abs(learned.matrix).max() < 2
