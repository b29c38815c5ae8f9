"""All tables in one place, for the migrations and for tests that look at the metadata."""

from app.accounts import models as accounts
from app.api import idempotency
from app.certificates import models as certificates
from app.db import Base
from app.ledger import models as ledger
from app.notifications import models as notifications
from app.people import models as people
from app.review import claims, comments, counting, search
from app.review import models as review
from app.rulesets import models as rulesets
from app.rulesets import previews, suppressions, teaching

__all__ = [
    "accounts",
    "certificates",
    "claims",
    "comments",
    "counting",
    "idempotency",
    "ledger",
    "metadata",
    "notifications",
    "people",
    "previews",
    "review",
    "rulesets",
    "search",
    "suppressions",
    "teaching",
]

metadata = Base.metadata
