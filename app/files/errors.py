"""What can be wrong with a file, in words for whoever sent it."""

from __future__ import annotations

from app.errors import Invalid


class Unreadable(Exception):
    """A picture that cannot be read; the text says why, in Chinese."""


def broken(why: str = "文件已损坏或不完整，无法读取") -> Invalid:
    """The file cannot be understood."""
    return Invalid("file_broken", f"{why}。请重新保存后再检查。")


def too_complex() -> Invalid:
    """The file would take too much time or memory to read."""
    return Invalid("file_too_complex", "文件过于复杂（解压后过大、嵌套过深、页数过多或画面过大），没有读完。")


def encrypted() -> Invalid:
    """The file needs a password."""
    return Invalid("file_encrypted", "文件已加密，请去掉密码后再检查。")


def unsafe() -> Invalid:
    """The file has what no honest document has."""
    return Invalid("file_unsafe", "文件含有外部实体或文档类型声明，可能是恶意文件，没有检查。")


def macros() -> Invalid:
    """The file has macros."""
    return Invalid("macro_file", "文件含有宏或自动执行的域，可能带来风险。请另存为不含宏的 .docx 后再检查。")


def mislabelled(suffix: str, kind: str) -> Invalid:
    """The file is of another kind than its name says; of which, where that is known."""
    what = f"内容却是{kind}" if kind else "内容却不是这种格式"
    return Invalid("file_mislabelled", f"文件名以 {suffix} 结尾，{what}。请改正扩展名或另存后再检查。")
