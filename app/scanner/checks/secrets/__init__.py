"""Secrets and internal material (保密): SEC."""

from app.scanner.check import Check
from app.scanner.checks.secrets.approval_slip import approval_slip
from app.scanner.checks.secrets.draft_marking import draft_marking
from app.scanner.checks.secrets.leaked_credential import leaked_credential
from app.scanner.checks.secrets.meeting_minutes import meeting_minutes
from app.scanner.checks.secrets.release_marking import release_marking
from app.scanner.checks.secrets.secrecy_marking import secrecy_marking
from app.scanner.checks.secrets.trade_secret import trade_secret

SECRETS: tuple[Check, ...] = (
    secrecy_marking,
    release_marking,
    draft_marking,
    approval_slip,
    meeting_minutes,
    leaked_credential,
    trade_secret,
)
