"""Advertising (广告): ADV."""

from app.scanner.check import Check
from app.scanner.checks.advertising.absolute_claim import absolute_claim
from app.scanner.checks.advertising.contact_bait import contact_bait
from app.scanner.checks.advertising.group_purchase import group_purchase
from app.scanner.checks.advertising.health_promise import health_promise
from app.scanner.checks.advertising.loan_bait import loan_bait
from app.scanner.checks.advertising.price_bait import price_bait
from app.scanner.checks.advertising.profit_promise import profit_promise
from app.scanner.checks.advertising.soft_advertisement import soft_advertisement

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
