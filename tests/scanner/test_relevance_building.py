"""Making the weights that ship: what stands beside listed terms, and what official prose rarely has."""

from __future__ import annotations

import random

from app.scanner.relevance.building import build
from app.scanner.relevance.weights import Weights
from tests.scanner.test_relevance import FACTS

PASSAGES = [
    *(
        f"低保、特困供养、临时救助、养老院、婚姻登记、殡葬由民政局办理，桥头凉亭第{n}号窗口受理。"
        for n in range(20)
    ),
    *(
        f"公安机关、派出所、法院、检察院办理诈骗、盗窃案件，犯罪嫌疑人被刑拘，三轮卡车第{n}辆出动。"
        for n in range(20)
    ),
    *(f"各级人民政府应当依照本条例的规定执行第{n}项。" for n in range(20)),
]
DICTIONARY = ["执行 100 v", "窗口 10 n", "桌子 5000 v", "张三 5000 nr", "受理 10 v", "啊 9000 y"]


def built(passages: list[str]) -> Weights:
    return build(passages, DICTIONARY, FACTS)


def test_a_word_is_of_the_topic_whose_terms_stand_beside_it() -> None:
    model = built(PASSAGES)
    relief, police = model.topics.index("民政") + 1, model.topics.index("政法") + 1
    aside, crime = model.of_terms(["凉亭", "卡车"])
    assert aside[relief] > aside[police] >= 0
    assert crime[police] > crime[relief] >= 0


def test_what_general_chinese_has_more_often_speaks_against() -> None:
    desk, execute, person, ah = built(PASSAGES).of_terms(["桌子", "执行", "张三", "啊"])[:, 0]
    assert desk < 0 <= execute
    assert person == ah == 0, "names and single characters say nothing"


def test_listed_terms_keep_their_listed_weight() -> None:
    assert not {"低保", "民政局", "派出所"} & built(PASSAGES).rows.keys()


def test_the_same_texts_make_the_same_file() -> None:
    shuffled = PASSAGES.copy()
    random.Random(1).shuffle(shuffled)
    assert built(PASSAGES).file == built(PASSAGES).file == built(shuffled).file
