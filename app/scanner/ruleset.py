"""A ruleset (规则集): all lexicons compiled, the facts of the checks, and the digest that names them."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from app.scanner.checks import CHECKS
from app.scanner.facts import Facts
from app.scanner.level import LevelRules, Rule, compile_rules, wording
from app.scanner.lexicon import LexiconError
from app.scanner.lexicon import load as load_lexicon
from app.scanner.lexicon_file import yields
from app.scanner.matcher import Library
from app.scanner.memory import frugal
from app.scanner.normalize import bare, folded, packed, together
from app.scanner.relevance.vocabulary import topic_names
from app.scanner.relevance.weights import Weights, shipped
from app.scanner.sieve import Sieve
from app.scanner.suppression import NO_SUPPRESSIONS, Suppression, Suppressions
from app.scanner.terms import TermIndex
from app.scanner.typo import model as typo
from app.scanner.typo.corrector import Corrector

VERSION = "2"
"""Version of the scanner's own rules; it changes when a check answers differently to the same text."""

LEXICONS = Path(__file__).parents[2] / "lexicons"
"""The folder of the lexicons that are shipped."""


@dataclass(frozen=True, slots=True, eq=False)
class Role:
    """What a bare word does besides being a term: the checks it wakes, the rules of level by packed word.

    A word with marks or doubled letters (和、 or 求求) is more than its bare form: `exact` has it in folded
    form with the checks that it wakes where it stands so.
    """

    wakes: frozenset[str]
    exact: tuple[tuple[str, str], ...]
    level: tuple[tuple[str, tuple[Rule, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ruleset:
    """What a scan goes by. The same `digest` and draft give the same report.

    `yielded` names the terms of imported lists that other lists have already, each with its list.
    """

    sieve: Sieve[Role]
    terms: TermIndex
    level: LevelRules
    facts: Facts
    digest: str
    yielded: tuple[tuple[str, str], ...] = ()
    suppressions: Suppressions = NO_SUPPRESSIONS
    learned: Weights | None = None

    def learning(self, learned: Weights | None) -> Ruleset:
        """This ruleset with what the office's decisions taught of relevance; without suppressions so far."""
        assert not self.suppressions, "suppressions come last"
        if learned is None:
            return self
        digest = _digest(self.digest.encode(), learned.sha256.encode())
        return replace(self, learned=learned.over(topic_names(self.facts)), digest=digest)

    def correcting(self, corrector: Corrector | None) -> Ruleset:
        """This ruleset with another model of wrong characters, an office's own; before anything is learnt."""
        assert not (self.learned or self.suppressions), "the model comes first"
        if corrector is None or (self.facts.corrector and self.facts.corrector.version == corrector.version):
            return self
        digest = _digest(self.digest.encode(), corrector.version.encode())
        return replace(self, facts=replace(self.facts, corrector=corrector), digest=digest)

    def suppressing(self, suppressions: Iterable[Suppression]) -> Ruleset:
        """This ruleset, which has none, with these suppressions (误报豁免); it shares what is compiled."""
        assert not self.suppressions, "the digest is taken over a ruleset without suppressions"
        added = tuple(suppressions)
        if not added:
            return self
        lines = sorted(json.dumps(astuple(one), default=str).encode() for one in added)
        digest = _digest(self.digest.encode(), *lines)
        return replace(self, suppressions=Suppressions(added), digest=digest)


def load(folders: Sequence[Path] = (LEXICONS,), library: Library = "daachorse") -> Ruleset:
    """The ruleset of all *.toml and *.json in `folders`.

    `LexiconError` if a file is wrong, `OSError` if one cannot be read; see `build`.
    """
    return build((file for folder in folders for file in read(folder)), library)


def read(folder: Path) -> list[tuple[str, bytes]]:
    """The lexicon files of a folder, as pairs of name and content for `build`; `OSError` if it fails."""
    paths = (path for path in folder.iterdir() if path.suffix in (".toml", ".json"))
    return [(path.name, path.read_bytes()) for path in paths]


def build(files: Iterable[tuple[str, bytes]], library: Library = "daachorse") -> Ruleset:
    """The ruleset of lexicon files given as pairs of name and content; those that yield come last.

    `ModelError` if a model that ships is missing or damaged.
    """
    files = sorted(files, key=lambda file: (yields(file[0]), file[0]))
    with frugal():
        lexicon = load_lexicon(files)
        phrases, level = lexicon.phrases(), _level(lexicon.facts)
        terms = TermIndex(lexicon, phrases)
        sieve = Sieve(terms.patterns(phrases), _roles(lexicon.facts, level), library)
        del phrases
    named = (part for name, content in files for part in (name.encode(), content))
    corrector = typo.load()
    versions = (VERSION, shipped().sha256, wording.shipped().sha256, corrector.version)
    digest = _digest(*(version.encode() for version in versions), *named)
    facts = replace(lexicon.facts, corrector=corrector)
    return Ruleset(sieve, terms, level, facts, digest, lexicon.yielded)


def _level(facts: Facts) -> LevelRules:
    try:
        return compile_rules(facts)
    except (KeyError, re.error) as error:
        raise LexiconError("level", 1, f"分级规则有误（{error}）") from error


def _roles(facts: Facts, level: LevelRules) -> dict[str, Role]:
    """The words that wake checks and those of the rules of level, by their bare form."""
    wakes: defaultdict[str, set[str]] = defaultdict(set)
    exact: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    wakers = [(word, check.rule) for check in CHECKS for word in check.words(facts)]
    words = [word for word, _ in wakers]
    for (word, rule), plain, shown in zip(
        wakers, together(bare, words), together(packed, words), strict=True
    ):
        if plain == shown:
            wakes[plain].add(rule)
        else:
            exact[plain].add((folded(word), rule))
    told: defaultdict[str, list[tuple[str, tuple[Rule, ...]]]] = defaultdict(list)
    words = list(level.by_word)
    for plain, shown, rules in zip(
        together(bare, words), together(packed, words), level.by_word.values(), strict=True
    ):
        told[plain].append((shown, rules))
    assert "" not in wakes | exact | told, "a word that wakes a check has a letter, a digit or an ideograph"
    return {
        word: Role(frozenset(wakes[word]), tuple(sorted(exact[word])), tuple(told[word]))
        for word in {*wakes, *exact, *told}
    }


def _digest(*parts: bytes) -> str:
    """SHA-256 over all parts, each with its length before it, so that none runs on."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
