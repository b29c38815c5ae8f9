"""The unknown, put into sentences: the scorer learns to leave it alone.

Names that no corpus has (生僻专名) come in between words, and words give way to others of the same part of
speech (生疏词语), such as are usual elsewhere and rare in official prose (烟囱, 激素, 搬离).
"""

from __future__ import annotations

import functools
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence

from app.scanner.segment import cut, dictionary

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭"
    "廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔汤向常温康施文牛樊葛邢安齐易乔伍"
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文斌宇浩轩梓涵雨欣怡佳俊峰鹏飞晓燕春雪冬琳颖婷慧莉"
    "萍玲云凤洁琴素珍贞荣爱妹香月莺媛瑞凡嘉琼勤昊然博源晨曦瑶思彤语嫣亦可心妍旭东海波宁贵福生龙元胜学祥才发武新利清彬富顺"
    "信子昌成康星光天达安岩中茂进林有坚和彪诚先敬震振壮会思群豪邦承乐绍功松善厚庆裕河哲江超亮政谦亨奇固之轮翰朗伯宏言"
)
_FOREIGN = (
    "阿埃艾安奥巴贝比波布查达德迪蒂杜多恩尔法菲弗福盖戈格古哈海赫霍基吉加杰卡凯科克库拉莱兰朗勒雷里莉丽利林卢鲁罗洛马玛"
    "迈曼梅米莫姆穆纳内尼诺努帕佩皮普奇乔琼萨塞森莎山史斯丝索塔泰坦汤特提图托瓦万威维韦温沃乌西希夏谢辛休亚伊约泽扎兹"
)
_PLACES = (
    "大小上下东西南北新老长白青金石龙凤马牛沙水河湖山岭坪坝坡沟塘"
    "桥店屯堡寨营庄岗湾浦港滩洲岛溪泉井台塔柳杨桃梅竹松"
)
_ENDS = ("村", "镇", "乡", "路", "街道", "小区", "苑", "大厦", "酒店", "公司", "集团", "社区", "中学", "店")
_MANY = {0: 35, 1: 35, 2: 20, 3: 10}
_EXCHANGED = {0: 30, 1: 35, 2: 25, 3: 10}
"""How many names a sentence gets, and how many of its words are exchanged, in a hundred."""

_PARTS = "nvad"
_PROPER = ("nr", "ns", "nt", "nz")
_SIZE, _USUAL = 2, 20


class Strangers:
    """Puts strange names and words into sentences; the same seed puts the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def put_into(self, text: str) -> tuple[str, frozenset[int]]:
        """The sentence with some of them, and where their characters stand."""
        words = cut(text)
        exchanged = self._exchanged(words)
        strange = [(exchanged.get(at, word), at in exchanged) for at, word in enumerate(words)]
        for gap in sorted(self._random.choices(range(len(words)), k=self._count(_MANY)), reverse=True):
            strange.insert(gap, (self._name(), True))
        places: set[int] = set()
        at = 0
        for word, is_strange in strange:
            places.update(range(at, at + len(word)) if is_strange else ())
            at += len(word)
        return "".join(word for word, _ in strange), frozenset(places)

    def _exchanged(self, words: Sequence[str]) -> Mapping[int, str]:
        """Other words for some of these, by their number."""
        part, common = _common_words()
        usual = [at for at, word in enumerate(words) if word in part]
        chosen = self._random.sample(usual, min(self._count(_EXCHANGED), len(usual)))
        return {at: self._random.choices(*common[part[words[at]]])[0] for at in chosen}

    def _count(self, shares: Mapping[int, int]) -> int:
        return self._random.choices(list(shares), list(shares.values()))[0]

    def _name(self) -> str:
        kind = self._random.random()
        if kind < 0.4:
            return self._random.choice(_SURNAMES) + self._some(_GIVEN, 1, 2)
        if kind < 0.7:
            return self._some(_FOREIGN, 2, 5)
        return self._some(_PLACES + _GIVEN, 1, 3) + self._random.choice(_ENDS)

    def _some(self, chars: str, least: int, most: int) -> str:
        return "".join(self._random.choices(chars, k=self._random.randint(least, most)))


@functools.cache
def _common_words() -> tuple[Mapping[str, str], Mapping[str, tuple[Sequence[str], Sequence[float]]]]:
    """The part of speech of words of two characters, and the words of each part, with weights."""
    part: dict[str, str] = {}
    common: defaultdict[str, tuple[list[str], list[float]]] = defaultdict(lambda: ([], []))
    for line in dictionary():
        word, number, tag = line.split(" ")
        usual = len(word) == _SIZE and int(number) >= _USUAL
        if usual and tag[0] in _PARTS and not tag.startswith(_PROPER):
            part[word] = tag[0]
            common[tag[0]][0].append(word)
            common[tag[0]][1].append(int(number) ** 0.5)
    return part, common
