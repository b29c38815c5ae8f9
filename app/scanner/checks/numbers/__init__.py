"""Numbers, units and dates (数字、计量、日期): TXT-04."""

from app.scanner.check import Check
from app.scanner.checks.numbers.approximate_numeral import approximate_numeral
from app.scanner.checks.numbers.arabic_with_chinese_unit import arabic_with_chinese_unit
from app.scanner.checks.numbers.clock_form import clock_form
from app.scanner.checks.numbers.date_range_reversed import date_range_reversed
from app.scanner.checks.numbers.dated_name import dated_name
from app.scanner.checks.numbers.decreased_by_times import decreased_by_times
from app.scanner.checks.numbers.doubled_estimate import doubled_estimate
from app.scanner.checks.numbers.impossible_date import impossible_date
from app.scanner.checks.numbers.mixed_numeral_date import mixed_numeral_date
from app.scanner.checks.numbers.number_mark import number_mark
from app.scanner.checks.numbers.percent_form import percent_form
from app.scanner.checks.numbers.range_unit import range_unit
from app.scanner.checks.numbers.session_numeral import session_numeral
from app.scanner.checks.numbers.two_digit_year import two_digit_year
from app.scanner.checks.numbers.unit_symbol import unit_symbol
from app.scanner.checks.numbers.wrong_weekday import wrong_weekday
from app.scanner.checks.numbers.zero_in_chinese_year import zero_in_chinese_year
from app.scanner.checks.numbers.zero_padded_date import zero_padded_date

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
