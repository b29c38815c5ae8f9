"""Politics (政治关): POL."""

from app.scanner.check import Check
from app.scanner.checks.politics.barred_person import barred_person
from app.scanner.checks.politics.body_order import body_order
from app.scanner.checks.politics.country_list import country_list
from app.scanner.checks.politics.doubled_title import doubled_title
from app.scanner.checks.politics.fixed_list import fixed_list
from app.scanner.checks.politics.map_number import map_number
from app.scanner.checks.politics.person_name import person_name
from app.scanner.checks.politics.person_office import person_office
from app.scanner.checks.politics.person_order import person_order
from app.scanner.checks.politics.slogan_number import slogan_number

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
