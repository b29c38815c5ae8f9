"""What a scan reports: codes, severities, findings.

The codes are the project's public vocabulary; a code never changes its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, NamedTuple

FieldName = Literal["title", "body"]


class Severity(StrEnum):
    """How a finding weighs: `block` stops the sign-off until disposed of, `warn` and `hint` do not."""

    BLOCK = "block"
    WARN = "warn"
    HINT = "hint"


SEVERITY_TITLES = {Severity.BLOCK: "须处理", Severity.WARN: "提醒", Severity.HINT: "提示"}
"""What people call the severities."""

GATES = ("政治关", "法律关", "政策关", "保密关", "文字关")
"""The five gates (关) of 国办发〔2018〕123号, in its order."""

RANK = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.HINT: 2}
"""The heaviest first."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the finding vocabulary with its gate (关), its default severity and its Chinese title."""

    gate: str
    severity: Severity
    title: str
    overridable: bool = True


_B, _W, _H = Severity.BLOCK, Severity.WARN, Severity.HINT

CODES: dict[str, Code] = {
    "POL-01": Code("政治关", _B, "人名、职务"),
    "POL-02": Code("政治关", _W, "排序"),
    "POL-03": Code("政治关", _B, "固有表述"),
    "POL-04": Code("政治关", _B, "港澳台表述"),
    "POL-05": Code("政治关", _B, "民族宗教表述"),
    "POL-06": Code("政治关", _B, "领土与地图"),
    "POL-07": Code("政治关", _B, "限制宣传人员"),
    "LAW-01": Code("法律关", _W, "法律名称"),
    "LAW-02": Code("法律关", _W, "已废止法律"),
    "LAW-03": Code("法律关", _W, "条款序号"),
    "LAW-04": Code("法律关", _B, "需要资质"),
    "LAW-05": Code("法律关", _B, "涉未成年人案件"),
    "PCY-01": Code("政策关", _W, "发文字号"),
    "PCY-02": Code("政策关", _W, "机构旧称"),
    "PCY-03": Code("政策关", _W, "与通稿不一致"),
    "PCY-04": Code("政策关", _W, "解读未关联文件"),
    "SEC-01": Code("保密关", _B, "密级标志", overridable=False),
    "SEC-02": Code("保密关", _W, "内部资料"),
    "SEC-03": Code("保密关", _W, "商业秘密"),
    "SEC-04": Code("保密关", _W, "敏感事件"),
    "TXT-01": Code("文字关", _W, "错字、错词"),
    "TXT-02": Code("文字关", _H, "异形词"),
    "TXT-03": Code("文字关", _H, "标点符号"),
    "TXT-04": Code("文字关", _H, "数字与日期"),
    "TXT-05": Code("文字关", _W, "重复"),
    "TXT-06": Code("文字关", _B, "占位符未替换"),
    "TXT-07": Code("文字关", _H, "语句残缺"),
    "TXT-08": Code("文字关", _H, "同文异形"),
    "TXT-09": Code("文字关", _W, "隐形与形近字符"),
    "PRI-01": Code("保密关", _B, "身份证件"),
    "PRI-02": Code("保密关", _B, "银行卡"),
    "PRI-03": Code("保密关", _W, "电话、住址"),
    "PRI-04": Code("保密关", _B, "健康信息、未成年人"),
    "ADV-01": Code("法律关", _B, "商业推广"),
    "ADV-02": Code("法律关", _W, "广告绝对化用语"),
    "ADV-03": Code("法律关", _W, "引流联系方式"),
    "LNK-01": Code("法律关", _B, "广告或违法页面"),
    "LNK-02": Code("法律关", _W, "失效链接"),
    "LNK-03": Code("法律关", _W, "未知域名或二维码"),
    "SRC-01": Code("政策关", _W, "来源不在白名单"),
    "SRC-02": Code("政策关", _W, "标题改变原意"),
    "SRC-03": Code("政策关", _B, "缺少来源"),
    "SRC-04": Code("政策关", _W, "内容与来源不符"),
    "REL-01": Code("政策关", _W, "与职责无关"),
    "TON-01": Code("政策关", _W, "个人观点情绪"),
    "TON-02": Code("政策关", _W, "卖萌卖惨、娱乐化"),
    "TON-03": Code("政策关", _B, "强制点赞下载"),
    "TON-04": Code("政策关", _W, "答复生硬敷衍"),
    "IMG-01": Code("保密关", _B, "图片未经人工确认"),
    "IMG-02": Code("保密关", _W, "地图无审图号"),
    "IMG-03": Code("保密关", _W, "生成内容未标识"),
    "IMG-04": Code("保密关", _W, "图片文字不可读"),
}


class Finding(NamedTuple):
    """One finding (问题点). `text` is exactly `field[start:end]` as submitted, in Unicode code points."""

    id: str
    code: str
    rule: str
    gate: str
    severity: Severity
    overridable: bool
    field: FieldName
    start: int
    end: int
    text: str
    message: str
    suggestions: tuple[str, ...]
    basis: str
    score: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """The finding as the contract's JSON object, offsets in code points."""
        return self._asdict()
