"""A ruleset (规则集): all lexicons compiled, the facts of the checks, and the digest that names them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.scanner.facts import Facts
from app.scanner.lexicon import load as load_lexicon
from app.scanner.matcher import Library
from app.scanner.terms import TermIndex

VERSION = "1"
"""Version of the scanner's own rules; it changes when a check answers differently to the same text."""

LEXICONS = Path(__file__).parents[2] / "lexicons"
"""The folder of the lexicons that are shipped."""


@dataclass(frozen=True, slots=True, eq=False)
class Ruleset:
    """What a scan goes by. The same `digest` and draft give the same report."""

    terms: TermIndex
    facts: Facts
    digest: str


def load(folders: Sequence[Path] = (LEXICONS,), library: Library = "daachorse") -> Ruleset:
    """The ruleset of all *.toml in `folders`; `LexiconError` if a file is wrong, `OSError` if unreadable."""
    paths = sorted((path for folder in folders for path in folder.glob("*.toml")), key=lambda path: path.name)
    return build([(path.name, path.read_bytes()) for path in paths], library)


def build(files: Iterable[tuple[str, bytes]], library: Library = "daachorse") -> Ruleset:
    """The ruleset of lexicon files given as pairs of name and content."""
    files = sorted(files)
    lexicon = load_lexicon(files)
    terms = TermIndex(lexicon.terms, lexicon.allowed, library)
    return Ruleset(terms, lexicon.facts, _digest(files))


def _digest(files: Iterable[tuple[str, bytes]]) -> str:
    """SHA-256 over version, names and contents, each with its length before it, so that none runs on."""
    digest = hashlib.sha256()
    for part in (VERSION.encode(), *(part for name, content in files for part in (name.encode(), content))):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
