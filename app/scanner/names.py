"""Names of people (姓名) as patterns see them: a common surname, and one or two characters more.

A pattern cannot tell 高血压 from a person called Gao; whoever uses `NAME` says what must stand around it.
"""

from __future__ import annotations

import re

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

_SURNAME = re.compile(f"{_COMPOUND}|.")


def masked_name(name: str) -> str:
    """A full name as notices give it: the surname, and 某 for each character after it (张小明 → 张某某)."""
    surname = _SURNAME.match(name)
    kept = surname.end() if surname else 0
    return name[:kept] + "某" * (len(name) - kept)
