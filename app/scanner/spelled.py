"""Terms that are spelled another way: characters split into parts (拆字, 氵工), words in pinyin (拼音).

What is spelled so is written out, and the text is read again as if it had stood there. Both are guesses, so
that what is found only hints. Pinyin is pypinyin's, for terms of four syllables or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.scanner import forms
from app.scanner.document import Field
from app.scanner.markup import Cut, assemble
from app.scanner.matcher import Matcher, resolve
from app.scanner.normalize import packed
from app.scanner.segment import cut

_SYLLABLES = 4
_TONES = tuple("12345")
_IDEOGRAPHS = re.compile(f"[\u4e00-\u9fff]{{{_SYLLABLES},}}")
_LATIN = re.compile(r"[a-z](?:[0-9]?[a-z]){7,}")


class Spelling:
    """Writes out in a text what spells one of some packed words."""

    def __init__(self, words: Iterable[str]) -> None:
        words = list(words)
        chars = set().union(*words)
        self._parts = {
            key: char
            for parts, char in forms.read("parts")
            if char in chars and len(key := packed(parts).text) == len(parts) and len(cut(key)) > 1
        }
        self._split = Matcher(tuple(self._parts))
        self._words = [word for word in words if _IDEOGRAPHS.fullmatch(word)]
        self._pinyin: tuple[Matcher, dict[int, str]] | None = None

    def written_out(self, field: Field) -> Field | None:
        """`field` with what is spelled written out, which leads back to `field.text`; None without any."""
        cuts = sorted((*self._assembled(field), *self._read(field)))
        if not cuts:
            return None
        reading = assemble(field.text, cuts, (), [])
        return Field(field.name, field.text, reading.text, reading.starts, reading.ends)

    def _assembled(self, field: Field) -> Iterator[Cut]:
        """Parts in a row that make a character."""
        text = field.packed.text
        for start, end, _ in resolve(self._split.find(text), (), lambda *_: True):
            yield *field.unpacked(start, end), self._parts[text[start:end]]

    def _read(self, field: Field) -> Iterator[Cut]:
        """Words in pinyin, with tones or without."""
        for run in _LATIN.finditer(field.packed.text):
            places = [at for at in range(*run.span()) if field.packed.text[at].isalpha()]
            letters = "".join(field.packed.text[at] for at in places).replace("v", "u")
            matcher, words = self._keys()
            for start, end, number in resolve(matcher.find(letters), (), lambda *_: True):
                first, last = field.unpacked(places[start], places[end - 1] + 1)
                last += field.folded[last : last + 1] in _TONES and field.folded[first:last].isascii()
                if _is_whole(field.folded, first, last):
                    yield first, last, words[number]

    def _keys(self) -> tuple[Matcher, dict[int, str]]:
        """The pinyin of the words, made when a text first has letters enough for one."""
        if self._pinyin is None:
            keys = dict(zip(_pinyin(self._words), self._words, strict=True))
            self._pinyin = Matcher(tuple(keys)), dict(enumerate(keys.values()))
        return self._pinyin


def is_written_out(read: Field, first: int, last: int) -> bool:
    """Whether something written out stands in `read.text[first:last]`."""
    start, end = read.span(first, last)
    return end - start != last - first or read.source[start:end] != read.text[first:last]


def _is_whole(text: str, first: int, last: int) -> bool:
    """Whether no letter stands right before or after."""
    beside = text[first - 1 : first] + text[last : last + 1]
    return not any(char.isalpha() and char < "\u2e80" for char in beside)


def _pinyin(words: list[str]) -> list[str]:
    from pypinyin import lazy_pinyin

    return ["".join(lazy_pinyin(word)).replace("ü", "u").replace("v", "u") for word in words]
