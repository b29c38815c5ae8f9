"""Personal data (个人信息): PRI."""

from app.scanner.check import Check
from app.scanner.checks.privacy.bank_card import bank_card
from app.scanner.checks.privacy.birth_date import birth_date
from app.scanner.checks.privacy.half_masked_identity import half_masked_identity
from app.scanner.checks.privacy.half_masked_phone import half_masked_phone
from app.scanner.checks.privacy.health_information import health_information
from app.scanner.checks.privacy.home_address import home_address
from app.scanner.checks.privacy.identity_number import identity_number
from app.scanner.checks.privacy.medical_number import medical_number
from app.scanner.checks.privacy.minor_information import minor_information
from app.scanner.checks.privacy.name_list import name_list
from app.scanner.checks.privacy.personal_email import personal_email
from app.scanner.checks.privacy.telephone import telephone
from app.scanner.checks.privacy.travel_document import travel_document
from app.scanner.checks.privacy.vehicle_plate import vehicle_plate

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
