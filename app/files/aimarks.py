"""Marks of AI-made content: in a file's metadata (隐式标识) and where a reader sees them (显式标识).

GB 45438—2025 puts a field `AIGC` with a JSON object into the metadata; its `Label` is 1 for made, 2 for
probably, 3 for suspected to be made by AI. Pictures carry it in XMP, under http://www.tc260.org.cn/ns/AIGC/1.0/.
IPTC's digital source type, which C2PA records too, and the settings that generators write are known as well.
"""

from __future__ import annotations

import re

_FIELD = re.compile(rb"AIGC.{0,200}?Label.{1,20}?([123])", re.DOTALL)
_LABELS = {b"1": "属于", b"2": "可能属于", b"3": "疑似"}
_OTHERS = {
    "国际新闻电信委员会（IPTC）或 C2PA 的来源标记": re.compile(rb"[tT]rainedAlgorithmicMedia"),
    "图像生成软件的参数": re.compile(
        rb"Steps: \d+, Sampler: |\"class_type\": ?\"KSampler|Midjourney|NovelAI"
    ),
}
_VISIBLE = re.compile(
    r"(?:人工智能|AI|ＡＩ)[^\n]{0,10}?(?:生成|合成)|(?:生成|合成)[^\n]{0,10}?(?:人工智能|AI)"
)


def declared(data: bytes) -> str:
    """What the metadata in `data` say of AI, in Chinese; empty where they say nothing.

    Text in UTF-16 is found as well: its NUL bytes do not count.
    """
    data = data.replace(b"\0", b"")
    if found := _FIELD.search(data):
        return f"隐式标识（AIGC）注明内容{_LABELS[found[1]]}人工智能生成"
    return next((f"含有{name}" for name, pattern in _OTHERS.items() if pattern.search(data)), "")


def shown(text: str) -> bool:
    """Whether a text has the visible mark: 人工智能 or AI together with 生成 or 合成."""
    return _VISIBLE.search(text) is not None
