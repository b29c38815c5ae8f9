"""A place in a file in words: 第 2 页 第 5 行, 表格 1 第 2 行 第 3 列, 图片 1（距左 70、距上 90 像素）."""

from __future__ import annotations

from app.files.content import Location, ReadFile

_WORDS = {
    "page": "第 {} 页",
    "line": "第 {} 行",
    "header": "页眉 {}",
    "footer": "页脚 {}",
    "footnote": "脚注 {}",
    "endnote": "尾注 {}",
    "text_box": "文本框 {}",
    "diagram": "图示 {}",
    "chart": "图表 {}",
    "table": "表格 {}",
    "row": "第 {} 行",
    "column": "第 {} 列",
    "paragraph": "第 {} 段",
    "comment": "批注 {}",
    "image": "图片 {}",
    "link": "链接",
    "field": "表单项 {}",
    "code": "中的码",
}


def in_words(location: Location) -> str:
    """The location for a person to find it."""
    words = " ".join(word.format(location[key]) for key, word in _WORDS.items() if key in location)
    if region := location.get("region"):
        words += f"（距左 {region['x']}、距上 {region['y']} 像素）"
    return words


def where(read: ReadFile, location: Location) -> str:
    """The same for a finding in a file that was read; of a text file, the line."""
    return in_words(location) if read.places or read.remarks else f"第 {location['paragraph']} 行"
