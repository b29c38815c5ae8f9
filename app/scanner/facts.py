"""What the rules know besides terms: domains, mixed forms, division codes, vocabulary of other modules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.scanner.laws import Law
from app.scanner.nearmiss.known import KnownTerms
from app.scanner.outlets import NO_OUTLETS, Outlets
from app.scanner.persons import Person
from app.scanner.typo.corrector import Corrector
from app.scanner.wording import FixedList, Slogan, StandardText


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The facts of one ruleset that the checks read.

    `domains_known` and `shorteners` are domain names or suffixes, `domains_commercial` leads from a domain
    to the name of the shop or platform. Each of `mixed` is a group of forms (同文异形), the preferred one
    first. `divisions` leads from the two-digit province prefix of GB/T 2260 to its name. `vocab` holds the
    parsed lexicon files of the kinds that belong to other modules, by kind (`"level"`, `"topics"`).
    `persons` and `laws` are by name and title, `lists`, `slogans` and `texts` the fixed wording, `outlets`
    the units that may be reprinted from, `known` terms that a text may nearly hit. `corrector` finds wrong
    characters by their context.
    Two `Facts` are equal only if they are the same object, so that one may key a cache.
    """

    domains_known: frozenset[str] = frozenset()
    domains_commercial: Mapping[str, str] = field(default_factory=dict)
    shorteners: frozenset[str] = frozenset()
    mixed: tuple[tuple[str, ...], ...] = ()
    divisions: Mapping[str, str] = field(default_factory=dict)
    vocab: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    persons: Mapping[str, Person] = field(default_factory=dict)
    laws: Mapping[str, Law] = field(default_factory=dict)
    lists: tuple[FixedList, ...] = ()
    slogans: tuple[Slogan, ...] = ()
    texts: tuple[StandardText, ...] = ()
    outlets: Outlets = NO_OUTLETS
    known: tuple[KnownTerms, ...] = ()
    corrector: Corrector | None = None

    @classmethod
    def empty(cls) -> Facts:
        """Facts that know nothing, for a scan without lexicons."""
        return cls()
