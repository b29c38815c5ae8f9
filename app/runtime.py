"""What a running service holds: opened once at start, closed once at the end."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.config import Settings
from app.db import Database
from app.keys import KeyRing
from app.people.api_keys import KeyDoor
from app.people.sessions import LoginThrottle
from app.rulesets.active import ActiveRuleset


@dataclass(frozen=True, slots=True)
class Runtime:
    """Settings, database, signing keys and the ruleset in force."""

    settings: Settings
    database: Database
    ring: KeyRing
    rules: ActiveRuleset
    keys: KeyDoor
    throttle: LoginThrottle = field(default_factory=LoginThrottle)

    @classmethod
    def open(cls, settings: Settings) -> Runtime:
        """Load everything; `StartupError` says in Chinese what is missing or broken."""
        rules = ActiveRuleset.load(settings.lexicon_dir)
        ring = KeyRing.open(settings.data_dir)
        database = Database(settings.database_url)
        return cls(settings, database, ring, rules, KeyDoor(database))

    def close(self) -> None:
        """Give back what is held."""
        self.database.close()
