"""The rulesets in force: one that all organisations share, and one each for those with rules of their own.

Every process holds its own. `refresh` looks whether the database has moved on, loads in the background what
has, and puts it in place in one step; a reader takes `of(org)` once per request and keeps to it. A ruleset
that cannot be loaded is not replaced by less: its organisation gets no answer until it can.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from app.db import Database, now
from app.errors import Unavailable
from app.rulesets.base import Base
from app.rulesets.compiling import File, compile_here
from app.rulesets.lists import active_contents, active_digests, sha256
from app.rulesets.state import Known, announce, look, revision_of
from app.rulesets.suppressions import in_force, next_change, today
from app.rulesets.teaching import taught
from app.scanner.ruleset import Ruleset

log = structlog.get_logger()


RETRY = timedelta(seconds=5)
"""How soon lists that could not be loaded are tried again: repaired, they work without a restart."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The lists of an organisation compiled with the base; `digests` are those of the lists, by name."""

    digests: Mapping[str, str]
    ruleset: Ruleset


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the rules of an organisation would be with a change, compiled from those of `revision`."""

    org: str
    revision: int
    compiled: Compiled
    ruleset: Ruleset


@dataclass(frozen=True, slots=True)
class Loaded:
    """What this process holds of an organisation, and when to look again though nothing was changed."""

    revision: int
    compiled: Compiled | None = None
    unsuppressed: Ruleset | None = None
    until: datetime | None = None


class ActiveRulesets:
    """The rulesets in force in this process. `base` serves the organisations without rules of their own.

    `compile` is how rulesets are made; a process that answers requests has it done aside.
    """

    def __init__(self, database: Database, base: Base) -> None:
        self.base = base
        self.compile: Callable[[Iterable[File]], Ruleset] = compile_here
        self._database = database
        self._in_force: dict[str, Ruleset | None] = {}
        self._loaded: dict[str, Loaded] = {}
        self._offered: Candidate | None = None
        self._turn = threading.Lock()

    def of(self, org: str) -> Ruleset:
        """The ruleset in force for an organisation; `Unavailable` where its lists cannot be loaded."""
        ruleset = self._in_force.get(org, self.base.ruleset)
        if ruleset is None:
            raise _unavailable()
        return ruleset

    def fresh(self, org: str) -> Ruleset:
        """The same for a signature, which asks the database first whether another process has changed it."""
        with self._database.read() as db:
            revision = revision_of(db, org)
        loaded = self._loaded.get(org)
        if revision != (loaded.revision if loaded else 0):
            self.refresh()
        return self.of(org)

    def everywhere(self) -> list[tuple[str, Ruleset]]:
        """Every organisation that was loaded, with its ruleset in force."""
        return [(org, ruleset) for org, ruleset in list(self._in_force.items()) if ruleset is not None]

    def unsuppressed(self, org: str) -> Ruleset:
        """The organisation's ruleset without its suppressions, over which a change of them is reckoned."""
        loaded = self._loaded.get(org)
        return loaded.unsuppressed if loaded and loaded.unsuppressed else self.base.ruleset

    def need_ready(self) -> None:
        """`Unavailable` where the lists of any organisation cannot be loaded."""
        if None in self._in_force.values():
            raise _unavailable()

    def candidate(self, org: str, name: str, content: str | None) -> Candidate:
        """The organisation's ruleset if `content` took the place of the list `name` (None: did away with it).

        Slow, and changes nothing. `LexiconError` says what is wrong with the list, `DamagedList` that another
        of its lists is not what was approved.
        """
        with self._database.read() as db:
            revision = revision_of(db, org)
            contents = active_contents(db, org, without=name)
            suppressions, learned = in_force(db, org, today()), taught(db, org)
        if content is not None:
            contents[name] = content
        compiled = self._compile(contents)
        ruleset = compiled.ruleset.learning(learned).suppressing(suppressions)
        return Candidate(org, revision, compiled, ruleset)

    def offer(self, candidate: Candidate) -> None:
        """Keep a candidate that is about to be approved at hand: `refresh` need not compile it again."""
        self._offered = candidate

    def refresh(self) -> None:
        """Load what has changed since the last look. Where several threads ask, one does the work."""
        with self._turn:
            with self._database.read() as db:
                known = look(db)
            for each in known:
                if self._is_behind(each):
                    self._renew(each)

    def _is_behind(self, known: Known) -> bool:
        loaded = self._loaded.get(known.org)
        if loaded is None or loaded.revision != known.revision:
            return True
        return loaded.until is not None and loaded.until <= now()

    def _renew(self, known: Known) -> None:
        """Load one organisation; if its lists cannot be loaded, it has no ruleset until they can."""
        try:
            compiled = self._lists(known.org)
            with self._database.read() as db:
                unsuppressed = compiled.ruleset.learning(taught(db, known.org))
        except (ValueError, MemoryError) as error:
            log.error("ruleset_unavailable", org=known.org, error=str(error))
            self._loaded[known.org] = Loaded(known.revision, until=now() + RETRY)
            self._in_force[known.org] = None
            return
        with self._database.read() as db:
            suppressions, until = in_force(db, known.org, today()), next_change(db, known.org, now())
        ruleset = unsuppressed.suppressing(suppressions)
        if known.digest != ruleset.digest:
            with self._database.write() as db:
                announce(db, known.org, known.revision, ruleset.digest)
        self._loaded[known.org] = Loaded(known.revision, compiled, unsuppressed, until)
        self._in_force[known.org] = ruleset
        if self._offered and self._offered.org == known.org:
            self._offered = None

    def _lists(self, org: str) -> Compiled:
        """The lists in use, compiled: what is held if they are the same, else what was offered, else anew."""
        with self._database.read() as db:
            digests = active_digests(db, org)
            loaded = self._loaded.get(org)
            for held in (loaded and loaded.compiled, self._offered and self._offered.compiled):
                if held and held.digests == digests:
                    return held
            contents = active_contents(db, org)
        return self._compile(contents)

    def _compile(self, contents: Mapping[str, str]) -> Compiled:
        digests = {name: sha256(content) for name, content in contents.items()}
        files = [(f"{name}.json", content.encode()) for name, content in contents.items()]
        ruleset = self.base.ruleset
        if files:
            ruleset = self.compile((*self.base.files, *files)).correcting(self.base.corrector)
        return Compiled(digests, ruleset)


def _unavailable() -> Unavailable:
    detail = "本单位的词库暂时无法加载，不能检查稿件，请联系系统管理员。"
    return Unavailable("ruleset_unavailable", detail, headers={"Retry-After": "5"})
