"""The pattern checks, one per file; terms are found by the term check from the lexicons.

A new check is a file with a docstring (what it flags, why, an example, its basis), its name below, and a
case table in tests/scanner/cases.
"""

from app.scanner.check import Check
from app.scanner.checks.bank_card import bank_card
from app.scanner.checks.broken_word import broken_word
from app.scanner.checks.commercial_link import commercial_link
from app.scanner.checks.contact_bait import contact_bait
from app.scanner.checks.document_number import document_number
from app.scanner.checks.doubled_word import doubled_word
from app.scanner.checks.hidden_character import hidden_character
from app.scanner.checks.home_address import home_address
from app.scanner.checks.identity_number import identity_number
from app.scanner.checks.impossible_date import impossible_date
from app.scanner.checks.mixed_forms import mixed_forms
from app.scanner.checks.placeholder import placeholder
from app.scanner.checks.price_bait import price_bait
from app.scanner.checks.repeated_mark import repeated_mark
from app.scanner.checks.secrecy_marking import secrecy_marking
from app.scanner.checks.telephone import telephone
from app.scanner.checks.unknown_link import unknown_link
from app.scanner.checks.unpaired_mark import unpaired_mark
from app.scanner.checks.wrong_weekday import wrong_weekday

PRIVACY: tuple[Check, ...] = (
    identity_number,
    bank_card,
    telephone,
    home_address,
)
SECRETS: tuple[Check, ...] = (secrecy_marking,)
ADVERTISING: tuple[Check, ...] = (
    contact_bait,
    price_bait,
)
LINKS: tuple[Check, ...] = (
    commercial_link,
    unknown_link,
)
POLICY: tuple[Check, ...] = (document_number,)
PUNCTUATION: tuple[Check, ...] = (
    unpaired_mark,
    repeated_mark,
)
NUMBERS: tuple[Check, ...] = (
    impossible_date,
    wrong_weekday,
)
STRUCTURE: tuple[Check, ...] = (
    doubled_word,
    broken_word,
    placeholder,
    mixed_forms,
    hidden_character,
)

CHECKS: tuple[Check, ...] = (
    *PRIVACY,
    *SECRETS,
    *ADVERTISING,
    *LINKS,
    *POLICY,
    *PUNCTUATION,
    *NUMBERS,
    *STRUCTURE,
)
