"""The pattern checks, one per file; terms are found by the term check from the lexicons.

A new check is a file in the folder of its family, with a docstring (what it flags, why, an example, its
basis) and its text for the reference page, its name in the family's tuple, and a case table in
tests/scanner/cases.
"""

from app.scanner.check import Check
from app.scanner.checks.advertising import ADVERTISING
from app.scanner.checks.law import LAW
from app.scanner.checks.links import LINKS
from app.scanner.checks.nearmiss import NEARMISS
from app.scanner.checks.numbers import NUMBERS
from app.scanner.checks.policy import POLICY
from app.scanner.checks.politics import POLITICS
from app.scanner.checks.privacy import PRIVACY
from app.scanner.checks.punctuation import PUNCTUATION
from app.scanner.checks.secrets import SECRETS
from app.scanner.checks.sources import SOURCES
from app.scanner.checks.structure import STRUCTURE
from app.scanner.checks.tone import TONE
from app.scanner.checks.typo import TYPO

CHECKS: tuple[Check, ...] = (
    *PRIVACY,
    *SECRETS,
    *ADVERTISING,
    *LINKS,
    *POLITICS,
    *LAW,
    *POLICY,
    *PUNCTUATION,
    *NUMBERS,
    *STRUCTURE,
    *NEARMISS,
    *TYPO,
    *SOURCES,
    *TONE,
)
