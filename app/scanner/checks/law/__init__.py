"""Law (法律关): LAW, and suspects named as criminals."""

from app.scanner.check import Check
from app.scanner.checks.law.article_number import article_number
from app.scanner.checks.law.law_title import law_title
from app.scanner.checks.law.licence_needed import licence_needed
from app.scanner.checks.law.minor_in_case import minor_in_case
from app.scanner.checks.law.outdated_version import outdated_version
from app.scanner.checks.law.suspect_called_criminal import suspect_called_criminal

LAW: tuple[Check, ...] = (
    law_title,
    outdated_version,
    article_number,
    licence_needed,
    minor_in_case,
    suspect_called_criminal,
)
