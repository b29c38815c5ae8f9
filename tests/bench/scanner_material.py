"""What the bench of the scanner works on: official prose, lists of real words, texts made to hurt."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import jieba

from app.scanner import ruleset
from app.scanner.lexicon import load
from app.scanner.matcher import Matcher
from app.scanner.normalize import packed

ARTICLE = 1500
"""Characters of an article."""

MIB = 2**20
_SEED = 20261121
_LONGEST = 8
_BETWEEN = "。"
_HEAD = {
    "kind": "terms",
    "name": "bench",
    "code": "POL-07",
    "message": "“{text}”应为“{use}”。",
    "sources": {"own": {"title": "样例"}},
}


def prose(folder: Path | None) -> str:
    """The notice written for the bench, or all *.txt of a folder."""
    paths = sorted(folder.glob("**/*.txt")) if folder else [Path(__file__).with_name("notice.txt")]
    return "\n".join(path.read_text("utf-8") for path in paths)


def stretched(text: str, size: int) -> str:
    """`size` characters: the text, then its sentences again and again in ever other order."""
    sentences = [part + "。" for part in text.split("。") if part.strip()]
    chance = random.Random(_SEED)
    pieces, length = [text], len(text)
    while length < size:
        more = "".join(chance.sample(sentences, len(sentences)))
        pieces.append(more)
        length += len(more)
    return "".join(pieces)[:size]


def planted(text: str, terms: Sequence[str], size: int = ARTICLE) -> str:
    """`size` characters of the text, with the terms spread between its clauses."""
    clauses = text[: size - sum(len(term) + 1 for term in terms)].split("，")
    step = len(clauses) / (len(terms) + 1)
    for number, term in enumerate(terms, 1):
        clauses.insert(round(number * step) + number - 1, term)
    return "，".join(clauses)


def words(count: int, text: str) -> list[str]:
    """Words and pairs of words of jieba's dictionary, 2 to 8 characters, as sensitive word lists have them.

    They differ in packed form, stand in no shipped lexicon and not in the text; the same for the same count.
    """
    drawn = _drawn(random.Random(_SEED), count + count // 10 + 1000)
    taken, plain = _shipped(), packed(text).text
    fresh = [
        word for word in dict.fromkeys(packed(_BETWEEN.join(drawn)).text.split(_BETWEEN)) if word not in taken
    ]
    present = {number for _, _, number in Matcher(fresh).find(plain)}
    found = [word for number, word in enumerate(fresh) if number not in present][:count]
    assert len(found) == count
    return found


def _drawn(chance: random.Random, count: int) -> list[str]:
    """A third of the dictionary's words, at most half of all; the rest are pairs."""
    lines = Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").splitlines()
    listed = [word for word, often, *_ in map(str.split, lines) if int(often) > 2 and _is_chinese(word)]
    short = [word for word in listed if len(word) <= _LONGEST // 2]
    single = chance.sample(listed, min(len(listed) // 3, count // 2))
    pairs = zip(chance.choices(short, k=count), chance.choices(short, k=count), strict=True)
    return [*single, *itertools.islice(map("".join, pairs), count - len(single))]


def _is_chinese(word: str) -> bool:
    return 2 <= len(word) <= _LONGEST and all("\u4e00" <= char <= "\u9fff" for char in word)


def _shipped() -> set[str]:
    lexicon = load((path.name, path.read_bytes()) for path in sorted(ruleset.LEXICONS.glob("*.toml")))
    return {term.packed for term in lexicon.terms} | set(lexicon.allowed)


def as_toml(terms: Sequence[str]) -> bytes:
    """A lexicon of the terms as an office keeps it in a folder."""
    head = [
        f"{key} = {json.dumps(_HEAD[key], ensure_ascii=False)}" for key in ("kind", "name", "code", "message")
    ]
    head += ["[sources.own]", 'title = "样例"', "[terms]"]
    lines = (f'"{term}" = {{ use = "{use}", source = "own" }}' for term, use in _uses(terms))
    return "\n".join(itertools.chain(head, lines, [""])).encode()


def as_json(terms: Sequence[str]) -> bytes:
    """The same lexicon as it is stored after an import."""
    entries = {term: {"source": "own", "use": use} for term, use in _uses(terms)}
    return json.dumps(_HEAD | {"terms": entries}, ensure_ascii=False, separators=(",", ":")).encode()


def _uses(terms: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each term with another one, as if that were to be written instead."""
    return zip(terms, [*terms[1:], *terms[:1]], strict=True)


def hostile() -> dict[str, tuple[str, str]]:
    """Texts of 1 MiB characters made to hurt: name → format and text."""

    def filled(unit: str) -> str:
        return (unit * (MIB // len(unit) + 1))[:MIB]

    nested = "香港"
    while len(nested) < MIB:
        nested += nested + "政府"
    return {
        "one character": ("text", filled("布")),
        "nested repeats": ("text", nested[:MIB]),
        "half a term": ("text", filled("中华人民共和")),
        "only zero-width": ("text", filled("\u200b")),
        "only digits": ("text", filled("1")),
        "only brackets": ("text", filled("（")),
        "only newlines": ("text", filled("\n")),
        "html, only tags": ("html", filled("<b><i></i>")),
        "html, open tags": ("html", filled("<")),
        "markdown marks": ("markdown", filled("**_`[")),
    }
