"""Words of drafts as a search index takes them: single characters and pairs (二元切分). Pure.

Chinese writes no blanks between words, so every pair of neighbours is indexed, and a word of any length is
looked for by its pairs; names of two characters are found like all others. `fold` treats each character by
itself: what is contained in a text is contained in the folded text too.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from app.scanner import html, markdown
from app.scanner.document import Format

MAX_QUERY = 100
"""Characters of a query that count."""
BEFORE, AFTER = 20, 80
"""Characters shown of a text around what was found in it."""
_READERS = {"html": html.read, "markdown": markdown.read}


class _Folding(dict[int, str]):
    """What each character is compared as; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = "".join(
            each for each in folded if not each.isspace() and unicodedata.category(each) != "Cf"
        )
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text in half width and lower case, without blanks and what cannot be seen (NFKC, by character)."""
    return text.translate(_FOLDING)


def visible(title: str, body: str, format: Format) -> tuple[str, str]:
    """Title and body as a reader sees them: what is searched and shown of a draft."""
    return title, _READERS[format](body).text if format in _READERS else body


def terms_of(query: str) -> list[str]:
    """The folded words of a query, parted by blanks (and NUL, which no database takes); all must be there."""
    folded = (fold(word) for word in query[:MAX_QUERY].replace("\0", " ").split())
    return list(dict.fromkeys(word for word in folded if word))


def tokens(texts: Iterable[str]) -> set[str]:
    """The index entries of folded texts: each character, each pair of neighbours."""
    found: set[str] = set()
    for text in texts:
        named = [_token(character) for character in text]
        found.update(named, _pairs(named))
    return found


def wanted_tokens(terms: Iterable[str]) -> set[str]:
    """The index entries that a text with these terms has: the pairs of each, or its one character."""
    named = ([_token(character) for character in term] for term in terms)
    return {token for names in named for token in (_pairs(names) if names[1:] else names)}


def token_of_owner(org: str) -> str:
    """The index entry that every draft of an organisation has; no other entry begins with its letter."""
    return f"o{org.encode().hex()}"


def _token(character: str) -> str:
    """A character in letters and digits of ASCII, which no index takes apart or reads as an operator."""
    return f"{ord(character):x}"


def _pairs(named: Sequence[str]) -> Iterator[str]:
    return map("x".join, pairwise(named))


def excerpt(text: str, terms: Sequence[str]) -> list[tuple[str, bool]]:
    """The text around the first term that it has, in pieces, each with whether it is one that was found.

    Empty where it has none. Blanks show as one space.
    """
    folded = fold(text)
    places = [place for term in terms if (place := folded.find(term)) >= 0]
    if not places:
        return []
    start = max(_origin(text, min(places)) - BEFORE, 0)
    pieces = marked(" ".join(text[start : start + BEFORE + AFTER].split()), terms)
    ends = start + BEFORE + AFTER < len(text)
    return [*([("…", False)] if start else []), *pieces, *([("…", False)] if ends else [])]


def marked(text: str, terms: Iterable[str]) -> list[tuple[str, bool]]:
    """The whole text in pieces, each with whether it is one of the terms."""
    origin = [at for at, character in enumerate(text) for _ in fold(character)]
    found = [False] * len(text)
    folded = fold(text)
    for term in terms:
        at = folded.find(term)
        while at >= 0:
            first, last = origin[at], origin[at + len(term) - 1]
            found[first : last + 1] = [True] * (last + 1 - first)
            at = folded.find(term, at + len(term))
    return _runs(text, found)


def _runs(text: str, found: Sequence[bool]) -> list[tuple[str, bool]]:
    edges = [at for at in range(1, len(text)) if found[at] != found[at - 1]]
    return [(text[start:end], found[start]) for start, end in pairwise([0, *edges, len(text)]) if start < end]


def _origin(text: str, place: int) -> int:
    """The position in the text whose folded form holds the position `place` of the folded text."""
    return bisect_right(range(len(text)), place, key=lambda at: len(fold(text[:at]))) - 1
