"""The pattern checks, one per file; terms are found by the term check from the lexicons.

A new check is a file with a docstring (what it flags, why, an example, its basis), its name below, and a
case table in tests/scanner/cases.
"""

from app.scanner.check import Check
from app.scanner.checks.absolute_claim import absolute_claim
from app.scanner.checks.approval_slip import approval_slip
from app.scanner.checks.approximate_numeral import approximate_numeral
from app.scanner.checks.arabic_with_chinese_unit import arabic_with_chinese_unit
from app.scanner.checks.article_number import article_number
from app.scanner.checks.attachment_mark import attachment_mark
from app.scanner.checks.attachment_reference import attachment_reference
from app.scanner.checks.bank_card import bank_card
from app.scanner.checks.bare_domain import bare_domain
from app.scanner.checks.barred_person import barred_person
from app.scanner.checks.birth_date import birth_date
from app.scanner.checks.blended_construction import blended_construction
from app.scanner.checks.body_differs import body_differs
from app.scanner.checks.body_order import body_order
from app.scanner.checks.broken_address import broken_address
from app.scanner.checks.broken_pair import broken_pair
from app.scanner.checks.broken_word import broken_word
from app.scanner.checks.celebrity_gossip import celebrity_gossip
from app.scanner.checks.clickbait_title import clickbait_title
from app.scanner.checks.clock_form import clock_form
from app.scanner.checks.cold_reply import cold_reply
from app.scanner.checks.colon_twice import colon_twice
from app.scanner.checks.comma_between_quotes import comma_between_quotes
from app.scanner.checks.commercial_link import commercial_link
from app.scanner.checks.contact_bait import contact_bait
from app.scanner.checks.contradictory_change import contradictory_change
from app.scanner.checks.country_list import country_list
from app.scanner.checks.cute_or_miserable import cute_or_miserable
from app.scanner.checks.dangling_word import dangling_word
from app.scanner.checks.dash_form import dash_form
from app.scanner.checks.date_after_signature import date_after_signature
from app.scanner.checks.date_range_reversed import date_range_reversed
from app.scanner.checks.dated_name import dated_name
from app.scanner.checks.dead_link import dead_link
from app.scanner.checks.decreased_by_times import decreased_by_times
from app.scanner.checks.document_number import document_number
from app.scanner.checks.document_number_parts import document_number_parts
from app.scanner.checks.doubled_estimate import doubled_estimate
from app.scanner.checks.doubled_title import doubled_title
from app.scanner.checks.doubled_word import doubled_word
from app.scanner.checks.download_link import download_link
from app.scanner.checks.draft_marking import draft_marking
from app.scanner.checks.ellipsis_and_etc import ellipsis_and_etc
from app.scanner.checks.ellipsis_form import ellipsis_form
from app.scanner.checks.emoji_excess import emoji_excess
from app.scanner.checks.emotional_wording import emotional_wording
from app.scanner.checks.empty_pair import empty_pair
from app.scanner.checks.end_mark_missing import end_mark_missing
from app.scanner.checks.evasive_reply import evasive_reply
from app.scanner.checks.fixed_list import fixed_list
from app.scanner.checks.forced_likes import forced_likes
from app.scanner.checks.garbled_text import garbled_text
from app.scanner.checks.group_purchase import group_purchase
from app.scanner.checks.half_masked_identity import half_masked_identity
from app.scanner.checks.half_masked_phone import half_masked_phone
from app.scanner.checks.half_width_mark import half_width_mark
from app.scanner.checks.heading_end_mark import heading_end_mark
from app.scanner.checks.heading_order import heading_order
from app.scanner.checks.health_information import health_information
from app.scanner.checks.health_promise import health_promise
from app.scanner.checks.hidden_character import hidden_character
from app.scanner.checks.home_address import home_address
from app.scanner.checks.identity_number import identity_number
from app.scanner.checks.impossible_date import impossible_date
from app.scanner.checks.interpretation import interpretation
from app.scanner.checks.item_order import item_order
from app.scanner.checks.law_title import law_title
from app.scanner.checks.leaked_credential import leaked_credential
from app.scanner.checks.leftover_markup import leftover_markup
from app.scanner.checks.licence_needed import licence_needed
from app.scanner.checks.line_start_mark import line_start_mark
from app.scanner.checks.link_text import link_text
from app.scanner.checks.list_count import list_count
from app.scanner.checks.list_number_mark import list_number_mark
from app.scanner.checks.loan_bait import loan_bait
from app.scanner.checks.lookalike_domain import lookalike_domain
from app.scanner.checks.map_number import map_number
from app.scanner.checks.mark_before_conjunction import mark_before_conjunction
from app.scanner.checks.mark_before_etc import mark_before_etc
from app.scanner.checks.medical_number import medical_number
from app.scanner.checks.meeting_minutes import meeting_minutes
from app.scanner.checks.minor_in_case import minor_in_case
from app.scanner.checks.minor_information import minor_information
from app.scanner.checks.misplaced_negation import misplaced_negation
from app.scanner.checks.missing_subject import missing_subject
from app.scanner.checks.mixed_forms import mixed_forms
from app.scanner.checks.mixed_numeral_date import mixed_numeral_date
from app.scanner.checks.mixed_telephone import mixed_telephone
from app.scanner.checks.name_list import name_list
from app.scanner.checks.nested_quotes import nested_quotes
from app.scanner.checks.nested_title_marks import nested_title_marks
from app.scanner.checks.network_slang import network_slang
from app.scanner.checks.number_mark import number_mark
from app.scanner.checks.outdated_version import outdated_version
from app.scanner.checks.payment_link import payment_link
from app.scanner.checks.percent_form import percent_form
from app.scanner.checks.person_name import person_name
from app.scanner.checks.person_office import person_office
from app.scanner.checks.person_order import person_order
from app.scanner.checks.personal_email import personal_email
from app.scanner.checks.personal_opinion import personal_opinion
from app.scanner.checks.placeholder import placeholder
from app.scanner.checks.price_bait import price_bait
from app.scanner.checks.profit_promise import profit_promise
from app.scanner.checks.range_unit import range_unit
from app.scanner.checks.redirected_link import redirected_link
from app.scanner.checks.redundant_words import redundant_words
from app.scanner.checks.release_marking import release_marking
from app.scanner.checks.repeated_mark import repeated_mark
from app.scanner.checks.repeated_particle import repeated_particle
from app.scanner.checks.repeated_sentence import repeated_sentence
from app.scanner.checks.scene_clash import scene_clash
from app.scanner.checks.secrecy_marking import secrecy_marking
from app.scanner.checks.self_praise import self_praise
from app.scanner.checks.session_numeral import session_numeral
from app.scanner.checks.share_sum import share_sum
from app.scanner.checks.slogan_number import slogan_number
from app.scanner.checks.soft_advertisement import soft_advertisement
from app.scanner.checks.source_contradicted import source_contradicted
from app.scanner.checks.source_missing import source_missing
from app.scanner.checks.source_not_listed import source_not_listed
from app.scanner.checks.standard_text import standard_text
from app.scanner.checks.straight_quote import straight_quote
from app.scanner.checks.sum_mismatch import sum_mismatch
from app.scanner.checks.suspect_called_criminal import suspect_called_criminal
from app.scanner.checks.table_sum import table_sum
from app.scanner.checks.telephone import telephone
from app.scanner.checks.title_changes_meaning import title_changes_meaning
from app.scanner.checks.title_marks_misused import title_marks_misused
from app.scanner.checks.title_number import title_number
from app.scanner.checks.trade_secret import trade_secret
from app.scanner.checks.traditional_character import traditional_character
from app.scanner.checks.travel_document import travel_document
from app.scanner.checks.two_digit_year import two_digit_year
from app.scanner.checks.unfinished_sentence import unfinished_sentence
from app.scanner.checks.unit_symbol import unit_symbol
from app.scanner.checks.unknown_link import unknown_link
from app.scanner.checks.unmarked_reprint import unmarked_reprint
from app.scanner.checks.unpaired_mark import unpaired_mark
from app.scanner.checks.unrelated_reply import unrelated_reply
from app.scanner.checks.vehicle_plate import vehicle_plate
from app.scanner.checks.wrong_weekday import wrong_weekday
from app.scanner.checks.zero_in_chinese_year import zero_in_chinese_year
from app.scanner.checks.zero_padded_date import zero_padded_date

PRIVACY: tuple[Check, ...] = (
    identity_number,
    half_masked_identity,
    travel_document,
    bank_card,
    telephone,
    half_masked_phone,
    home_address,
    vehicle_plate,
    personal_email,
    birth_date,
    name_list,
    health_information,
    medical_number,
    minor_information,
)
SECRETS: tuple[Check, ...] = (
    secrecy_marking,
    release_marking,
    draft_marking,
    approval_slip,
    meeting_minutes,
    leaked_credential,
    trade_secret,
)
ADVERTISING: tuple[Check, ...] = (
    contact_bait,
    price_bait,
    group_purchase,
    soft_advertisement,
    health_promise,
    profit_promise,
    loan_bait,
    absolute_claim,
)
LINKS: tuple[Check, ...] = (
    commercial_link,
    redirected_link,
    dead_link,
    lookalike_domain,
    link_text,
    payment_link,
    download_link,
    unknown_link,
    bare_domain,
)
POLITICS: tuple[Check, ...] = (
    person_office,
    person_name,
    person_order,
    barred_person,
    doubled_title,
    body_order,
    fixed_list,
    slogan_number,
    country_list,
    map_number,
)
LAW: tuple[Check, ...] = (
    law_title,
    outdated_version,
    article_number,
    licence_needed,
    minor_in_case,
    suspect_called_criminal,
)
POLICY: tuple[Check, ...] = (
    document_number,
    document_number_parts,
    standard_text,
    interpretation,
)
PUNCTUATION: tuple[Check, ...] = (
    unpaired_mark,
    repeated_mark,
    ellipsis_and_etc,
    title_marks_misused,
    list_number_mark,
    comma_between_quotes,
    half_width_mark,
    nested_title_marks,
    nested_quotes,
    ellipsis_form,
    dash_form,
    end_mark_missing,
    heading_end_mark,
    line_start_mark,
    colon_twice,
    mark_before_conjunction,
    mark_before_etc,
    straight_quote,
    attachment_mark,
)
NUMBERS: tuple[Check, ...] = (
    impossible_date,
    wrong_weekday,
    session_numeral,
    mixed_numeral_date,
    zero_in_chinese_year,
    range_unit,
    approximate_numeral,
    arabic_with_chinese_unit,
    zero_padded_date,
    two_digit_year,
    unit_symbol,
    percent_form,
    doubled_estimate,
    clock_form,
    date_range_reversed,
    decreased_by_times,
    number_mark,
    dated_name,
)
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
SOURCES: tuple[Check, ...] = (
    source_missing,
    source_not_listed,
    source_contradicted,
    unmarked_reprint,
    title_changes_meaning,
    body_differs,
)
TONE: tuple[Check, ...] = (
    personal_opinion,
    emotional_wording,
    cute_or_miserable,
    celebrity_gossip,
    scene_clash,
    clickbait_title,
    self_praise,
    emoji_excess,
    network_slang,
    forced_likes,
    cold_reply,
    evasive_reply,
    unrelated_reply,
)

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
    *SOURCES,
    *TONE,
)
