"""Structure and sentences (结构、语句): TXT."""

from app.scanner.check import Check
from app.scanner.checks.structure.attachment_reference import attachment_reference
from app.scanner.checks.structure.blended_construction import blended_construction
from app.scanner.checks.structure.broken_address import broken_address
from app.scanner.checks.structure.broken_pair import broken_pair
from app.scanner.checks.structure.broken_word import broken_word
from app.scanner.checks.structure.contradictory_change import contradictory_change
from app.scanner.checks.structure.dangling_word import dangling_word
from app.scanner.checks.structure.date_after_signature import date_after_signature
from app.scanner.checks.structure.doubled_word import doubled_word
from app.scanner.checks.structure.empty_pair import empty_pair
from app.scanner.checks.structure.garbled_text import garbled_text
from app.scanner.checks.structure.heading_order import heading_order
from app.scanner.checks.structure.hidden_character import hidden_character
from app.scanner.checks.structure.item_order import item_order
from app.scanner.checks.structure.leftover_markup import leftover_markup
from app.scanner.checks.structure.list_count import list_count
from app.scanner.checks.structure.misplaced_negation import misplaced_negation
from app.scanner.checks.structure.missing_subject import missing_subject
from app.scanner.checks.structure.mixed_forms import mixed_forms
from app.scanner.checks.structure.mixed_telephone import mixed_telephone
from app.scanner.checks.structure.placeholder import placeholder
from app.scanner.checks.structure.redundant_words import redundant_words
from app.scanner.checks.structure.repeated_particle import repeated_particle
from app.scanner.checks.structure.repeated_sentence import repeated_sentence
from app.scanner.checks.structure.share_sum import share_sum
from app.scanner.checks.structure.sum_mismatch import sum_mismatch
from app.scanner.checks.structure.table_sum import table_sum
from app.scanner.checks.structure.title_number import title_number
from app.scanner.checks.structure.traditional_character import traditional_character
from app.scanner.checks.structure.unfinished_sentence import unfinished_sentence

STRUCTURE: tuple[Check, ...] = (
    doubled_word,
    broken_word,
    placeholder,
    mixed_forms,
    hidden_character,
    heading_order,
    item_order,
    list_count,
    sum_mismatch,
    table_sum,
    share_sum,
    contradictory_change,
    repeated_sentence,
    repeated_particle,
    dangling_word,
    redundant_words,
    misplaced_negation,
    missing_subject,
    broken_pair,
    blended_construction,
    unfinished_sentence,
    attachment_reference,
    broken_address,
    mixed_telephone,
    title_number,
    date_after_signature,
    empty_pair,
    garbled_text,
    leftover_markup,
    traditional_character,
)
