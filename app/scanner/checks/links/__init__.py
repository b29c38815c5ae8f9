"""Links (链接): LNK."""

from app.scanner.check import Check
from app.scanner.checks.links.bare_domain import bare_domain
from app.scanner.checks.links.commercial_link import commercial_link
from app.scanner.checks.links.dead_link import dead_link
from app.scanner.checks.links.download_link import download_link
from app.scanner.checks.links.link_text import link_text
from app.scanner.checks.links.lookalike_domain import lookalike_domain
from app.scanner.checks.links.payment_link import payment_link
from app.scanner.checks.links.redirected_link import redirected_link
from app.scanner.checks.links.unknown_link import unknown_link

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
