"""Policy (政策关): PCY."""

from app.scanner.check import Check
from app.scanner.checks.policy.document_number import document_number
from app.scanner.checks.policy.document_number_parts import document_number_parts
from app.scanner.checks.policy.interpretation import interpretation
from app.scanner.checks.policy.standard_text import standard_text

POLICY: tuple[Check, ...] = (
    document_number,
    document_number_parts,
    standard_text,
    interpretation,
)
