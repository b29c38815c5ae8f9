"""Makes app/scanner/confusion.tsv: how characters are read, and which look alike.

    python -m tests.scanner.nearmiss.confusion_data CORPUS

CORPUS is a folder of *.txt.xz (official prose), *ngrams.tsv.xz (counts of n-grams), idioms.txt and
divisions.txt; they only tell how common each character is. Readings are those that the
phrases of pypinyin use. Two characters look alike if their glyphs in Noto Sans and Noto Serif CJK, blurred,
correlate; less is asked of those that share a part, and nothing of one that is a part of the other. Needs
Pillow (of the extra ocr) and the fonts (Debian: fonts-noto-cjk).
"""

from __future__ import annotations

import lzma
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_tone3

from app.scanner import forms

FILE = Path(__file__).parents[3] / "app" / "scanner" / "confusion.tsv"
FONTS = "/usr/share/fonts/opentype/noto/"
SIMPLIFIED = 2  # of the faces in a Noto CJK collection
FACES = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc")
SIDE, BLUR = 64, 1.5
ALIKE, ALIKE_WITH_PART = 0.55, 0.42
IDEOGRAPHS = range(0x4E00, 0xA000)
MOST = 12
"""Lookalikes of one character, the most alike ones, besides those of which it is one."""
COMMON_PART = 60
"""A part of more characters than that (氵, 口) makes none of them alike."""
SELDOM = 0.04
"""The share of a character's phrases below which a reading is left out."""
LEAST = 3
HEAD = """\
# Characters in use, the most common in official prose first; their readings; those that look like them.
# Readings: pypinyin (https://github.com/mozillazg/python-pinyin), MIT.
# Looks: glyphs of Noto CJK, and parts of kfcd/chaizi (https://github.com/kfcd/chaizi), CC BY 3.0.
# Made by python -m tests.scanner.nearmiss.confusion_data
"""


def main(corpus: Path) -> None:
    """Write the table."""
    chars = [char for char, _ in in_use(corpus)]
    said, seen = readings(), lookalikes(chars)
    lines = (f"{char}\t{' '.join(said(char))}\t{seen[char]}\n" for char in chars if said(char))
    FILE.write_text(HEAD + "".join(lines), encoding="utf-8")


def is_common(char: str) -> bool:
    """Whether a character is one of the 6,763 of GB/T 2312."""
    return bool(char.encode("gb2312", "ignore"))


def tone3(reading: str) -> str:
    """A reading with its tone as a number at its end, 5 for the light one."""
    return str(to_tone3(reading, neutral_tone_with_five=True, v_to_u=False))


def in_use(corpus: Path) -> list[tuple[str, float]]:
    """The ideographs of the corpus and of GB/T 2312, by falling share of the sources together."""
    prose, news, names = Counter[str](), Counter[str](), Counter[str]()
    for path in sorted(corpus.glob("*.txt.xz")):
        prose.update(lzma.decompress(path.read_bytes()).decode())
    for path in sorted(corpus.glob("*ngrams.tsv.xz")):
        for line in lzma.decompress(path.read_bytes()).decode().splitlines():
            gram, count = line.split("\t")
            if len(gram) == 1:
                news[gram] += int(count)
    for name in ("idioms.txt", "divisions.txt"):
        names.update((corpus / name).read_text(encoding="utf-8"))
    known = {*prose, *news, *names, *map(chr, IDEOGRAPHS)}
    share = {char: prose[char] / prose.total() + news[char] / news.total() for char in known}
    traditional = {form for form, _ in forms.read("traditional")}
    plain = (char for char in share if ord(char) in IDEOGRAPHS and char not in traditional)
    used = (char for char in plain if prose[char] + news[char] >= LEAST or names[char] or is_common(char))
    return sorted(((char, share[char]) for char in used), key=lambda pair: (-pair[1], pair[0]))


def readings() -> Callable[[str], list[str]]:
    """What tells the readings of a character, the first of the dictionary before the others."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for phrase, syllables in PHRASES_DICT.items():
        for char, syllable in zip(phrase, syllables, strict=False):
            counts[char][tone3(syllable[0])] += 1

    def of(char: str) -> list[str]:
        first, *others = (tone3(reading) for reading in PINYIN_DICT[ord(char)].split(","))
        heard = counts[char]
        used = [reading for reading in others if heard[reading] > SELDOM * heard.total()]
        return list(dict.fromkeys((first, *used)))

    return of


def lookalikes(chars: Sequence[str]) -> dict[str, str]:
    """The characters that look like each, in the order of `chars`."""
    likeness = sum(glyphs(chars, face) for face in FACES) / len(FACES)
    number = {char: at for at, char in enumerate(chars)}
    bound = np.full_like(likeness, ALIKE)
    for one, other, within in kindred():
        if one in number and other in number:
            pair = np.ix_((number[one], number[other]), (number[other], number[one]))
            bound[pair] = -1 if within else np.minimum(bound[pair], ALIKE_WITH_PART)
            likeness[pair] = np.maximum(likeness[pair], ALIKE if within else -1)
    likeness[likeness < bound] = -1
    np.fill_diagonal(likeness, -1)
    best = np.argsort(-likeness, axis=1, kind="stable")[:, :MOST]
    kept = np.zeros(likeness.shape, np.bool_)
    np.put_along_axis(kept, best, np.take_along_axis(likeness, best, axis=1) > 0, axis=1)
    kept |= kept.T
    return {char: "".join(chars[other] for other in np.flatnonzero(kept[at])) for char, at in number.items()}


def glyphs(chars: Sequence[str], face: str) -> npt.NDArray[np.float32]:
    """How the glyphs of a face correlate, each with each."""
    font = ImageFont.truetype(FONTS + face, SIDE - 4, index=SIMPLIFIED)
    drawn = np.empty((len(chars), SIDE * SIDE), np.float32)
    for at, char in enumerate(chars):
        image = Image.new("L", (SIDE, SIDE))
        ImageDraw.Draw(image).text((SIDE / 2, SIDE / 2), char, fill=255, font=font, anchor="mm")
        drawn[at] = np.asarray(image.filter(ImageFilter.GaussianBlur(BLUR)), np.float32).ravel()
    drawn -= drawn.mean(0)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    return drawn @ drawn.T


def kindred() -> Iterator[tuple[str, str, bool]]:
    """Pairs of characters that share a part, or (true) of which one is a part of the other."""
    users: defaultdict[str, set[str]] = defaultdict(set)
    for parts, char in forms.read("parts"):
        for part in parts:
            users[part].add(char)
    for part, those in sorted(users.items()):
        if len(those) <= COMMON_PART:
            yield from ((part, char, True) for char in sorted(those - {part}))
            yield from ((one, other, False) for one, other in combinations(sorted(those), 2))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
