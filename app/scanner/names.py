"""Names of people (姓名) as patterns see them: a common surname, and one or two characters more.

A pattern cannot tell 高血压 from a person called Gao; whoever uses `NAME` says what must stand around it.
`parted_names` asks less of what stands around, and instead that the characters make no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任"
    "姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎闫薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔汤向常"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成"
    "苗谷盛曲翁冉骆蓝路游辛靳柴蒙鲍华喻祁房蒲滕屈饶解牟艾尤阳穆卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜"
    "冷晏席卫米柏宗瞿桂佟臧闵苟邬边卞姬师仇栾隋刁荣巫寇桑郎甄丛仲虞敖巩明佘苑迟邝"
)
_COMPOUND = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|长孙"
_NOT_GIVEN = (
    "(?!某|女士|先生|同志|老师|医生|大夫|阿姨|大爷|大妈|师傅|同学|老板|经理|主任|局长|书记|家|氏|姓|[×*xX])"
)

NAME = f"(?:(?:{_COMPOUND}|[{_SURNAMES}]){_NOT_GIVEN}[一-鿿](?:(?![某×*])[一-鿿])??)"
"""A full name, the shortest that what follows lets through; what hides one (张某某, 李×) or addresses by the
surname (王女士) is none."""

ADDRESSED = (
    f"(?:{_COMPOUND}|[{_SURNAMES}])"
    "(?=某|女士|先生|老师|医生|大夫|阿姨|大爷|大妈|师傅|老板|经理|主任|局长|书记|所长|队长|镇长|校长|院长)"
)
"""A surname by which somebody is addressed (袁先生) or that hides a name (姚某)."""

_SURNAME = re.compile(f"{_COMPOUND}|.")

_SURNAMES_ONLY = frozenset(
    "刘陈杨赵吴孙郭罗郑梁宋邓冯韩曹彭萧肖蔡潘董袁蒋杜魏吕沈姚卢崔谭廖汪贾韦邱邹孟薛尹黎陶贺郝龚邵覃樊邢"
    "倪聂翟殷詹耿俞柯裴霍翁冉骆靳祁滕饶牟缪褚娄窦戚岑晏瞿佟臧闵邬卞栾隋甄虞敖佘邝"
)
"""Of the surnames, those that prose has seldom as a word or at the start of one."""
_OTHERS = frozenset(_SURNAMES) - _SURNAMES_ONLY
_GIVEN = frozenset(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅辉鹏飞鑫波斌宇浩凯健俊帆雪荣爱春燕慧莉琳琴雯婷"
    "欣怡佳嘉颖倩雅洁莹萍玲珍贞凤芬芝莲菊香云月娥素娇美惠蓉薇菲萱涵梓轩睿泽博昊晨曦旭阳晓志建国庆忠义礼智仁"
    "德贤良才文武斌彬林森楠松柏树根茂盛福禄寿喜祥瑞康宁安泰富贵发财金银铜铁锋锐钢钧铭锦海江河湖波涛滨源清泉润"
    "淑洪永长远恒久宏伟光亮耀辉煌炎焕炳灿烨炜煜烁龙虎豹凌翔鸿雁鹰骏驰腾跃进胜利成功业兴旺启运顺达元亨诚信"
    "学思敬孝友维保卫民生群众新革祖宪朝东南西北华夏世界乾坤天子少伯仲佑培"
    "颢晖昕昱晗晟景岚岩峰岭山石川坤培芸芹茜茵荷蕾蓓蕊薛懿琦琪瑶琼瑜瑾璐璇珊珂玮珏雷震霖露霜冬秋夏青竹筠楚旺"
    "衡伏戊辰子华绍宝尧舜禹兵卓然毅力善正兆双守昌隆"
)
"""Usual characters of given names (人名用字)."""
_LONGEST = 2


def parted_names(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where full names stand among the words of a text, as far as their characters make no words.

    Segmentation leaves the characters of an unknown name single (杨|文|建|签订). A surname that is a word of
    its own as well (高, 方, 江) counts only before usual characters of given names. None follows a numeral.
    """
    starts = list(accumulate(map(len, words), initial=0))
    for at, word in enumerate(words):
        if at and words[at - 1][-1].isdigit():
            continue
        given = _given(words[at + 1 : at + 1 + _LONGEST])
        usual = sum(char in _GIVEN for char in given)
        if (word in _SURNAMES_ONLY and usual) or (word in _OTHERS and 1 < usual == len(given)):
            yield starts[at], starts[at] + 1 + len(given)


def _given(words: Sequence[str]) -> str:
    """What may be a given name after a surname: one or two single characters, or a word of usual ones."""
    if words and len(words[0]) == _LONGEST and _GIVEN.issuperset(words[0]):
        return words[0]
    singles = ""
    for word in words:
        if len(word) > 1 or not "一" <= word <= "鿿":
            break
        singles += word
    return singles


def masked_name(name: str) -> str:
    """A full name as notices give it: the surname, and 某 for each character after it (张小明 → 张某某)."""
    surname = _SURNAME.match(name)
    kept = surname.end() if surname else 0
    return name[:kept] + "某" * (len(name) - kept)
