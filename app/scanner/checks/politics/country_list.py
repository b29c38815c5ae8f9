"""POL-04: 台湾, 香港 or 澳门 in a list of countries (港澳台与国家并列)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.document import Page

_REGION = re.compile("港澳台|台港澳|港澳|(?:台湾|香港|澳门)(?:地区)?")
_NUMBER = "(?:[0-9]{1,3}[多余]?个?|[一二两三四五六七八九十百多数几]{1,4}余?个?)"
_KINDS = ("其他", "主要", "发达", "发展中", "亚洲", "周边", "东南亚", "世界各", "海外")
_KIND = f"(?:{'|'.join(_KINDS)})?"
# Not 国家和地区, 国家（地区）, 国家级, 国家重大战略.
_PEOPLE = "参|客|留学|学生|代表|青年|选手|运动员|嘉宾|企业|游客|市场"
_AFTER = f"(?=[^一-鿿、/(]|的|{_PEOPLE}|考察|开展|举办|进行|均|都|先后|$)"
_COUNTRIES = f"{_KIND}{_NUMBER}?{_KIND}(国家|国){_AFTER}"
_AND_SO_ON = re.compile(f"等{_COUNTRIES}")
_INCLUDED = re.compile(f"在内的?(?:全球|世界)?(?:上)?{_COUNTRIES}")
_LIST_ENDS = re.compile("[，。；：！？\\n,;:!?(]")
_IN_LIST = re.compile("[、和及与]")
_LAST = ("台湾", "香港", "澳门", "港澳台", "和其他")
_REACH = 60


@check(
    "POL-04",
    "country-list",
    "《新华社新闻信息报道中的禁用词和慎用词（2016年7月修订）》港澳台和领土、主权类",
    words=(
        "在内",
        *(f"等{opening}" for opening in ("国", *_KINDS, *"0123456789一二两三四五六七八九十百多数几")),
    ),
    about=About(
        "港澳台与国家并列",
        "台湾、香港、澳门不是国家，与外国并列时应写“国家和地区”。已写“国家和地区”的不提示。",
        "产品出口日本、台湾、越南等国家。",
        "产品出口日本、越南等国家和中国台湾地区，来自美国、台湾、韩国等国家和地区的客商参展。",
    ),
)
def country_list(page: Page) -> Iterator[Hit]:
    """A list with 台湾, 香港 or 澳门 in it that ends in 等国家, 等5国 or 在内的…国家.

    Why: they are parts of China; beside countries it is 国家和地区. That, 国家（地区） and lists without a
    country are no hits. 台湾等国家, where it stands last, is a term of the lexicon.

    Example: 日本、台湾、越南等国家 → 国家和地区.
    Basis: 新华社新闻信息报道中的禁用词和慎用词 (2016), 港澳台和领土、主权类.
    """
    for field in page.fields:
        text = field.flowing
        for pattern in (_AND_SO_ON, _INCLUDED):
            for match in pattern.finditer(text):
                listed = _listed(text, match.start())
                region = _REGION.search(listed)
                alone = listed.endswith(_LAST) and match[0] in ("等国", "等国家")
                if region and not alone and _IN_LIST.search(listed):
                    message = f"“{region[0]}”不是国家，与国家并列应写“国家和地区”。"
                    yield Hit(field, *match.span(1), message, ("国家和地区",))


def _listed(text: str, at: int) -> str:
    """The list that ends at `at`, in its clause."""
    return _LIST_ENDS.split(text[max(0, at - _REACH) : at])[-1]
