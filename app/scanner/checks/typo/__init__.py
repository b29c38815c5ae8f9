"""Wrong characters by their context (语境别字): TXT."""

from app.scanner.check import Check
from app.scanner.checks.typo.wrong_character import wrong_character

TYPO: tuple[Check, ...] = (wrong_character,)
