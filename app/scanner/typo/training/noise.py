"""Slips put into clean sentences on purpose, to learn from: as people type and scanners read (人工别字)."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from app.scanner.confusion import Kind, alike, characters, merged, readings

Kinds = Mapping[str, int]
"""How often a slip is of each kind, in a hundred."""

MIXED: Kinds = {
    "words": 13,
    "word": 15,
    "homophone": 20,
    "tone": 21,
    "near": 4,
    "shape": 20,
    "confused": 4,
    "any": 3,
}
"""Slips of documents that were typed, or scanned and read (识别): as in ECSpell's law sentences for training,
of which the kinds were counted and nothing else was used."""
TYPED: Kinds = {
    "words": 6,
    "word": 40,
    "homophone": 24,
    "tone": 17,
    "near": 4,
    "shape": 2,
    "confused": 6,
    "any": 1,
}
"""Slips of what was typed by sound (拼音输入): as in the development half of CSCD-NS, counted alike."""

_CONFUSED = (
    "的地得 做作 象像向 在再 他她它 带戴 度渡 需须 帐账 录陆 订定 即既 己已 以已 份分 至致 制治 质制"
    " 副幅付 倍备 即及 由有 又有 相像 练炼 连联 消销削 密秘 绩迹 讯询 坐座做 常长尝 场厂 成城诚承呈"
    " 期其起 出处除初 于与予 预遇 权全 人任认 入如 上尚 身生声升 实时事是市使式施识 受收 首手 数树术述"
    " 吗嘛 那哪 把吧 历力利例 理里立 合和河 化话华 会汇惠 基积机及极级 记纪计际 继既 建健件间见 交教较"
    " 接结截 界届 进近尽 经精 竟竞 具俱据 决绝 克刻 坚艰 拦栏 览揽 形型行 型刑 辐幅福复 复负覆 富副"
    " 关观管 广光 国过果 原源员 圆园 缘沿 愿意议 义意 异易 映应影 营赢 拥用 优有 友有 因应 园院 员元"
    " 运蕴 战站占 章张涨 障帐 帐涨 真针 整正政 证正 之只支知 直值 止只 指旨 质致 中重众 主住著 注住 专转"
    " 状壮装 资自 综总 组阻 才材财采彩 采踩 测侧策 查察 差茬 偿尝 沉沈 乘趁 迟持 充冲 筹酬 传船 创闯"
    " 词辞 此次 刺次 担但当 蛋诞 导道到 低底抵 第弟 电点 调掉 定订 动洞 督都 读独 短段 对队 多夺 恶饿"
    " 发法 反返 犯范防 方放 防房 仿访 废费 分份纷 奋愤 丰封 俸奉 符付 复服 该改 干敢 刚岗 搞高 歌割 个各"
    " 更跟 工公功 供贡 构购 够购 股鼓 固顾 挂卦 贯惯 规归 贵桂 还环 喊涵 航行 号好 候后 忽乎 护互 换还"
    " 晃恍 辉挥 活火获 或获 激击 急极 挤济 季记 加家 驾架 价家 监检 简减 渐见 讲奖 降将 骄娇 角脚 叫较"
    " 节结 洁结 借接 今金 仅紧 劲进 境景 警敬 静净 究就 旧就 局据 举具 聚据 开看 科课 可科 空控 快块"
    " 宽款 况框 扩阔 来赖 蓝篮 牢劳 类泪 离理 礼里 丽利 联连 良量 粮良 两俩 亮量 疗料 列烈 林临 另令"
    " 流留 龙隆 录路 论轮 落络 满蛮 盲忙 冒貌 贸冒"
)
"""Characters that people are known to take for one another most (常见易混字)."""
_SLIPS = {1: 62, 2: 23, 3: 10, 4: 5}
"""How many slips a sentence gets, in a hundred."""
_BESIDE = 0.05
"""Of the slips, those that have another at most three characters after them."""
_NEARLY = 0.2
"""How often a word of nearly the same sound is taken, to one of the same sound."""
_USUAL = 20
_COMMON = 2500
_TRIES = 4


class Slips:
    """Makes slips; the same texts, words and seed make the same ones."""

    def __init__(self, texts: Sequence[str], words: Mapping[str, int], kinds: Kinds, seed: int) -> None:
        self._random = random.Random(seed)
        self._kinds = kinds
        self._numbers = Counter(char for text in texts for char in text)
        self._words = words
        self._common = [char for char in characters() if char in self._numbers][:_COMMON]
        self._cache: dict[str, Mapping[str, Sequence[str]]] = {}

    def put_into(self, text: str, without: Collection[int] = ()) -> str:
        """The sentence with a few slips, none `without` in these places; the same length."""
        chars = list(text)
        places = [at for at, char in enumerate(text) if "\u4e00" <= char <= "\u9fff" and at not in without]
        (count,) = self._random.choices(list(_SLIPS), list(_SLIPS.values()))
        for at in self._random.sample(places, min(count, len(places))):
            self._put(chars, text, at, places)
            beside = at + self._random.randint(1, 3)
            if self._random.random() < _BESIDE and beside in places:
                self._put(chars, text, beside, places)
        return "".join(chars)

    def _put(self, chars: list[str], text: str, at: int, places: Collection[int]) -> None:
        """One slip, at this place or, if it exchanges a word, at the next one where such a word stands."""
        for _ in range(_TRIES):
            (kind,) = self._random.choices(list(self._kinds), list(self._kinds.values()))
            if kind in _DIFFERING:
                ahead = (place for place in places if place >= at and place + 1 in places)
                if self._put_word(chars, text, ahead, _DIFFERING[kind]):
                    return
            elif wrong := self._wrong(text[at], kind):
                chars[at] = wrong
                return

    def _wrong(self, char: str, kind: str) -> str | None:
        if kind == "any":
            return self._random.choice(self._common)
        others = self._alike(char).get(kind, ())
        weights = [math.sqrt(self._numbers[other] + 1) for other in others]
        return self._random.choices(others, weights)[0] if others else None

    def _alike(self, char: str) -> Mapping[str, Sequence[str]]:
        if char not in self._cache:
            groups = defaultdict(list)
            for other, kind in alike(char):
                for one in (Kind.HOMOPHONE, Kind.TONE, Kind.NEAR):
                    if one in kind:
                        groups[str(one.name).lower()].append(other)
                if Kind.SHAPE in kind:
                    groups["shape"].append(other)
            for group in _CONFUSED.split():
                if char in group:
                    groups["confused"] += [other for other in group if other != char]
            self._cache[char] = groups
        return self._cache[char]

    def _put_word(self, chars: list[str], text: str, places: Iterable[int], differing: int) -> bool:
        """Another word of two characters and the same sound for the first that has one."""
        for at in places:
            word = text[at : at + 2]
            others = self._others(word, differing)
            if others:
                weights = [math.sqrt(self._words[other]) * _likeness(other, word) for other in others]
                chars[at : at + 2] = self._random.choices(others, weights)[0]
                return True
        return False

    def _others(self, word: str, differing: int) -> Sequence[str]:
        alike = self._same_sound.get(_sound(word), ()) if word in self._words else ()
        return [other for other in alike if _differ(other, word) == differing]

    @cached_property
    def _same_sound(self) -> Mapping[tuple[str, ...], Sequence[str]]:
        groups = defaultdict(list)
        for word, number in self._words.items():
            if len(word) == 2 and number >= _USUAL:
                groups[_sound(word)].append(word)
        return groups


_DIFFERING = {"words": 2, "word": 1}
"""Kinds that exchange a word of two characters for another, and the characters that differ."""


def _differ(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _likeness(one: str, other: str) -> float:
    same = all(_first(first) == _first(second) for first, second in zip(one, other, strict=True))
    return 1 if same else _NEARLY


def _first(char: str) -> str:
    """The most common reading, without tone."""
    return next(iter(readings(char)), char + "5")[:-1]


def _sound(word: str) -> tuple[str, ...]:
    """The most common readings, without tone, and as dialects do not part them."""
    return tuple(merged(_first(char)) for char in word)
