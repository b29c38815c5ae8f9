"""TXT-09: characters that are not seen, and characters that look like others (隐形与形近字符)."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from app.scanner import forms
from app.scanner.check import About, Hit, check
from app.scanner.document import Field, Page
from app.scanner.normalize import packed

_PLAIN_CONTROLS = "\t\n\v\f\r\x85\u2028\u2029"
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffd"
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_LAST = 0x110000
_SELECTORS = "\ufe0e\ufe0f"
_JOINER = "\u200d"
_KEYCAP = "\u20e3"
_BLACK_FLAG = "\U0001f3f4"
_SYMBOLS = frozenset({"So", "Sk", "Sm"})
_RADICALS = ((0x2E80, 0x2FE0), (0xF900, 0xFB00), (0x2F800, 0x2FA20))
_CLUSTER = re.compile(r"[^\W\d_\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+")
_NAMES = {
    "\u00ad": "软连字符",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字",
    "\u200d": "零宽连字",
    "\u2060": "词连接符",
    "\ufeff": "零宽不换行空格",
    "\ufffd": "乱码替换符",
}


@check(
    "TXT-09",
    "hidden-character",
    "国办发〔2018〕123号：严把政治关、法律关、政策关、保密关、文字关",
    about=About(
        "隐形与形近字符",
        "零宽空格、双向控制符、私有区字符等看不见或无法显示的字符，夹在拉丁字母或汉字中的形近外文字母，"
        "以及代替通用汉字的部首和兼容汉字。表情符号、希腊字母符号、俄文和希腊文单词、全角字符不提示。",
        "资⾦已经到位，请加ВХ联系。",
        "资金已经到位👍🏽，厚5μm，见Привет。",
    ),
)
def hidden_character(page: Page) -> Iterator[Hit]:
    """Invisible characters (零宽、双向控制、私有区), and letters or ideographs that only look so (形近).

    Why: a reader does not see them, so that searching, copying and checking go wrong, and they serve to slip
    a word past a check. Emoji with their selectors and joiners, a byte order mark before the text, Greek
    symbols (α粒子, μm) and Russian or Greek words are no hits; nor are full-width and no-break spaces.

    Example: 台<U+200B>湾 → 台湾; а Cyrillic in аpp → app; ⾦ (a radical) → 金.
    Basis: 国办发〔2018〕123号 (严把文字关); GB 18030-2022, Unicode 字符属性.
    """
    for field in page.fields:
        if _suspects().take(field.codes).any():
            yield from _unseen(field)
            yield from _radicals(field)
            yield from _alike(field)


@functools.cache
def _suspects() -> npt.NDArray[np.bool_]:
    """By code point, whether a character is a reason to look closer."""
    suspects = np.zeros(_LAST, np.bool_)
    suspects[0xD800:0xF900] = suspects[0xE0000:] = True
    for first, last in ((0, 0x3400), (0xA000, 0xD800), (0xF900, 0x20000)):
        suspects[first:last] = [_is_unseen(chr(code)) for code in range(first, last)]
    for first, last in _RADICALS:
        suspects[first:last] = True
    suspects[[ord(char) for char in _letters()]] = True
    return suspects


@functools.cache
def _letters() -> dict[str, str]:
    """Letters of other scripts that look like a Latin one or a digit, but for Greek ones that are symbols."""
    return {
        char: plain
        for char, plain in forms.read("lookalikes")
        if plain.isascii() and char.isalpha() and not ("α" <= char <= "ω" and char != "ο") and char > "\u036f"
    }


def _is_unseen(char: str) -> bool:
    if char in _PLAIN_CONTROLS:
        return False
    selects = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return selects or char in _FILLERS or unicodedata.category(char) in _UNSEEN


def _unseen(field: Field) -> Iterator[Hit]:
    """Runs of characters that are not seen."""
    text = field.text
    suspects = _suspects().take(field.codes).nonzero()[0].tolist()
    run: list[int] = []
    for at in suspects:
        if _is_unseen(text[at]) and not _belongs(text, at):
            if run and run[-1] != at - 1:
                yield _unseen_hit(field, run)
                run = []
            run.append(at)
    if run:
        yield _unseen_hit(field, run)


def _belongs(text: str, at: int) -> bool:
    """Whether an invisible character does its work there: in an emoji, or as the mark of the byte order."""
    char, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if char == "\ufeff":
        return at == 0
    if char in _SELECTORS:
        return after == _KEYCAP or (before != "" and not before.isalnum() and not _is_unseen(before))
    if char == _JOINER:
        return _is_symbol(before) and _is_symbol(after)
    if "\U000e0020" <= char <= "\U000e007f":
        return (
            text[max(0, at - 8) : at].rstrip("".join(map(chr, range(0xE0020, 0xE0080))))[-1:] == _BLACK_FLAG
        )
    return False


def _is_symbol(char: str) -> bool:
    return char != "" and (char in _SELECTORS or unicodedata.category(char) in _SYMBOLS)


def _unseen_hit(field: Field, run: list[int]) -> Hit:
    char = field.text[run[0]]
    shown = f"{_NAMES.get(char, '')}（U+{ord(char):04X}）"
    message = f"此处有看不见或无法显示的字符{shown}，请删除。"
    return Hit(field, run[0], run[-1] + 1, message)


def _radicals(field: Field) -> Iterator[Hit]:
    """Runs of radicals and compatibility ideographs in place of the plain character."""
    pattern = "[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]+"
    for match in re.finditer(pattern, field.text):
        plain = packed(match[0]).text
        if plain != match[0] and not plain.isascii():
            message = f"“{match[0][:8]}”是部首或兼容汉字，不是通用汉字“{plain[:8]}”，检索和朗读会出错。"
            yield Hit(field, *match.span(), message, (plain,))


def _alike(field: Field) -> Iterator[Hit]:
    """Letters of another script that stand in a Latin word, or for one among Chinese characters."""
    letters = _letters()
    for match in _CLUSTER.finditer(field.text):
        word = match[0]
        if letters.keys().isdisjoint(word) or not _poses(field.text, match.start(), word):
            continue
        plain = "".join(letters.get(char, char) for char in word)
        if all(char.isascii() for char in plain):
            plain = plain.upper() if word.isupper() else plain
            message = f"“{word[:20]}”中有形似拉丁字母的其他字母，应为“{plain[:20]}”。"
            yield Hit(field, *match.span(), message, (plain,))


def _poses(text: str, start: int, word: str) -> bool:
    """Whether a word poses as a Latin one: some of its letters are Latin, or it stands right by Chinese."""
    if any(char.isascii() for char in word):
        return True
    beside = text[max(0, start - 1) : start] + text[start + len(word) : start + len(word) + 1]
    return any("\u4e00" <= char <= "\u9fff" for char in beside) and len(word) < 4
