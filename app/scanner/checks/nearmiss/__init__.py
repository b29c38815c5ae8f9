"""Near misses of known terms (固定词语的别字): TXT."""

from app.scanner.check import Check
from app.scanner.checks.nearmiss.near_known_term import near_known_term

NEARMISS: tuple[Check, ...] = (near_known_term,)
