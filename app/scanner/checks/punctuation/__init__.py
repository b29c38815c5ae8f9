"""Punctuation (标点): TXT-03."""

from app.scanner.check import Check
from app.scanner.checks.punctuation.attachment_mark import attachment_mark
from app.scanner.checks.punctuation.colon_twice import colon_twice
from app.scanner.checks.punctuation.comma_between_quotes import comma_between_quotes
from app.scanner.checks.punctuation.dash_form import dash_form
from app.scanner.checks.punctuation.ellipsis_and_etc import ellipsis_and_etc
from app.scanner.checks.punctuation.ellipsis_form import ellipsis_form
from app.scanner.checks.punctuation.end_mark_missing import end_mark_missing
from app.scanner.checks.punctuation.half_width_mark import half_width_mark
from app.scanner.checks.punctuation.heading_end_mark import heading_end_mark
from app.scanner.checks.punctuation.line_start_mark import line_start_mark
from app.scanner.checks.punctuation.list_number_mark import list_number_mark
from app.scanner.checks.punctuation.mark_before_conjunction import mark_before_conjunction
from app.scanner.checks.punctuation.mark_before_etc import mark_before_etc
from app.scanner.checks.punctuation.nested_quotes import nested_quotes
from app.scanner.checks.punctuation.nested_title_marks import nested_title_marks
from app.scanner.checks.punctuation.repeated_mark import repeated_mark
from app.scanner.checks.punctuation.straight_quote import straight_quote
from app.scanner.checks.punctuation.title_marks_misused import title_marks_misused
from app.scanner.checks.punctuation.unpaired_mark import unpaired_mark

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
